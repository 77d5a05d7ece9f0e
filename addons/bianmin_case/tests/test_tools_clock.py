import unittest
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.bianmin_base.tools.working_days import WorkingCalendar

from ..tools.clock import Limits, Step, read_clock

# What the State Council announced, shortened to the days that the tests cross.
CALENDAR = WorkingCalendar(
    holidays=frozenset(
        [date(2019, 10, day) for day in range(1, 8)]
        + [date(2020, 1, 1)]
        + [date(2020, 1, 24) + timedelta(days=n) for n in range(10)]
    ),
    workdays=frozenset({date(2019, 9, 29), date(2019, 10, 12), date(2020, 1, 19)}),
    known_years=frozenset({2019, 2020}),
)
PLAIN = WorkingCalendar(frozenset(), frozenset(), frozenset())

LIMITS = Limits(promised=5, statutory=20, unit="working")
PAIRS = [
    ("supplement_request", "supplement_receive"),
    ("special_apply", "special_result"),
]


def read(*steps, limits=LIMITS, calendar=CALENDAR):
    """The clock of steps written as ``("accept", "2019-09-27")``."""
    return read_clock(
        calendar,
        limits,
        [Step(kind, date.fromisoformat(day), *days) for kind, day, *days in steps],
    )


def received(day):
    return [("receive", day), ("accept", day)]


def naive_due(calendar, start, days, unit, pauses):
    """Day by day with a finger on the wall calendar, leaving out the paused days."""
    day = start
    while days:
        day += timedelta(days=1)
        if any(stop < day <= resume for stop, resume in pauses):
            continue
        if unit == "calendar" or calendar.is_working_day(day):
            days -= 1
    return day


class TestAcceptance(unittest.TestCase):
    def test_day_of_acceptance_is_day_zero(self):
        clock = read(*received("2019-09-27"))
        self.assertEqual(clock.start, date(2019, 9, 27))
        self.assertEqual(clock.promised_due, date(2019, 10, 10))
        self.assertEqual(clock.statutory_due, date(2019, 10, 30))

    def test_within_five_days_the_day_of_acceptance_counts(self):
        clock = read(("receive", "2019-09-27"), ("accept", "2019-10-10"))
        self.assertEqual(clock.start, date(2019, 10, 10))

    def test_later_it_counts_from_the_day_of_receipt(self):
        clock = read(("receive", "2019-09-27"), ("accept", "2019-10-11"))
        self.assertEqual(clock.start, date(2019, 9, 27))

    def test_before_the_acceptance_the_answer_has_a_day(self):
        clock = read(("receive", "2019-09-27"))
        self.assertIsNone(clock.start)
        self.assertEqual(clock.answer_due, date(2019, 10, 10))
        self.assertEqual(clock.promised_due, date(2019, 10, 10))

    def test_while_the_applicant_looks_for_papers_nobody_has_to_answer(self):
        clock = read(("receive", "2019-09-27"), ("supplement_request", "2019-09-29"))
        self.assertIsNone(clock.answer_due)
        self.assertIsNone(clock.promised_due)

    def test_after_a_supplement_it_is_complete_on_that_day(self):
        steps = [
            ("receive", "2019-09-27"),
            ("supplement_request", "2019-09-29"),
            ("supplement_receive", "2019-10-14"),
        ]
        self.assertEqual(read(*steps).complete_on, date(2019, 10, 14))
        clock = read(*steps, ("accept", "2019-10-15"))
        self.assertEqual(clock.start, date(2019, 10, 15))
        self.assertEqual(clock.paused_days, 0)


