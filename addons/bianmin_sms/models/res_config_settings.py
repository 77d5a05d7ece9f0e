from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    sms_gateway = fields.Selection(
        related="company_id.sms_gateway", required=True, readonly=False
    )
