from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import CaseCase


@tagged("post_install", "-at_install")
class TestDivisionMove(CaseCase):
    """Open cases go to the successor with their service point, closed ones stay."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.administrator = cls._create_user(
            "case_administrator", ("bianmin_base.role_administrator", cls.county)
        )
        cls.closed_case = cls._create_closed().sudo()
        other = cls._create_resident(name="姚春燕")
        # As superuser: it goes to a township in which its clerk has no role.
        cls.open_case = cls._create_accepted(resident_id=other.id).sudo()
        cls.village.write(
            {"valid_to": "2023-06-29", "successor_id": cls.other_village.id}
        )

    def _open(self, user=None):
        return (
            self.env["bianmin.division.move"]
            .with_user(user or self.administrator)
            .create({"division_id": self.village.id})
        )

    def test_open_cases_are_counted_and_go_along(self):
        wizard = self._open()
        counts = {line.name: line.record_count for line in wizard.line_ids}
        self.assertEqual(counts["Open cases, with their service point"], 1)
        wizard.action_move()
        self.assertEqual(self.open_case.division_id, self.other_village)
        self.assertEqual(self.open_case.event_ids.division_id, self.other_village)
        log = self.env["bianmin.succession.log"].search([], limit=1)
        self.assertIn("Open cases, with their service point 1", log.summary)

    def test_closed_cases_and_their_papers_stay(self):
        self._open().action_move()
        self.env.invalidate_all()
        self.assertEqual(self.closed_case.division_id, self.village)
        self.assertEqual(self.closed_case.event_ids.division_id, self.village)
        self.assertEqual(self.closed_case.document_ids.division_id, self.village)

    def test_who_filed_reads_both_and_nobody_else_gains(self):
        self._open().action_move()
        self.closed_case.with_user(self.agent).check_access("read")
        self.open_case.with_user(self.agent).check_access("read")
        with self.assertRaises(AccessError):
            self.open_case.with_user(self.neighbour).check_access("read")

    def test_who_only_decides_may_not_move(self):
        for user in (self.clerk, self.manager, self.reviewer):
            with self.assertRaises(AccessError):
                self._open(user)
        self.assertEqual(self.open_case.division_id, self.village)
