from datetime import date

from odoo import Command
from odoo.tools import SQL

from odoo.addons.bianmin_base.tools import bank_account, identity_number

from .common import SubsidyCase

GOOD = 1000


class TestChecks(SubsidyCase):
    """One bad line among a thousand good ones: it alone is held up, and says why."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.allowance = cls._create_scheme(
            amount=50, code="GL", cycle="month", certification_months=12
        )
        cls._enrol_many(GOOD, scheme=cls.allowance, valid_from="2026-01-01")
        cls.bad = cls._create_payee(name="唯一问题")
        cls.enrolment = cls._enrol(cls.bad, cls.allowance, valid_from="2026-01-01")
        cls.env.flush_all()

    def generate(self):
        return self._create_round(self.allowance, period="2026-11")

    def assert_blocked(self, reason):
        """The bad line says so; the thousand others are paid."""
        record = self.generate()
        line = self._get_line(record, self.bad)
        self.assertEqual((line.state, line.block_reason), ("blocked", reason))
        self.assertEqual((record.line_count, record.blocked_count), (GOOD, 1))
        self.assertEqual(record.total_amount, 50 * GOOD)

    def assert_warned(self, sentence, lines=1):
        """The bad line says so, and is paid like the others."""
        record = self.generate()
        line = self._get_line(record, self.bad)
        self.assertEqual((line.state, line.block_reason), ("pending", False))
        with_lang = line.with_context(lang="en_US")
        self.assertIn(sentence, with_lang.warnings)
        self.assertEqual((record.line_count, record.blocked_count), (GOOD + 1, 0))
        own = record.sudo().line_ids.filtered(
            lambda li: sentence in (li.with_context(lang="en_US").warnings or "")
        )
        self.assertEqual(len(own), lines)

    def write_directly(self, record, **values):
        """What came into the table by another door than the form."""
        for name, value in values.items():
            self.env.cr.execute(
                SQL(
                    "UPDATE %s SET %s = %s WHERE id = %s",
                    SQL.identifier(record._table),
                    SQL.identifier(name),
                    value,
                    record.id,
                )
            )
        record.invalidate_recordset()

    # ------------------------------------------------------------
    # BLOCKS
    # ------------------------------------------------------------

    def test_dead(self):
        self.bad.death_date = "2026-10-31"
        self.assert_blocked("dead")

    def test_reported_dead(self):
        self._certify(self.bad, result="died", death_date="2026-11-20", photo=False)
        self.assert_blocked("reported")

    def test_archived(self):
        self.bad.active = False
        self.assert_blocked("archived")

    def test_suspended(self):
        self.enrolment.with_user(self.officer)._suspend("核查")
        self.assert_blocked("suspended")

    def test_moved_out_after_the_lines_were_generated(self):
        record = self.generate()
        self.bad.division_id = self.other_village
        self.assert_blocked_again(record, "moved")

    def test_ended_after_the_lines_were_generated(self):
        record = self.generate()
        self.enrolment.with_user(self.officer)._end("登记有误", date(2026, 10, 31))
        self.assert_blocked_again(record, "ended")

    def assert_blocked_again(self, record, reason):
        """What has changed since is seen when the lines are looked at again."""
        self.assertEqual(record.line_count, GOOD + 1)
        record.action_generate()
        line = self._get_line(record, self.bad)
        self.assertEqual((line.state, line.block_reason), ("blocked", reason))
        self.assertEqual(record.line_count, GOOD)
        # The officer of the township does not see who has moved to the next one.
        blocked = record.sudo().line_ids.filtered(lambda li: li.state == "blocked")
        self.assertEqual(blocked, line)

    def test_proof_of_life_overdue(self):
        self.enrolment.valid_from = "2025-10-31"
        self.assert_blocked("uncertified")

    def test_not_met_for_three_months(self):
        self._certify(self.bad, result="absent", photo=False, certified_on="2026-08-30")
        self.assert_blocked("unreachable")

    def test_no_rate_for_the_age(self):
        self.allowance.rate_ids.age_from = 76
        young = self._make_identity_number("19501201")
        self.bad.identity_number = young
        self.assert_blocked("no_rate")

    def test_paid_by_a_scheme_that_excludes_this_one(self):
        other = self._create_scheme(code="DB")
        other.exclusive_ids = self.allowance
        self._enrol(self.bad, other)
        self._create_round(other)
        self.assert_blocked("exclusive")

    def test_wrong_identity_number(self):
        number = self.bad.identity_number
        wrong = number[:-1] + ("1" if number[-1] != "1" else "2")
        self.write_directly(self.bad, identity_number=wrong)
        self.assert_blocked("identity")

    def test_two_entries_with_one_identity_number(self):
        twin = self._create_payee(
            name="重复登记",
            identity_type="other",
            identity_number=self.bad.identity_number,
            birth_date="1950-01-01",
        )
        self._enrol(twin, self.allowance, valid_from="2026-01-01")
        record = self.generate()
        for resident in (self.bad, twin):
            line = self._get_line(record, resident)
            self.assertEqual((line.state, line.block_reason), ("blocked", "doubled"))
        self.assertEqual((record.line_count, record.blocked_count), (GOOD, 2))
        twin.identity_number = "TEST-TWIN"
        record.action_generate()
        self.assertEqual((record.line_count, record.blocked_count), (GOOD + 2, 0))

    def test_payee_dead(self):
        guardian = self._create_payee(name="监护人", death_date="2026-11-01")
        self.enrolment.payee_id = guardian
        self.assert_blocked("payee_dead")

    def test_no_account(self):
        self.bad.bank_account_ids.active = False
        self.assert_blocked("no_account")

    def test_account_of_somebody_else(self):
        self.enrolment.bank_account_id = self.account
        self.assert_blocked("account_owner")

    def test_account_in_another_name(self):
        self.bad.bank_account_ids.holder_name = "唯一题"
        self.assert_blocked("account_name")

    # ------------------------------------------------------------
    # WARNINGS
    # ------------------------------------------------------------

    def test_account_shared_by_two_households(self):
        self.write_directly(
            self.bad.bank_account_ids, number=self.first_good().account_number
        )
        self.assert_warned("Account shared", lines=2)

    def test_account_shared_within_the_household_is_no_warning(self):
        household = self.env["bianmin.household"].create(
            {"number": "H1", "division_id": self.village.id}
        )
        first = self.first_good()
        (self.bad | first.payee_id).household_id = household
        self.write_directly(self.bad.bank_account_ids, number=first.account_number)
        record = self.generate()
        self.assertFalse(record.sudo().line_ids.filtered("shares_account"))

    def first_good(self):
        record = self.generate()
        line = record.sudo().line_ids.filtered(lambda li: li.payee_id != self.bad)[:1]
        record.action_cancel("只为取数")
        return line

    def test_warning_of_a_shared_account_goes_when_it_is_mended(self):
        account = self.bad.bank_account_ids
        own = account.number
        self.write_directly(account, number=self.first_good().account_number)
        record = self.generate()
        self.write_directly(account, number=own)
        record.action_generate()
        self.assertFalse(record.sudo().line_ids.filtered("shares_account"))

    def test_low_income_and_destitute(self):
        categories = self.env.ref("bianmin_base.resident_category_low_income")
        categories |= self.env.ref("bianmin_base.resident_category_destitute")
        self.bad.category_ids = [Command.set(categories.ids)]
        self.env["bianmin.resident.category.line"].search(
            [("resident_id", "=", self.bad.id)]
        ).date_from = "2026-01-01"
        self.assert_warned("destitute")

    def test_length_of_the_account(self):
        self.write_directly(self.bad.bank_account_ids, number="62170000000")
        self.assert_warned("length")

    def test_no_identity_number(self):
        self.bad.identity_number = False
        self.assert_warned("No ID number")

    def test_number_accepted_with_a_reason(self):
        number = self.bad.identity_number
        wrong = number[:-1] + ("1" if number[-1] != "1" else "2")
        self.write_directly(
            self.bad, identity_number=wrong, identity_override_reason="旧证"
        )
        self.assert_warned("accepted")

    def test_check_digit_of_a_card(self):
        account = self.bad.bank_account_ids
        wrong = account.number
        while bank_account.passes_luhn(wrong):
            wrong = f"{int(wrong) + 1}"
        right = wrong
        while not bank_account.passes_luhn(right):
            right = f"{int(right) + 1}"
        for number, warned in ((wrong, True), (right, False)):
            with self.subTest(number=number):
                self.write_directly(account, number=number)
                record = self.generate()
                line = self._get_line(record, self.bad)
                keys = (line.own_warnings or "").split(",")
                self.assertEqual("account_check" in keys, warned)
                record.action_cancel("下一个")
        account.kind = "passbook"
        self.write_directly(account, number=wrong)
        self.assertFalse(self._get_line(self.generate(), self.bad).own_warnings)

    # ------------------------------------------------------------
    # SQL AND PYTHON AGREE
    # ------------------------------------------------------------

    def test_check_digits_in_sql_are_those_of_the_base(self):
        rounds = self.env["bianmin.subsidy.round"]
        for order in range(200):
            number = self._make_identity_number(order=order)
            for last in (number[-1], "0" if number[-1] != "0" else "X"):
                text = number[:-1] + last
                [(found,)] = self.env.execute_query(
                    SQL(
                        "SELECT %s FROM (SELECT %s AS identity_number) beneficiary",
                        rounds._get_sql_identity_check(),
                        text,
                    )
                )
                self.assertEqual(found, last == identity_number.check_digit(text[:17]))
        for value in range(0, 10**17, 10**17 // 300 + 7):
            card = f"6217{value % 10**13:013d}{value % 97:02d}"
            [(found,)] = self.env.execute_query(
                SQL(
                    "SELECT %s FROM (SELECT %s AS number) account",
                    rounds._get_sql_luhn(),
                    card,
                )
            )
            self.assertEqual(found, bank_account.passes_luhn(card))

    def test_every_reason_can_be_said(self):
        lines = self.env["bianmin.subsidy.line"]
        record = self.generate()
        reasons = {reason for reason, _sql in record._get_block_reasons()}
        told = dict(lines._fields["block_reason"].selection)
        self.assertEqual(reasons | {"doubled"}, set(told))
        self.assertEqual(
            {key for key, _sql in record._get_warnings()} | {"account_shared"},
            set(lines._get_warning_sentences()),
        )
