import re

from odoo.exceptions import UserError
from odoo.service.model import call_kw

from .common import CaseCase

OFFICE, WINDOW = {"case_agent", "case_clerk"}, {"case_clerk"}
REVIEW, HALL, ISSUE = {"case_reviewer"}, {"case_manager"}, {"case_issuer"}

# step -> button, and what is filled into the window that it opens
STEPS = {
    "submit": ("action_submit", None),
    "accept": ("action_accept", None),
    "reject": ("action_reject", {"reason": "不属于本镇受理范围"}),
    "supplement": ("action_request_supplement", {"note": "缺", "due": "2099-01-01"}),
    "supplement_received": ("action_supplement_received", None),
    "take": ("action_take", None),
    "share_out": ("action_assign_by_load", None),
    "start_review": ("action_start_review", None),
    "begin_special": (
        "action_begin_special",
        {"special_kind": "testing", "reason": "送检"},
    ),
    "end_special": ("action_end_special", {"reason": "合格"}),
    "request_extension": (
        "action_request_extension",
        {"days": 5, "reason": "案情复杂"},
    ),
    "approve_extension": ("action_approve_extension", {}),
    "grant": ("action_grant", {"opinion": "同意"}),
    "refuse": ("action_refuse", {"opinion": "不符合条件"}),
    "finish": ("action_finish_on_the_spot", None),
    "end": ("action_end", {"ending": "2", "reason": "申请人去世"}),
    "hand_over": ("action_hand_over", {"user_id": "colleague", "reason": "轮休"}),
    "deliver": ("action_deliver", None),
    "archive": ("action_archive_case", None),
    "withdraw": ("action_withdraw", None),
    "reopen": ("action_reopen", {"reason": "决定有误"}),
}
# state -> step -> logins of those who may take it; everything else is refused
ALLOWED = {
    "draft": {"submit": OFFICE},
    "received": {
        "accept": WINDOW,
        "reject": WINDOW,
        "supplement": WINDOW,
        "end": WINDOW,
        "withdraw": OFFICE,
    },
    "supplement": {"supplement_received": OFFICE, "withdraw": OFFICE, "end": WINDOW},
    "accepted": {
        "supplement": REVIEW,
        "take": REVIEW,
        "share_out": HALL,
        "start_review": REVIEW,
        "request_extension": REVIEW,
        "end": REVIEW,
        "hand_over": HALL,
        "withdraw": OFFICE,
    },
    "review": {
        "supplement": REVIEW,
        "begin_special": REVIEW,
        "request_extension": REVIEW,
        "grant": REVIEW,
        "refuse": REVIEW,
        "end": REVIEW,
        "hand_over": REVIEW | HALL,
        "withdraw": OFFICE,
    },
    "extending": {"approve_extension": HALL},
    "special": {
        "end_special": REVIEW,
        "end": REVIEW,
        "hand_over": REVIEW | HALL,
        "withdraw": OFFICE,
    },
    "closed": {"deliver": ISSUE, "reopen": HALL},
    "ended": {"archive": ISSUE, "reopen": HALL},
    "rejected": {"archive": ISSUE, "reopen": HALL},
    "withdrawn": {"archive": ISSUE, "reopen": HALL},
    "delivered": {"archive": ISSUE, "reopen": HALL},
    "archived": {"reopen": HALL},
    "instant": {
        "accept": WINDOW,
        "reject": WINDOW,
        "supplement": WINDOW,
        "end": WINDOW,
        "grant": WINDOW,
        "refuse": WINDOW,
        "finish": WINDOW,
        "withdraw": WINDOW,
    },
}


class _TakenBack(Exception):
    """Rolls the savepoint back after a step that worked."""


