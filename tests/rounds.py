"""Committed rounds, and what must hold of them after a kill or two presses at once."""

from decimal import Decimal

from odoo.tools import SQL

from odoo.addons.bianmin_base.tests.common import BianminDataMixin
from odoo.addons.bianmin_base.tools.local_time import local_today
from odoo.addons.bianmin_subsidy.tests.common import SubsidyDataMixin

from tests.committed import CommittedCase

AMOUNT = 960
USERS = ("officer", "auditor", "approver", "finance", "other_officer")
# What a step leaves: state of the round, state of its lines, kind of its last event.
OUTCOMES = {
    "create": ("draft", set(), None),
    "generate": ("draft", {"pending"}, "generated"),
    "submit": ("submitted", {"pending"}, "submitted"),
    "audit": ("audited", {"pending"}, "audited"),
    "approve": ("approved", {"pending"}, "approved"),
    "export": ("exported", {"exported"}, "exported"),
    "return": ("paid", {"paid"}, "paid"),
}
STEPS = tuple(OUTCOMES)
# Who presses what.
PRESSED_BY = {
    "generate": "officer",
    "submit": "officer",
    "audit": "auditor",
    "approve": "approver",
    "export": "finance",
    "return": "finance",
}


class CommittedRounds(CommittedCase):
    """A township of people who receive a subsidy, and rounds of it."""

    def setUp(self):
        super().setUp()
        with self._env() as env:
            self._set_up(env)

    def _set_up(self, env):
        data = type("Data", (SubsidyDataMixin, BianminDataMixin), {"env": env})
        data._person_order = 900
        data._set_up_divisions()
        data._set_up_service_points()
        data._set_up_subsidies()
        self.data = data
        self.user_ids = {name: getattr(data, name).id for name in USERS}
        self.scheme_id, self.division_id = data.scheme.id, data.township.id

    def _enrol(self, count):
        with self._env() as env:
            self.data.env = env
            for name in ("scheme", "village"):
                setattr(self.data, name, getattr(self.data, name).with_env(env))
            self.data._enrol_many(count)
        self.count = count

    # ------------------------------------------------------------
    # STEPS
    # ------------------------------------------------------------

    def _create_round(self, period):
        with self._env(self.user_ids["officer"]) as env:
            record = env["bianmin.subsidy.round"].create(
                {
                    "scheme_id": self.scheme_id,
                    "division_id": self.division_id,
                    "period": period,
                }
            )
            return record.id

    def _as(self, env, step, round_id):
        user_id = self.user_ids[PRESSED_BY[step]]
        return env["bianmin.subsidy.round"].with_user(user_id).browse(round_id)

    def _run_step(self, step, round_id, env):
        """What the button does."""
        record = self._as(env, step, round_id)
        if step == "return":
            record._import_return(self._get_answer(env, round_id), "回盘", self.today)
        else:
            getattr(record, f"action_{step}")()

    def _run_until(self, step, round_id, after="create"):
        """Every step up to this one, each in a transaction of its own."""
        for name in STEPS[STEPS.index(after) + 1 : STEPS.index(step) + 1]:
            with self._env() as env:
                self._run_step(name, round_id, env)

    @property
    def today(self):
        return local_today()

    def _get_answer(self, env, round_id):
        """The bank paid everybody."""
        record = env["bianmin.subsidy.round"].browse(round_id)
        rows = self.data._get_rows(record)
        return self.data._build_return(record, rows)

    # ------------------------------------------------------------
    # CHECKS
    # ------------------------------------------------------------

    def _check_stands_at(self, step, round_id):
        """The round is wholly where this step leaves it, lines, log, files and sums."""
        state, line_states, kind = OUTCOMES[step]
        with self._env() as env:
            record = env["bianmin.subsidy.round"].browse(round_id)
            self.assertEqual(record.state, state)
            lines = self._read_lines(env, round_id)
            self.assertEqual({line[0] for line in lines}, line_states)
            count = self.count if line_states else 0
            self.assertEqual(len(lines), count)
            self.assertEqual(len({line[1] for line in lines}), count)
            self.assertEqual(sum(line[2] for line in lines), count * AMOUNT)
            self.assertEqual(record.line_count, count)
            self.assertEqual(record.total_amount, count * AMOUNT)
            self._check_files(record, step)
            self._check_log(record, kind)

    def _read_lines(self, env, round_id):
        """(state, beneficiary, exact amount) of each line."""
        rows = env.execute_query(
            SQL(
                """SELECT state, beneficiary_id, amount::text
                FROM bianmin_subsidy_line WHERE round_id = %s""",
                round_id,
            )
        )
        return [(state, person, Decimal(amount)) for state, person, amount in rows]

    def _check_files(self, record, step):
        expected = {"export": ["payment"], "return": ["payment", "return"]}
        files = record.payment_file_ids
        self.assertEqual(sorted(files.mapped("kind")), expected.get(step, []))
        for file in files:
            self.assertEqual(file.line_count, self.count)
            self.assertEqual(file.total_amount, self.count * AMOUNT)

    def _check_log(self, record, kind):
        """Each step has its entry in the log, once; generating may be repeated."""
        kinds = record.event_ids.sorted("id").mapped("kind")
        self.assertEqual(kinds[-1:], [kind] if kind else [])
        once = [name for name in kinds if name != "generated"]
        self.assertEqual(len(set(once)), len(once), kinds)

    def _check_paid_once(self, period):
        """Over all rounds: everybody has this period once, and the sum is right."""
        with self._env() as env:
            rows = env.execute_query(
                SQL(
                    """SELECT beneficiary_id, count(*), sum(amount)::text
                    FROM bianmin_subsidy_line WHERE scheme_id = %s AND period = %s
                    AND state = 'paid' GROUP BY 1""",
                    self.scheme_id,
                    period,
                )
            )
        self.assertEqual(len(rows), self.count)
        self.assertEqual(
            {(count, Decimal(total)) for __, count, total in rows},
            {(1, Decimal(AMOUNT))},
        )
