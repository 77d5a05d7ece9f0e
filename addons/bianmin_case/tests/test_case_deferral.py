from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError

from .common import SIGNATURE, CaseCase

date = fields.Date.to_date


class TestDeferral(CaseCase):
    """容缺受理: against a signed promise, for a time, and the result waits."""

    def test_without_a_promise_it_is_not_accepted(self):
        case = self._create_without_bank_card().with_user(self.clerk)
        with self.assertRaisesRegex(UserError, "银行卡"):
            case.action_accept()
        self.assertEqual(case.state, "received")

    def test_the_window_takes_the_promise_and_accepts(self):
        with self._at("2026-11-02 09:00"):
            case = self._create_without_bank_card().with_user(self.clerk)
            action = case.action_accept_deferred()
            wizard = case.env[action["res_model"]].browse(action["res_id"])
            self.assertEqual(wizard.papers, "银行卡")
            self.assertEqual(wizard.due, date("2026-11-09"))
            wizard.signature = SIGNATURE
            wizard.action_confirm()
        self.assertEqual(case.state, "accepted")
        self.assertEqual(case.deferral_due, date("2026-11-09"))
        self.assertEqual(
            case.document_ids.mapped("kind"),
            ["receipt", "acceptance", "promise", "deferral"],
        )
        promise = self._get_papers(case, "promise")
        self.assertIn("银行卡", promise.content)
        self.assertIn(SIGNATURE.decode(), promise.content)
        self.assertEqual(case.event_ids.mapped("kind"), ["receive", "defer", "accept"])

    def test_the_limit_is_at_most_the_promised_one(self):
        case = self._create_without_bank_card().with_user(self.clerk)
        latest = case._get_latest_deferral()
        today = fields.Date.context_today(case)
        for due in (False, today - timedelta(days=1), latest + timedelta(days=1)):
            with self.assertRaises(UserError):
                case._defer(due, SIGNATURE)

    def test_it_is_signed(self):
        case = self._create_without_bank_card().with_user(self.clerk)
        for signature in (False, b"", b"no picture!"):
            with self.assertRaises(UserError):
                case._defer(case._get_latest_deferral(), signature)

    def test_only_where_a_paper_may_follow(self):
        case = self._create_received().with_user(self.clerk)
        with self.assertRaises(UserError):
            case._defer(case._get_latest_deferral(), SIGNATURE)

    def test_an_agent_takes_no_promise(self):
        case = self._create_without_bank_card()
        with self.assertRaises(AccessError):
            case._defer(case._get_latest_deferral(), SIGNATURE)

    def test_the_result_waits_for_what_was_promised(self):
        case = self._create_deferred().with_user(self.reviewer)
        case.action_start_review()
        with self.assertRaisesRegex(UserError, "银行卡"):
            case._decide("granted", "同意")
        case.material_ids[2].with_user(self.agent).collection_mode = "1"
        self.assertEqual(case.event_ids[-1].kind, "defer_supply")
        self.assertTrue(case.deferral_done_on)
        case._decide("granted", "同意")
        self.assertEqual(case.result, "granted")

    def test_a_refusal_need_not_wait(self):
        case = self._create_deferred().with_user(self.reviewer)
        case.action_start_review()
        case._decide("refused", "不符合条件")
        self.assertEqual(case.result, "refused")

    def test_a_broken_promise_closes_the_case(self):
        with self._at("2026-11-02 09:00"):
            case = self._create_deferred().with_user(self.reviewer)
        with self._at("2026-11-09 09:00"), self.assertRaises(UserError):
            case._end("5", "逾期未补")
        with self._at("2026-11-10 00:30"):
            case._end("5", "逾期未补")
        self.assertEqual(case.close_kind, "5")


class TestCommitment(CaseCase):
    """告知承诺制: the word replaces the paper, and is checked afterwards."""

    def _create_committed(self):
        self.item.material_ids[0].commitment_allowed = True
        case = self._create_case(user=self.clerk, point=self.hall_point)
        case.material_ids[0].write({"collection_mode": False, "state": "missing"})
        case.material_ids[0].action_commit()
        case.action_submit()
        case.action_accept()
        return case

    def test_it_replaces_a_required_paper(self):
        case = self._create_committed()
        self.assertEqual(case.material_ids[0].state, "committed")
        self.assertEqual(case.commitment_state, "open")
        paper = self._get_papers(case, "commitment")
        self.assertIn("身份证复印件", paper.content)

    def test_only_where_the_catalogue_allows_it(self):
        case = self._create_case(user=self.clerk, point=self.hall_point)
        with self.assertRaisesRegex(UserError, "身份证复印件"):
            case.material_ids[0].action_commit()

    def test_an_agent_takes_none(self):
        self.item.material_ids[0].commitment_allowed = True
        case = self._create_case()
        with self.assertRaises(AccessError):
            case.material_ids[0].action_commit()

    def test_it_is_checked_and_a_false_one_is_the_last(self):
        case = self._create_committed().with_user(self.reviewer)
        self._confirm(
            case, "action_check_commitment", commitment="broken", reason="证件不符"
        )
        self.assertEqual(case.commitment_state, "broken")
        self.assertEqual(case.event_ids[-1].kind, "commit_check")
        with self.assertRaisesRegex(UserError, case.name):
            self._create_committed()

    def test_where_none_was_given_there_is_nothing_to_check(self):
        case = self._create_in_review()
        with self.assertRaises(UserError):
            self._confirm(
                case, "action_check_commitment", commitment="kept", reason="属实"
            )
