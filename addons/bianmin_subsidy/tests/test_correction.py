from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, mute_logger

from .common import SubsidyCase


class TestCorrection(SubsidyCase):
    """What the bank sent back is paid again: to the same people, no more, once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._enrol()
        cls.second = cls._create_payee(name="张大爷")
        cls._enrol(cls.second)
        cls.round = cls._create_exported()
        cls._read_back(cls.round, failed=("李志顺",))
        cls.failed = cls._get_line(cls.round)

    def correct(self, rounds=None, user=None):
        rounds = rounds or self.round
        action = rounds.with_user(user or self.officer).action_correct()
        return self.env[action["res_model"]].browse(action["res_id"])

    def test_failed_line_is_paid_again_to_the_same_person_only(self):
        self._enrol(self._create_payee(name="新人"))
        self.account.number = "62170000000000000090"
        correction = self.correct()
        line = correction.line_ids
        self.assertEqual(line.beneficiary_id, self.resident)
        self.assertEqual((line.amount, line.state), (960, "pending"))
        self.assertEqual(line.sudo().account_number, "62170000000000000090")
        self.assertEqual(line.source_line_id, self.failed)
        self.assertEqual(self.failed.correction_round_id, correction)
        self.assertIn("(", correction.name.replace("（", "("))
        correction.with_user(self.officer).action_generate()
        self.assertEqual(correction.line_ids, line)
        self._advance(correction, "exported")
        self._read_back(correction)
        self.assertEqual(line.state, "paid")
        self.assertEqual(self.failed.state, "failed")

    def test_who_has_moved_away_since_is_owed_what_the_bank_sent_back(self):
        self.resident.division_id = self.other_village
        correction = self.correct()
        line = correction.sudo().line_ids
        self.assertEqual((line.beneficiary_id, line.state), (self.resident, "pending"))
        self._advance(correction, "exported")
        self._read_back(correction)
        self.assertEqual((line.state, line.amount), ("paid", 960))

    def test_totals_of_the_first_round_still_add_up(self):
        self._advance(self.correct(), "exported")
        self.round._check_roster()

    def test_never_more_than_the_bank_sent_back(self):
        self.scheme.rate_ids.amount = 2000
        correction = self.correct()
        self.assertEqual(correction.total_amount, 960)
        correction.with_user(self.officer).action_generate()
        self.assertEqual(correction.total_amount, 960)
        self.env.cr.execute(
            SQL(
                "UPDATE bianmin_subsidy_line SET amount = 961 WHERE round_id = %s",
                correction.id,
            )
        )
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "李志顺"):
            correction.with_user(self.officer).action_submit()

    def test_corrected_once(self):
        self.correct()
        with self.assertRaises(UserError):
            self.correct()
        self.assertEqual(self.round.correctable_count, 0)

    def test_database_refuses_a_second_line_of_one_source(self):
        line = self.correct().line_ids
        self.env.flush_all()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
        ):
            self.env.cr.execute(
                SQL(
                    """INSERT INTO bianmin_subsidy_line (round_id, scheme_id, period,
                        division_id, enrolment_id, beneficiary_id, payment_mode, state,
                        currency_id, amount, source_line_id)
                    SELECT round_id, scheme_id, '1999', division_id, enrolment_id,
                        beneficiary_id, payment_mode, state, currency_id, amount,
                        source_line_id
                    FROM bianmin_subsidy_line WHERE id = %s""",
                    line.id,
                )
            )

    def test_ordinary_round_leaves_failed_payments_to_their_correction(self):
        again = self._create_round()
        self.assertFalse(again.line_ids)

    def test_correction_that_fails_is_corrected_in_its_turn(self):
        first = self.correct()
        self._advance(first, "exported")
        self._read_back(first, failed=("李志顺",))
        with self.assertRaises(UserError):
            self.correct(self.round)
        second = self.correct(first)
        self.assertEqual(second.line_ids.source_line_id, first.line_ids)
        self._advance(second, "exported")
        self._read_back(second)
        paid = self.env["bianmin.subsidy.line"].search(
            [("beneficiary_id", "=", self.resident.id), ("state", "=", "paid")]
        )
        self.assertEqual(len(paid), 1)

    def test_given_up_correction_frees_its_payments(self):
        first = self.correct()
        first.with_user(self.officer).action_cancel("账号仍有误")
        self.assertFalse(self.failed.correction_round_id)
        second = self.correct()
        self.assertEqual(second.line_ids.source_line_id, self.failed)
        with self.assertRaises(UserError):
            first.line_ids.with_user(self.officer).action_resume()

    def test_blocked_line_of_a_correction_is_free_once_the_round_has_gone(self):
        self._enrol_many(1)
        third = self._create_exported()
        self._read_back(third, failed=tuple(third.line_ids.mapped("payee_name")))
        self.account.active = False
        correction = self.correct(self.round | third)
        self.assertEqual((correction.line_count, correction.blocked_count), (1, 1))
        self._advance(correction, "exported")
        self.assertFalse(self.failed.correction_round_id)
        self.account.active = True
        self.assertEqual(self.correct().line_ids.source_line_id, self.failed)

    def test_who_died_meanwhile_before_the_period_is_blocked(self):
        self.resident.death_date = "2025-05-01"
        correction = self.correct()
        self.assertEqual(correction.line_ids.block_reason, "dead")

    def test_corrections_are_for_the_officer_of_the_township(self):
        for user in (self.auditor, self.approver, self.finance, self.other_officer):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.correct(user=user)
        with self.assertRaises(UserError):
            self._create_round(is_correction=True)

    def test_no_new_notice_is_needed(self):
        self.scheme.notice_days = 7
        correction = self._advance(self.correct(), "approved")
        self.assertEqual(correction.state, "approved")
