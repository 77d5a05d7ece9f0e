from odoo import fields, models


class BianminSubsidyRoundEvent(models.Model):
    """What happened to a round: who, when, with which opinion, over which total."""

    _name = "bianmin.subsidy.round.event"
    _description = "Log of a Subsidy Round"
    _inherit = ["bianmin.append.only"]
    _order = "id desc"
    _rec_name = "round_id"

    round_id = fields.Many2one(
        "bianmin.subsidy.round",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    division_id = fields.Many2one(
        related="round_id.division_id", store=True, index=True, precompute=True
    )
    kind = fields.Selection(
        string="Event",
        selection=[
            ("generated", "Lines Generated"),
            ("submitted", "Submitted"),
            ("audited", "Audited"),
            ("published", "Hung Out"),
            ("approved", "Approved"),
            ("exported", "Sent to the Bank"),
            ("result", "Return File Read"),
            ("paid", "All Lines Settled"),
            ("returned", "Returned"),
            ("cancelled", "Cancelled"),
            ("roster", "Roster Exported"),
            ("voucher", "Voucher Printed"),
        ],
        required=True,
        readonly=True,
    )
    at = fields.Datetime(
        required=True, readonly=True, default=lambda self: fields.Datetime.now()
    )
    user_id = fields.Many2one(
        "res.users", required=True, readonly=True, index=True, ondelete="restrict"
    )
    state_from = fields.Char(readonly=True)
    state_to = fields.Char(readonly=True)
    opinion = fields.Text(readonly=True)
    line_count = fields.Integer(
        string="Number of Payments", readonly=True, aggregator=None
    )
    currency_id = fields.Many2one(related="round_id.currency_id")
    total_amount = fields.Monetary(string="Total", readonly=True, aggregator=None)
