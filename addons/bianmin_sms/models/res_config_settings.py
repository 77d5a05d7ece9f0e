from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    sms_gateway = fields.Selection(
        related="company_id.sms_gateway", required=True, readonly=False
    )
    sms_account_id = fields.Many2one(
        related="company_id.sms_account_id", readonly=False
    )

    @api.constrains("sms_gateway", "sms_account_id")
    def _check_sms_account(self):
        # Here and not on the company, whose two fields are written one by one.
        for settings in self:
            company = settings.company_id
            if company._needs_sms_account() and not company._get_sms_account_sudo():
                raise ValidationError(
                    self.env._(
                        "Choose an account with this provider, or “Log only: nothing "
                        "is sent”."
                    )
                )
