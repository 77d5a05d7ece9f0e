import io
from decimal import Decimal

import openpyxl

from odoo.exceptions import AccessError, UserError

from odoo.addons.bianmin_base.tests.common import tamper

from .common import SubsidyCase

ROSTER = "bianmin_subsidy.roster_xlsx"
VOUCHER = "bianmin_subsidy.report_subsidy_voucher"


class TestPapers(SubsidyCase):
    """Roster and voucher say what the round says, to the fen, or are refused."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scheme.rate_ids.amount = 960.05
        cls._enrol()
        cls._enrol_many(2, division=cls.neighbour_village)
        cls._enrol(cls._create_resident(name="无卡"))

    def roster(self, record, user=None):
        report = self.env["ir.actions.report"].with_user(user or self.officer)
        content, kind = report._render_xlsx(ROSTER, record.ids, {})
        self.assertEqual(kind, "xlsx")
        return openpyxl.load_workbook(io.BytesIO(content)).active

    def voucher(self, record, user=None):
        report = self.env["ir.actions.report"].with_user(user or self.finance)
        return report._render_qweb_html(VOUCHER, record.ids)[0].decode()

    def test_roster_has_title_columns_rows_and_totals(self):
        record = self._create_round()
        rows = list(self.roster(record).values)
        self.assertIn("两女户补贴", rows[0][0])
        self.assertIn(record.number, rows[1][0])
        self.assertIn("测试县卫生健康局", rows[2][0])
        self.assertEqual(len([label for label in rows[3] if label]), 20)
        lines = rows[4:8]
        self.assertEqual([row[8] for row in lines].count("石桥村"), 2)
        amounts = [row[17] for row in lines if row[17]]
        self.assertEqual(amounts, [960.05] * 3)
        self.assertEqual(Decimal(str(rows[8][17])), Decimal("2880.15"))
        self.assertIn("贰仟捌佰捌拾元壹角伍分", rows[8][0])
        self.assertIn("3", rows[8][0])

    def test_blocked_line_is_on_the_roster_with_its_reason_and_no_amount(self):
        rows = list(self.roster(self._create_round()).values)
        blocked = next(row for row in rows if row[10] == "无卡")
        self.assertFalse(blocked[17])
        self.assertTrue(blocked[19])

    def test_roster_is_masked_throughout(self):
        sheet = self.roster(self._create_round())
        text = "\n".join(str(cell) for row in sheet.values for cell in row)
        self.assertNotIn(self.account.number, text)
        self.assertNotIn(self.resident.identity_number, text)
        self.assertNotIn(self.resident.phone, text)
        self.assertIn(self.account.number[-4:], text)

    def test_roster_export_is_written_down_with_its_rows(self):
        record = self._create_round()
        self.roster(record)
        event = self._get_events(record)[0]
        self.assertEqual((event.kind, event.user_id), ("roster", self.officer))
        self.assertIn("4", event.opinion)
        log = self.env["bianmin.export.log"].search(
            [("res_model", "=", record._name), ("user_id", "=", self.officer.id)],
            limit=1,
        )
        self.assertEqual((log.kind, log.row_count), ("report", len(record.line_ids)))
        self.assertEqual(log.division_id, record.division_id)

    def test_roster_of_another_township_is_refused(self):
        record = self._create_round()
        for user in (self.other_officer, self.agent_user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.roster(record, user)

    def test_roster_that_does_not_add_up_is_refused(self):
        record = self._create_round()
        record.sudo().total_amount = 1
        with self.assertRaisesRegex(UserError, "2880.15"):
            self.roster(record)

    def test_roster_without_lines_says_so(self):
        record = self._create_round(period="2019")
        with self.assertRaisesRegex(UserError, record.name):
            self.roster(record)

    def test_roster_tells_why_the_bank_did_not_pay(self):
        record = self._create_exported()
        self._read_back(record, failed=("李志顺",))
        rows = list(self.roster(record).values)
        failed = next(row for row in rows if row[10] == "李志顺")
        self.assertIn("账号不存在", failed[19])
        self.assertEqual(failed[17], 960.05)

    def test_voucher_says_the_amount_in_capitals_and_who_agreed(self):
        record = self._create_exported()
        text = self.voucher(record)
        for part in (
            "贰仟捌佰捌拾元壹角伍分",
            record.voucher_number,
            "测财社〔2026〕9号",
            "测试县卫生健康局",
            self.officer.name,
            self.auditor.name,
            self.approver.name,
            self.finance.name,
            record.roster_hash,
        ):
            with self.subTest(part=part):
                self.assertIn(part, text)

    def test_voucher_comes_with_the_bank_file(self):
        record = self._advance(self._create_round(), "approved")
        with self.assertRaisesRegex(UserError, record.name):
            self.voucher(record)

    def test_voucher_that_does_not_add_up_is_refused(self):
        record = self._create_exported()
        tamper(
            self.env,
            "bianmin_subsidy_payment_file",
            "UPDATE bianmin_subsidy_payment_file SET total_amount = 1 "
            "WHERE round_id = %s",
            [record.id],
        )
        with self.assertRaisesRegex(UserError, "2880.15"):
            self.voucher(record)

    def test_voucher_of_another_township_is_refused(self):
        record = self._create_exported()
        for user in (self.other_officer, self.other_finance):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.voucher(record, user)

    def test_totals_of_all_papers_are_equal(self):
        record = self._create_exported()
        file = self._get_file(record)
        rows = list(self.roster(record).values)
        self.assertEqual(
            {
                f"{record.total_amount:.2f}",
                f"{file.total_amount:.2f}",
                f"{rows[8][17]:.2f}",
                f"{sum(record.sudo().line_ids.filtered('sequence').mapped('amount')):.2f}",
            },
            {"2880.15"},
        )
