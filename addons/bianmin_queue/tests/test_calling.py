import random
from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError

from ..tools.queue_policy import Waiting, choose, next_streak
from .common import QueueCase

START = datetime(2026, 11, 24, 1, 0)


class TestCalling(QueueCase):
    def _finish(self, window):
        window.action_start()
        window.action_finish()

    def _call_all(self, window):
        """Call and serve until nobody waits; the numbers in the order of calls."""
        names = []
        while ticket := window._call_next():
            names.append(ticket.name)
            self._finish(window)
        return names

    def test_who_came_first_is_called_first(self):
        for _person in range(3):
            self._issue()
        self.assertEqual(self._call_all(self._open()), ["A001", "A002", "A003"])

    def test_a_call_says_where_and_when(self):
        self._issue()
        with freeze_time("2026-11-24 02:00:00"):
            self.queue_hall.keep_overnight = True
            ticket = self._open()._call_next()
        self.assertEqual(ticket.state, "called")
        self.assertEqual(ticket.window_id, self.window)
        self.assertEqual(ticket.clerk_id, self.clerk)
        self.assertEqual(str(ticket.called_at), "2026-11-24 02:00:00")
        self.assertEqual(ticket.call_count, 1)
        self.assertEqual(self._get_kinds(ticket), ["issue", "call"])
        self.assertEqual(ticket.event_ids[-1].window_id, self.window)

    def test_a_window_calls_for_what_it_handles(self):
        self._issue(self.relief)
        self.assertFalse(self._open()._call_next())
        self.assertEqual(
            self._open(self.second_window, self.colleague)._call_next().name, "B001"
        )

    def test_two_windows_never_call_the_same(self):
        self._issue()
        self._issue()
        first = self._open()._call_next()
        second = self._open(self.second_window, self.colleague)._call_next()
        self.assertEqual((first.name, second.name), ("A001", "A002"))

    def test_the_order_is_exactly_the_declared_policy(self):
        """The database sorts as ``choose`` does, for each policy and a whole crowd."""
        window = self._open()
        for policy in ("strict", "ratio", "ageing"):
            self.queue_hall.write(
                {
                    "priority_policy": policy,
                    "priority_ratio": 2,
                    "head_start_minutes": 15,
                }
            )
            crowd, names = self._issue_crowd(random.Random(policy))
            expected = self._simulate(crowd, window.priority_streak)
            with freeze_time(START + timedelta(hours=3)):
                called = self._call_all(window)
            with self.subTest(policy):
                self.assertEqual(called, [names[one.id] for one in expected])

    def _issue_crowd(self, dice):
        crowd, names = [], {}
        for _person in range(16):
            at = START + timedelta(minutes=dice.randrange(0, 60))
            is_priority = dice.random() < 0.5
            with freeze_time(at):
                ticket = self._issue(priority_kind="elderly" if is_priority else "none")
            crowd.append(Waiting(ticket.id, at, is_priority))
            names[ticket.id] = ticket.name
        return crowd, names

    def _simulate(self, crowd, streak):
        waiting, policy = set(crowd), self.queue_hall._get_policy()
        while waiting:
            ticket = choose(policy, waiting, streak)
            streak = next_streak(streak, ticket.is_priority)
            waiting.remove(ticket)
            yield ticket

    def test_yesterdays_numbers_are_void_unless_the_hall_keeps_them(self):
        with self._at("2026-11-24 23:59"):
            self._issue()
        window = self._open()
        with self._at("2026-11-25 00:00"):
            self.assertFalse(window._call_next())
            self.assertEqual(window.waiting_count, 0)
            self._issue()
            self.queue_hall.keep_overnight = True
            self.env.invalidate_all()
            self.assertEqual(window.waiting_count, 2)
            self.assertEqual(str(window._call_next().day), "2026-11-24")

    def test_a_number_can_be_called_all_its_local_day(self):
        window = self._open()
        for moment in ("00:00", "07:59", "08:00", "23:59"):
            with self._at("2026-11-24 00:00"):
                ticket = self._issue()
            with self._at(f"2026-11-24 {moment}"):
                self.assertEqual(window._call_next(), ticket)
                self._finish(window)

    def test_one_person_at_a_time(self):
        self._issue()
        self._issue()
        window = self._open()
        window._call_next()
        with self.assertRaisesRegex(UserError, "A001"):
            window._call_next()
        window.action_start()
        with self.assertRaisesRegex(UserError, "A001"):
            window._call_next()

    def test_nobody_calls_to_a_window_that_is_not_his(self):
        self._issue()
        with self.assertRaises(UserError):
            self.window.with_user(self.clerk)._call_next()
        self._open()
        with self.assertRaises(UserError):
            self.window.with_user(self.colleague)._call_next()
        with self.assertRaises(UserError):
            self.window.with_user(self.manager)._call_next()
        for user in (self.other_clerk, self.reviewer):
            with self.assertRaises(AccessError):
                self.window.with_user(user)._call_next()

    def test_calling_asks_as_often_for_many_as_for_few(self):
        window = self._open()
        counts = []
        # The first call is for the caches of groups and translations.
        for people in (1, 2, 40):
            for _person in range(people):
                self._issue()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            window._call_next()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            self._finish(window)
        self.assertEqual(counts[1], counts[2])

    def test_the_button_tells_when_nobody_waits(self):
        window = self._open()
        self.assertEqual(window.action_call_next()["tag"], "display_notification")
        self._issue()
        self.assertFalse(window.action_call_next())
        window.invalidate_recordset()
        self.assertEqual(window.ticket_id.name, "A001")
        self.assertEqual(window.ticket_state, "called")
