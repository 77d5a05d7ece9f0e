from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.bianmin_base.tools.transition import Transition

from ..tools.queue_step import AT_WINDOW, STEPS
from ..tools.roles import CLERK, MANAGER

# What is forgotten of a ticket that goes back among the waiting.
UNCALLED = {
    "window_id": False,
    "clerk_id": False,
    "called_at": False,
    "started_at": False,
    "call_count": 0,
}
UNWANTED = {"wanted_window_id": False, "wanted_clerk_id": False}


class BianminQueueTicketSteps(models.AbstractModel):
    """What may happen to a ticket, and the buttons that do it."""

    _name = "bianmin.queue.ticket.steps"
    _description = "Steps of a Ticket"
    _inherit = ["bianmin.state.gate"]

    state = fields.Selection(
        [
            ("waiting", "Waiting"),
            ("called", "Called"),
            ("serving", "Being Served"),
            ("held", "Set Aside"),
            ("done", "Done"),
            ("missed", "Missed"),
            ("cancelled", "Cancelled"),
        ],
        default="waiting",
        required=True,
        readonly=True,
    )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_recall(self):
        """Call the number once more (重呼).

        :raise UserError: when it was called as often as the hall allows
        """
        # sudo: bianmin.queue.ticket – a number only; the step checks the right below
        for count, tickets in self.grouped(lambda one: one.sudo().call_count).items():
            tickets._take("recall", call_count=count + 1)

    def action_start(self):
        """He has come to the window: the service begins."""
        self._take("start", started_at=fields.Datetime.now())

    def action_finish(self):
        """All that he came for is done."""
        self._take("finish", finished_at=fields.Datetime.now())

    def action_hold(self):
        """He has gone to fetch something; meanwhile others are called (挂起)."""
        self._take("hold")

    def action_resume(self):
        """He is back: serve him at the window that the user has open.

        :raise UserError: when the user has no window open, or somebody is there
        """
        self.ensure_one()
        # sudo: bianmin.queue.window – one's own window
        window_sudo = (
            self.env["bianmin.queue.window"]
            .sudo()
            .search([("clerk_id", "=", self.env.uid)], limit=1)
        )
        if not window_sudo or window_sudo.hall_id != self.sudo().hall_id:
            raise UserError(self.env._("Open a window of this hall first."))
        window_sudo.sudo(self.env.su)._check_desk_free()
        self._take("resume", window_id=window_sudo.id, clerk_id=self.env.uid)

    def action_return(self):
        """Put the number back where it stood among the waiting."""
        self._take("return", **UNCALLED, **UNWANTED)

    def action_no_show(self):
        """He did not come, however often he was called (过号).

        :raise UserError: when he was not called as often as the hall says
        """
        self._take("no_show")

    def action_reinstate(self):
        """He has come after all: he waits again, behind those who wait (恢复排队).

        :raise UserError: when the number is of another day
        """
        self._take("reinstate", **UNCALLED, **UNWANTED, queued_at=fields.Datetime.now())

    def action_cancel(self):
        """He has left, or the number was taken by mistake."""
        self._take("cancel")

    def _transfer(self, business=None, window=None, clerk=None):
        """Pass the number on; it keeps its letter and the time since when it waits.

        :param business: what he waits for from now on, or nothing: the same
        :param window: the only window that may call him
        :param clerk: the only one who may call him
        """
        self._check_transfer_target(business, window, clerk)
        values = {**UNCALLED, **UNWANTED}
        if business:
            values["business_id"] = business.id
        if window:
            values["wanted_window_id"] = window.id
        if clerk:
            values["wanted_clerk_id"] = clerk.id
        target = window or clerk or business
        self._take("transfer", note=target.display_name, **values)

    def _release(self):
        """Let any window call those again who waited for one that has closed."""
        self._take("transfer", note=self.env._("The window has closed"), **UNWANTED)

    def _check_transfer_target(self, business, window, clerk):
        """A number stays in its hall, and goes to somebody who works there."""
        if not (business or window or clerk):
            raise UserError(self.env._("Say where the number goes."))
        halls = self.hall_id
        for place in filter(None, (business, window)):
            if halls - place.hall_id or not place.active:
                raise UserError(
                    self.env._(
                        "%(place)s is not of this hall.", place=place.display_name
                    )
                )
        if clerk and not clerk._has_scope(CLERK, self.division_id):
            raise UserError(
                self.env._(
                    "%(clerk)s does not call numbers in this hall.",
                    clerk=clerk.display_name,
                )
            )

    # ------------------------------------------------------------
    # GATE
    # ------------------------------------------------------------

    @api.model
    def _get_transitions(self):
        return (
            *super()._get_transitions(),
            *(
                Transition(source, step.target, CLERK)
                for step in STEPS.values()
                for source in step.sources
            ),
        )

    def _lock_at_gate(self):
        """Wait for who holds the ticket, instead of refusing.

        A window that looks for its next ticket may hold one that another has called in
        the same moment, until it has called its own: that clerk is not to be told that
        somebody else works on it.
        """
        # SQL: the ORM locks without waiting. In the order of ids, so that two who lock
        # several never wait for each other.
        self.flush_recordset()
        self.env.execute_query(
            SQL(
                "SELECT id FROM %s WHERE id = ANY(%s) ORDER BY id FOR UPDATE",
                SQL.identifier(self._table),
                self.ids,
            )
        )
        self.invalidate_recordset()

    def _call_to(self, window):
        """Call the ticket, which is locked, to a window of the user."""
        self._take_locked(
            "call",
            window_id=window.id,
            clerk_id=self.env.uid,
            called_at=fields.Datetime.now(),
            call_count=1,
        )

    def _take(self, kind, note=False, **values):
        """Take one step with all these tickets, or with none of them.

        :param str kind: key of ``STEPS``
        :param str note: what the event says beside
        :param values: fields that change with it
        :raise UserError: when a ticket is in no state for it, or is somebody else's
        :raise AccessError: when the user's role does not allow it in a division
        """
        if not self:
            return
        # sudo: the gate – it checks the role, no rule need allow writing
        self.sudo()._lock_at_gate()
        self._take_locked(kind, note, **values)

    def _take_locked(self, kind, note=False, **values):
        """The same with tickets that are locked already."""
        self.check_access("read")
        for ticket in self:
            ticket._check_step(kind)
        # sudo: bianmin.queue.ticket – the access was checked above
        sources = {ticket.id: ticket.sudo().state for ticket in self}
        self._pass_gate_locked(STEPS[kind].target, **values)
        self._log(kind, sources, note)

    def _check_step(self, kind):
        """Extend to refuse a step for a further reason; the ticket is locked."""
        # sudo: bianmin.queue.ticket – the rule must not depend on what the user sees
        ticket_sudo = self.sudo()
        if ticket_sudo.state not in STEPS[kind].sources:
            raise UserError(
                self.env._(
                    "%(number)s is “%(state)s”: “%(step)s” is not possible now.",
                    number=ticket_sudo.name,
                    state=self._get_state_label(ticket_sudo.state),
                    step=self._get_step_label(kind),
                )
            )
        self._check_scope(CLERK)
        self._check_owner()
        if kind in ("recall", "no_show"):
            self._check_calls(kind)
        if kind == "reinstate":
            self._check_day()

    def _check_owner(self):
        """Whoever stands at a window is that clerk's; the manager may step in."""
        # sudo: bianmin.queue.ticket – the rule must not depend on what the user sees
        ticket_sudo = self.sudo()
        if (
            ticket_sudo.state in AT_WINDOW
            and ticket_sudo.clerk_id != self.env.user
            and not self.env.user._has_scope(MANAGER, self.division_id)
        ):
            raise UserError(
                self.env._(
                    "%(number)s was called by %(clerk)s: only he or the hall manager "
                    "can do this.",
                    number=ticket_sudo.name,
                    clerk=ticket_sudo.clerk_id.name,
                )
            )

    def _check_calls(self, kind):
        # sudo: bianmin.queue.ticket – the rule must not depend on what the user sees
        ticket_sudo = self.sudo()
        limit = ticket_sudo.hall_id.call_limit
        if kind == "recall" and ticket_sudo.call_count >= limit:
            raise UserError(
                self.env._(
                    "%(number)s was called %(count)s times: press “Did Not Come”.",
                    number=ticket_sudo.name,
                    count=ticket_sudo.call_count,
                )
            )
        if kind == "no_show" and ticket_sudo.call_count < limit:
            raise UserError(
                self.env._(
                    "%(number)s was called %(count)s times. It counts as missed after "
                    "%(limit)s: call again.",
                    number=ticket_sudo.name,
                    count=ticket_sudo.call_count,
                    limit=limit,
                )
            )

    def _check_day(self):
        """A number is void after its day, unless the hall keeps its queue."""
        # sudo: bianmin.queue.ticket – the rule must not depend on what the user sees
        ticket_sudo = self.sudo()
        hall_sudo = ticket_sudo.hall_id
        if not hall_sudo.keep_overnight and ticket_sudo.day != hall_sudo._get_day():
            raise UserError(
                self.env._(
                    "%(number)s is of %(day)s: take a new number.",
                    number=ticket_sudo.name,
                    day=ticket_sudo.day,
                )
            )

    # ------------------------------------------------------------
    # EVENTS
    # ------------------------------------------------------------

    @api.model
    def _get_step_label(self, kind):
        field = self.env["bianmin.queue.ticket.event"]._fields["kind"]
        return dict(field._description_selection(self.env))[kind]

    def _log(self, kind, sources, note=False):
        """Write one event per ticket into the append-only log.

        :param dict sources: state before, by ticket id
        """
        # sudo: bianmin.queue.ticket.event – nobody writes events but the steps
        self.env["bianmin.queue.ticket.event"].sudo().create(
            [
                ticket._prepare_event_vals(kind, sources[ticket.id], note)
                for ticket in self.sudo()
            ]
        )

    def _prepare_event_vals(self, kind, source, note):
        """Values of the event of one step."""
        return {
            "ticket_id": self.id,
            "kind": kind,
            "at": fields.Datetime.now(),
            "user_id": self.env.uid,
            "state_from": source,
            "state_to": self.state,
            "business_id": self.business_id.id,
            "window_id": self.window_id.id,
            "note": note,
        }
