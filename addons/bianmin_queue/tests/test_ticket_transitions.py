import re

from odoo.exceptions import UserError
from odoo.service.model import call_kw

from .common import QueueCase

OWN = {"case_clerk", "case_manager"}
HALL = {"case_clerk", "queue_colleague", "case_manager"}
STEPS = (
    "call",
    "recall",
    "start",
    "finish",
    "hold",
    "resume",
    "transfer",
    "return",
    "no_show",
    "reinstate",
    "cancel",
)
# situation -> step -> logins of those who may take it; everything else is refused
ALLOWED = {
    "waiting": {
        "call": {"case_clerk", "queue_colleague"},
        "transfer": HALL,
        "cancel": HALL,
    },
    "called": {
        "recall": OWN,
        "start": OWN,
        "transfer": OWN,
        "return": OWN,
        "cancel": OWN,
    },
    "called_often": {
        "start": OWN,
        "transfer": OWN,
        "return": OWN,
        "no_show": OWN,
        "cancel": OWN,
    },
    "serving": {"finish": OWN, "hold": OWN, "transfer": OWN, "return": OWN},
    "held": {
        "resume": {"case_clerk"},
        "transfer": OWN,
        "return": OWN,
        "cancel": OWN,
    },
    "missed": {"reinstate": HALL, "cancel": HALL},
    "done": {},
    "cancelled": {},
}


class _NobodyWaits(Exception):
    """No refusal, but nothing was called either."""


class _TakenBack(Exception):
    """Rolls the savepoint back after a step that worked."""


class TestTicketTransitions(QueueCase):
    """Every state, every step, every role, over RPC: what is not allowed is refused
    with a sentence that says why.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._open()
        cls._open(cls.second_window, cls.colleague)
        cls.people = (
            cls.clerk
            | cls.colleague
            | cls.manager
            | cls.other_clerk
            | cls.reviewer
            | cls.issuer
            | cls.agent
            | cls.placeless
        )

    # ------------------------------------------------------------
    # SITUATIONS
    # ------------------------------------------------------------

    def _bring_to(self, situation):
        ticket = self._issue()
        if situation == "cancelled":
            ticket.action_cancel()
        elif situation != "waiting":
            self.window.with_user(self.clerk)._call_next()
            self._lead_on(ticket, situation)
        self.env.flush_all()
        return ticket

    def _lead_on(self, ticket, situation):
        if situation in ("called_often", "missed"):
            ticket.action_recall()
            ticket.action_recall()
        if situation == "missed":
            ticket.action_no_show()
        if situation in ("serving", "held", "done"):
            ticket.action_start()
        if situation == "held":
            ticket.action_hold()
        if situation == "done":
            ticket.action_finish()

    # ------------------------------------------------------------
    # STEPS
    # ------------------------------------------------------------

    def _call(self, user, model, name, *args):
        """Call a method as a client does over RPC."""
        return call_kw(self.env[model].with_user(user), name, args, {})

    def _take(self, ticket, user, step):
        if step == "transfer":
            values = {"ticket_id": ticket.id, "business_id": self.relief.id}
            wizard_id = self._call(user, "bianmin.queue.transfer", "create", values)
            self._call(user, "bianmin.queue.transfer", "action_transfer", [wizard_id])
        elif step == "call":
            window = self.second_window if user == self.colleague else self.window
            called = self._call(user, "bianmin.queue.window", "call_next", window.ids)
            if not called:
                raise _NobodyWaits
            self.assertEqual(called, {"id": ticket.id, "number": ticket.name})
        else:
            self._call(user, "bianmin.queue.ticket", f"action_{step}", ticket.ids)

    def _try(self, ticket, user, step):
        """Whether a step works; it is taken back. A refusal says why."""
        try:
            with self.env.cr.savepoint():
                self._take(ticket, user, step)
                self.env.flush_all()
                self.assertEqual(ticket.sudo().event_ids.sorted("id")[-1].kind, step)
                raise _TakenBack
        except _TakenBack:
            worked = True
        except _NobodyWaits:
            worked = False
        except UserError as refusal:
            self.assertRegex(str(refusal), re.compile(r"\w{3,}.*[.。!！?？]", re.S))
            worked = False
        self.env.invalidate_all()
        return worked

    def _check_row(self, situation):
        ticket = self._bring_to(situation)
        for step in STEPS:
            able = {u.login for u in self.people if self._try(ticket, u, step)}
            allowed = ALLOWED[situation].get(step, set())
            self.assertEqual(able, allowed, (situation, step))

    def test_while_it_waits(self):
        self._check_row("waiting")

    def test_when_it_is_called(self):
        self._check_row("called")

    def test_when_it_was_called_as_often_as_the_hall_says(self):
        self._check_row("called_often")

    def test_while_it_is_served(self):
        self._check_row("serving")

    def test_while_it_is_set_aside(self):
        self._check_row("held")

    def test_when_it_was_missed(self):
        self._check_row("missed")

    def test_when_it_is_over(self):
        self._check_row("done")
        self._check_row("cancelled")

    def test_every_state_and_step_is_in_the_table(self):
        states = dict(self.env["bianmin.queue.ticket"]._fields["state"].selection)
        self.assertEqual(set(states) - set(ALLOWED), set())
        kinds = dict(self.env["bianmin.queue.ticket.event"]._fields["kind"].selection)
        self.assertEqual(set(kinds) - {"issue"}, set(STEPS))
