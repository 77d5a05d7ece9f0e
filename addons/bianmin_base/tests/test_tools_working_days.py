import csv
import unittest
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
from chinese_calendar.constants import holidays, workdays
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.addons.bianmin_base.tools.working_days import WorkingCalendar

# Building whole calendars takes its time on a busy machine
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
DAY = timedelta(days=1)
SEED = Path(__file__).parents[1] / "data" / "bianmin.calendar.day.csv"
CHINA = WorkingCalendar(
    frozenset(holidays), frozenset(workdays), frozenset(range(2004, 2027))
)

dates = st.dates(date(2003, 1, 1), date(2028, 12, 31))
limits = st.integers(0, 400)


@st.composite
def calendars(draw):
    """Any arrangement at all, also rows that only repeat what the weekday says."""
    free = draw(st.frozensets(st.dates(date(2020, 1, 1), date(2020, 12, 31))))
    worked = draw(st.frozensets(st.dates(date(2020, 1, 1), date(2020, 12, 31))))
    return WorkingCalendar(free, worked - free, frozenset({2020}))


def naive_add(calendar, start, n):
    """Walk day by day, as a clerk counts on a wall calendar."""
    day = start
    while n:
        day += DAY
        if calendar.is_working_day(day):
            n -= 1
    return day


def naive_count(calendar, start, end):
    days = (start + DAY * i for i in range(1, (end - start).days + 1))
    return sum(calendar.is_working_day(day) for day in days)


class TestWorkingDayVectors(unittest.TestCase):
    def test_limits_across_holidays(self):
        for start, n, due in (
            (date(2019, 9, 27), 5, date(2019, 10, 10)),
            (date(2019, 9, 27), 20, date(2019, 10, 30)),
            (date(2020, 1, 20), 20, date(2020, 2, 25)),
            (date(2024, 9, 10), 5, date(2024, 9, 18)),
            (date(2024, 9, 10), 20, date(2024, 10, 14)),
            (date(2026, 2, 10), 5, date(2026, 2, 24)),
            (date(2026, 2, 10), 20, date(2026, 3, 16)),
            (date(2026, 9, 18), 10, date(2026, 10, 9)),
        ):
            self.assertEqual(CHINA.add(start, n), due, (start, n))
            self.assertEqual(CHINA.count(start, due), n, (start, n))

    def test_a_start_on_a_rest_day_is_day_zero_as_any_other(self):
        # find_workday of chinese_calendar says 14 October
        self.assertEqual(CHINA.add(date(2019, 10, 1), 5), date(2019, 10, 12))

    def test_weekends_that_are_worked(self):
        for year, days in {
            2019: "02-02 02-03 04-28 05-05 09-29 10-12",
            2020: "01-19 04-26 05-09 06-28 09-27 10-10",
            2024: "02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12",
            2025: "01-26 02-08 04-27 09-28 10-11",
            2026: "01-04 02-14 02-28 05-09 09-20 10-10",
        }.items():
            for day in days.split():
                self.assertTrue(
                    CHINA.is_working_day(date.fromisoformat(f"{year}-{day}")), day
                )

    def test_the_spring_festival_of_2020_was_extended(self):
        self.assertFalse(CHINA.is_working_day(date(2020, 2, 2)))
        self.assertTrue(CHINA.is_working_day(date(2020, 2, 3)))

    def test_every_day_of_23_years_agrees_with_the_library(self):
        day = date(2004, 1, 1)
        while day.year < 2027:
            self.assertEqual(
                CHINA.is_working_day(day), chinese_calendar.is_workday(day), day
            )
            day += DAY

    def test_no_days_after_the_start_is_the_start(self):
        self.assertEqual(CHINA.add(date(2026, 10, 1), 0), date(2026, 10, 1))

    def test_a_negative_number_of_days_is_refused(self):
        with self.assertRaises(ValueError):
            CHINA.add(date(2026, 10, 1), -1)

    def test_an_overdue_limit_has_negative_days_left(self):
        self.assertEqual(CHINA.count(date(2026, 10, 12), date(2026, 10, 8)), -3)

    def test_an_unknown_year_counts_monday_to_friday(self):
        self.assertEqual(CHINA.add(date(2027, 9, 30), 5), date(2027, 10, 7))

    def test_unknown_years_are_named(self):
        new_year = date(2026, 12, 25), date(2028, 1, 10)
        self.assertEqual(CHINA.unknown_years(*new_year), (2027, 2028))
        self.assertEqual(CHINA.unknown_years(*reversed(new_year)), (2027, 2028))
        self.assertEqual(CHINA.unknown_years(date(2004, 1, 1), date(2026, 12, 31)), ())
        self.assertEqual(WorkingCalendar().unknown_years(*new_year), (2026, 2027, 2028))

    def test_a_day_cannot_be_free_and_worked(self):
        day = frozenset({date(2026, 10, 10)})
        with self.assertRaises(ValueError):
            WorkingCalendar(day, day)

    def test_a_calendar_is_a_value(self):
        twin = WorkingCalendar(CHINA.holidays, CHINA.workdays, CHINA.known_years)
        self.assertEqual(twin, CHINA)
        self.assertEqual(hash(twin), hash(CHINA))


