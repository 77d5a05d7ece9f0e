from odoo.addons.bianmin_subsidy.models import subsidy_round_generation

from .common import SubsidyCase

FEW, MANY = 50, 1050


class TestQueryCount(SubsidyCase):
    """A step costs the same number of queries for 50 people and for 1,050."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.schemes = {}
        for count in (FEW, MANY):
            scheme = cls._create_scheme(code=f"Q{count}")
            enrolments = cls._enrol_many(count, scheme=scheme)
            enrolments[: count // 2].payment_mode = "handover"
            enrolments[-10:].beneficiary_id.phone = "13700000000"
            cls.schemes[count] = scheme
        cls.warm = cls._warm_up()
        cls.env.flush_all()

    @classmethod
    def _warm_up(cls):
        scheme = cls._create_scheme(code="WARM")
        enrolments = cls._enrol_many(4, scheme=scheme)
        enrolments[:2].payment_mode = "handover"
        enrolments.beneficiary_id.phone = "13700000000"
        return scheme

    def count(self, action):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        result = action()
        self.env.flush_all()
        return self.cr.sql_log_count - before, result

    def steps(self, scheme):
        """The queries of each step of one round."""
        rounds = self.env["bianmin.subsidy.round"].with_user(self.officer)
        record = rounds.create(
            {
                "scheme_id": scheme.id,
                "division_id": self.township.id,
                "period": "2026",
            }
        )
        found = {}
        for user, action in (
            (self.officer, "action_generate"),
            (self.officer, "action_submit"),
            (self.auditor, "action_audit"),
            (self.approver, "action_approve"),
            (self.finance, "action_export"),
        ):
            found[action], __ = self.count(getattr(record.with_user(user), action))
        content = self._build_return(record, self._get_rows(record))
        found["return"], file = self.count(
            lambda: self._read_back(record, content=content)
        )
        self.assertEqual(record.state, "paid")
        self.assertEqual(file.paid_count, record.line_count)
        return found

    def test_queries_of_each_step_do_not_grow_with_the_lines(self):
        # First what is cached per user and model, so that only the lines differ.
        self.steps(self.warm)
        few = self.steps(self.schemes[FEW])
        many = self.steps(self.schemes[MANY])
        self.assertEqual(few, many)
        for step, queries in many.items():
            with self.subTest(step=step):
                self.assertLess(queries, 100)

    def test_generating_costs_a_fixed_number_of_queries(self):
        for scheme in self.schemes.values():
            record = (
                self.env["bianmin.subsidy.round"]
                .with_user(self.officer)
                .create(
                    {
                        "scheme_id": scheme.id,
                        "division_id": self.township.id,
                        "period": "2025",
                    }
                )
            )
            self.env.flush_all()
            # A few more where PostgreSQL takes tables for empty: it counts them again.
            with self.assertQueryCount(46):
                record.action_generate()

    def test_large_rounds_go_without_nested_loops_and_leave_no_trace(self):
        """What has just been inserted is not in the statistics: see ``_plan_for``."""
        rounds = self.env["bianmin.subsidy.round"]
        for count, expected in ((5000, "on"), (5001, "off")):
            with self.subTest(count=count), rounds._plan_for(count):
                self.cr.execute("SHOW enable_nestloop")
                self.assertEqual(self.cr.fetchone(), (expected,))
            self.cr.execute("SHOW enable_nestloop")
            self.assertEqual(self.cr.fetchone(), ("on",))

    def test_large_round_has_the_same_outcome(self):
        self.patch(subsidy_round_generation, "FEW_LINES", 10)
        record = self._create_exported(scheme=self.schemes[FEW], period="2022")
        self._read_back(record)
        self.assertEqual((record.state, record.paid_count), ("paid", FEW))
        self.assertEqual(record.line_ids.mapped("sequence"), list(range(1, FEW + 1)))

    def test_roster_reads_its_lines_at_once(self):
        report = self.env["ir.actions.report"].with_user(self.officer)
        queries = []
        for count in (FEW, MANY):
            record = self._create_round(self.schemes[count], period="2024")
            queries.append(
                self.count(
                    lambda record=record: report._render_xlsx(
                        "bianmin_subsidy.roster_xlsx", record.ids, {}
                    )
                )[0]
            )
        # Villages are read in chunks of a thousand lines; the lines themselves once.
        self.assertLessEqual(queries[1] - queries[0], 4)

    def test_list_of_lines_costs_the_same_on_any_page(self):
        record = self._create_round(self.schemes[MANY], period="2023")
        lines = self.env["bianmin.subsidy.line"].with_user(self.officer)
        specification = {
            "beneficiary_name": {},
            "division_id": {"fields": {"display_name": {}}},
            "state": {},
            "amount": {},
        }
        queries = []
        for limit in (40, 400):
            queries.append(
                self.count(
                    lambda limit=limit: lines.web_search_read(
                        [("round_id", "=", record.id)], specification, limit=limit
                    )
                )[0]
            )
        self.assertEqual(*queries)