class TestPauses(unittest.TestCase):
    def test_a_pause_over_the_spring_festival(self):
        """From the worked Sunday 2020-01-19 to the Monday after the holidays."""
        clock = read(
            *received("2020-01-17"),
            ("special_apply", "2020-01-19"),
            ("special_result", "2020-02-03"),
        )
        self.assertEqual(clock.paused_days, 5)
        self.assertEqual(clock.promised_due, date(2020, 2, 7))

    def test_a_pause_from_rest_day_to_rest_day(self):
        clock = read(
            *received("2019-09-27"),
            ("special_apply", "2019-10-06"),
            ("special_result", "2019-10-13"),
        )
        self.assertEqual(clock.paused_days, 5)
        self.assertEqual(clock.promised_due, date(2019, 10, 16))

    def test_a_pause_over_the_turn_of_the_year(self):
        clock = read(
            *received("2019-12-30"),
            ("special_apply", "2019-12-31"),
            ("special_result", "2020-01-02"),
        )
        self.assertEqual(clock.paused_days, 1)
        self.assertEqual(clock.promised_due, date(2020, 1, 8))

    def test_a_year_without_holidays_counts_monday_to_friday(self):
        clock = read(*received("2039-12-30"), calendar=PLAIN)
        self.assertEqual(clock.promised_due, date(2040, 1, 6))

    def test_what_is_overdue_stays_overdue(self):
        overdue = read(*received("2019-10-14"))
        clock = read(
            *received("2019-10-14"),
            ("supplement_request", "2019-10-23"),
            ("supplement_receive", "2019-10-30"),
        )
        self.assertEqual(clock.promised_due, overdue.promised_due)
        self.assertEqual(clock.paused_days, 5)
        self.assertEqual(clock.statutory_due, date(2019, 11, 18))

    def test_a_running_pause_is_told(self):
        clock = read(*received("2019-10-14"), ("special_apply", "2019-10-15"))
        self.assertEqual(clock.paused_on, date(2019, 10, 15))

    def test_the_time_between_the_end_and_the_reopening_does_not_count(self):
        clock = read(
            *received("2019-10-14"),
            ("decide", "2019-10-16"),
            ("close", "2019-10-16"),
            ("reopen", "2019-10-23"),
        )
        self.assertEqual(clock.paused_days, 5)
        self.assertEqual(clock.promised_due, date(2019, 10, 28))

    def test_a_case_withdrawn_while_it_waited_stood_still_since_it_waited(self):
        clock = read(
            *received("2019-10-14"),
            ("supplement_request", "2019-10-15"),
            ("withdraw", "2019-10-17"),
            ("reopen", "2019-10-21"),
        )
        self.assertIsNone(clock.paused_on)
        self.assertEqual(clock.paused_days, 4)

    def test_one_that_was_never_accepted_is_received_anew(self):
        clock = read(
            ("receive", "2019-10-14"),
            ("reject", "2019-10-15"),
            ("reopen", "2019-10-21"),
        )
        self.assertEqual(clock.complete_on, date(2019, 10, 21))
        self.assertIsNone(clock.start)


class TestExtension(unittest.TestCase):
    def test_an_extension_moves_both_limits(self):
        clock = read(*received("2019-10-14"), ("extension_approve", "2019-10-16", 10))
        self.assertEqual(clock.extension_days, 10)
        self.assertEqual(clock.promised_due, date(2019, 11, 4))
        self.assertEqual(clock.statutory_due, date(2019, 11, 25))


class TestProperty(unittest.TestCase):
    @given(
        st.sampled_from([CALENDAR, PLAIN]),
        st.dates(date(2019, 9, 1), date(2020, 2, 10)),
        st.integers(0, 30),
        st.sampled_from(["working", "calendar"]),
        st.lists(
            st.tuples(st.sampled_from(PAIRS), st.integers(0, 15), st.integers(0, 15)),
            max_size=4,
        ),
        st.integers(0, 10),
    )
    def test_due_is_what_one_counts_day_by_day(
        self, calendar, start, days, unit, waits, extension
    ):
        day, pauses = start, []
        steps = [Step("receive", start), Step("accept", start)]
        for (stop_kind, resume_kind), run, wait in waits:
            stop = day + timedelta(days=run)
            day = stop + timedelta(days=wait)
            steps += [Step(stop_kind, stop), Step(resume_kind, day)]
            pauses.append((stop, day))
        steps.append(Step("extension_approve", day, extension))
        clock = read_clock(calendar, Limits(days, days, unit), steps)
        expected = naive_due(calendar, start, days + extension, unit, pauses)
        self.assertEqual(clock.promised_due, expected)
        self.assertEqual(clock.statutory_due, expected)
        self.assertLessEqual(clock.warn_on, expected)