class TestTransitions(CaseCase):
    """Every state, every step, every role, over RPC: what is not allowed is refused
    with a sentence that says why.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleague = cls._create_user(
            "case_colleague", ("bianmin_case.role_reviewer", cls.township)
        )
        cls.people = (
            cls.agent
            | cls.neighbour
            | cls.clerk
            | cls.other_clerk
            | cls.reviewer
            | cls.issuer
            | cls.manager
            | cls.placeless
        )

    # ------------------------------------------------------------
    # CASES
    # ------------------------------------------------------------

    def _bring_to(self, situation):
        """A case in a situation, brought there by those who may."""
        make = {
            "draft": self._create_case,
            "received": self._create_received,
            "accepted": self._create_accepted,
            "review": self._create_in_review,
            "closed": self._create_closed,
        }
        if situation in make:
            return make[situation]()
        if situation == "instant":
            return self._create_received(user=self.clerk, point=self.instant_point)
        return getattr(self, f"_bring_{situation}")()

    def _bring_supplement(self):
        case = self._create_received().with_user(self.clerk)
        case._request_supplement("缺材料", "2099-01-01")
        return case

    def _bring_rejected(self):
        case = self._create_received().with_user(self.clerk)
        case._reject("理由")
        return case

    def _bring_withdrawn(self):
        case = self._create_accepted()
        case.action_withdraw()
        return case

    def _bring_special(self):
        case = self._create_in_review()
        case._begin_special("testing", "送检")
        return case

    def _bring_extending(self):
        case = self._create_in_review()
        case._request_extension(5, "案情复杂")
        return case

    def _bring_ended(self):
        case = self._create_in_review()
        case._end("4", "报县级审批")
        return case

    def _bring_delivered(self):
        case = self._create_closed().with_user(self.issuer)
        case.action_deliver()
        return case

    def _bring_archived(self):
        case = self._bring_delivered()
        case.action_archive_case()
        return case

    # ------------------------------------------------------------
    # STEPS
    # ------------------------------------------------------------

    def _call(self, user, model, name, *args):
        """Call a method as a client does over RPC."""
        return call_kw(self.env[model].with_user(user), name, args, {})

    def _take(self, case, user, step):
        """Take a step as a client does, filling in the window that it opens."""
        button, values = STEPS[step]
        action = self._call(user, "bianmin.case", button, case.ids)
        if values is None:
            return
        model, ids = action["res_model"], [action["res_id"]]
        values = {
            name: self.colleague.id if value == "colleague" else value
            for name, value in values.items()
        }
        self._call(user, model, "write", ids, values)
        self._call(user, model, "action_confirm", ids)

    def _try(self, case, user, step):
        """Whether a step works; it is taken back. A refusal says why."""
        try:
            with self.env.cr.savepoint():
                self._take(case, user, step)
                self.env.flush_all()
                raise _TakenBack
        except _TakenBack:
            worked = True
        except UserError as refusal:
            self.assertRegex(str(refusal), re.compile(r"\w{3,}.*[.。!！?？]", re.S))
            worked = False
        self.env.invalidate_all()
        return worked

    def _check_row(self, situation):
        case = self._bring_to(situation)
        self.env.flush_all()
        for step in STEPS:
            able = {user.login for user in self.people if self._try(case, user, step)}
            allowed = ALLOWED[situation].get(step, set())
            self.assertEqual(able, allowed, (situation, step))

    def test_before_acceptance(self):
        for situation in ("draft", "received", "supplement", "instant"):
            self._check_row(situation)

    def test_under_review(self):
        for situation in ("accepted", "review", "special"):
            self._check_row(situation)

    def test_when_finished(self):
        for situation in ("closed", "ended", "rejected", "withdrawn", "archived"):
            self._check_row(situation)
        self._check_row("delivered")

    def test_an_extension_that_is_asked_for(self):
        case = self._bring_to("extending")
        for step in ("approve_extension", "request_extension"):
            able = {user.login for user in self.people if self._try(case, user, step)}
            self.assertEqual(able, ALLOWED["extending"].get(step, set()), step)

    def test_every_state_is_in_the_table(self):
        states = set(dict(self.env["bianmin.case"]._fields["state"].selection))
        # Decided is passed through: the decision closes the case in the same act.
        self.assertEqual(states - set(ALLOWED), {"decided"})
