from odoo import fields, models


class BianminCaseEvent(models.Model):
    """What happened to a case, step by step; clocks and statistics come from it."""

    _name = "bianmin.case.event"
    _description = "Case Event"
    _inherit = ["bianmin.append.only"]
    _order = "id"
    _rec_name = "kind"

    case_id = fields.Many2one(
        "bianmin.case", required=True, readonly=True, index=True, ondelete="restrict"
    )
    division_id = fields.Many2one(
        related="case_id.division_id", store=True, index=True, precompute=True
    )
    kind = fields.Selection(
        [
            ("receive", "Received"),
            ("supplement_request", "Supplement Requested"),
            ("supplement_receive", "Supplement Received"),
            ("accept", "Accepted"),
            ("reject", "Not Accepted"),
            ("review", "Review Begun"),
            ("decide", "Decided"),
            ("close", "Closed"),
            ("deliver", "Delivered"),
            ("archive", "Archived"),
            ("withdraw", "Withdrawn"),
            ("special_apply", "Special Procedure Begun"),
            ("special_result", "Special Procedure Ended"),
            ("extension_request", "Extension Asked For"),
            ("extension_approve", "Extension Approved"),
            ("extension_refuse", "Extension Refused"),
            ("forward", "Passed Up"),
            ("return", "Result Passed Down"),
            ("reopen", "Reopened"),
            ("defer", "Papers Promised Later"),
            ("defer_supply", "Promised Papers Supplied"),
            ("commit_check", "Commitment Checked"),
            ("assign", "Assigned"),
            ("hand_over", "Handed Over"),
            ("supervise", "Supervised"),
        ],
        string="Step",
        required=True,
        readonly=True,
    )
    at = fields.Datetime(string="Time", required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users",
        string="By",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    state_from = fields.Selection(
        selection="_selection_state", string="State before", readonly=True
    )
    state_to = fields.Selection(
        selection="_selection_state", string="State after", readonly=True
    )
    note = fields.Text(readonly=True)
    days = fields.Integer(
        readonly=True,
        aggregator=None,
        help="Days that the step gives, such as those of an extension.",
    )

    _kind_index = models.Index("(kind, at)")
    # The day in China, as statistics count it.
    _day_index = models.Index("(((at + interval '8 hours')::date))")

    def _selection_state(self):
        return (
            self.env["bianmin.case"]._fields["state"]._description_selection(self.env)
        )
