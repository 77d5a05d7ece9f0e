from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests.common import BaseCase

from ..tools.opening_hours import group_opening_hours, is_open

ATTENDANCES = st.lists(
    st.builds(
        lambda day, start, minutes: (day, start / 60, (start + minutes) / 60),
        st.integers(0, 6),
        st.integers(0, 12 * 60),
        st.integers(1, 12 * 60),
    )
)
MORNING = (8.5, 12.0)
AFTERNOON = (13.5, 17.5)


class TestOpeningHours(BaseCase):
    def test_days_with_the_same_hours_take_one_line(self):
        week = [(day, *half) for day in range(5) for half in (MORNING, AFTERNOON)]
        self.assertEqual(
            group_opening_hours(week), [(0, 4, ["8:30-12:00", "13:30-17:30"])]
        )

    def test_a_day_between_that_differs_cuts_the_line(self):
        week = [(0, *MORNING), (1, *AFTERNOON), (2, *MORNING)]
        self.assertEqual(
            [line[:2] for line in group_opening_hours(week)], [(0, 0), (1, 1), (2, 2)]
        )

    def test_a_day_that_is_closed_cuts_the_line(self):
        week = [(0, *MORNING), (2, *MORNING), (3, *MORNING)]
        self.assertEqual(
            [line[:2] for line in group_opening_hours(week)], [(0, 0), (2, 3)]
        )

    def test_a_shift_that_follows_at_once_is_no_closing(self):
        week = [(5, 8.0, 12.0), (5, 12.0, 17.0), (5, 19.0, 21.25)]
        self.assertEqual(
            group_opening_hours(week), [(5, 5, ["8:00-17:00", "19:00-21:15"])]
        )

    def test_no_attendance_gives_no_line(self):
        self.assertEqual(group_opening_hours([]), [])

    @given(ATTENDANCES)
    def test_each_day_stands_in_one_line_and_lines_follow_the_week(self, attendances):
        lines = group_opening_hours(attendances)
        days = [day for first, last, _hours in lines for day in range(first, last + 1)]
        self.assertEqual(days, sorted({day for day, _start, _end in attendances}))

    @given(ATTENDANCES, st.randoms())
    def test_the_order_of_input_does_not_matter(self, attendances, random):
        shuffled = random.sample(attendances, len(attendances))
        self.assertEqual(
            group_opening_hours(attendances), group_opening_hours(shuffled)
        )


class TestIsOpen(BaseCase):
    WEEK = [(day, *half) for day in range(5) for half in (MORNING, AFTERNOON)]
    WEDNESDAY = datetime(2026, 9, 16)
    SUNDAY = datetime(2026, 9, 20)

    def _is_open(self, day, hour, minute, working, week=None):
        moment = day.replace(hour=hour, minute=minute)
        return is_open(week or self.WEEK, moment, working)

    def test_open_from_the_first_minute_until_before_the_last(self):
        for hour, minute, expected in (
            (8, 29, False),
            (8, 30, True),
            (11, 59, True),
            (12, 0, False),
            (13, 30, True),
            (17, 30, False),
        ):
            with self.subTest(hour=hour, minute=minute):
                self.assertEqual(
                    self._is_open(self.WEDNESDAY, hour, minute, True), expected
                )

    def test_a_holiday_closes(self):
        self.assertFalse(self._is_open(self.WEDNESDAY, 9, 0, False))

    def test_a_weekend_that_is_worked_has_the_hours_of_a_monday(self):
        self.assertTrue(self._is_open(self.SUNDAY, 9, 0, True))
        self.assertFalse(self._is_open(self.SUNDAY, 12, 30, True))
        self.assertFalse(self._is_open(self.SUNDAY, 9, 0, False))

    def test_a_weekend_with_hours_of_its_own_keeps_them(self):
        week = [*self.WEEK, (6, *AFTERNOON)]
        for working in (True, False):
            self.assertFalse(self._is_open(self.SUNDAY, 9, 0, working, week))
            self.assertTrue(self._is_open(self.SUNDAY, 14, 0, working, week))

    def test_a_day_that_is_always_closed_stays_closed(self):
        week = [row for row in self.WEEK if row[0] != self.WEDNESDAY.weekday()]
        self.assertFalse(self._is_open(self.WEDNESDAY, 9, 0, True, week))
