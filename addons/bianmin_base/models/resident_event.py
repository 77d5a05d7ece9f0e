from odoo import fields, models


class BianminResidentEvent(models.Model):
    """What happened to a resident's entry in the register, written once."""

    _name = "bianmin.resident.event"
    _description = "History of a Resident"
    _inherit = ["bianmin.append.only", "bianmin.attachment.owner"]
    _order = "id desc"
    _rec_name = "kind"

    _attachment_fields = ("evidence_ids",)

    resident_id = fields.Many2one(
        "bianmin.resident",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    kind = fields.Selection(
        selection=[
            ("death", "Death registered"),
            ("death_withdrawn", "Death taken back"),
            ("moved", "Moved"),
            ("merged", "Merged with a second entry"),
        ],
        required=True,
        readonly=True,
    )
    event_date = fields.Date(string="Date", required=True, readonly=True)
    description = fields.Text(required=True, readonly=True)
    evidence_ids = fields.Many2many("ir.attachment", readonly=True)
    user_id = fields.Many2one(
        "res.users",
        string="By",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.uid,
    )
    recorded_at = fields.Datetime(
        required=True, readonly=True, default=fields.Datetime.now
    )
