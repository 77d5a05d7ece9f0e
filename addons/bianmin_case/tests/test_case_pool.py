from odoo import Command
from odoo.exceptions import AccessError, UserError

from .common import CaseCase


class TestPool(CaseCase):
    """后台分类审批: the pool of a department, pulled from or shared out."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleague = cls._create_user(
            "pool_colleague", ("bianmin_case.role_reviewer", cls.township)
        )
        cls.department = cls.env["bianmin.department"].create(
            {"name": "东河镇民政办", "division_id": cls.township.id}
        )
        cls.hall_point.review_department_id = cls.department

    def _accept(self, count=1):
        cases = self.env["bianmin.case"]
        for _number in range(count):
            cases |= self._create_accepted()
        return cases.with_user(self.reviewer)

    def test_an_accepted_case_waits_in_the_pool_of_its_department(self):
        case = self._accept()
        self.assertEqual(case.review_department_id, self.department)
        self.assertFalse(case.reviewer_id)
        self.department.reviewer_ids = self.reviewer
        mine = [("review_department_id.reviewer_ids", "in", self.reviewer.id)]
        self.assertIn(case, case.search(mine))
        self.assertNotIn(
            case,
            case.with_user(self.colleague).search(
                [("review_department_id.reviewer_ids", "in", self.colleague.id)]
            ),
        )

    def test_who_takes_it_has_it(self):
        case = self._accept()
        case.action_take()
        self.assertEqual(case.reviewer_id, self.reviewer)
        self.assertEqual(case.event_ids[-1].kind, "assign")
        other = case.with_user(self.colleague)
        for step in (
            other.action_take,
            other.action_start_review,
            lambda: other._request_supplement("缺", "2099-01-01"),
        ):
            with self.assertRaisesRegex(UserError, case.name):
                step()
        case.action_start_review()
        with self.assertRaisesRegex(UserError, self.reviewer.name):
            other._decide("granted", "同意")

    def test_beginning_the_review_takes_it(self):
        case = self._accept()
        case.action_start_review()
        self.assertEqual(case.reviewer_id, self.reviewer)

    def test_another_department_leaves_it_alone(self):
        self.department.reviewer_ids = self.reviewer
        case = self._accept().with_user(self.colleague)
        with self.assertRaises(UserError):
            case.action_take()
        with self.assertRaisesRegex(UserError, self.department.name):
            case.action_start_review()

    def test_nobody_takes_what_he_filed_or_accepted(self):
        self.env["res.users.role.line"].create(
            self._prepare_role_line(
                self.clerk, "bianmin_case.role_reviewer", self.township
            )
        )
        case = self._accept().with_user(self.clerk)
        with self.assertRaises(UserError):
            case.action_take()
        with self.assertRaises(UserError):
            case.action_start_review()
        self.assertFalse(case.reviewer_id)

    def test_the_manager_shares_out_by_load(self):
        self.department.reviewer_ids = self.reviewer | self.colleague
        self._accept(2).action_take()
        fresh = self._accept(4).with_user(self.manager)
        fresh.action_assign_by_load()
        shares = fresh.grouped("reviewer_id")
        self.assertEqual(len(shares[self.colleague]), 3)
        self.assertEqual(len(shares[self.reviewer]), 1)

    def test_sharing_out_needs_no_query_per_case(self):
        self.department.reviewer_ids = self.reviewer | self.colleague
        few, many = self._accept(2), self._accept(12)
        counts = []
        for cases in (self._accept(2), few, many):
            cases = cases.with_user(self.manager)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            cases.action_assign_by_load()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1] + 2)

    def test_where_nobody_may_review_it_says_so(self):
        self.department.reviewer_ids = self.clerk
        case = self._accept().with_user(self.manager)
        with self.assertRaisesRegex(UserError, case.name):
            case.action_assign_by_load()

    def test_a_reviewer_hands_over_what_is_on_his_desk(self):
        case = self._accept()
        case.action_start_review()
        self._confirm(
            case, "action_hand_over", user_id=self.colleague.id, reason="轮休"
        )
        self.assertEqual(case.reviewer_id, self.colleague)
        self.assertEqual(case.event_ids[-1].kind, "hand_over")
        self.assertIn("轮休", case.event_ids[-1].note)
        with self.assertRaises(UserError):
            case._hand_over(self.reviewer, "拿回来")
        case.with_user(self.colleague)._decide("granted", "同意")
        self.assertEqual(case.decided_by_id, self.colleague)

    def test_it_is_handed_to_those_who_may_review_it(self):
        case = self._accept()
        case.action_take()
        with self.assertRaises(AccessError):
            case._hand_over(self.issuer, "x")
        with self.assertRaises(AccessError):
            case._hand_over(self.clerk, "x")
        wizard = case.env["bianmin.case.step"].create(
            {"case_ids": [Command.set(case.ids)], "step": "hand_over"}
        )
        self.assertEqual(wizard.candidate_ids, self.reviewer | self.colleague)

    def test_the_manager_hands_over_for_somebody_who_is_away(self):
        case = self._accept()
        case.action_take()
        case.with_user(self.manager)._hand_over(self.colleague, "病假")
        self.assertEqual(case.reviewer_id, self.colleague)
