from odoo import api, fields, models

from ..tools.queue_step import OCCUPYING
from ..tools.read_committed import see_committed


class BianminQueueWindow(models.Model):
    """The desk of a window: what its clerk sees and presses."""

    _inherit = "bianmin.queue.window"

    is_mine = fields.Boolean(compute="_compute_is_mine")
    ticket_id = fields.Many2one(
        "bianmin.queue.ticket", string="At the window", compute="_compute_tickets"
    )
    ticket_state = fields.Selection(
        selection="_selection_ticket_state", compute="_compute_tickets"
    )
    ticket_priority = fields.Selection(
        selection="_selection_ticket_priority",
        string="Priority",
        compute="_compute_tickets",
    )
    ticket_business_id = fields.Many2one(
        "bianmin.queue.business", string="Came for", compute="_compute_tickets"
    )
    held_ticket_ids = fields.Many2many(
        "bianmin.queue.ticket", string="Set aside", compute="_compute_tickets"
    )
    waiting_count = fields.Integer(
        string="Waiting",
        compute="_compute_waiting_count",
        help="People who can be called to this window.",
    )

    @api.depends_context("uid")
    @api.depends("clerk_id")
    def _compute_is_mine(self):
        for window in self:
            window.is_mine = window.clerk_id == self.env.user

    def _compute_tickets(self):
        tickets = self.env["bianmin.queue.ticket"].search(
            [("window_id", "in", self.ids), ("state", "in", (*OCCUPYING, "held"))]
        )
        by_window = tickets.grouped("window_id")
        for window in self:
            here = by_window.get(window, tickets.browse())
            window.held_ticket_ids = here.filtered(lambda one: one.state == "held")
            ticket = here - window.held_ticket_ids
            window.ticket_id = ticket
            window.ticket_state = ticket.state
            window.ticket_priority = ticket.priority_kind
            window.ticket_business_id = ticket.business_id

    def _compute_waiting_count(self):
        """People for its businesses, without those who wait for another window."""
        counts = self._count_waiting()
        for window in self:
            window.waiting_count = sum(
                count
                for (business, wanted, clerk), count in counts.items()
                if window._may_call(business, wanted, clerk)
            )

    def _prepare_screen_values(self):
        """What a screen says of this window."""
        return {
            "number": self.number,
            "ticket": self.ticket_id.name or "",
            "state": self.ticket_state or "free",
            "businesses": self.business_ids.mapped("name"),
        }

    def _may_call(self, business, wanted, clerk):
        """Whether this window calls who waits for a business, window and clerk."""
        if (wanted and wanted != self) or (clerk and clerk != self.clerk_id):
            return False
        return bool(wanted or clerk) or business in self.business_ids

    def _count_waiting(self):
        """How many wait, by business and by whom they were passed on to."""
        tickets = self.env["bianmin.queue.ticket"]
        return {
            (business, wanted, clerk): count
            for day_domain, halls in self.hall_id._get_day_domains()
            for business, wanted, clerk, count in tickets._read_group(
                [("hall_id", "in", halls.ids), ("state", "=", "waiting"), *day_domain],
                ["business_id", "wanted_window_id", "wanted_clerk_id"],
                ["__count"],
            )
        }

    def _selection_ticket_state(self):
        return self._get_ticket_selection("state")

    def _selection_ticket_priority(self):
        return self._get_ticket_selection("priority_kind")

    @api.model
    def _get_ticket_selection(self, name):
        field = self.env["bianmin.queue.ticket"]._fields[name]
        return field._description_selection(self.env)

    # ------------------------------------------------------------
    # WINDOW
    # ------------------------------------------------------------

    def action_open(self):
        """Sit down at this window.

        :raise UserError: when the window is open, or the user has another one open
        """
        self._pass_gate("open", clerk_id=self.env.uid, priority_streak=0)

    def action_close(self):
        """Leave this window: who waited for it, or for its clerk, waits for any other.

        :raise UserError: when somebody is there, or the window is somebody else's
        """
        clerks = self.clerk_id
        self._pass_gate("closed", clerk_id=False, priority_streak=0)
        self.env["bianmin.queue.ticket"].search(
            [
                ("state", "=", "waiting"),
                ("hall_id", "in", self.hall_id.ids),
                "|",
                ("wanted_window_id", "in", self.ids),
                ("wanted_clerk_id", "in", clerks.ids),
            ]
        )._release()

    def call_next(self):
        """Call the next person to this window (叫下一位).

        :return: dict with the id of the ticket and its number, or False when nobody
            waits
        :raise UserError: when the window is not the user's, or somebody is there
        :raise AccessError: when the user's role does not allow it there
        """
        self.ensure_one()
        see_committed(self.env)
        ticket = self._call_next()
        return bool(ticket) and {"id": ticket.id, "number": ticket.name}

    def action_call_next(self):
        """Call the next person; tell when nobody waits."""
        if self.call_next():
            return False
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": self.env._("Nobody waits for this window."),
                "type": "info",
            },
        }

    # ------------------------------------------------------------
    # TICKET AT THE WINDOW
    # ------------------------------------------------------------

    def action_recall(self):
        """Call whom one has called once more."""
        self._get_ticket().action_recall()

    def action_start(self):
        """He has come."""
        self._get_ticket().action_start()

    def action_finish(self):
        """He is done."""
        self._get_ticket().action_finish()

    def action_hold(self):
        """Set him aside while he fetches something."""
        self._get_ticket().action_hold()

    def action_return(self):
        """Put him back among the waiting."""
        self._get_ticket().action_return()

    def action_no_show(self):
        """He did not come."""
        self._get_ticket().action_no_show()

    def action_transfer(self):
        """Pass him on."""
        return self.ticket_id.action_transfer()

    def action_new_case(self):
        """Open a new case for him."""
        return self.ticket_id.action_new_case()
