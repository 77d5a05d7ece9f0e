from datetime import date

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form
from odoo.tools import mute_logger

from .common import SubsidyCase


class TestEnrolment(SubsidyCase):
    """Who is enrolled: once, on an account of his own, changed only with a reason."""

    def refuse_in_database(self, action):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
        ):
            action()
            self.env.flush_all()

    def test_per_person_the_person_is_paid_on_the_only_account(self):
        household = self.env["bianmin.household"].create(
            {"number": "H1", "division_id": self.village.id}
        )
        head = self._create_payee(name="户主", household_id=household.id)
        household.head_id = head
        self.resident.household_id = household
        enrolment = self._enrol()
        self.assertEqual(enrolment.payee_id, self.resident)
        self.assertEqual(enrolment.head_id, head)
        self.assertEqual(enrolment.bank_account_id, self.account)
        self.assertFalse(enrolment.household_id)
        self.assertEqual(enrolment.division_id, self.village)
        self.assertEqual(enrolment.state, "active")

    def test_of_two_accounts_none_is_guessed(self):
        self._create_account(self.resident)
        self.assertFalse(self._enrol().bank_account_id)

    def test_person_is_enrolled_once_until_it_ends(self):
        enrolment = self._enrol()
        self.refuse_in_database(self._enrol)
        enrolment.with_user(self.officer)._end("搬走", date(2026, 11, 24))
        self._enrol()

    def test_household_is_enrolled_once(self):
        scheme = self._create_scheme(code="HH", per="household")
        household = self.env["bianmin.household"].create(
            {"number": "H1", "division_id": self.village.id}
        )
        self.resident.household_id = household
        other = self._create_payee(name="家人", household_id=household.id)
        self._enrol(scheme=scheme)
        self.refuse_in_database(lambda: self._enrol(other, scheme))

    def test_household_scheme_needs_a_household(self):
        scheme = self._create_scheme(code="HH", per="household")
        with self.assertRaisesRegex(ValidationError, "李志顺"):
            self._enrol(scheme=scheme)

    def test_scheme_of_another_place_is_refused(self):
        self.department.division_id = self.other_township
        with self.assertRaisesRegex(ValidationError, "西山镇"):
            self._enrol()

    def test_scheme_and_beneficiary_do_not_change(self):
        enrolment = self._enrol()
        other = self._create_payee(name="别人")
        for vals in (
            {"beneficiary_id": other.id},
            {"scheme_id": self._create_scheme(code="X").id},
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                enrolment.write(vals)
        enrolment.write({"beneficiary_id": self.resident.id, "valid_to": "2030-01-01"})

    def test_states_move_by_the_buttons_of_the_officer_only(self):
        enrolment = self._enrol().with_user(self.officer)
        with self.assertRaises(UserError):
            enrolment.write({"state": "ended"})
        with self.assertRaises(UserError):
            enrolment.create(
                {
                    "scheme_id": self.scheme.id,
                    "beneficiary_id": self.resident.id,
                    "state": "suspended",
                }
            )
        for user in (self.auditor, self.approver, self.finance, self.other_officer):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                enrolment.with_user(user)._suspend("核查")
        enrolment._suspend("核查")
        self.assertEqual(
            (enrolment.state, enrolment.state_reason), ("suspended", "核查")
        )
        enrolment._resume(arrears=False)
        self.assertEqual((enrolment.state, enrolment.state_reason), ("active", False))
        enrolment._end("去世", date(2026, 10, 5))
        self.assertEqual(
            (enrolment.state, str(enrolment.valid_to)), ("ended", "2026-10-05")
        )
        with self.assertRaises(UserError):
            enrolment._resume(arrears=True)

    def test_ending_twice_keeps_the_earlier_day_and_one_not_begun_has_none(self):
        enrolment = self._enrol(valid_to="2026-03-31").with_user(self.officer)
        enrolment._end("到期", date(2026, 10, 5))
        self.assertEqual(str(enrolment.valid_to), "2026-03-31")
        other = self._create_payee(name="未始")
        early = self._enrol(other, valid_from="2027-01-01").with_user(self.officer)
        early._end("放弃", date(2026, 10, 5))
        self.assertEqual((early.state, early.valid_to), ("ended", False))

    def test_reason_windows(self):
        enrolment = self._enrol().with_user(self.officer)
        for button, reason, state in (
            ("action_suspend", "认证逾期", "suspended"),
            ("action_end", "迁出", "ended"),
        ):
            action = getattr(enrolment, button)()
            wizard = (
                self.env[action["res_model"]]
                .with_user(self.officer)
                .browse(action["res_id"])
            )
            wizard.reason = reason
            wizard.action_confirm()
            self.assertEqual((enrolment.state, enrolment.state_reason), (state, reason))

    def test_form_proposes_payee_account_and_first_day(self):
        form = Form(self.env["bianmin.subsidy.enrolment"].with_user(self.officer))
        form.scheme_id = self.scheme
        form.beneficiary_id = self.resident
        self.assertEqual(form.payee_id, self.resident)
        self.assertEqual(form.bank_account_id, self.account)
        self.assertEqual(str(form.valid_from), "2026-01-01")
        enrolment = form.save()
        self.assertEqual(enrolment.division_id, self.village)

    def test_changes_of_payee_and_account_are_written_down(self):
        tracked = self.env["bianmin.subsidy.enrolment"]._track_get_fields()
        self.assertLessEqual(
            {"payee_id", "bank_account_id", "payment_mode", "valid_to", "state"},
            tracked,
        )


class TestScheme(SubsidyCase):
    """Schemes and rates are data of the department, and consistent."""

    def test_starts_with_this_period_or_the_next(self):
        monthly = self._create_scheme(code="M", cycle="month")
        self.assertEqual(str(monthly._get_start(date(2026, 12, 31))), "2026-12-01")
        monthly.starts = "next"
        self.assertEqual(str(monthly._get_start(date(2026, 12, 31))), "2027-01-01")

    def test_two_rates_for_the_same_day_and_age_are_refused(self):
        rates = self.env["bianmin.subsidy.rate"]
        for vals, refused in (
            ({"valid_from": "2020-01-01"}, True),
            ({"valid_from": "2010-01-01", "valid_to": "2018-01-01"}, True),
            ({"valid_from": "2010-01-01", "valid_to": "2017-12-31"}, False),
            ({"valid_from": "2019-01-01", "age_from": 80}, True),
            (
                {
                    "valid_from": "2019-01-01",
                    "category_id": self.env.ref(
                        "bianmin_base.resident_category_disabled"
                    ).id,
                },
                False,
            ),
        ):
            values = {"scheme_id": self.scheme.id, "amount": 10, **vals}
            with self.subTest(vals=vals):
                if not refused:
                    rates.create(values)
                    continue
                with (
                    self.assertRaisesRegex(ValidationError, "两女户补贴"),
                    self.cr.savepoint(),
                ):
                    rates.create(values)
                self.scheme.invalidate_recordset()

    def test_amount_and_band_must_make_sense(self):
        for vals in (
            {"amount": 0},
            {"amount": -1},
            {"amount": 1, "age_from": 80, "age_to": 60},
            {"amount": 1, "valid_to": "2017-12-31"},
        ):
            with (
                self.subTest(vals=vals),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.cr.savepoint(),
            ):
                self._create_scheme(
                    code="BAD",
                    rate_ids=[Command.create({"valid_from": "2018-01-01", **vals})],
                )

    def test_cycle_is_fixed_once_a_round_was_made(self):
        self.scheme.cycle = "month"
        self.scheme.cycle = "year"
        self._enrol()
        self._create_round()
        for vals in ({"cycle": "month"}, {"per": "household"}):
            with self.subTest(vals=vals), self.assertRaises(ValidationError):
                self.scheme.write(vals)

    def test_department_officer_keeps_schemes_of_his_county_only(self):
        self.scheme.with_user(self.editor).notice_days = 10
        self.scheme.rate_ids.with_user(self.editor).amount = 970
        for user in (self.officer, self.approver, self.finance, self.agent_user):
            with self.subTest(user=user.login):
                self.assertTrue(self.scheme.with_user(user).name)
                with self.assertRaises(AccessError):
                    self.scheme.with_user(user).write({"notice_days": 1})
                with self.assertRaises(AccessError):
                    self.scheme.rate_ids.with_user(user).write({"amount": 1})
        elsewhere = self._create_user(
            "subsidy_editor_elsewhere",
            ("bianmin_subsidy.role_department_officer", self.other_township),
        )
        with self.assertRaises(AccessError):
            self.scheme.with_user(elsewhere).write({"notice_days": 1})

    def test_enrolled_people_are_counted_and_opened(self):
        self._enrol()
        self._enrol_many(2)
        scheme = self.scheme.with_user(self.officer)
        self.assertEqual(scheme.enrolment_count, 3)
        action = scheme.action_view_enrolments()
        self.assertEqual(
            self.env[action["res_model"]].search_count(action["domain"]), 3
        )

    def test_rate_is_named_by_scheme_and_band(self):
        self.scheme.rate_ids.write({"age_from": 80, "age_to": 89})
        self.assertEqual(self.scheme.rate_ids.display_name, "两女户补贴 80–89")
