from datetime import date, timedelta

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import mute_logger

from odoo.addons.bianmin_base.tools.local_time import local_today

from .common import SIGNATURE, AgentCase, AgentHttpCase


class TestDuty(AgentCase):
    """The agents of a village take turns at its station."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleague_user = cls._create_user(
            "agent_colleague", ("bianmin_agent.role_agent", cls.village)
        )
        cls.colleague = cls._create_agent("姚建国", cls.colleague_user, cls.village)

    def _create_plan(self, user=None, **vals):
        plans = self.env["bianmin.agent.duty.plan"].with_user(user or self.manager)
        return plans.create({"service_point_id": self.station.id, **vals})

    def test_the_agents_of_the_station_take_turns_on_working_days(self):
        plan = self._create_plan(
            date_from="2026-11-23", date_to="2026-12-04", turn="week", hours="8:30"
        )
        self.assertEqual(plan.agent_ids, self.yao | self.colleague)
        duties = plan._plan()
        self.assertEqual(len(duties), 10)
        self.assertEqual(len(duties[:5].agent_id), 1)
        self.assertEqual(duties.agent_id, self.yao | self.colleague)
        self.assertEqual(set(duties.mapped("hours")), {"8:30"})

    def test_days_with_somebody_on_duty_stay(self):
        self._create_plan(date_from="2026-11-23", date_to="2026-11-24")._plan()
        more = self._create_plan(date_from="2026-11-23", date_to="2026-11-25")._plan()
        self.assertEqual(more.mapped("day"), [date(2026, 11, 25)])
        with self.assertRaises(UserError):
            self._create_plan(date_from="2026-11-23", date_to="2026-11-25")._plan()

    def test_a_weekend_or_ten_years_are_no_roster(self):
        with self.assertRaises(UserError):
            self._create_plan(date_from="2026-11-28", date_to="2026-11-29")._plan()
        with self.assertRaises(UserError):
            self._create_plan(date_from="2026-11-28", date_to="2036-11-29")._plan()

    def test_the_roster_is_kept_where_one_watches_or_administers(self):
        values = {"agent_id": self.yao.id, "service_point_id": self.station.id}
        duties = self.env["bianmin.agent.duty"]
        for user in (self.agent_user, self.clerk, self.other_clerk):
            with self.assertRaises(AccessError):
                duties.with_user(user).create(values)
        duty = duties.with_user(self.administrator).create(values)
        self.assertEqual(duty.day, local_today())
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            duties.create(values)

    def test_nobody_is_on_duty_in_a_village_that_is_not_his(self):
        with self.assertRaises(ValidationError):
            self.env["bianmin.agent.duty"].create(
                {
                    "agent_id": self.yao.id,
                    "service_point_id": self.neighbour_station.id,
                }
            )

    def test_a_duty_is_not_moved_out_of_ones_divisions(self):
        duty = self._create_plan(date_from="2026-11-23", date_to="2026-11-23")._plan()
        far = self._create_service_point("station", self.other_village, "高坡便民")
        self.yao.sudo().division_ids |= self.other_village
        self.colleague.sudo().division_ids |= self.other_village
        with self.assertRaises(AccessError):
            duty.service_point_id = far

    # ------------------------------------------------------------
    # PUBLIC PAGE
    # ------------------------------------------------------------

    def test_the_page_of_the_village_shows_who_is_there_today_first(self):
        self.yao.sudo().photo = SIGNATURE
        self.env["bianmin.agent.duty"].create(
            {
                "agent_id": self.colleague.id,
                "service_point_id": self.station.id,
                "hours": "8:30–11:30",
            }
        )
        agents = self.station._prepare_public_home()["agents"]
        self.assertEqual([one["name"] for one in agents], ["姚建国", "姚春燕"])
        self.assertEqual([one["is_on_duty"] for one in agents], [True, False])
        self.assertEqual(agents[0]["hours"], "8:30–11:30")
        self.assertTrue(agents[1]["photo"].startswith("data:image/png"))
        self.assertFalse(agents[0]["photo"])

    def test_who_is_no_agent_today_is_not_on_the_page(self):
        self._end_role(self.colleague_user, local_today() - timedelta(days=1))
        names = [one["name"] for one in self.station._prepare_agents()]
        self.assertEqual(names, ["姚春燕"])
        self.assertFalse(self.hall._prepare_agents())


class TestPublicPage(AgentHttpCase):
    def test_everybody_with_the_address_sees_face_and_phone(self):
        self.yao.photo = SIGNATURE
        page = self.url_open(self.station._get_public_path())
        self.assertEqual(page.status_code, 200)
        self.assertIn("姚春燕", page.text)
        self.assertIn("tel:13900000900", page.text)
        self.assertIn("data:image/png;base64", page.text)
        for private in (self.agent_user.login, self.resident.name):
            self.assertNotIn(private, page.text)
        other = self.url_open(self.neighbour_station._get_public_path())
        self.assertNotIn("姚春燕", other.text)


class TestSubstitute(AgentCase):
    """Who stands in for a neighbour acts by a dated role line, and as himself."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.substitution = (
            cls.env["bianmin.role.substitution"]
            .with_user(cls.administrator)
            .create(
                {
                    "absent_user_id": cls.agent_user.id,
                    "substitute_id": cls.neighbour_user.id,
                    "date_from": local_today(),
                    "date_to": local_today() + timedelta(days=6),
                    "reason": "病假",
                }
            )
        )

    def test_the_substitute_serves_both_villages_while_it_lasts(self):
        self.assertTrue(
            self.neighbour_agent._may_serve(self.village | self.neighbour_village)
        )
        self.assertEqual(
            self.neighbour_agent._get_stations(), self.neighbour_station | self.station
        )
        with self._at(f"{local_today() + timedelta(days=7)} 00:30"):
            self.assertFalse(self.neighbour_agent._may_serve(self.village))
            self.assertEqual(
                self.neighbour_agent._get_stations(), self.neighbour_station
            )

    def test_he_files_on_an_authorization_of_his_own(self):
        self._create_signed()
        request = self._create_request(user=self.neighbour_user)
        with self.assertRaisesRegex(UserError, "李志顺"):
            request.action_submit()
        self._create_signed(user=self.neighbour_user, agent=self.neighbour_agent)
        request.action_submit()
        self.assertEqual(request.agent_id, self.neighbour_agent)
        self.assertEqual(request.state, "received")

    def test_he_visits_and_the_absent_agents_visits_become_his(self):
        visit = (
            self.env["bianmin.agent.visit"]
            .with_user(self.agent_user)
            .create({"resident_id": self.resident.id})
        )
        visit.with_user(self.neighbour_user).action_take_over()
        self.assertEqual(visit.agent_id, self.neighbour_agent)

    def test_when_it_ends_early_he_can_do_nothing_there_any_more(self):
        self._create_signed(user=self.neighbour_user, agent=self.neighbour_agent)
        request = self._create_request(user=self.neighbour_user)
        self.substitution.action_end()
        with self.assertRaises(AccessError):
            request.action_submit()
        self.assertFalse(self.neighbour_agent._may_serve(self.village))

    def test_a_role_alone_makes_nobody_the_agent_of_a_village(self):
        self.substitution.action_end()
        self.neighbour_user.role_line_ids.filtered(
            lambda line: not line.substitution_id
        ).division_ids = [Command.link(self.village.id)]
        self.assertFalse(self.neighbour_agent._may_serve(self.village))

    def test_a_substitution_in_the_township_gives_the_absent_agents_villages_only(self):
        third = self._create_division("990101101203", "东湾村", self.township)
        self.agent_user.role_line_ids.division_ids = self.township
        self.substitution.line_ids.sudo().division_ids = self.township
        self.assertTrue(self.neighbour_agent._may_serve(self.village))
        self.assertFalse(self.neighbour_agent._may_serve(third))

    def test_the_button_asks_who_stands_in(self):
        action = self.yao.with_user(self.administrator).action_open_substitution()
        self.assertEqual(
            action["context"]["default_absent_user_id"], self.agent_user.id
        )
        with self.assertRaises(AccessError):
            self.yao.with_user(self.agent_user).action_open_substitution()
