"""Two clerks press the same button of a round at once: one wins, the other is told."""

import threading
from functools import partial

from odoo.exceptions import UserError
from odoo.service.model import retrying
from odoo.tools import mute_logger

from tests.rounds import STEPS, CommittedRounds

PEOPLE = 40
REFUSED = "at this moment|it cannot become|frozen|read already|has not been sent"


class TestRoundConcurrency(CommittedRounds):
    def setUp(self):
        super().setUp()
        self._enrol(PEOPLE)
        self.period = str(self.today.year)

    def _press(self, step, barrier, told):
        """One request: started together with the other, repeated as a server does."""
        with self._env() as env:
            barrier.wait(30)
            try:
                retrying(partial(step, env), env)
            except UserError as error:
                env.cr.rollback()
                told.append(str(error))

    def _press_at_once(self, *steps):
        """Each button in a thread of its own.

        :return: the sentences that the losers read
        """
        barrier, told = threading.Barrier(len(steps)), []
        threads = [
            threading.Thread(target=self._press, args=(step, barrier, told))
            for step in steps
        ]
        with mute_logger("odoo.sql_db", "odoo.service.model"):
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(60)
                self.assertFalse(thread.is_alive())
        return told

    def test_every_step_pressed_twice_happens_once(self):
        round_id = self._create_round(self.period)
        self._run_until("generate", round_id)
        for before, step in zip(STEPS[1:], STEPS[2:], strict=False):
            with self.subTest(step=step):
                self._check_stands_at(before, round_id)
                press = self._prepare(step, round_id)
                told = self._press_at_once(press, press)
                self.assertEqual(len(told), 1, told)
                self.assertRegex(told[0], REFUSED)
                self._check_stands_at(step, round_id)
        self._check_paid_once(self.period)

    def _prepare(self, step, round_id):
        """The button; a return file is the same file in both hands."""
        if step != "return":
            return partial(self._run_step, step, round_id)
        with self._env() as env:
            content = self._get_answer(env, round_id)

        def read(env):
            record = self._as(env, step, round_id)
            record._import_return(content, "回盘", self.today)

        return read

    def test_generating_twice_at_once_makes_each_line_once(self):
        round_id = self._create_round(self.period)
        press = partial(self._run_step, "generate", round_id)
        told = self._press_at_once(press, press)
        for sentence in told:
            self.assertRegex(sentence, REFUSED)
        self._check_stands_at("generate", round_id)

    def test_two_rounds_of_one_period_share_the_people(self):
        """Whoever is on the one is not on the other, and nobody is on neither."""
        rounds = [self._create_round(self.period) for _number in range(2)]
        told = self._press_at_once(
            *(partial(self._run_step, "generate", number) for number in rounds)
        )
        self.assertEqual(told, [])
        with self._env() as env:
            lines = [
                person
                for number in rounds
                for __, person, __amount in self._read_lines(env, number)
            ]
        self.assertEqual(len(lines), PEOPLE)
        self.assertEqual(len(set(lines)), PEOPLE)

    def test_approving_and_returning_at_once_leave_one_decision(self):
        round_id = self._create_round(self.period)
        self._run_until("audit", round_id)

        def send_back(env):
            self._as(env, "approve", round_id).action_return("人数不符")

        told = self._press_at_once(
            partial(self._run_step, "approve", round_id), send_back
        )
        self.assertEqual(len(told), 1, told)
        self.assertRegex(told[0], REFUSED)
        with self._env() as env:
            record = env["bianmin.subsidy.round"].browse(round_id)
            kinds = record.event_ids.mapped("kind")
            self.assertEqual(
                ("approved" in kinds, "returned" in kinds),
                (record.state == "approved", record.state == "draft"),
            )
