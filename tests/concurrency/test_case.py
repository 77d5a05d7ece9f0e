"""Two officials press buttons of the same case at once: one wins, the other is told."""

import threading
from functools import partial

from odoo.exceptions import UserError
from odoo.service.model import retrying
from odoo.tools import mute_logger

from tests.cases import CommittedCases

ROUNDS = 4
BUSY = "at this moment"


class TestCaseConcurrency(CommittedCases):
    def setUp(self):
        super().setUp()
        with self._env() as env:
            cases = self._create_cases(env, 3 * ROUNDS)
            self.received_ids = cases[:ROUNDS].ids
            self.accepted_ids = cases[ROUNDS : 2 * ROUNDS].ids
            self.review_ids = cases[2 * ROUNDS :].ids
            self._as(env, "clerk", cases[ROUNDS:].ids).action_accept()
            self._as(env, "reviewer", self.review_ids).action_start_review()

    # ------------------------------------------------------------
    # TOOLS
    # ------------------------------------------------------------

    def _decide(self, name, result, case_id, env):
        self._as(env, name, case_id)._decide(result, f"意见：{result}")

    def _start_review(self, name, case_id, env):
        self._as(env, name, case_id).action_start_review()

    def _withdraw(self, case_id, env):
        self._as(env, "clerk", case_id).action_withdraw()

    def _accept(self, case_id, env):
        self._as(env, "second", case_id).action_accept()

    def _press(self, step, barrier, told):
        """One request: started together with the other, repeated as a server does."""
        with self._env() as env:
            barrier.wait(30)
            try:
                retrying(partial(step, env=env), env)
            except UserError as error:
                env.cr.rollback()
                told.append(str(error))

    def _press_at_once(self, *steps):
        """Both buttons in threads of their own.

        :return: the sentences that the losers read
        """
        barrier, told = threading.Barrier(len(steps)), []
        threads = [
            threading.Thread(target=self._press, args=(step, barrier, told))
            for step in steps
        ]
        # Around the threads: two that mute within would unmute each other.
        with mute_logger("odoo.sql_db"):
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(60)
                self.assertFalse(thread.is_alive())
        return told

    def _check_told(self, told):
        for sentence in told:
            self.assertRegex(sentence, f"{BUSY}|it cannot become|is on the desk of")

    # ------------------------------------------------------------
    # DECIDING
    # ------------------------------------------------------------

    def test_while_one_decides_the_other_is_told_at_once(self):
        [case_id, *_others] = self.review_ids
        with self._env() as first, self._env() as second:
            self._decide("reviewer", "granted", case_id, first)
            with self.assertRaisesRegex(UserError, BUSY), mute_logger("odoo.sql_db"):
                self._decide("colleague", "refused", case_id, second)
            second.cr.rollback()
        with self._env() as env, self.assertRaisesRegex(UserError, "it cannot become"):
            self._decide("colleague", "refused", case_id, env)
        self._check_one_decision([case_id])

    def test_deciding_twice_at_once_makes_one_decision(self):
        """A case lies on one desk: it is its reviewer who has two windows open."""
        for case_id in self.review_ids:
            told = self._press_at_once(
                partial(self._decide, "reviewer", "granted", case_id),
                partial(self._decide, "reviewer", "refused", case_id),
            )
            self.assertEqual(len(told), 1, told)
            self._check_told(told)
        self._check_one_decision(self.review_ids)

    def test_two_reviewers_who_begin_at_once_get_one_desk(self):
        for case_id in self.accepted_ids:
            told = self._press_at_once(
                partial(self._start_review, "reviewer", case_id),
                partial(self._start_review, "colleague", case_id),
            )
            self.assertEqual(len(told), 1, told)
            self._check_told(told)
        with self._env() as env:
            self._check_history(env, self.accepted_ids)
            for case in env["bianmin.case"].browse(self.accepted_ids):
                [event] = case.event_ids.filtered(lambda e: e.kind == "review")
                self.assertEqual(event.user_id, case.reviewer_id)

    def _check_one_decision(self, case_ids):
        with self._env() as env:
            self._check_history(env, case_ids)
            for case in env["bianmin.case"].browse(case_ids):
                self.assertEqual(case.state, "closed")
                self.assertEqual(case.decided_by_id.id, self.user_ids["reviewer"])
                self.assertEqual(case.opinion, f"意见：{case.result}")
                [event] = case.event_ids.filtered(lambda e: e.kind == "decide")
                self.assertEqual(event.note, case.opinion)
            # That it was accepted, and what was decided.
            self.assertEqual(
                self._count_messages(env, case_ids), dict.fromkeys(case_ids, 2)
            )
        self._check_chain()

    # ------------------------------------------------------------
    # WITHDRAWING
    # ------------------------------------------------------------

    def test_what_is_being_withdrawn_is_not_accepted(self):
        [case_id, *_others] = self.received_ids
        with self._env() as first, self._env() as second:
            self._withdraw(case_id, first)
            with self.assertRaisesRegex(UserError, BUSY), mute_logger("odoo.sql_db"):
                self._accept(case_id, second)
            second.cr.rollback()
        with self._env() as env, self.assertRaisesRegex(UserError, "it cannot become"):
            self._accept(case_id, env)
        with self._env() as env:
            self._check_history(env, [case_id])
            self.assertEqual(env["bianmin.case"].browse(case_id).state, "withdrawn")
            self.assertFalse(self._count_messages(env, [case_id]))

    def test_withdrawing_and_accepting_at_once_leave_a_whole_history(self):
        for case_id in self.received_ids:
            told = self._press_at_once(
                partial(self._withdraw, case_id), partial(self._accept, case_id)
            )
            self._check_told(told)
            with self._env() as env:
                case = env["bianmin.case"].browse(case_id)
                kinds = case.event_ids.sorted("id").mapped("kind")
                # An accepted application may still be withdrawn, a moment later.
                done = ["accept", "withdraw"] if not told else [*kinds[1:]]
                self.assertEqual(kinds, ["receive", *done])
                self.assertEqual(len(kinds), 3 - len(told))
        with self._env() as env:
            self._check_history(env, self.received_ids)
        self._check_chain()
