from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError

from odoo.addons.bianmin_base.tools.local_time import local_today

from .common import AgentCase
from .visit_common import VisitDataMixin


class TestVisitPlan(VisitDataMixin, AgentCase):
    """The visits of a village are planned in one go, and printed house by house."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.disabled = cls.env.ref("bianmin_base.resident_category_disabled")

    def _create_plan(self, user=None, **vals):
        return (
            self.env["bianmin.agent.visit.plan"]
            .with_user(user or self.agent_user)
            .create(vals)
        )

    def _create_villager(self, name, birth="1950-01-01", **vals):
        return self._create_resident(
            name=name, identity_number=False, birth_date=birth, **vals
        )

    # ------------------------------------------------------------
    # WHOM
    # ------------------------------------------------------------

    def test_the_window_opens_on_the_agents_own_village(self):
        plan = self._create_plan()
        self.assertEqual((plan.division_id, plan.agent_id), (self.village, self.yao))
        self.assertFalse(plan.resident_ids, "without a mark nobody is meant")

    def test_villagers_of_a_category_and_an_age_are_proposed(self):
        old = self._create_villager("李一", category_ids=[self.disabled.id])
        self._create_villager("李二", "1990-01-01", category_ids=[self.disabled.id])
        self._create_villager("李三")
        self._create_villager(
            "李四", category_ids=[self.disabled.id]
        ).death_date = "2020-01-01"
        self._create_villager(
            "李五",
            category_ids=[self.disabled.id],
            division_id=self.neighbour_village.id,
        )
        plan = self._create_plan(
            category_ids=[Command.set(self.disabled.ids)], age_from=60, age_to=99
        )
        self.assertEqual(plan.resident_ids, old)

    def test_ages_are_those_of_today(self):
        today = local_today()
        birthday = today.replace(year=today.year - 80)
        exact = self._create_villager("李一", birthday)
        self._create_villager("李二", birthday + timedelta(days=1))
        plan = self._create_plan(age_from=80, age_to=80)
        self.assertEqual(plan.resident_ids, exact)
        self.assertEqual(exact.age, 80)

    def test_results_that_wait_are_proposed_for_delivery(self):
        self._create_signed()
        waiting = self._create_closed(user=self.agent_user)
        self._create_request().action_submit()
        plan = self._create_plan(purpose="delivery")
        self.assertEqual(plan.case_ids.ids, waiting.ids)
        visit = plan._plan()
        self.assertEqual(visit.case_id.id, waiting.id)
        self.assertEqual(visit.resident_id, self.resident)

    def test_what_ended_long_enough_ago_is_asked_about_once(self):
        with self._at("2026-03-02 10:00"):
            self._create_signed()
            case = self._create_closed(user=self.agent_user)
        with self._at("2026-03-08 10:00"):
            plan = self._create_plan(purpose="follow_up", days_closed=7)
            self.assertFalse(plan.case_ids)
        with self._at("2026-03-09 10:00"):
            plan = self._create_plan(purpose="follow_up", days_closed=7)
            self.assertEqual(plan.case_ids.ids, case.ids)
            self._finish(plan._plan())
            plan = self._create_plan(purpose="follow_up", days_closed=7)
            self.assertFalse(plan.case_ids)

    # ------------------------------------------------------------
    # PLANNING
    # ------------------------------------------------------------

    def test_visits_are_spread_over_working_days(self):
        people = self.resident | self._create_villager("李一")
        people |= self._create_villager("李二")
        with self._at("2026-11-27 09:00"):  # a Friday
            plan = self._create_plan(
                resident_ids=[Command.set(people.ids)], per_day=2, note="送药"
            )
            visits = plan._plan()
        days = [str(visit.planned_on) for visit in visits]
        self.assertEqual(sorted(days), ["2026-11-27", "2026-11-27", "2026-11-30"])
        self.assertEqual(set(visits.mapped("note")), {"送药"})

    def test_what_is_planned_already_stays_and_is_not_doubled(self):
        self._create_visit()
        other = self._create_villager("李一")
        both = self.resident | other
        plan = self._create_plan(resident_ids=[Command.set(both.ids)])
        self.assertEqual(plan._plan().resident_id, other)
        with self.assertRaises(UserError):
            self._create_plan(resident_ids=[Command.set(both.ids)])._plan()

    def test_the_button_shows_what_was_planned(self):
        plan = self._create_plan(resident_ids=[Command.set(self.resident.ids)])
        action = plan.action_plan()
        visit = self.env["bianmin.agent.visit"].search(action["domain"])
        self.assertEqual(visit.resident_id, self.resident)

    def test_planning_needs_no_query_per_visit(self):
        counts = []
        for count in (20, 20, 160):
            people = self.env["bianmin.resident"].union(
                *(self._create_villager(f"李{index}") for index in range(count))
            )
            plan = self._create_plan(resident_ids=[Command.set(people.ids)])
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            plan._plan()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1] + 8)

    def test_nobody_plans_where_he_is_not_the_agent(self):
        stranger = self._create_resident(
            name="邻村人", division_id=self.neighbour_village.id
        )
        plan = self._create_plan(
            division_id=self.neighbour_village.id,
            agent_id=self.neighbour_agent.id,
            age_from=1,
        )
        self.assertFalse(plan.resident_ids, "a register that is not his tells nothing")
        with self.assertRaises(AccessError):
            plan.resident_ids = stranger
        plan.resident_ids = self.resident
        with self.assertRaises(UserError):
            plan._plan()

    def test_who_watches_over_the_hall_plans_for_the_village_and_its_agent(self):
        plan = self._create_plan(
            user=self.manager,
            division_id=self.village.id,
            resident_ids=[Command.set(self.resident.ids)],
        )
        self.assertEqual(plan.agent_id, self.yao)
        self.assertEqual(plan._plan().agent_id, self.yao)

    # ------------------------------------------------------------
    # LIST OF A DAY
    # ------------------------------------------------------------

    def _create_route(self):
        visits = self.env["bianmin.agent.visit"]
        for group, address in (("三组", "9号"), ("一组", "5号"), ("一组", "2号")):
            household = self.env["bianmin.household"].create(
                {
                    "number": f"{group}{address}",
                    "division_id": self.village.id,
                    "village_group": group,
                    "address": address,
                }
            )
            resident = self._create_villager(
                f"李{address}", household_id=household.id, phone="13812345678"
            )
            visits |= self._create_visit(resident_id=resident.id)
        return visits

    def test_the_list_goes_from_house_to_house(self):
        visits = self._create_route()
        self._create_visit(planned_on=self._get_day(1))
        route = visits[0]._get_route()
        self.assertEqual(route.mapped("address"), ["2号", "5号", "9号"])

    def test_the_list_is_printed_with_a_code_for_each_visit(self):
        visits = self._create_route()
        action = visits.action_print_route()
        self.assertEqual(action["report_name"], "bianmin_agent.report_agent_visit")
        report = self.env["ir.actions.report"].with_user(self.agent_user)
        html, _kind = report._render_qweb_html(
            "bianmin_agent.report_agent_visit", visits[0].ids
        )
        html = html.decode()
        for text in ("姚春燕", "李9号", "李5号", "李2号"):
            self.assertIn(text, html)
        self.assertEqual(html.count("data:image/png;base64"), 3)
        self.assertNotIn("13812345678", html)
        log = self.env["bianmin.export.log"].search([], order="id desc", limit=1)
        self.assertEqual(log.row_count, 3)

    def test_a_list_is_that_of_one_agent_on_one_day(self):
        visits = self._create_route()
        visits |= self._create_visit(planned_on=self._get_day(1))
        with self.assertRaises(UserError):
            visits.action_print_route()

    def test_the_case_leads_to_its_visits(self):
        self._create_signed()
        case = self._create_closed(user=self.agent_user)
        visit = self._create_visit(purpose="delivery", case_id=case.id)
        action = case.with_user(self.agent_user).action_view_visits()
        self.assertEqual(action["context"]["default_purpose"], "delivery")
        self.assertEqual(case.with_user(self.agent_user).visit_count, 1)
        found = self.env["bianmin.agent.visit"].search(action["domain"])
        self.assertEqual(found, visit)
