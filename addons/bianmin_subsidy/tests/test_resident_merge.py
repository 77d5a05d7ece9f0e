from odoo.exceptions import UserError

from .common import SubsidyCase


class TestResidentMerge(SubsidyCase):
    """Two entries for one person, one of which was paid already."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.enrolment = cls._enrol()
        cls.kept = cls._create_payee(name="李至顺")

    def _merge(self, closed=None, kept=None):
        (closed or self.resident)._merge_into(
            kept or self.kept, [], "窗口核对身份证", self.env["ir.attachment"]
        )

    def _end(self, enrolment):
        enrolment._end("重复登记", enrolment.valid_from)

    def test_nobody_loses_a_subsidy_by_a_merge(self):
        with self.assertRaisesRegex(UserError, self.scheme.name):
            self._merge()
        self.assertTrue(self.resident.active)
        self.assertEqual(self.enrolment.beneficiary_id, self.resident)

    def test_the_entry_that_receives_it_may_go_on(self):
        self._merge(closed=self.kept, kept=self.resident)
        self.assertEqual(self.kept.merged_into_id, self.resident)
        record = self._create_round()
        self.assertEqual(self._get_line(record, self.resident).state, "pending")

    def test_payments_stay_with_the_entry_they_were_made_under(self):
        record = self._create_paid()
        line = self._get_line(record, self.resident)
        before = line.sudo().read(["beneficiary_id", "payee_id", "head_id", "state"])
        self._end(self.enrolment)
        self._merge()
        line.invalidate_recordset()
        after = line.sudo().read(["beneficiary_id", "payee_id", "head_id", "state"])
        self.assertEqual(after, before)
        self.assertEqual(self.enrolment.beneficiary_id, self.resident)
        self.assertEqual(self.account.resident_id, self.kept)

    def test_what_was_paid_under_the_closed_entry_is_not_paid_again(self):
        self._create_paid()
        self._end(self.enrolment)
        self._merge()
        own = self.kept.bank_account_ids.filtered(
            lambda account: account.holder_name == self.kept.name
        )
        self._enrol(self.kept, bank_account_id=own.id)
        again = self._create_round()
        line = self._get_line(again, self.kept)
        self.assertEqual((line.state, line.block_reason), ("blocked", "paid_merged"))
        next_year = self._create_round(period="2027")
        self.assertEqual(self._get_line(next_year, self.kept).state, "pending")

    def test_who_is_paid_for_others_goes_on_being_paid(self):
        child = self._create_resident(name="李小敏")
        enrolment = self._enrol(child, scheme=self._create_scheme(code="X2", name="丙"))
        enrolment.payee_id = self.resident
        enrolment.bank_account_id = self.account
        self._end(self.enrolment)
        self._merge()
        self.assertEqual(enrolment.payee_id, self.kept)
        self.assertEqual(enrolment.bank_account_id, self.account)
