from odoo import fields

from .common import CaseCase


class TestCaseFlow(CaseCase):
    """From the village to the result, step by step, by the people who do it."""

    def test_a_case_goes_from_the_village_to_the_file(self):
        case = self._create_case()
        self.assertEqual(case.state, "draft")
        self.assertEqual(case.division_id, self.village)
        self.assertEqual(case.acceptance_point_id, self.hall)
        self.assertEqual(case.decision_point_id, self.hall)
        self.assertFalse(case.name)
        case.action_submit()
        self.assertEqual(case.state, "received")
        self.assertEqual(case.filed_by_id, self.agent)
        self.assertRegex(case.name, r"^990101101\d{8}\d{4}$")
        case = case.with_user(self.clerk)
        case.action_accept()
        self.assertEqual(case.state, "accepted")
        self.assertEqual(case.accepted_by_id, self.clerk)
        case = case.with_user(self.reviewer)
        case.action_start_review()
        self._confirm(case, "action_grant", opinion="符合条件，同意")
        self.assertEqual(case.state, "closed")
        self.assertEqual(case.result, "granted")
        self.assertEqual(case.opinion, "符合条件，同意")
        self.assertEqual(case.decided_by_id, self.reviewer)
        self.assertEqual(case.close_kind, "0")
        case = case.with_user(self.issuer)
        case.action_deliver()
        self.assertTrue(case.delivered_at)
        case.action_archive_case()
        self.assertEqual(case.state, "archived")
        self.assertEqual(
            case.event_ids.mapped("kind"),
            ["receive", "accept", "review", "decide", "close", "deliver", "archive"],
        )
        self.assertEqual(
            case.event_ids.user_id,
            self.agent | self.clerk | self.reviewer | self.issuer,
        )
        self.assertTrue(
            all(event.at <= fields.Datetime.now() for event in case.event_ids)
        )
