from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from .common import SubsidyCase


class TestAnomaly(SubsidyCase):
    """What is worth a look is found once, with its reason; a person says what it is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.monthly = cls._create_scheme(amount=100, code="GLBT", cycle="month")
        cls.anomalies = cls.env["bianmin.subsidy.anomaly"]
        cls.quiet = cls.anomalies.search([])

    def find(self, kind):
        self.anomalies._find()
        return self.anomalies.search([("kind", "=", kind)]) - self.quiet

    def pay(self, *months):
        return [self._create_paid(scheme=self.monthly, period=m) for m in months]

    # ------------------------------------------------------------
    # KINDS
    # ------------------------------------------------------------

    def test_account_of_several_households_is_found_with_its_people(self):
        for name in ("李长林", "姚立民"):
            other = self._create_payee(name=name)
            self._enrol(other, self.monthly)
        self.pay("2026-10")
        self.assertFalse(self.find("account"))
        lines = self.env["bianmin.subsidy.line"].search(
            [("scheme_id", "=", self.monthly.id)]
        )
        self.env.flush_all()
        # Past all code: as if it had been paid so.
        self.cr.execute(
            "UPDATE bianmin_subsidy_line SET account_number = '6217000000001234567'"
            " WHERE id = ANY(%s)",
            [lines.ids],
        )
        anomaly = self.find("account")
        self.assertEqual((anomaly.value, anomaly.line_ids), (2, lines))
        self.assertEqual(anomaly.division_id, self.village)
        for name in ("李长林", "姚立民"):
            self.assertIn(name, anomaly.people)
        self.assertIn("2", anomaly.reason)
        self.assertNotIn("6217000000001234567", str(anomaly.read()))

    def test_household_may_share_an_account(self):
        household = self.env["bianmin.household"].create(
            {"number": "LW01", "division_id": self.village.id}
        )
        for name in ("李长林", "姚立民"):
            other = self._create_payee(name=name, household_id=household.id)
            self._enrol(other, self.monthly, payee_id=other.id)
        self.pay("2026-10")
        self.env.flush_all()
        self.cr.execute(
            "UPDATE bianmin_subsidy_line SET account_number = '6217000000001234567'"
            " WHERE scheme_id = %s",
            [self.monthly.id],
        )
        self.assertFalse(self.find("account"))

    def test_payment_after_a_death_is_found_though_nobody_listed_it(self):
        self._enrol(scheme=self.monthly)
        self.pay("2026-09", "2026-10")
        self.resident.death_date = date(2026, 9, 5)
        anomaly = self.find("death")
        self.assertEqual((anomaly.subject, anomaly.period), ("李志顺", "2026-10"))
        self.assertIn("李志顺", anomaly.reason)

    def test_village_that_grows_suddenly_is_found(self):
        self._enrol_many(10, scheme=self.monthly)
        self._enrol_many(10, self.neighbour_village, self.monthly)
        self.pay("2026-09")
        self._enrol_many(5, scheme=self.monthly)
        self._enrol_many(2, self.neighbour_village, self.monthly)
        [record] = self.pay("2026-10")
        anomaly = self.find("growth")
        self.assertEqual(anomaly.division_id, self.village)
        self.assertEqual((anomaly.value, anomaly.before), (15, 10))
        self.assertEqual((anomaly.round_id, anomaly.period), (record, "2026-10"))
        for part in ("柳湾村", "15", "10"):
            self.assertIn(part, anomaly.reason)

    def test_round_off_the_trend_is_found(self):
        self._enrol_many(4, scheme=self.monthly)
        self.pay("2026-06", "2026-07", "2026-08")
        self.assertFalse(self.find("trend"))
        self._enrol_many(2, scheme=self.monthly)
        [record] = self.pay("2026-09")
        anomaly = self.find("trend")
        self.assertEqual(anomaly.round_id, record)
        self.assertEqual((anomaly.value, anomaly.before), (600, 400))

    # ------------------------------------------------------------
    # RULES
    # ------------------------------------------------------------

    def test_rules_are_data(self):
        self._enrol_many(4, scheme=self.monthly)
        self.pay("2026-06", "2026-07", "2026-08")
        self._enrol_many(2, scheme=self.monthly)
        self.pay("2026-09")
        rule = self.env.ref("bianmin_subsidy.anomaly_rule_trend")
        rule.percent = 60
        self.assertFalse(self.find("trend"))
        rule.write({"percent": 40, "active": False})
        self.assertFalse(self.find("trend"))
        rule.active = True
        self.assertTrue(self.find("trend"))

    def test_searching_again_finds_nothing_twice(self):
        self._enrol(scheme=self.monthly)
        self.pay("2026-10")
        self.resident.death_date = date(2026, 9, 5)
        anomaly = self.find("death")
        anomaly.with_user(self.auditor)._settle("cleared", "已核实")
        self.assertEqual(self.anomalies._find(), 0)
        self.assertEqual(self.find("death"), anomaly)
        self.assertEqual(anomaly.state, "cleared")
        self.assertEqual(len(anomaly.line_ids), 1)

    def test_searching_costs_the_same_for_many_as_for_few(self):
        counts = []
        for number, size in enumerate((3, 30, 60)):
            scheme = self._create_scheme(code=f"A{number}", cycle="month")
            self._enrol_many(size, scheme=scheme)
            self._create_paid(scheme=scheme, period="2026-09")
            self._enrol_many(size * 2, scheme=scheme)
            self._create_paid(scheme=scheme, period="2026-10")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.anomalies._find()
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
        self.assertLess(counts[2], 20)

    # ------------------------------------------------------------
    # WHO
    # ------------------------------------------------------------

    def make(self):
        self._enrol(scheme=self.monthly)
        self.pay("2026-10")
        self.resident.death_date = date(2026, 9, 5)
        return self.find("death")

    def test_opinions_stay_and_are_never_changed(self):
        anomaly = self.make().with_user(self.auditor)
        with self.assertRaises(UserError):
            anomaly._settle("cleared", " ")
        anomaly._settle("cleared", "死亡日期有误")
        anomaly._settle("open", "派出所已确认")
        anomaly._settle("confirmed", "应追回")
        events = anomaly.event_ids.sorted("id")
        self.assertEqual(
            [(event.kind, event.opinion or "") for event in events],
            [
                ("open", ""),
                ("cleared", "死亡日期有误"),
                ("reopened", "派出所已确认"),
                ("confirmed", "应追回"),
            ],
        )
        with self.assertRaises(UserError):
            events[1].sudo().write({"opinion": "x"})
        with self.assertRaises(UserError), mute_logger("odoo.sql_db"):
            events.sudo().unlink()

    def test_only_who_audits_there_settles_and_only_readers_see(self):
        anomaly = self.make()
        for user in (self.officer, self.finance, self.other_officer):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                anomaly.with_user(user)._settle("cleared", "无妨")
        with self.assertRaises(UserError):
            anomaly.with_user(self.auditor).write({"state": "cleared"})
        self.assertTrue(self.anomalies.with_user(self.officer).search([]))
        self.assertFalse(self.anomalies.with_user(self.other_officer).search([]))
        with self.assertRaises(AccessError):
            self.anomalies.with_user(self.agent_user).search([])
        logs = self._create_user(
            "subsidy_logs", ("bianmin_base.role_auditor", self.county)
        )
        shown = anomaly.with_user(logs).read()[0]
        self.assertNotIn("line_ids", shown)

    def test_button_leads_to_the_payments(self):
        anomaly = self.make()
        action = anomaly.with_user(self.auditor).action_view_lines()
        lines = self.env["bianmin.subsidy.line"].with_user(self.auditor)
        self.assertEqual(lines.search(action["domain"]), anomaly.line_ids)
