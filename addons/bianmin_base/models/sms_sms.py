from odoo import api, fields, models

from ..tools.masking import mask_phone


class SmsSms(models.Model):
    _inherit = "sms.sms"
    _rec_names_search = ("body",)

    number = fields.Char(string="Complete phone number", groups="base.group_system")
    number_masked = fields.Char(
        string="Phone", compute="_compute_number_masked", compute_sudo=True
    )
    division_id = fields.Many2one(
        "bianmin.division",
        index="btree_not_null",
        readonly=True,
        ondelete="restrict",
        help="The division of the matter that the message is about.",
    )
    origin_model = fields.Char(readonly=True)
    origin_id = fields.Many2oneReference(
        string="About", model_field="origin_model", readonly=True, index=True
    )

    @api.depends("number")
    def _compute_number_masked(self):
        for message in self:
            message.number_masked = message.number and mask_phone(message.number)

    @api.depends("number")
    def _compute_display_name(self):
        for message in self:
            message.display_name = message.number_masked
