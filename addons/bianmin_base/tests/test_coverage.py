from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from ..models import division_coverage
from .common import BianminCase, BianminHttpCase

CODES = "990101%"


@tagged("post_install", "-at_install")
class TestCoverage(BianminCase):
    """Which villages have no station, for whom it is no secret."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.administrator = cls._create_user(
            "coverage_admin", ("bianmin_base.role_administrator", cls.township)
        )
        cls.auditor = cls._create_user(
            "coverage_auditor", ("bianmin_base.role_auditor", cls.county)
        )
        cls.station.write({"latitude": 39.5, "longitude": 118.7})
        cls.hall.write({"latitude": 39.6, "longitude": 118.8})

    def _search(self, user=None, domain=()):
        Coverage = self.env["bianmin.division.coverage"].with_user(
            user or self.env.user
        )
        return Coverage.search([("code", "=like", CODES), *domain])

    def _status(self, village):
        return self._search(domain=[("division_id", "=", village.id)]).status

    def test_each_village_in_force_has_one_line(self):
        lines = self._search()
        self.assertEqual(
            lines.division_id,
            self.village | self.neighbour_village | self.other_village,
        )
        self.assertEqual(lines.county_id, self.county)
        line = lines.filtered(lambda one: one.division_id == self.village)
        self.assertEqual(line.township_id, self.township)
        self.assertEqual(line.service_point_id, self.station)

    def test_a_village_without_a_station_is_told(self):
        lacking = self._search(domain=[("without_station", "=", 1)])
        self.assertEqual(lacking.division_id, self.other_village)
        self.assertEqual(lacking.status, "no_station")

    def test_a_hall_in_a_village_is_no_station(self):
        self._create_service_point("hall", self.other_village, "高坡大厅")
        self.assertEqual(self._status(self.other_village), "no_station")

    def test_an_archived_station_serves_nobody(self):
        self.station.active = False
        self.assertEqual(self._status(self.village), "no_station")
        self._create_service_point("station", self.other_village, "高坡便民")
        self.assertNotEqual(self._status(self.other_village), "no_station")

    def test_two_stations_make_one_line(self):
        self.env["bianmin.service.point"].create(
            {"name": "第二站", "level": "station", "division_id": self.village.id}
        )
        line = self._search(domain=[("division_id", "=", self.village.id)])
        self.assertEqual(line.station_count, 2)
        self.assertEqual(line.service_point_id, self.station, "the one on the map")

    def test_a_dissolved_village_needs_nothing(self):
        self.village.valid_to = "2023-06-29"
        self.assertFalse(self._search(domain=[("division_id", "=", self.village.id)]))

    def test_own_township_is_read_and_the_sibling_is_not(self):
        lines = self._search(self.administrator)
        self.assertEqual(lines.division_id, self.village | self.neighbour_village)
        self.assertEqual(len(self._search(self.auditor)), 3)

    def test_a_role_below_or_beside_or_nowhere_reads_no_line_above(self):
        below = self._create_user(
            "village_auditor", ("bianmin_base.role_auditor", self.village)
        )
        self.assertEqual(self._search(below).division_id, self.village)
        beside = self._create_user(
            "other_auditor", ("bianmin_base.role_auditor", self.other_township)
        )
        self.assertEqual(self._search(beside).division_id, self.other_village)
        lapsed = self._create_user(
            "lapsed_auditor",
            ("bianmin_base.role_auditor", self.county, "2020-01-01", "2020-12-31"),
        )
        with self.assertRaises(AccessError):
            self._search(lapsed)

    def test_counts_and_groups_obey_the_scope_too(self):
        Coverage = self.env["bianmin.division.coverage"].with_user(self.administrator)
        domain = [("code", "=like", CODES)]
        groups = Coverage._read_group(
            domain, ["township_id"], ["without_station:sum", "__count"]
        )
        self.assertEqual(groups, [(self.township.with_user(self.administrator), 0, 2)])
        groups = self.env["bianmin.division.coverage"]._read_group(
            domain, ["township_id"], ["without_station:sum"]
        )
        self.assertEqual(dict(groups), {self.township: 0, self.other_township: 1})

    def test_it_cannot_be_changed(self):
        line = self._search(self.administrator)[0]
        with self.assertRaises(AccessError):
            line.write({"station_count": 5})

    def test_a_line_opens_its_station_or_the_village_without_one(self):
        lines = self._search().grouped(lambda one: one.division_id)
        action = lines[self.village].action_open_record()
        self.assertEqual(
            (action["res_model"], action["res_id"]),
            ("bianmin.service.point", self.station.id),
        )
        action = lines[self.other_village].action_open_record()
        self.assertEqual(action["res_model"], "bianmin.division")

    # ------------------------------------------------------------
    # MAP
    # ------------------------------------------------------------

    def _get_map(self, user, division=None):
        Coverage = self.env["bianmin.division.coverage"].with_user(user)
        return Coverage.get_map(division_id=(division or self.county).id)

    def test_the_map_shows_what_has_a_position_and_counts_the_others(self):
        shown = self._get_map(self.auditor)
        names = {point["name"]: point["status"] for point in shown["points"]}
        self.assertEqual(set(names), {self.village.name, self.hall.name})
        self.assertEqual(names[self.hall.name], "office")
        self.assertEqual(shown["unplaced"], 2)

    def test_a_village_without_station_is_shown_at_its_own_position(self):
        self.other_village.write({"latitude": 39.1, "longitude": 118.1})
        points = self._get_map(self.auditor)["points"]
        point = next(one for one in points if one["status"] == "no_station")
        self.assertEqual(
            (point["res_model"], point["res_id"]),
            ("bianmin.division", self.other_village.id),
        )

    def test_the_map_shows_only_the_scope(self):
        self.other_village.write({"latitude": 39.1, "longitude": 118.1})
        names = {one["name"] for one in self._get_map(self.administrator)["points"]}
        self.assertNotIn(self.other_village.name, names)
        clerk = self._create_user("no_reader")
        with self.assertRaises(AccessError):
            self._get_map(clerk)

    def test_the_outline_lies_around_the_points(self):
        self.assertFalse(self._get_map(self.auditor)["outline"])
        self.other_village.write({"latitude": 39.1, "longitude": 118.1})
        outline = self._get_map(self.auditor)["outline"]
        self.assertEqual(
            {tuple(corner) for corner in outline},
            {(39.5, 118.7), (39.6, 118.8), (39.1, 118.1)},
        )

    def test_no_map_server_is_asked_until_an_administrator_names_one(self):
        parameters = self.env["ir.config_parameter"]
        parameters.set_param("leaflet.tile_url", "https://tile.example.org/{z}.png")
        self.assertFalse(self._get_map(self.auditor)["tile_url"])
        with Form(self.env["res.config.settings"]) as settings:
            settings.bianmin_map_tile_url = "/t/{z}/{x}/{y}.png"
            settings.bianmin_map_attribution = "示意图"
        settings.record.execute()
        shown = self._get_map(self.auditor)
        self.assertEqual(
            (shown["tile_url"], shown["attribution"]), ("/t/{z}/{x}/{y}.png", "示意图")
        )

    def test_a_map_with_too_many_villages_tells_how_many_it_leaves_out(self):
        self.other_village.write({"latitude": 39.1, "longitude": 118.1})
        with patch.object(division_coverage, "MAXIMUM_POINTS", 1):
            shown = self._get_map(self.auditor)
        self.assertEqual((shown["left_out"], shown["unplaced"]), (1, 1))

    def test_a_hall_is_shown_though_no_village_has_a_position(self):
        self.station.latitude = 0
        names = [point["name"] for point in self._get_map(self.auditor)["points"]]
        self.assertEqual(names, [self.hall.name])

    def test_an_administrator_exports_his_villages_only(self):
        role = self.env.ref("bianmin_base.role_administrator")
        role.implied_ids = [Command.link(self.env.ref("base.group_allow_export").id)]
        lines = self._search(self.administrator)
        rows = lines.export_data(["code", "township_id", "status"])["datas"]
        self.assertEqual(
            [row[0] for row in rows], [self.village.code, self.neighbour_village.code]
        )
        with self.assertRaises(AccessError):
            (self._search() - lines).with_user(self.administrator).export_data(["code"])

    def _count_queries(self, action):
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        action()
        return self.env.cr.sql_log_count - before

    def _create_villages(self, count):
        for number in range(300, 300 + count):
            village = self._create_division(
                f"990101101{number}", f"第{number}村", self.township
            )
            village.write({"latitude": 39.0, "longitude": 118 + number / 1000})
        self.env.flush_all()

    def test_map_and_list_take_the_same_queries_for_many_villages_as_for_few(self):
        Coverage = self.env["bianmin.division.coverage"].with_user(self.auditor)
        specification = {
            "status": {},
            "division_id": {"fields": {"display_name": {}}},
            "service_point_id": {"fields": {"display_name": {}}},
        }
        actions = (
            lambda: self._get_map(self.auditor),
            lambda: Coverage.web_search_read([], specification, limit=80),
        )
        for action in actions:
            action()
        few = [self._count_queries(action) for action in actions]
        self._create_villages(50)
        many = [self._count_queries(action) for action in actions]
        for before, after in zip(few, many, strict=True):
            self.assertLessEqual(after, before)


@tagged("post_install", "-at_install")
class TestCoverageMapTour(BianminHttpCase):
    def test_a_point_on_the_map_opens_its_station(self):
        self._create_user(
            "map_admin", ("bianmin_base.role_administrator", self.township)
        )
        self.station.write({"latitude": 39.5, "longitude": 118.7})
        self.neighbour_village.write({"latitude": 39.52, "longitude": 118.72})
        self.neighbour_station.active = False
        self.start_tour(
            "/odoo/action-bianmin_base.division_coverage_map_action",
            "bianmin_coverage_map",
            login="map_admin",
        )
