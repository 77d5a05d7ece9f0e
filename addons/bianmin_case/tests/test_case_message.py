from odoo.exceptions import UserError

from .common import CaseCase


class TestMessages(CaseCase):
    """Applicants are told in the transaction of the step, in Chinese."""

    def _get_bodies(self, case):
        return self._get_messages(case).mapped("body")

    def test_acceptance_names_number_and_promised_date(self):
        with self._at("2026-11-24 09:00"):
            case = self._create_accepted()
        [body] = self._get_bodies(case)
        for words in ("李志顺", "两女补贴", case.name, "2026年12月1日"):
            self.assertIn(words, body)

    def test_the_number_goes_to_the_outbox_of_the_division(self):
        [message] = self._get_messages(self._create_accepted())
        self.assertEqual(message.number, "13812345678")
        self.assertEqual(message.state, "outgoing")
        self.assertEqual(message.division_id, self.village)

    def test_every_outcome_is_told(self):
        granted = self._create_closed()
        self.assertEqual(len(self._get_bodies(granted)), 2)
        self.assertIn(granted.name, self._get_bodies(granted)[-1])
        refused = self._create_closed(result="refused")
        self.assertIn("符合条件", self._get_bodies(refused)[-1])
        rejected = self._create_received().with_user(self.clerk)
        rejected._reject("不归本镇管")
        self.assertIn("不归本镇管", self._get_bodies(rejected)[-1])

    def test_a_supplement_names_what_and_by_when(self):
        case = self._create_received().with_user(self.clerk)
        with self._at("2026-11-24 09:00"):
            self._confirm(case, "action_request_supplement", note="户口簿缺首页")
        [body] = self._get_bodies(case)
        self.assertIn("户口簿缺首页", body)
        self.assertIn("2026年12月1日", body)

    def test_one_message_for_what_is_done_on_the_spot(self):
        case = self._create_received(user=self.clerk, point=self.instant_point)
        case._decide("granted", "当场办结")
        self.assertEqual(len(self._get_bodies(case)), 1)

    def test_who_has_no_phone_is_passed_over(self):
        silent = self._create_resident(name="无电话", phone=False)
        cases = self._create_received(resident_id=silent.id) | self._create_received()
        cases.with_user(self.clerk).action_accept()
        self.assertEqual(len(self._get_messages(cases)), 1)

    def test_no_message_tells_an_id_number(self):
        number = self.resident.sudo().identity_number
        for body in self._get_bodies(self._create_closed()):
            self.assertNotIn(number, body)

    def test_a_step_that_fails_tells_nobody(self):
        case = self._create_accepted()
        before = len(self._get_messages(case))
        with self.assertRaises(UserError), self.env.cr.savepoint():
            case.with_user(self.reviewer)._decide("granted", "同意")
        self.assertEqual(len(self._get_messages(case)), before)

    def test_the_number_of_the_case_counts_not_that_of_the_register(self):
        case = self._create_received()
        self.env.flush_all()
        self.resident.phone = "13700000000"
        case.with_user(self.clerk).action_accept()
        self.assertEqual(self._get_messages(case).number, "13812345678")
