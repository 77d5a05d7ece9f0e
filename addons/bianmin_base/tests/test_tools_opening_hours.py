from hypothesis import given
from hypothesis import strategies as st

from odoo.tests.common import BaseCase

from ..tools.opening_hours import group_opening_hours

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
