from psycopg2.errors import CheckViolation, UniqueViolation

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import mute_logger

from .common import QueueCase


class TestSetup(QueueCase):
    def test_the_manager_sets_up_his_hall(self):
        self.queue_hall.service_point_id = self.station
        self.env.flush_all()
        halls = self.env["bianmin.queue.hall"].with_user(self.manager)
        hall = halls.create(
            {
                "name": "第二大厅",
                "service_point_id": self.hall.id,
                "business_ids": [Command.create({"name": "户籍", "letter": "C"})],
                "window_ids": [Command.create({"number": 1})],
            }
        )
        hall.window_ids.business_ids = hall.business_ids
        self.assertEqual(hall.business_ids.window_ids, hall.window_ids)
        self.assertEqual(hall.division_id, self.township)

    def test_nobody_sets_up_a_hall_elsewhere(self):
        halls = self.env["bianmin.queue.hall"].with_user(self.manager)
        with self.assertRaises(AccessError):
            halls.create({"name": "西山", "service_point_id": self.other_hall.id})
        with self.assertRaises(AccessError):
            self.queue_hall.with_user(self.manager).service_point_id = self.other_hall

    def test_nothing_of_a_hall_is_moved_into_another_one_out_of_reach(self):
        other = self._create_hall(self.other_hall)
        for record in (self.relief, self.second_window):
            record.write(
                {
                    ("window_ids" if record == self.relief else "business_ids"): [
                        Command.clear()
                    ]
                }
            )
            with self.assertRaises(AccessError):
                record.with_user(self.manager).hall_id = other

    def test_a_clerk_changes_no_setup(self):
        for record, field in (
            (self.queue_hall, "name"),
            (self.insurance, "name"),
            (self.window, "number"),
        ):
            with self.assertRaises(AccessError):
                record.with_user(self.clerk)[field] = record[field]

    def test_a_letter_is_one_capital_letter(self):
        for letter in ("a", "民", "1"):
            with self.assertRaises(ValidationError):
                self._create_business("户籍", letter)

    @mute_logger("odoo.sql_db")
    def test_a_letter_is_given_once_in_a_hall(self):
        with self.assertRaises(UniqueViolation):
            self._create_business("户籍", "A")

    @mute_logger("odoo.sql_db")
    def test_windows_are_numbered_once_from_one(self):
        with self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            self._create_window(1, self.insurance)
        with self.assertRaises(CheckViolation), self.env.cr.savepoint():
            self._create_window(0, self.insurance)

    @mute_logger("odoo.sql_db")
    def test_a_ratio_of_nobody_is_refused(self):
        with self.assertRaises(CheckViolation):
            self.queue_hall.priority_ratio = 0
            self.env.flush_all()

    def test_a_window_handles_business_of_its_own_hall(self):
        other = self._create_hall(self.other_hall)
        business = self._create_business("户籍", "C", other)
        with self.assertRaises(ValidationError):
            self.window.business_ids |= business
        with self.assertRaises(ValidationError):
            business.window_ids |= self.window

    def test_a_letter_that_stands_on_numbers_stays(self):
        business = self.insurance.with_user(self.manager)
        business.letter = "D"
        self._issue()
        with self.assertRaisesRegex(UserError, "社会保险"):
            business.letter = "E"
        business.name = "社保"

    def test_an_open_window_keeps_its_number(self):
        self._open()
        window = self.window.with_user(self.manager)
        with self.assertRaises(UserError):
            window.number = 9
        window.action_close()
        window.number = 9
        self.assertEqual(self.window.display_name, "Window 9")
