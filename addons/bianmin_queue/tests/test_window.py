from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from .common import QueueCase


class TestWindow(QueueCase):
    def test_a_clerk_opens_and_closes_a_window(self):
        desk = self._open()
        self.assertEqual(desk.clerk_id, self.clerk)
        self.assertTrue(desk.is_mine)
        self.assertFalse(desk.with_user(self.colleague).is_mine)
        desk.action_close()
        self.assertFalse(desk.clerk_id)
        self.assertEqual(desk.state, "closed")

    def test_nobody_holds_two_windows(self):
        self._open()
        with self.assertRaisesRegex(UserError, "Window 1"):
            self._open(self.second_window)
        with self.assertRaises(UserError):
            (self.window | self.second_window).with_user(self.manager).action_open()

    @mute_logger("odoo.sql_db")
    def test_the_database_refuses_a_second_window(self):
        self._open()
        with self.assertRaises(UniqueViolation):
            self.second_window.write({"clerk_id": self.clerk.id})
            self.second_window.flush_recordset()

    def test_a_window_that_is_open_is_taken(self):
        self._open()
        with self.assertRaises(UserError):
            self._open(self.window, self.colleague)

    def test_who_may_close_a_window(self):
        desk = self._open()
        with self.assertRaises(UserError):
            desk.with_user(self.colleague).action_close()
        desk.with_user(self.manager).action_close()
        self.assertEqual(desk.state, "closed")

    def test_no_window_closes_while_somebody_is_there(self):
        self._issue()
        desk = self._open()
        desk._call_next()
        with self.assertRaisesRegex(UserError, "A001"):
            desk.action_close()
        with self.assertRaisesRegex(UserError, "A001"):
            desk.with_user(self.manager).action_close()

    def test_nobody_opens_a_window_out_of_his_scope(self):
        for user in (self.other_clerk, self.reviewer, self.placeless):
            with self.assertRaises(AccessError):
                self._open(self.window, user)

    def test_state_and_clerk_are_not_set_by_hand(self):
        window = self.window.with_user(self.manager)
        for values in (
            {"state": "open"},
            {"clerk_id": self.manager.id},
            {"priority_streak": 9},
        ):
            with self.assertRaises(UserError):
                window.write(values)

    def test_the_buttons_of_the_desk_lead_the_ticket(self):
        self._issue()
        desk = self._open()
        ticket = desk._call_next()
        desk.action_recall()
        self.assertEqual(ticket.call_count, 2)
        desk.action_return()
        desk._call_next()
        desk.action_start()
        desk.action_hold()
        self.assertEqual(ticket.state, "held")
        ticket.action_resume()
        desk.action_finish()
        self.assertEqual(ticket.state, "done")
        self.queue_hall.call_limit = 1
        missed = self._issue()
        desk._call_next()
        desk.action_no_show()
        self.assertEqual(missed.state, "missed")

    def test_the_desk_shows_who_is_there_and_how_many_wait(self):
        for business in (self.insurance, self.insurance, self.relief):
            self._issue(business, "disabled")
        desk = self._open()
        self.assertEqual(desk.waiting_count, 2)
        self.assertEqual(self.second_window.waiting_count, 3)
        self.assertFalse(desk.ticket_id)
        desk._call_next()
        desk.invalidate_recordset()
        self.assertEqual(desk.ticket_id.name, "A001")
        self.assertEqual(desk.ticket_priority, "disabled")
        self.assertEqual(desk.ticket_business_id, self.insurance)
        self.assertEqual(desk.waiting_count, 1)

    def test_the_windows_of_a_hall_are_counted_at_once(self):
        windows = self.window | self.second_window
        for number in range(3, 8):
            windows |= self._create_window(number, self.insurance)
        self._issue()
        counts = []
        for some in (windows[:3], windows[:3], windows):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some.mapped("waiting_count")
            some.mapped("ticket_id")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
