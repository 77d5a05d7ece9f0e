import base64

from psycopg2.errors import CheckViolation, UniqueViolation

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tools import SQL, mute_logger

from .common import CatalogCase

COUNT = 230


class TestServicePoint(CatalogCase):
    """The public address of a place: unguessable, its own, and replaceable."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.points = cls.env["bianmin.service.point"].create(
            [
                {
                    "name": f"Station {i}",
                    "level": "station",
                    "division_id": cls.village.id,
                }
                for i in range(COUNT)
            ]
        )

    def test_points_created_together_have_different_tokens(self):
        tokens = self.points.mapped("public_token")
        self.assertEqual(len(set(tokens)), COUNT)
        self.assertEqual({len(token) for token in tokens}, {32})

    def test_points_older_than_the_addon_get_different_tokens(self):
        self.env.flush_all()
        self.env.cr.execute(
            "ALTER TABLE bianmin_service_point ALTER public_token DROP NOT NULL"
        )
        self.env.cr.execute(
            SQL(
                "UPDATE bianmin_service_point SET public_token = NULL WHERE id IN %s",
                tuple(self.points.ids),
            )
        )
        self.points._init_column("public_token")
        self.points.invalidate_recordset()
        self.assertEqual(len(set(self.points.mapped("public_token"))), COUNT)

    def test_a_copy_has_an_address_of_its_own(self):
        copied = self.hall.copy({"name": "Copied hall"})
        self.assertNotEqual(copied.public_token, self.hall.public_token)

    def test_a_renewed_address_differs(self):
        token = self.hall.public_token
        self.hall.with_user(self.editor).action_renew_public_token()
        self.assertNotEqual(self.hall.public_token, token)

    def test_a_reader_cannot_renew_the_address(self):
        with self.assertRaises(AccessError):
            self.hall.with_user(self.reader).action_renew_public_token()

    @mute_logger("odoo.sql_db")
    def test_a_token_cannot_be_chosen(self):
        with self.assertRaises(CheckViolation), self.cr.savepoint():
            self.hall.public_token = "hall"
            self.env.flush_all()

    @mute_logger("odoo.sql_db")
    def test_two_points_cannot_share_a_token(self):
        with self.assertRaises(UniqueViolation), self.cr.savepoint():
            self.station.public_token = self.hall.public_token
            self.env.flush_all()

    def test_the_address_of_an_item_lies_below_that_of_its_point(self):
        url = self.hall._get_public_url()
        self.assertTrue(url.endswith(f"/bianmin/{self.hall.public_token}"))
        self.assertEqual(
            self.decision._get_public_url(), f"{url}/item/{self.decision.id}"
        )

    def test_opening_hours_are_told_in_the_language_of_the_reader(self):
        calendar = self.env["resource.calendar"].create(
            {
                "name": "Hall",
                "attendance_ids": [
                    Command.clear(),
                    *(
                        Command.create(
                            {
                                "name": "Day",
                                "dayofweek": str(day),
                                "hour_from": 8.5,
                                "hour_to": 17,
                            }
                        )
                        for day in range(5)
                    ),
                    Command.create(
                        {
                            "name": "Noon",
                            "dayofweek": "5",
                            "hour_from": 9,
                            "hour_to": 12,
                        }
                    ),
                ],
            }
        )
        self.hall.resource_calendar_id = calendar
        english = self.hall.with_context(lang="en_US")._get_opening_lines()
        self.assertEqual(
            english, ["Monday to Friday 8:30-17:00", "Saturday 9:00-12:00"]
        )
        self.env["res.lang"]._activate_lang("zh_CN")
        chinese = self.hall.with_context(lang="zh_CN")._get_opening_lines()
        self.assertEqual(chinese[1], "星期六 9:00-12:00")

    def test_a_place_without_hours_tells_none(self):
        self.hall.resource_calendar_id = False
        self.assertEqual(self.hall._get_opening_lines(), [])

    def test_the_printed_code_leads_to_the_page(self):
        self.assertEqual(self.hall.public_url, self.hall._get_public_url())
        self.assertTrue(base64.b64decode(self.hall.public_qr).startswith(b"\x89PNG"))
        action = self.hall.with_user(self.reader).action_open_public_page()
        self.assertTrue(self.hall.public_url.endswith(action["url"]))

    @mute_logger("odoo.sql_db")
    def test_the_screen_waits_ten_seconds_at_least(self):
        with self.assertRaises(CheckViolation), self.cr.savepoint():
            self.hall.screen_idle_seconds = 9
            self.env.flush_all()


class TestNearest(CatalogCase):
    """Where one is sent while an item is paused: up before sideways, three at most."""

    def _get_nearest(self):
        return self.acceptance._get_nearest().service_point_id

    def test_the_hall_above_comes_before_the_station_next_door(self):
        beside = self._create_implementation(
            service_point_id=self.neighbour_station.id,
            acts_as="accept",
            decision_implementation_id=self.decision.id,
        )
        centre = self._create_implementation(service_point_id=self.centre.id)
        self.assertEqual(
            self._get_nearest().ids,
            (self.hall + self.centre + beside.service_point_id).ids,
        )
        centre.action_pause()
        self.assertEqual(self._get_nearest(), self.hall + beside.service_point_id)

    def test_no_station_of_another_township_and_no_closed_place(self):
        self._create_implementation(service_point_id=self.other_hall.id)
        self.assertEqual(self._get_nearest(), self.hall)
        self.hall.active = False
        self.assertFalse(self._get_nearest())
