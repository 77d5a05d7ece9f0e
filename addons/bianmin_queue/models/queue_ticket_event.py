from odoo import fields, models


class BianminQueueTicketEvent(models.Model):
    """What happened to a ticket, step by step; every statistic comes from it."""

    _name = "bianmin.queue.ticket.event"
    _description = "Ticket Event"
    _inherit = ["bianmin.append.only"]
    _order = "id"
    _rec_name = "kind"

    ticket_id = fields.Many2one(
        "bianmin.queue.ticket",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    division_id = fields.Many2one(
        related="ticket_id.division_id", store=True, index=True, precompute=True
    )
    kind = fields.Selection(
        [
            ("issue", "Number Taken"),
            ("call", "Called"),
            ("recall", "Called Again"),
            ("start", "Service Begun"),
            ("finish", "Finished"),
            ("hold", "Set Aside"),
            ("resume", "Gone On"),
            ("transfer", "Passed On"),
            ("return", "Put Back"),
            ("no_show", "Did Not Come"),
            ("reinstate", "Waits Again"),
            ("cancel", "Cancelled"),
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
    business_id = fields.Many2one(
        "bianmin.queue.business", required=True, readonly=True, ondelete="restrict"
    )
    window_id = fields.Many2one(
        "bianmin.queue.window",
        readonly=True,
        ondelete="restrict",
        help="Where he stands after the step.",
    )
    note = fields.Char(readonly=True)

    _kind_index = models.Index("(kind, at)")

    def _selection_state(self):
        field = self.env["bianmin.queue.ticket"]._fields["state"]
        return field._description_selection(self.env)