class TestWorkingDaySeed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with SEED.open(encoding="utf-8", newline="") as file:
            cls.rows = list(csv.DictReader(file))

    def _get_dates(self, kind):
        return {
            date.fromisoformat(row["date"]) for row in self.rows if row["kind"] == kind
        }

    def test_all_holidays_and_working_weekends_of_23_years_are_shipped(self):
        kinds = Counter(row["kind"] for row in self.rows)
        self.assertEqual(kinds, {"holiday": 621, "workday": 150})
        self.assertEqual(self._get_dates("holiday"), set(holidays))
        self.assertEqual(self._get_dates("workday"), set(workdays))

    def test_ids_are_unique_and_follow_the_date(self):
        for row in self.rows:
            self.assertEqual(
                row["id"], f"calendar_day_{row['date'].replace('-', '_')}", row
            )
        self.assertEqual(len({row["id"] for row in self.rows}), len(self.rows))

    def test_names_are_chinese(self):
        for row in self.rows:
            self.assertRegex(row["name"], r"[\u4e00-\u9fff]{2}")
            self.assertEqual(row["kind"] == "workday", "上班" in row["name"], row)


class TestWorkingDayProperties(unittest.TestCase):
    @PATIENT
    @given(dates, limits)
    def test_adding_is_walking_day_by_day(self, start, n):
        self.assertEqual(CHINA.add(start, n), naive_add(CHINA, start, n))

    @PATIENT
    @given(calendars(), st.dates(date(2019, 12, 1), date(2021, 1, 31)), limits)
    def test_adding_is_walking_day_by_day_in_any_arrangement(self, calendar, start, n):
        self.assertEqual(calendar.add(start, n), naive_add(calendar, start, n))

    @PATIENT
    @given(calendars(), dates, st.integers(0, 800))
    def test_counting_is_walking_day_by_day(self, calendar, start, span):
        end = start + DAY * span
        for each in (calendar, CHINA):
            self.assertEqual(each.count(start, end), naive_count(each, start, end))

    @PATIENT
    @given(calendars(), dates, limits)
    def test_counting_undoes_adding(self, calendar, start, n):
        due = calendar.add(start, n)
        self.assertEqual(calendar.count(start, due), n)
        if n:
            self.assertTrue(calendar.is_working_day(due))
            self.assertEqual(calendar.count(start, due - DAY), n - 1)

    @PATIENT
    @given(calendars(), dates, limits, limits)
    def test_a_limit_can_be_counted_in_two_parts(self, calendar, start, first, second):
        self.assertEqual(
            calendar.add(calendar.add(start, first), second),
            calendar.add(start, first + second),
        )

    @PATIENT
    @given(calendars(), dates, dates, dates)
    def test_counts_add_up_in_any_direction(self, calendar, a, b, c):
        self.assertEqual(calendar.count(a, b), -calendar.count(b, a))
        self.assertEqual(
            calendar.count(a, c), calendar.count(a, b) + calendar.count(b, c)
        )
