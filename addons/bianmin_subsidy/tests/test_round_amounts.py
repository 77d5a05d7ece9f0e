import base64
from datetime import date
from decimal import Decimal

from freezegun import freeze_time

from .common import SubsidyCase

VOUCHER = "bianmin_subsidy.report_subsidy_voucher"


class TestRoundAmounts(SubsidyCase):
    """A round keeps its period past midnight, and prints what it pays to the fen."""

    def read_bank_file(self, record):
        file = record.sudo().payment_file_ids.filtered(lambda f: f.kind == "payment")
        content = base64.b64decode(file.with_context(bin_size=False).attachment)
        head, *rows = content.decode("gb18030").splitlines()
        return head.split("|"), [row.split("|") for row in rows if row]

    def voucher(self, record):
        report = self.env["ir.actions.report"].with_user(self.finance)
        return report._render_qweb_html(VOUCHER, record.ids)[0].decode()

    def test_prepared_before_midnight_and_approved_after_it_keeps_its_period(self):
        monthly = self._create_scheme(code="GL", cycle="month", amount=50)
        self._enrol(scheme=monthly)
        # Ten minutes before and half an hour after midnight in China.
        with freeze_time("2026-11-30 15:50:00"):
            record = self._create_round(monthly, period="2026-11")
            record.action_submit()
        with freeze_time("2026-11-30 16:30:00"):
            record.with_user(self.auditor).action_audit()
            record.with_user(self.approver).action_approve()
            record.with_user(self.finance).action_export()
            self._read_back(record, paid_on=date(2026, 12, 1))
        line = self._get_line(record)
        self.assertEqual((record.period, line.period), ("2026-11", "2026-11"))
        self.assertEqual(str(record.period_end), "2026-11-30")
        self.assertEqual((line.state, str(line.paid_on)), ("paid", "2026-12-01"))
        head, [row] = self.read_bank_file(record)
        self.assertEqual(head[3], "20261201", "the file is of its own day")
        self.assertIn("2026-11", row[5])

    def test_large_and_uneven_sums_are_the_same_on_every_paper(self):
        for amount, capitals in (
            ("999999999.99", "玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
            ("0.01", "壹分"),
            ("100000.05", "壹拾万元零伍分"),
        ):
            with self.subTest(amount=amount):
                scheme = self._create_scheme(code=f"S{amount}", amount=float(amount))
                self._enrol(scheme=scheme)
                record = self._advance(self._create_round(scheme), "exported")
                self.assertEqual(record.total_in_capitals, capitals)
                self.assertIn(capitals, self.voucher(record))
                head, [row] = self.read_bank_file(record)
                self.assertEqual((head[2], row[3]), (amount, amount))
                self._read_back(record)
                self.assertEqual(f"{record.paid_amount:.2f}", amount)

    def test_many_fen_add_up_without_losing_one(self):
        scheme = self._create_scheme(code="FEN", amount=0.1)
        self._enrol_many(333, scheme=scheme)
        record = self._advance(self._create_round(scheme), "exported")
        head, rows = self.read_bank_file(record)
        self.assertEqual(sum(Decimal(row[3]) for row in rows), Decimal("33.30"))
        self.assertEqual((head[1], head[2]), ("333", "33.30"))
        self.assertEqual(record.total_in_capitals, "叁拾叁元叁角整")
