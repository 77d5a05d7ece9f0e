from odoo import fields, models


class BianminRevealLog(models.Model):
    """Who saw which personal data unmasked, when and why (PIPL art. 51, 54)."""

    _name = "bianmin.reveal.log"
    _description = "Reveal Log"
    _inherit = ["bianmin.append.only"]
    _order = "id desc"
    _rec_name = "subject"

    user_id = fields.Many2one(
        "res.users",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.uid,
    )
    revealed_at = fields.Datetime(
        required=True, readonly=True, default=fields.Datetime.now
    )
    res_model = fields.Char(string="Kind of entry", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        string="Entry", model_field="res_model", required=True, readonly=True
    )
    subject = fields.Char(required=True, readonly=True, help="Whose data (当事人).")
    division_id = fields.Many2one(
        "bianmin.division",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    field_names = fields.Char(string="Data", required=True, readonly=True)
    reason = fields.Char(required=True, readonly=True)
    address = fields.Char(string="IP address", readonly=True)
