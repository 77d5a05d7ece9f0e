from datetime import timedelta

from psycopg2.errors import UniqueViolation

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tools import mute_logger

from odoo.addons.bianmin_base.tools.local_time import local_today

from .common import ROLE, AgentCase


class TestAgent(AgentCase):
    def test_stations_follow_the_villages(self):
        self.assertEqual(self.yao.service_point_ids, self.station)
        self.yao.division_ids = [Command.link(self.neighbour_village.id)]
        self.assertEqual(
            self.yao.service_point_ids, self.station | self.neighbour_station
        )
        self.yao.division_ids = [Command.unlink(self.village.id)]
        self.assertEqual(self.yao.service_point_ids, self.neighbour_station)

    def test_station_chosen_by_hand_stays(self):
        second = self._create_second_station()
        self.assertNotIn(second, self.yao.service_point_ids)
        self.yao.service_point_ids = second
        self.yao.division_ids = [Command.link(self.neighbour_village.id)]
        self.assertEqual(self.yao.service_point_ids, second | self.neighbour_station)

    def test_agent_needs_a_village(self):
        with self.assertRaisesRegex(ValidationError, "姚春燕"):
            self.yao.division_ids = [Command.clear()]

    def test_agent_looks_after_villages_not_townships(self):
        with self.assertRaises(ValidationError):
            self.yao.division_ids = [Command.set(self.township.ids)]

    def test_station_outside_the_villages_is_refused(self):
        with self.assertRaises(ValidationError):
            self.yao.service_point_ids = self.neighbour_station

    def test_login_belongs_to_one_active_agent(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            with self.env.cr.savepoint():
                self._create_agent("另一人", self.agent_user, self.village)
        self.yao.active = False
        self.env.flush_all()
        successor = self._create_agent("另一人", self.agent_user, self.village)
        acting = self.env["bianmin.agent"].with_user(self.agent_user)
        self.assertEqual(acting._get_acting_agent(), successor)

    def test_acting_agent_is_empty_for_others(self):
        agents = self.env["bianmin.agent"]
        self.assertEqual(
            agents.with_user(self.agent_user)._get_acting_agent(), self.yao
        )
        self.assertFalse(agents.with_user(self.clerk)._get_acting_agent())

    def test_agent_is_found_by_pinyin(self):
        found = self.env["bianmin.agent"].name_search("yaochun")
        self.assertIn(self.yao.id, [agent_id for agent_id, _name in found])

    # ------------------------------------------------------------
    # WHO SERVES TODAY
    # ------------------------------------------------------------

    def test_serves_needs_village_and_role(self):
        self.assertTrue(self.yao._may_serve(self.village))
        self.assertFalse(self.yao._may_serve(self.neighbour_village))
        self.assertFalse(self.yao._may_serve(self.village | self.neighbour_village))

    def test_serves_nothing_once_the_role_has_ended(self):
        today = local_today()
        self._end_role(self.agent_user, today)
        self.assertTrue(self.yao._may_serve(self.village))
        self._end_role(self.agent_user, today - timedelta(days=1))
        self.assertFalse(self.yao._may_serve(self.village))

    def test_serves_nothing_before_the_role_begins(self):
        self.agent_user.role_line_ids.date_from = local_today() + timedelta(days=1)
        self.assertFalse(self.yao._may_serve(self.village))

    def test_role_without_the_village_on_the_record_is_not_enough(self):
        line = self.agent_user.role_line_ids
        line.division_ids = [Command.link(self.neighbour_village.id)]
        self.assertFalse(self.yao._may_serve(self.neighbour_village))

    def test_archived_agent_serves_nothing(self):
        self.yao.active = False
        self.assertFalse(self.yao._may_serve(self.village))

    def test_villages_without_role_are_shown(self):
        self.assertFalse(self.yao.uncovered_division_ids)
        self.yao.division_ids = [Command.link(self.neighbour_village.id)]
        self.assertEqual(self.yao.uncovered_division_ids, self.neighbour_village)
        loginless = self._create_agent(
            "无账号", self.env["res.users"], self.other_village
        )
        self.assertEqual(loginless.uncovered_division_ids, self.other_village)


class TestAgentAdministration(AgentCase):
    def test_administrator_names_agents_in_his_divisions(self):
        agents = self.env["bianmin.agent"].with_user(self.administrator)
        user = self._create_user("agent_new", (ROLE, self.village))
        agent = agents.create(
            {
                "name": "新代办员",
                "user_id": user.id,
                "division_ids": [Command.set(self.village.ids)],
            }
        )
        agent.post = "村会计"
        self.assertEqual(agent.service_point_ids, self.station)

    def test_administrator_names_no_agent_elsewhere(self):
        agents = self.env["bianmin.agent"].with_user(self.administrator)
        for villages in (self.other_village, self.village | self.other_village):
            with self.assertRaises(AccessError):
                agents.create(
                    {"name": "外镇", "division_ids": [Command.set(villages.ids)]}
                )

    def test_administrator_gives_no_village_of_others(self):
        with self.assertRaises(AccessError):
            self.yao.with_user(self.administrator).division_ids = [
                Command.link(self.other_village.id)
            ]

    def test_agent_with_villages_of_two_townships_belongs_to_the_county(self):
        self.yao.division_ids = [Command.link(self.other_village.id)]
        with self.assertRaises(AccessError):
            self.yao.with_user(self.administrator).phone = "1"
        county = self._create_user(
            "agent_county", ("bianmin_base.role_administrator", self.county)
        )
        self.yao.with_user(county).phone = "13900000911"

    def test_agents_and_clerks_change_no_agent(self):
        for user in (self.agent_user, self.clerk, self.reviewer):
            with self.assertRaises(AccessError):
                self.yao.with_user(user).division_ids = [
                    Command.link(self.neighbour_village.id)
                ]
            with self.assertRaises(AccessError):
                self.env["bianmin.agent"].with_user(user).create(
                    {"name": "x", "division_ids": [Command.set(self.village.ids)]}
                )

    def test_agent_is_read_where_one_works(self):
        everybody = self.yao | self.neighbour_agent
        cases = {
            self.agent_user: self.yao,
            self.neighbour_user: self.neighbour_agent,
            self.clerk: everybody,
            self.administrator: everybody,
            self.other_clerk: self.env["bianmin.agent"],
            self.placeless: self.env["bianmin.agent"],
        }
        for user, expected in cases.items():
            found = self.env["bianmin.agent"].with_user(user).search([])
            self.assertEqual(found & everybody, expected, user.login)

    def test_smart_buttons_open_what_is_his(self):
        agent = self.yao.with_user(self.clerk)
        requests = agent.action_view_requests()
        self.assertEqual(requests["domain"], [("agent_id", "=", self.yao.id)])
        authorizations = agent.action_view_authorizations()
        self.assertEqual(authorizations["domain"], [("agent_id", "=", self.yao.id)])
