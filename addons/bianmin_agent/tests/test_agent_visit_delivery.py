from datetime import timedelta

from odoo.exceptions import AccessError, UserError

from odoo.addons.bianmin_base.tools.local_time import local_today

from .common import AgentCase
from .visit_common import VisitDataMixin


class TestVisitDelivery(VisitDataMixin, AgentCase):
    """What is brought to the door is delivered once: by the case's own act."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.visit = cls._create_delivery()
        cls.case = cls.visit.case_id

    def _get_receipts(self):
        self.case.invalidate_recordset(["document_ids"])
        return self._get_papers(self.case, "delivery")

    def test_the_visit_passes_the_delivery_of_the_case(self):
        self._finish(self.visit)
        self.assertEqual((self.visit.state, self.case.state), ("done", "delivered"))
        event = self.case.event_ids.filtered(lambda step: step.kind == "deliver")
        self.assertEqual(event.user_id, self.agent_user)
        receipt = self._get_receipts()
        self.assertEqual(len(receipt), 1)
        self.assertEqual(self.visit.receipt_id, receipt)

    def test_the_record_of_delivery_is_signed_and_the_visit_does_not_sign_twice(self):
        self._finish(self.visit)
        signature = self._get_receipts().signature_ids
        self.assertEqual(signature.signed_by_name, "李志顺")
        self.assertEqual(signature.role, "applicant")
        self.assertTrue(signature.signature_is_intact)
        self.assertFalse(self.visit.signature)
        self.assertEqual(self.visit.action_open_receipt()["type"], "ir.actions.act_url")

    def test_a_relative_signs_as_who_acts_for_the_applicant(self):
        self._finish(self.visit, signed_by_name="李长林")
        self.assertEqual(self._get_receipts().signature_ids.role, "agent")

    def test_what_was_handed_out_at_the_window_is_not_delivered_again(self):
        self.case.with_user(self.issuer).action_deliver()
        with self.assertRaises(UserError):
            self._finish(self.visit)
        self.assertEqual(len(self._get_receipts()), 1)

    def test_nothing_is_half_delivered(self):
        self._create_authorization_end()
        with self.assertRaises(UserError):
            self._finish(self.visit)
        self.assertEqual((self.visit.state, self.case.state), ("planned", "closed"))

    def _create_authorization_end(self):
        """The authorization of the case is revoked."""
        self.case.authorization_id.sudo()._revoke("本人自己领取")

    def test_without_the_villagers_word_nobody_fetches_his_result(self):
        self._create_authorization_end()
        with self.assertRaisesRegex(UserError, "李志顺"):
            self._finish(self.visit)
        self._create_signed()
        self._finish(self.visit)
        self.assertEqual(self.case.state, "delivered")

    def test_an_authorization_that_has_lapsed_delivers_nothing(self):
        last = self.case.authorization_id.valid_to
        with self._at(f"{last + timedelta(days=1)} 09:00"):
            with self.assertRaises(UserError):
                self._finish(self.visit)

    def test_what_was_not_decided_is_not_delivered(self):
        other = self._create_resident(name="李长林")
        self._create_signed(resident=other)
        case = self._create_request(resident_id=other.id)
        case.action_submit()
        visit = self._create_visit(
            resident_id=other.id, purpose="delivery", case_id=case.id
        )
        with self.assertRaises(UserError):
            self._finish(visit)
        self.assertEqual(case.state, "received")

    def test_the_agent_has_no_button_that_delivers_or_archives(self):
        case = self.case.with_user(self.agent_user)
        with self.assertRaises(AccessError):
            case.action_deliver()
        self._finish(self.visit)
        with self.assertRaises(AccessError):
            case.action_archive_case()

    def test_after_his_role_has_ended_the_agent_delivers_nothing(self):
        self._end_role(self.agent_user, local_today() - timedelta(days=1))
        with self.assertRaises(AccessError):
            self._finish(self.visit)
        self.assertEqual(self.case.sudo().state, "closed")
