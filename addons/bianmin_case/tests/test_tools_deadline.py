import unittest
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.bianmin_base.tools.working_days import WorkingCalendar

from ..tools import deadline

NATIONAL_DAY_2019 = WorkingCalendar(
    holidays=frozenset(date(2019, 10, day) for day in range(1, 8)),
    workdays=frozenset({date(2019, 9, 29), date(2019, 10, 12)}),
    known_years=frozenset({2019}),
)
PLAIN = WorkingCalendar(frozenset(), frozenset(), frozenset())

days = st.dates(min_value=date(2019, 8, 1), max_value=date(2020, 3, 1))
units = st.sampled_from(["working", "calendar"])
calendars = st.sampled_from([NATIONAL_DAY_2019, PLAIN])


def naive_due(calendar, start, count, unit):
    """Day by day, as one counts with a finger on the wall calendar."""
    day = start
    while count:
        day += timedelta(days=1)
        if unit == "calendar" or calendar.is_working_day(day):
            count -= 1
    return day


class TestDueDate(unittest.TestCase):
    def test_day_of_acceptance_is_day_zero(self):
        self.assertEqual(
            deadline.due_date(NATIONAL_DAY_2019, date(2019, 9, 27), 5, "working"),
            date(2019, 10, 10),
        )

    def test_calendar_days_run_through_holidays(self):
        self.assertEqual(
            deadline.due_date(NATIONAL_DAY_2019, date(2019, 9, 27), 5, "calendar"),
            date(2019, 10, 2),
        )

    def test_a_limit_of_no_days_ends_at_once(self):
        for unit in ("working", "calendar"):
            self.assertEqual(
                deadline.due_date(PLAIN, date(2019, 10, 5), 0, unit), date(2019, 10, 5)
            )

    @given(calendars, days, st.integers(0, 40), units)
    def test_equals_counting_day_by_day(self, calendar, start, count, unit):
        self.assertEqual(
            deadline.due_date(calendar, start, count, unit),
            naive_due(calendar, start, count, unit),
        )

    @given(calendars, days, st.integers(1, 30), st.integers(0, 15), units)
    def test_a_pause_adds_exactly_its_days(self, calendar, start, count, wait, unit):
        """Stop and resume anywhere: the days before and after add up to the limit."""
        due = deadline.due_date(calendar, start, count, unit)
        stop = start + timedelta(days=min(wait, (due - start).days))
        resume = stop + timedelta(days=wait)
        paused = deadline.count_days(calendar, stop, resume, unit)
        extended = deadline.due_date(calendar, start, count + paused, unit)
        used = deadline.count_days(calendar, start, stop, unit)
        left = deadline.count_days(calendar, resume, extended, unit)
        self.assertEqual(used + left, count)


class TestDaysLeft(unittest.TestCase):
    def test_counts_down_to_the_last_day(self):
        due = date(2019, 9, 27)
        for today, left in ((23, 4), (26, 1), (27, 0)):
            self.assertEqual(
                deadline.days_left(PLAIN, date(2019, 9, today), due, "working"), left
            )

    def test_a_limit_that_ended_on_friday_is_overdue_on_saturday(self):
        friday = date(2019, 9, 20)
        left = [
            deadline.days_left(PLAIN, friday + timedelta(days=n), friday, "working")
            for n in range(6)
        ]
        self.assertEqual(left, [0, -1, -1, -1, -2, -3])

    @given(calendars, days, days, units)
    def test_never_zero_when_overdue_and_never_negative_before(
        self, calendar, today, due, unit
    ):
        left = deadline.days_left(calendar, today, due, unit)
        self.assertEqual(left < 0, today > due)

    @given(calendars, days, days, st.integers(-40, 40), units)
    def test_a_search_finds_what_the_count_says(self, calendar, today, due, left, unit):
        self.assertEqual(
            deadline.days_left(calendar, today, due, unit) <= left,
            due <= deadline.latest_due(calendar, today, left, unit),
        )

    def test_nothing_is_overdue_for_longer_than_we_look_back(self):
        self.assertEqual(
            deadline.latest_due(PLAIN, date(2019, 9, 20), -1000000, "working"),
            date.min,
        )


class TestColour(unittest.TestCase):
    def test_yellow_from_a_fifth_of_the_days(self):
        start = date(2019, 9, 2)
        due = deadline.due_date(PLAIN, start, 20, "working")
        warn_on = deadline.warning_date(PLAIN, start, due, 20, "working")
        self.assertEqual(deadline.count_days(PLAIN, warn_on, due, "working"), 4)

    def test_yellow_at_the_latest_one_day_before(self):
        start = date(2019, 9, 2)
        due = deadline.due_date(PLAIN, start, 3, "working")
        self.assertEqual(
            deadline.warning_date(PLAIN, start, due, 3, "working"), date(2019, 9, 4)
        )

    def test_never_yellow_before_the_limit_begins(self):
        start = date(2019, 9, 2)
        self.assertEqual(
            deadline.warning_date(PLAIN, start, start, 0, "working"), start
        )

    def test_red_only_after_the_last_day(self):
        warn_on, due = date(2019, 9, 5), date(2019, 9, 6)
        colours = [
            deadline.status(date(2019, 9, day), warn_on, due) for day in (4, 5, 6, 7)
        ]
        self.assertEqual(colours, ["green", "yellow", "yellow", "red"])

    @given(calendars, days, st.integers(0, 40), units)
    def test_yellow_means_a_fifth_or_a_day_left(self, calendar, start, count, unit):
        due = deadline.due_date(calendar, start, count, unit)
        warn_on = deadline.warning_date(calendar, start, due, count, unit)
        threshold = max(1, count // 5)
        day = start
        while day <= due:
            few_left = deadline.count_days(calendar, day, due, unit) <= threshold
            self.assertEqual(day >= warn_on, few_left)
            day += timedelta(days=1)
