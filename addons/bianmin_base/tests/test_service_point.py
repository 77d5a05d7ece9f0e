import psycopg2

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import BianminCase


@tagged("post_install", "-at_install")
class TestServicePoint(BianminCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.administrator = cls._create_user(
            "point_admin", ("bianmin_base.role_administrator", cls.township)
        )
        cls.calendar = cls.env["resource.calendar"].create(
            {
                "name": "窗口",
                "attendance_ids": [
                    Command.clear(),
                    *(
                        Command.create(
                            {
                                "name": "班",
                                "dayofweek": str(day),
                                "hour_from": start,
                                "hour_to": end,
                            }
                        )
                        for day in range(5)
                        for start, end in ((8.5, 12), (13.5, 17))
                    ),
                ],
            }
        )

    def test_opening_hours_stand_in_one_line_as_on_the_door(self):
        self.station.resource_calendar_id = self.calendar
        self.assertEqual(
            self.station.with_context(lang="en_US").opening_hours,
            "Monday to Friday 8:30-12:00, 13:30-17:00",
        )
        self.assertFalse(self.hall.opening_hours)

    def test_opening_hours_follow_the_calendar(self):
        self.station.resource_calendar_id = self.calendar
        before = self.station.opening_hours
        self.calendar.attendance_ids.filtered(lambda a: a.dayofweek == "4").unlink()
        self.assertNotEqual(self.station.opening_hours, before)

    def test_an_administrator_enters_position_and_hours_in_his_township(self):
        with Form(self.station.with_user(self.administrator)) as form:
            form.latitude, form.longitude = 39.5, 118.7
            form.resource_calendar_id = self.calendar
        self.assertEqual(self.station.latitude, 39.5)
        with self.assertRaises(AccessError):
            self.other_hall.with_user(self.administrator).latitude = 39.5

    @mute_logger("odoo.sql_db")
    def test_a_position_lies_on_the_earth(self):
        for record in (self.station, self.village):
            for vals in ({"latitude": 91}, {"longitude": -181}):
                with (
                    self.subTest(record=record, vals=vals),
                    self.assertRaises(psycopg2.IntegrityError),
                    self.cr.savepoint(),
                ):
                    record.write(vals)
                    record.flush_recordset()

    def test_the_button_opens_the_map_of_its_division(self):
        action = self.station.action_view_coverage_map()
        self.assertEqual(action["tag"], "bianmin_coverage_map")
        self.assertEqual(action["context"], {"coverage_division_id": self.village.id})
