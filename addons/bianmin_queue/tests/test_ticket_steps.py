from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from .common import QueueCase


class TestTicketSteps(QueueCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.desk = cls._open()
        cls.other_desk = cls._open(cls.second_window, cls.colleague)

    def _call(self, desk=None, **vals):
        self._issue(**vals)
        return (desk or self.desk)._call_next()

    def test_a_visit_from_number_to_end(self):
        self.queue_hall.keep_overnight = True
        with freeze_time("2026-11-24 02:00:00"):
            ticket = self._call()
        with freeze_time("2026-11-24 02:01:00"):
            ticket.action_start()
        with freeze_time("2026-11-24 02:09:00"):
            ticket.action_finish()
        self.assertEqual(ticket.state, "done")
        self.assertEqual(str(ticket.started_at), "2026-11-24 02:01:00")
        self.assertEqual(str(ticket.finished_at), "2026-11-24 02:09:00")
        self.assertEqual(self._get_kinds(ticket), ["issue", "call", "start", "finish"])
        self.assertEqual(
            ticket.event_ids.mapped(lambda event: (event.state_from, event.state_to)),
            [
                (False, "waiting"),
                ("waiting", "called"),
                ("called", "serving"),
                ("serving", "done"),
            ],
        )

    def test_an_event_is_never_changed(self):
        event = self._issue().event_ids.sudo()
        with self.assertRaises(UserError):
            event.note = "x"
        with self.assertRaises(UserError):
            event.unlink()

    def test_a_number_is_called_again_as_often_as_the_hall_says(self):
        ticket = self._call()
        ticket.action_recall()
        ticket.action_recall()
        self.assertEqual(ticket.call_count, 3)
        with self.assertRaisesRegex(UserError, "A001"):
            ticket.action_recall()
        self.assertEqual(self._get_kinds(ticket), ["issue", "call", "recall", "recall"])

    def test_nobody_is_missed_before_he_was_called_often_enough(self):
        ticket = self._call()
        with self.assertRaisesRegex(UserError, "A001"):
            ticket.action_no_show()
        self.queue_hall.call_limit = 1
        ticket.action_no_show()
        self.assertEqual(ticket.state, "missed")

    def test_who_was_missed_waits_again_behind_the_others(self):
        self.queue_hall.write({"call_limit": 1, "keep_overnight": True})
        with freeze_time("2026-11-24 02:00:00"):
            late, other = self._issue(), self._issue()
            self.desk._call_next()
            late.action_no_show()
        with freeze_time("2026-11-24 02:20:00"):
            late.action_reinstate()
        self.assertEqual(late.name, "A001")
        self.assertFalse(late.window_id)
        self.assertEqual(late.call_count, 0)
        self.assertEqual(self.desk._call_next(), other)

    def test_a_number_of_yesterday_waits_no_more(self):
        self.queue_hall.call_limit = 1
        with self._at("2026-11-24 23:59"):
            ticket = self._call()
            ticket.action_no_show()
        with self._at("2026-11-25 00:00"):
            with self.assertRaisesRegex(UserError, "2026-11-24"):
                ticket.action_reinstate()
            self.queue_hall.keep_overnight = True
            ticket.action_reinstate()
        self.assertEqual(ticket.state, "waiting")

    def test_who_is_put_back_keeps_his_place(self):
        ticket = self._call()
        self._issue()
        ticket.action_return()
        self.assertFalse(ticket.clerk_id)
        self.assertEqual(self.desk._call_next(), ticket)

    def test_while_one_is_set_aside_another_is_called(self):
        ticket = self._call()
        ticket.action_start()
        ticket.action_hold()
        other = self._call()
        self.assertEqual(self.desk.held_ticket_ids, ticket)
        with self.assertRaisesRegex(UserError, "A002"):
            ticket.action_resume()
        other.action_start()
        other.action_finish()
        ticket.action_resume()
        self.assertEqual(self.desk._get_ticket(), ticket)
        self.assertEqual(self._get_kinds(ticket)[-2:], ["hold", "resume"])

    def test_who_left_his_window_goes_on_at_the_next_one(self):
        ticket = self._call()
        ticket.action_start()
        ticket.action_hold()
        self.desk.action_close()
        with self.assertRaises(UserError):
            ticket.action_resume()
        third = self._create_window(3, self.insurance)
        self._open(third)
        ticket.action_resume()
        self.assertEqual(ticket.window_id, third)

    # ------------------------------------------------------------
    # PASSING ON
    # ------------------------------------------------------------

    def test_passed_on_to_another_business_he_keeps_number_and_place(self):
        self.queue_hall.keep_overnight = True
        with freeze_time("2026-11-24 02:00:00"):
            ticket = self._call()
        with freeze_time("2026-11-24 02:05:00"):
            later = self._issue(self.relief)
        ticket._transfer(business=self.relief)
        self.assertEqual(ticket.name, "A001")
        self.assertEqual(ticket.number_business_id, self.insurance)
        self.assertEqual(ticket.event_ids[-1].note, "民政救助")
        self.assertFalse(self.desk._call_next())
        self.assertEqual(self.other_desk._call_next(), ticket)
        self.assertEqual(later.state, "waiting")

    def test_a_number_passed_on_leaves_the_numbers_of_the_other_business_free(self):
        self._call()._transfer(business=self.relief)
        self.assertEqual(self._issue(self.relief).name, "B001")

    def test_passed_on_to_a_window_no_other_one_calls_him(self):
        ticket = self._call()
        ticket._transfer(window=self.second_window)
        self.assertFalse(self.desk._call_next())
        self.assertEqual(self.desk.waiting_count, 0)
        self.assertEqual(self.other_desk.waiting_count, 1)
        self.assertEqual(self.other_desk._call_next(), ticket)

    def test_a_window_calls_who_was_passed_on_to_it_whatever_he_came_for(self):
        ticket = self._call(self.other_desk, business=self.relief)
        ticket._transfer(window=self.window)
        self.assertEqual(self.desk._call_next(), ticket)

    def test_who_waits_for_a_window_that_closes_waits_for_any(self):
        for target in ({"window": self.second_window}, {"clerk": self.colleague}):
            ticket = self._issue()
            ticket._transfer(**target)
            self.assertFalse(self.desk._call_next())
            self.other_desk.action_close()
            self.assertEqual(self._get_kinds(ticket)[-1], "transfer")
            self.assertEqual(self.desk._call_next(), ticket)
            ticket.action_cancel()
            self.other_desk.action_open()

    def test_passed_on_to_a_person_nobody_else_calls_him(self):
        ticket = self._call()
        ticket._transfer(clerk=self.colleague)
        self.assertFalse(self.desk._call_next())
        self.assertEqual(self.desk.waiting_count, 0)
        self.assertEqual(self.other_desk.waiting_count, 1)
        self.assertEqual(self.other_desk._call_next(), ticket)

    def test_a_number_stays_in_its_hall(self):
        ticket = self._issue()
        hall = self._create_hall(self.other_hall)
        business = self._create_business("户籍", "C", hall)
        for target in (
            {},
            {"business": business},
            {"window": self._create_window(1, business)},
            {"clerk": self.other_clerk},
            {"clerk": self.reviewer},
        ):
            with self.assertRaises(UserError):
                ticket._transfer(**target)
        self.relief.active = False
        with self.assertRaises(UserError):
            ticket._transfer(business=self.relief)

    def test_the_window_to_pass_on_offers_who_sits_in_the_hall(self):
        ticket = self._call()
        action = self.desk.action_transfer()
        wizard = (
            self.env["bianmin.queue.transfer"]
            .with_user(self.clerk)
            .with_context(**action["context"])
            .create({"window_id": self.second_window.id})
        )
        self.assertEqual(wizard.clerk_ids, self.clerk | self.colleague)
        wizard.action_transfer()
        self.assertEqual(ticket.wanted_window_id, self.second_window)

    # ------------------------------------------------------------
    # LAST GUARDS
    # ------------------------------------------------------------

    @mute_logger("odoo.sql_db")
    def test_the_database_refuses_two_people_at_one_window(self):
        self._call()
        other = self._issue().sudo()
        with self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            other.write({"state": "called", "window_id": self.window.id})
            other.flush_recordset()

    @mute_logger("odoo.sql_db")
    def test_the_database_refuses_two_people_with_one_clerk(self):
        self._call()
        other = self._issue().sudo()
        with self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            other.write({"state": "called", "clerk_id": self.clerk.id})
            other.flush_recordset()
