from odoo.exceptions import UserError

from odoo.addons.bianmin_case.tests.common import CaseDataMixin

from .common import SubsidyCase


class TestCaseEnrolment(CaseDataMixin, SubsidyCase):
    """A granted application enrols the applicant, exactly once."""

    @classmethod
    def _set_up_subsidies(cls):
        result = super()._set_up_subsidies()
        cls.applicant_account = cls.account
        villager = cls.resident
        cls._set_up_cases()
        cls.resident = villager
        cls.item.scheme_id = cls.scheme
        return result

    def enrolments(self, case):
        return self.env["bianmin.subsidy.enrolment"].search([("case_id", "=", case.id)])

    def test_granted_case_enrols_with_account_and_way_of_payment(self):
        case = self._create_closed(payment_mode="handover")
        enrolment = self.enrolments(case)
        self.assertEqual(len(enrolment), 1)
        self.assertEqual(enrolment.beneficiary_id, self.resident)
        self.assertEqual(enrolment.scheme_id, self.scheme)
        self.assertEqual(enrolment.bank_account_id, self.applicant_account)
        self.assertEqual(enrolment.payment_mode, "handover")
        self.assertEqual(enrolment.state, "active")
        self.assertEqual(str(enrolment.valid_from), "2026-01-01")

    def test_chosen_account_is_taken(self):
        second = self._create_account(self.resident)
        case = self._create_closed(bank_account_id=second.id)
        self.assertEqual(self.enrolments(case).bank_account_id, second)

    def test_refused_case_enrols_nobody(self):
        case = self._create_closed("refused")
        self.assertFalse(self.enrolments(case))

    def test_item_without_a_scheme_enrols_nobody(self):
        self.item.scheme_id = False
        case = self._create_closed()
        self.assertFalse(self.enrolments(case))
        self.assertFalse(case.bank_account_id)

    def test_decision_that_is_repeated_enrols_once(self):
        case = self._create_closed()
        case.sudo()._after_decision("granted")
        case.sudo()._enrol()
        self.assertEqual(len(self.enrolments(case)), 1)

    def test_ended_enrolment_does_not_come_back_by_a_repeated_decision(self):
        case = self._create_closed()
        self.enrolments(case).with_user(self.officer)._end(
            "迁出", self.scheme._get_start(case.decided_at.date())
        )
        case.sudo()._enrol()
        self.assertEqual(self.enrolments(case).state, "ended")

    def test_who_receives_it_already_need_not_apply(self):
        self._enrol()
        case = self._create_case()
        with self.assertRaisesRegex(UserError, "李志顺.*两女户补贴"):
            case.action_submit()

    def test_enrolled_meanwhile_is_enrolled_once(self):
        case = self._create_in_review()
        self._enrol()
        case._decide("granted", "符合条件")
        self.assertFalse(self.enrolments(case))
        self.assertEqual(
            self.env["bianmin.subsidy.enrolment"].search_count(
                [("beneficiary_id", "=", self.resident.id)]
            ),
            1,
        )

    def test_two_cases_of_one_household_enrol_it_once(self):
        self.scheme.per = "household"
        household = self.env["bianmin.household"].create(
            {
                "number": "H1",
                "division_id": self.village.id,
                "head_id": self.resident.id,
            }
        )
        self.resident.household_id = household
        other = self._create_payee(name="家人", household_id=household.id)
        first = self._create_in_review()
        second = self._create_in_review(resident_id=other.id)
        cases = first | second
        cases._decide("granted", "符合条件")
        enrolment = self.env["bianmin.subsidy.enrolment"].search(
            [("household_id", "=", household.id)]
        )
        self.assertEqual(len(enrolment), 1)
        self.assertEqual(enrolment.payee_id, self.resident)
        self.assertEqual(enrolment.bank_account_id, self.applicant_account)

    def test_what_is_being_paid_is_not_reopened(self):
        case = self._create_in_review()
        case._decide("granted", "符合条件")
        with self.assertRaisesRegex(UserError, case.name):
            case.with_user(self.manager)._reopen("决定有误")
        self.enrolments(case).sudo().state = "ended"
        case.with_user(self.manager)._reopen("决定有误")
        self.assertEqual(case.state, "review")

    def test_reviewer_sees_no_enrolments_but_makes_one(self):
        case = self._create_in_review()
        self.assertNotIn(
            "enrolment_ids",
            case.fields_get(),
        )
        case._decide("granted", "符合条件")
        self.assertTrue(self.enrolments(case))
