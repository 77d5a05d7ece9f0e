from odoo.exceptions import AccessError

from .common import SIGNATURE, SubsidyCase


class TestLedger(SubsidyCase):
    """What was paid stands in the ledger with where it is now, for whom may know."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._enrol()
        cls.hand = cls._create_payee(name="李长林")
        cls._enrol(cls.hand, payment_mode="handover")
        cls.failed = cls._create_payee(name="退票人")
        cls._enrol(cls.failed)
        cls.round = cls._create_exported()
        cls._read_back(cls.round, failed=("退票人",))
        cls.ledger = cls.env["bianmin.subsidy.ledger"]
        cls.handover = cls._get_line(cls.round, cls.hand).handover_ids

    def find(self, resident, user=None):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.ledger.with_user(user or self.officer).search(
            [("resident_id", "=", resident.id)]
        )

    def test_each_payment_says_what_when_where_and_from_which_round(self):
        row = self.find(self.resident)
        self.assertEqual(
            (row.amount, row.kept_amount, row.outcome), (960, 960, "account")
        )
        self.assertEqual((row.round_id, row.scheme_id), (self.round, self.scheme))
        self.assertEqual((row.period, str(row.paid_on)), ("2026", "2026-11-24"))
        self.assertEqual(
            (row.division_id, row.township_id), (self.village, self.township)
        )
        self.assertEqual((row.way, row.bank_name), ("card", "农村信用社"))
        self.assertIn("*", row.account_masked)

    def test_what_waits_at_the_bank_is_not_in_it(self):
        scheme = self._create_scheme(code="WAIT")
        self._enrol(scheme=scheme)
        self._create_exported(scheme=scheme)
        self.assertEqual(len(self.find(self.resident)), 1)

    def test_money_is_followed_from_hand_to_hand(self):
        outcomes = []
        for act in (
            lambda: None,
            lambda: self._bring_to_agent(self.handover),
            lambda: self.handover.with_user(self.agent_user)._hand_over(
                SIGNATURE, "李长林"
            ),
        ):
            act()
            row = self.find(self.hand)
            outcomes.append((row.outcome, row.kept_amount))
        self.assertEqual(outcomes, [("township", 0), ("agent", 0), ("handed", 960)])
        self.assertEqual(row.agent_id, self.agent)
        self.assertTrue(row.handed_at)

    def test_what_came_back_was_not_received(self):
        row = self.find(self.failed)
        self.assertEqual((row.outcome, row.amount, row.kept_amount), ("failed", 960, 0))
        self.assertIn("账号不存在", row.return_reason)
        self.handover.with_user(self.officer)._book_back("无人领取")
        row = self.find(self.hand)
        self.assertEqual((row.outcome, row.kept_amount), ("booked", 0))

    def test_correction_and_recovery_are_told(self):
        action = self.round.with_user(self.officer).action_correct()
        record = self.env["bianmin.subsidy.round"].browse(action["res_id"])
        record = self._advance(record.with_user(self.officer), "exported")
        self._read_back(record)
        rows = self.find(self.failed)
        self.assertEqual(
            sorted((row.outcome, row.is_correction) for row in rows),
            [("account", True), ("failed", False)],
        )
        self.assertEqual(sum(rows.mapped("kept_amount")), 960)
        self.resident._register_death(
            self.round.period_start.replace(year=2025),
            "测试",
            self.env["ir.attachment"],
        )
        self.resident._stop_after_death()
        row = self.find(self.resident)
        self.assertEqual((row.outcome, row.kept_amount), ("open", 960))
        recovery = self.env["bianmin.subsidy.recovery"].search([])
        recovery.with_user(self.officer)._settle("recovered", "已退回")
        row = self.find(self.resident)
        self.assertEqual((row.outcome, row.kept_amount), ("recovered", 0))

    def test_ledger_adds_up_to_the_rounds(self):
        rows = self.ledger.with_user(self.officer).search(
            [("round_id", "=", self.round.id)]
        )
        self.assertEqual(sum(rows.mapped("amount")), self.round.total_amount)

    def test_ledger_is_read_in_ones_divisions_and_never_written(self):
        row = self.find(self.resident)
        for user in (self.auditor, self.finance, self.approver):
            self.assertTrue(self.find(self.resident, user))
        for user in (self.other_officer, self.other_finance):
            self.assertFalse(self.find(self.resident, user))
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                row.with_user(user).read(["amount"])
        with self.assertRaises(AccessError):
            self.ledger.with_user(self.agent_user).search([])
        with self.assertRaises(AccessError):
            row.with_user(self.officer).write({"amount": 1})
        groups = self.ledger.with_user(self.other_officer).formatted_read_group(
            [], ["division_id"], ["amount:sum"]
        )
        self.assertFalse(groups)

    def test_numbers_are_masked_everywhere(self):
        shown = str(self.find(self.resident).read())
        self.assertNotIn(self.account.number, shown)
        self.assertNotIn(self.resident.identity_number, shown)

    def test_list_costs_the_same_for_any_page(self):
        self._enrol_many(90, scheme=self._create_scheme(code="VIELE"))
        scheme = self.env["bianmin.subsidy.scheme"].search([("code", "=", "VIELE")])
        self._create_paid(scheme=scheme)
        specification = {
            "beneficiary_name": {},
            "division_id": {"fields": {"display_name": {}}},
            "round_id": {"fields": {"display_name": {}}},
            "outcome": {},
            "amount": {},
        }
        counts = []
        for limit in (5, 40, 80):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            page = self.ledger.with_user(self.officer).web_search_read(
                [], specification, limit=limit
            )
            counts.append(self.cr.sql_log_count - before)
            self.assertEqual(len(page["records"]), limit)
        self.assertEqual(counts[1], counts[2])

    # ------------------------------------------------------------
    # FOR THE VILLAGER
    # ------------------------------------------------------------

    def test_resident_leads_to_what_he_received(self):
        people = self.resident | self._create_resident(name="未领")
        counts = people.with_user(self.officer).mapped("ledger_count")
        self.assertEqual(counts, [1, 0])
        action = self.resident.with_user(self.officer).action_view_ledger()
        self.assertEqual(self.ledger.search_count(action["domain"]), 1)

    def test_statement_says_what_he_got_without_his_numbers(self):
        report = self.env["ir.actions.report"].with_user(self.officer)
        html, __ = report._render_qweb_html(
            "bianmin_subsidy.report_subsidy_statement", self.resident.ids
        )
        text = html.decode()
        for part in ("李志顺", "两女户补贴", "2026年", "960.00"):
            self.assertIn(part, text)
        for number in (self.account.number, self.resident.identity_number):
            self.assertNotIn(number, text)

    def test_statement_of_who_got_nothing_says_so(self):
        values = self._create_resident(name="未领")._get_statement_values()
        self.assertFalse(values["rows"])
        self.assertEqual((values["total"], values["sums"]), (0, []))
