from odoo.tests import tagged

from .common import CaseHttpCase


@tagged("post_install", "-at_install")
class TestCaseTour(CaseHttpCase):
    """In the browser, as those who sit before it."""

    def test_an_agent_files_with_scans(self):
        self.start_tour(
            "/odoo/action-bianmin_case.case_action",
            "bianmin_case_filing",
            login=self.agent.login,
        )
        case = self.env["bianmin.case"].search([("filed_by_id", "=", self.agent.id)])
        self.assertEqual(case.state, "received")
        self.assertEqual(case.applicant_name, "李志顺")
        self.assertEqual(case.service_point_id, self.station)
        lines = case.material_ids[:2]
        self.assertEqual(lines.mapped("state"), ["received", "received"])
        self.assertEqual(
            lines.attachment_ids.mapped("name"), ["paper1.png", "paper2.png"]
        )
        for line in lines:
            self.assertEqual(line.attachment_ids.res_id, line.id)

    def test_a_reviewer_grants(self):
        case = self._create_in_review()
        self.start_tour(
            f"/odoo/action-bianmin_case.case_action_to_decide/{case.id}",
            "bianmin_case_granting",
            login=self.reviewer.login,
        )
        self.assertEqual(case.state, "closed")
        self.assertEqual(case.decided_by_id, self.reviewer)
        self.assertEqual(case.opinion, "符合条件，同意")
