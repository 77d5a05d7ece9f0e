from odoo import api, fields, models

from odoo.addons.bianmin_base.tools.language import VILLAGER_LANGUAGE

from ..tools.template_variables import find_variables, registered_text


class BianminSmsTemplateCode(models.Model):
    """A text as it is registered with a provider."""

    _name = "bianmin.sms.template.code"
    _description = "Registered Text"
    _order = "account_id, template_id, id"
    _rec_name = "code"

    account_id = fields.Many2one(
        "bianmin.sms.account", required=True, index=True, ondelete="cascade"
    )
    template_id = fields.Many2one(
        "sms.template", string="Text", required=True, ondelete="cascade"
    )
    code = fields.Char(
        string="Provider's Code",
        required=True,
        help="What the provider calls it, such as SMS_154950909 (模板编号).",
    )
    variable_names = fields.Char(
        compute="_compute_variable_names",
        store=True,
        readonly=False,
        help="The variables in the order of the registered text, with commas between "
        "them.",
    )
    registered_text = fields.Text(
        string="Text to Register",
        compute="_compute_registered_text",
        help="Enter this at the provider.",
    )

    _account_template_uniq = models.Constraint(
        "UNIQUE (account_id, template_id)",
        "This text is registered with the account already.",
    )

    @api.depends("template_id")
    def _compute_variable_names(self):
        for line in self:
            body = line.template_id.with_context(lang=VILLAGER_LANGUAGE).body
            line.variable_names = ",".join(v.name for v in find_variables(body))

    @api.depends("template_id.body", "account_id.gateway")
    def _compute_registered_text(self):
        for line in self:
            line.registered_text = registered_text(
                line.template_id.with_context(lang=VILLAGER_LANGUAGE).body,
                numbered=line.account_id.gateway == "tencent",
            )

    def _get_names(self):
        names = (self.variable_names or "").replace("，", ",").split(",")
        return [name.strip() for name in names if name.strip()]
