from datetime import timedelta

from odoo.tests import tagged

from odoo.addons.bianmin_base.tools.local_time import local_today

from .common import ROLE, AgentCase


@tagged("post_install", "-at_install")
class TestCoverage(AgentCase):
    """Which villages have no agent today, or will lose him soon."""

    def _get(self, village):
        # Lines are computed by the database: what was read before is not read again.
        self.env["bianmin.division.coverage"].invalidate_model()
        return self.env["bianmin.division.coverage"].search(
            [("division_id", "=", village.id)]
        )

    def _day(self, days):
        return local_today() + timedelta(days=days)

    def test_a_village_with_station_and_agent_is_covered(self):
        line = self._get(self.village)
        self.assertEqual(line.status, "covered")
        self.assertEqual((line.agent_count, line.agent_names), (1, "姚春燕"))
        self.assertFalse(line.role_end or line.without_agent or line.ending_soon)

    def test_a_station_is_missed_before_an_agent(self):
        line = self._get(self.other_village)
        self.assertEqual(line.status, "no_station")
        self.assertEqual((line.without_station, line.without_agent), (1, 1))

    def test_an_agent_without_a_role_in_the_village_is_none(self):
        self.yao.division_ids = self.village | self.neighbour_village
        self.neighbour_agent.active = False
        line = self._get(self.neighbour_village)
        self.assertEqual((line.status, line.agent_count), ("no_agent", 0))

    def test_a_role_of_the_township_reaches_its_villages(self):
        self.agent_user.role_line_ids.division_ids = self.township
        self.assertEqual(self._get(self.village).status, "covered")

    def test_a_role_of_another_kind_makes_no_agent(self):
        self.agent_user.role_line_ids.unlink()
        self._create_user("auditor", ("bianmin_base.role_auditor", self.village))
        self.yao.user_id = self.env["res.users"].search([("login", "=", "auditor")])
        self.assertEqual(self._get(self.village).status, "no_agent")

    def test_a_role_that_ends_within_thirty_days_is_told(self):
        for days, status in ((0, "ending"), (30, "ending"), (31, "covered")):
            self._end_role(self.agent_user, self._day(days))
            line = self._get(self.village)
            self.assertEqual((line.status, line.role_end), (status, self._day(days)))

    def test_a_role_that_ended_yesterday_is_gone(self):
        self.agent_user.role_line_ids.write(
            {"date_from": self._day(-9), "date_to": self._day(-1)}
        )
        self.assertEqual(self._get(self.village).status, "no_agent")

    def test_a_role_that_goes_on_is_no_warning(self):
        self._end_role(self.agent_user, self._day(5))
        role = self._prepare_role_line(
            self.agent_user, ROLE, self.village, date_from=self._day(6)
        )
        self.env["res.users.role.line"].create(role)
        line = self._get(self.village)
        self.assertEqual((line.status, line.agent_count), ("covered", 1))
        self.assertFalse(line.role_end)

    def test_a_role_that_begins_next_week_is_none_today(self):
        self.agent_user.role_line_ids.date_from = self._day(7)
        line = self._get(self.village)
        self.assertEqual((line.status, line.agent_count), ("no_agent", 0))
        self.assertFalse(line.ending_soon)

    def test_a_second_agent_takes_the_warning_away(self):
        self._end_role(self.agent_user, self._day(5))
        second = self._create_user("second_agent", (ROLE, self.village))
        self._create_agent("李长林", second, self.village)
        line = self._get(self.village)
        self.assertEqual((line.status, line.agent_count), ("covered", 2))

    def _find(self, name, user=None):
        """Villages that a filter finds."""
        Coverage = self.env["bianmin.division.coverage"].with_user(
            user or self.env.user
        )
        Coverage.invalidate_model()
        found = Coverage.search([(name, "=", True), ("code", "=like", "990101%")])
        self.assertEqual(found.filtered_domain([(name, "=", True)]), found)
        return found.division_id

    def test_the_filters_find_what_the_lines_say(self):
        self.assertEqual(self._find("lacks_agent"), self.other_village)
        self.assertFalse(self._find("loses_agent"))
        self._end_role(self.agent_user, self._day(5))
        self.assertEqual(self._find("loses_agent"), self.village)
        self.neighbour_user.role_line_ids.write(
            {"date_from": self._day(-9), "date_to": self._day(-1)}
        )
        lacking = self.neighbour_village | self.other_village
        self.assertEqual(self._find("lacks_agent"), lacking)
        self.assertEqual(self._find("loses_agent"), self.village)
        found = self._find("lacks_agent", self.manager)
        self.assertEqual(found, self.neighbour_village)

    def test_a_filter_taken_the_other_way_round_finds_the_others(self):
        lines = self.env["bianmin.division.coverage"].search(
            [("lacks_agent", "=", False), ("code", "=like", "990101%")]
        )
        self.assertEqual(lines.division_id, self.village | self.neighbour_village)

    def test_the_hall_manager_reads_his_township_only(self):
        lines = self.env["bianmin.division.coverage"].with_user(self.manager).search([])
        self.assertEqual(lines.division_id, self.village | self.neighbour_village)

    def test_lines_are_grouped_by_what_is_lacking(self):
        self._end_role(self.agent_user, self._day(5))
        groups = self.env["bianmin.division.coverage"]._read_group(
            [("township_id", "=", self.township.id)],
            [],
            ["ending_soon:sum", "without_agent:sum"],
        )
        self.assertEqual(groups, [(1, 0)])
