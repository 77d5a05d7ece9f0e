import base64
from datetime import date

from freezegun import freeze_time

from odoo import Command

from .common import SubsidyCase


class TestArrears(SubsidyCase):
    """What was held back is paid by the next round, each period exactly once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.monthly = cls._create_scheme(
            amount=50, code="GL", cycle="month", certification_months=12
        )
        cls.enrolment = cls._enrol(scheme=cls.monthly, valid_from="2025-08-10")
        # Somebody who is always paid: a round needs one line.
        cls.other = cls._create_payee(name="张三")
        cls._enrol(cls.other, cls.monthly, valid_from="2026-06-01")

    def pay(self, period, day="2026-11-24"):
        """One whole round; the periods that each of the two was paid for."""
        with freeze_time(f"{day} 02:00:00"):
            record = self._create_round(self.monthly, period=period)
            self._advance(record, "exported")
            self._read_back(record, paid_on=date.fromisoformat(day))
        return self.periods(record, self.resident)

    def periods(self, record, resident):
        lines = record.sudo().line_ids.filtered(
            lambda line: line.beneficiary_id == resident and line.state == "paid"
        )
        return sorted(lines.mapped("period"))

    def certify(self, day):
        with freeze_time(f"{day} 02:00:00"):
            self._certify(certified_on=day)

    def test_period_in_which_the_proof_runs_out_is_paid_and_the_next_is_not(self):
        self.assertEqual(self.enrolment.certified_until, date(2026, 8, 10))
        self.assertEqual(self.pay("2026-08"), ["2026-08"])
        self.assertEqual(self.pay("2026-09"), [])
        line = self.env["bianmin.subsidy.line"].search(
            [("beneficiary_id", "=", self.resident.id), ("period", "=", "2026-09")]
        )
        self.assertEqual(line.block_reason, "uncertified")
        self.assertEqual((line.state, line.is_owed), ("stopped", True))

    def test_scheme_may_ask_for_a_proof_to_the_end_of_the_period(self):
        self.monthly.certification_day = "end"
        self.assertEqual(self.pay("2026-07"), ["2026-07"])
        self.assertEqual(self.pay("2026-08"), [])

    def test_late_proof_pays_arrears_exactly_once(self):
        self.pay("2026-08")
        self.pay("2026-09")
        self.pay("2026-10")
        self.certify("2026-11-20")
        record = self._create_round(self.monthly, period="2026-11")
        lines = record.line_ids.sudo().filtered(
            lambda line: line.beneficiary_id == self.resident
        )
        self.assertEqual(
            sorted(lines.mapped("period")), ["2026-09", "2026-10", "2026-11"]
        )
        self.assertEqual(record.total_amount, 50 * 3 + 50)
        record.action_generate()
        self.assertEqual(record.line_count, 4)
        self._advance(record, "exported")
        self._read_back(record)
        self.assertEqual(
            self.periods(record, self.resident), ["2026-09", "2026-10", "2026-11"]
        )
        self.assertEqual(self.periods(record, self.other), ["2026-11"])
        self.assertEqual(self.pay("2026-12", "2026-12-05"), ["2026-12"])

    def test_arrears_are_the_amounts_of_their_own_periods(self):
        self.pay("2026-09")
        self.monthly.rate_ids.valid_to = "2026-09-30"
        self.monthly.rate_ids = [
            Command.create({"valid_from": "2026-10-01", "amount": 70.05})
        ]
        self.certify("2026-11-20")
        record = self._create_round(self.monthly, period="2026-10")
        amounts = {
            line.period: line.amount
            for line in record.line_ids.sudo()
            if line.beneficiary_id == self.resident
        }
        self.assertEqual(amounts, {"2026-09": 50, "2026-10": 70.05})

    def test_two_rounds_made_at_once_do_not_both_pay(self):
        self.pay("2026-09")
        self.certify("2026-11-20")
        first = self._create_round(self.monthly, period="2026-10")
        second = self._create_round(self.monthly, period="2026-11")
        owed = (
            (first | second)
            .sudo()
            .line_ids.filtered(lambda line: line.period == "2026-09")
        )
        self.assertEqual(len(owed), 1)
        first.action_cancel("重做")
        second.action_generate()
        self.assertIn("2026-09", second.line_ids.mapped("period"))

    def test_suspended_is_resumed_with_what_was_missed_or_without(self):
        for arrears, expected in (
            (True, ["2026-06", "2026-07", "2026-11"]),
            (False, ["2026-11"]),
        ):
            with self.subTest(arrears=arrears), self.env.cr.savepoint() as savepoint:
                self.certify("2026-05-20")
                enrolment = self.enrolment.with_user(self.officer)
                enrolment._suspend("核查中")
                self.pay("2026-06")
                self.pay("2026-07")
                action = enrolment.action_ask_resume()
                wizard = self.env[action["res_model"]].browse(action["res_id"])
                wizard.with_user(self.officer).arrears = arrears
                wizard.with_user(self.officer).action_confirm()
                self.assertEqual(enrolment.state, "active")
                self.assertEqual(self.pay("2026-11"), expected)
                savepoint.close(rollback=True)
            self.env.invalidate_all()

    def test_corrected_account_is_paid_later_too(self):
        self.certify("2026-05-20")
        self.account.active = False
        self.assertEqual(self.pay("2026-06"), [])
        self.account.active = True
        self.assertEqual(self.pay("2026-07"), ["2026-06", "2026-07"])

    def test_who_is_ended_while_suspended_is_paid_nothing_more(self):
        """Ending does not pay out what a suspicion has held back."""
        self.certify("2026-08-01")
        with freeze_time("2026-08-02 02:00:00"):
            self.enrolment.with_user(self.officer)._suspend("核查")
        self.assertEqual(self.pay("2026-09"), [])
        with freeze_time("2026-10-15 02:00:00"):
            self.enrolment.with_user(self.officer)._end(
                "不符合条件", date(2026, 10, 15)
            )
        self.assertEqual(self.pay("2026-10"), [])
        self.assertEqual(self.pay("2026-11"), [])

    def test_who_has_died_or_ended_is_owed_nothing_after(self):
        self.certify("2026-05-20")
        self.resident.death_date = "2026-06-10"
        self.assertEqual(self.pay("2026-06"), ["2026-06"])
        self.assertEqual(self.pay("2026-07"), [])
        owed = self.env["bianmin.subsidy.line"].search_count([("is_owed", "=", True)])
        self.assertFalse(owed)

    def test_owed_by_the_dead_only_up_to_the_death(self):
        self.pay("2026-09")
        self.pay("2026-10")
        self.certify("2026-09-20")
        self.resident.death_date = "2026-09-25"
        self.assertEqual(self.pay("2026-11"), ["2026-09"])

    def test_scheme_without_arrears_pays_none(self):
        self.monthly.pays_arrears = False
        self.pay("2026-09")
        self.certify("2026-11-20")
        self.assertEqual(self.pay("2026-11"), ["2026-11"])
        self.monthly.pays_arrears = True
        self.assertEqual(self.pay("2026-12", "2026-12-05"), ["2026-12"])

    def test_what_somebody_stopped_by_hand_is_not_owed(self):
        record = self._create_round(self.monthly, period="2026-09")
        line = self._get_line(record).with_user(self.officer)
        line._stop("本人放弃")
        self._advance(record, "exported")
        self.certify("2026-11-20")
        self.assertEqual(self.pay("2026-11"), ["2026-11"])

    def test_failed_line_is_no_arrears(self):
        self.certify("2026-05-20")
        record = self._create_exported(scheme=self.monthly, period="2026-06")
        self._read_back(record, failed=("李志顺",))
        self.assertEqual(self.pay("2026-07"), ["2026-07"])

    def test_bank_file_and_message_name_the_period_of_each_line(self):
        self.pay("2026-09")
        self.certify("2026-11-20")
        record = self._create_exported(scheme=self.monthly, period="2026-11")
        content = self._read_file(record)
        for period in ("2026-09", "2026-11"):
            self.assertIn(f"两女户补贴{period}", content)
        self._read_back(record)
        lines = self._get_line(record).filtered(lambda li: li.period == "2026-09")
        self.assertIn("2026年9月", self._get_texts(lines).body)

    def _read_file(self, record):
        file = self._get_file(record).with_context(bin_size=False)
        return base64.b64decode(file.attachment).decode("gb18030")
