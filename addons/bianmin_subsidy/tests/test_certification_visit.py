from odoo.exceptions import AccessError, UserError

from .common import SubsidyCase


class TestCertificationVisit(SubsidyCase):
    """Whose proof of life runs out is visited by the agent, once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scheme.write(
            {"certification_months": 12, "certification_from": "2025-12-20"}
        )
        cls._enrol()
        cls.idle = cls._create_payee(name="未领补贴")
        cls.visits = cls.env["bianmin.agent.visit"]

    def plan(self, people, user=None):
        people.with_user(user or self.officer).action_plan_visits()
        return self.visits.search([("resident_id", "in", people.ids)])

    def test_visit_is_planned_for_the_agent_before_the_proof_runs_out(self):
        visit = self.plan(self.resident | self.idle)
        self.assertEqual(visit.resident_id, self.resident)
        self.assertEqual((visit.purpose, visit.agent_id), ("certification", self.agent))
        self.assertEqual(str(visit.planned_on), "2026-12-17")
        self.assertIn("2026-12-20", visit.note)
        self.assertTrue(visit.with_user(self.agent_user).read(["planned_on"]))

    def test_overdue_ones_are_visited_soon(self):
        self.scheme.certification_from = "2025-06-01"
        self.assertEqual(str(self.plan(self.resident).planned_on), "2026-11-26")

    def test_pressing_twice_plans_once(self):
        self.plan(self.resident)
        self.assertEqual(len(self.plan(self.resident)), 1)

    def test_village_without_an_agent_is_named(self):
        self.agent.division_ids = self.neighbour_village
        with self.assertRaisesRegex(UserError, "柳湾村"):
            self.plan(self.resident)

    def test_only_who_sees_to_the_proofs_of_the_village_plans(self):
        for user in (self.other_officer, self.neighbour_user, self.finance):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.plan(self.resident, user)
        self.assertTrue(self.plan(self.resident, self.agent_user))

    def test_planning_many_costs_the_queries_of_few(self):
        counts = []
        for size in (3, 30, 60):
            ids = self._enrol_many(size).beneficiary_id.ids
            people = self.env["bianmin.resident"].browse(ids)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.plan(people)
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1] + 1)
