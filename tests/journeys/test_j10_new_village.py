"""J10: the county office opens a new village and gives its agent his role there.

The administrator gives the role in a real browser, in Chinese; the agent then works
in the village from that day, not before and nowhere else.
"""

from datetime import timedelta

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.bianmin_base.tools.local_time import local_today

from ..common import TOWNSHIP, JourneyHttpCase

NEW_VILLAGE = f"{TOWNSHIP}298"
AGENT_GROUP = "bianmin_agent.group_agent"


@tagged("post_install", "-at_install")
class TestNewVillage(JourneyHttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.administrator = cls._create_user(
            "j10_administrator", ("bianmin_base.role_administrator", cls.county)
        )
        cls.newcomer = cls._create_user("j10_agent")
        cls.tomorrow = local_today() + timedelta(days=1)

    def test_from_an_empty_village_to_the_first_request(self):
        village = self._open_village()
        self.assertEqual(self._get_coverage(village).status, "no_station")
        station = self._open_station(village)
        self._offer_item(station)
        agent = self._appoint(village, station)
        self._check_uncovered(agent, village)
        self._give_role_in_browser(village)
        self._check_not_before(agent, village)
        with freeze_time(f"{self.tomorrow} 01:00:00"):
            self._check_works_there(agent, village, station)
            self._check_nowhere_else()

    def _open_village(self):
        division = self.env["bianmin.division"].with_user(self.administrator)
        village = division.create(
            {
                "code": NEW_VILLAGE,
                "name": "旅程新村",
                "official_name": "旅程新村村民委员会",
                "level": "village",
                "parent_id": self.township.id,
                "valid_from": "2026-11-01",
            }
        )
        self.assertTrue(village._lies_within(self.county.ids))
        return village.with_env(self.env)

    def _open_station(self, village):
        points = self.env["bianmin.service.point"].with_user(self.administrator)
        station = points.create(
            {
                "name": "旅程新村便民服务站",
                "short_name": "新村便民",
                "level": "station",
                "division_id": village.id,
            }
        )
        self.assertEqual(village.service_point_ids, station)
        return station.with_env(self.env)

    def _offer_item(self, station):
        """The station accepts what the hall decides; each level is seen by itself."""
        implementations = self.env["bianmin.catalog.implementation"].with_user(
            self.administrator
        )
        implementations.create(
            {
                "item_id": self.item.id,
                "service_point_id": station.id,
                "acts_as": "accept",
                "decision_implementation_id": self.implementation_hall.id,
            }
        )
        levels = implementations._read_group(
            [("item_id", "=", self.item.id)], ["level", "acts_as"], ["__count"]
        )
        self.assertEqual(set(levels), {("hall", "decide", 1), ("station", "accept", 2)})

    def _appoint(self, village, station):
        agents = self.env["bianmin.agent"].with_user(self.administrator)
        agent = agents.create(
            {
                "name": "李长林",
                "user_id": self.newcomer.id,
                "division_ids": [Command.set(village.ids)],
                "service_point_ids": [Command.set(station.ids)],
            }
        )
        return agent.with_env(self.env)

    def _get_coverage(self, village):
        """The line of the village in the report, as the administrator reads it."""
        Coverage = self.env["bianmin.division.coverage"].with_user(self.administrator)
        Coverage.invalidate_model()
        return Coverage.search([("division_id", "=", village.id)])

    def _find_without_agent(self, village):
        """The village, if the filter of the report finds it."""
        return self._get_coverage(village).search(
            [("lacks_agent", "=", True), ("division_id", "=", village.id)]
        )

    def _check_uncovered(self, agent, village):
        """The office sees that the village has an agent without a role."""
        line = self._get_coverage(village)
        self.assertEqual((line.status, line.agent_count), ("no_agent", 0))
        self.assertEqual(self._find_without_agent(village), line)
        self.assertEqual(agent.uncovered_division_ids, village)
        holders = self.env["bianmin.role.access"]._get_holders(
            self.env.ref(AGENT_GROUP), village, self.tomorrow
        )
        self.assertFalse(holders)

    def _give_role_in_browser(self, village):
        self.start_tour(
            "/odoo/action-bianmin_base.res_users_role_line_action",
            "bianmin_j10_administrator_gives_role",
            login=self.administrator.login,
        )
        self.env.invalidate_all()
        line = self.newcomer.role_line_ids
        self.assertEqual(line.role_id, self.env.ref("bianmin_agent.role_agent"))
        self.assertEqual(line.division_ids, village)
        self.assertEqual((line.date_from, line.date_to), (self.tomorrow, False))
        self.assertEqual(line.status, "future")
        log = self.env["bianmin.role.log"].search(
            [("user_id", "=", self.newcomer.id), ("division_id", "=", village.id)]
        )
        self.assertEqual(log.changed_by_id, self.administrator)
        self.assertEqual(log.date_from, self.tomorrow)

    def _check_not_before(self, agent, village):
        self.assertFalse(self.newcomer._has_scope(AGENT_GROUP, village))
        self.assertTrue(self._find_without_agent(village), "the role begins tomorrow")
        self.assertEqual(agent.uncovered_division_ids, village)
        with self.assertRaises(AccessError):
            self.env["bianmin.case"].with_user(self.newcomer).search_count([])

    def _check_works_there(self, agent, village, station):
        # The session of a new day brings the groups; here there is no request.
        self.newcomer.role_line_ids.invalidate_recordset(["is_enabled"])
        self.newcomer._apply_roles_of_today()
        agent.invalidate_recordset(["uncovered_division_ids"])
        self.assertFalse(agent.uncovered_division_ids)
        line = self._get_coverage(village)
        self.assertEqual((line.status, line.agent_names), ("covered", agent.name))
        self.assertFalse(self._find_without_agent(village))
        villager = self._create_resident(name="新村村民", division_id=village.id)
        residents = self.env["bianmin.resident"].with_user(self.newcomer)
        self.assertEqual(residents.search([]), villager)
        authorization = self.env["bianmin.agent.authorization"].with_user(self.newcomer)
        authorization = authorization.create(
            {"resident_id": villager.id, "agent_id": agent.id}
        )
        self.assertEqual(authorization.create_uid, self.newcomer)
        self.assertEqual(agent.service_point_ids, station)

    def _check_nowhere_else(self):
        with self.assertRaises(AccessError):
            self.villager.with_user(self.newcomer).read(["name"])
        for division in (self.village, self.township, self.county):
            self.assertFalse(self.newcomer._has_scope(AGENT_GROUP, division))
