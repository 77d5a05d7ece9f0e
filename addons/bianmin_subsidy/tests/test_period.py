import unittest
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.bianmin_subsidy.tools import period

CYCLES = st.sampled_from(period.CYCLES)
DAYS = st.dates(min_value=date(1949, 1, 1), max_value=date(2998, 12, 31))


class TestPeriod(unittest.TestCase):
    def test_each_cycle_has_its_own_text(self):
        for cycle, text, start, end, label in (
            ("month", "2026-11", date(2026, 11, 1), date(2026, 11, 30), "2026年11月"),
            ("month", "2024-02", date(2024, 2, 1), date(2024, 2, 29), "2024年2月"),
            (
                "quarter",
                "2026-Q4",
                date(2026, 10, 1),
                date(2026, 12, 31),
                "2026年第4季度",
            ),
            (
                "quarter",
                "2026-Q1",
                date(2026, 1, 1),
                date(2026, 3, 31),
                "2026年第1季度",
            ),
            ("year", "2026", date(2026, 1, 1), date(2026, 12, 31), "2026年"),
        ):
            with self.subTest(text=text):
                found = period.parse(cycle, text)
                self.assertEqual((found.start, found.end), (start, end))
                self.assertEqual(found.label, label)
                self.assertEqual(found.text, text)

    def test_text_of_another_cycle_or_form_is_refused(self):
        for cycle, text in (
            ("month", "2026"),
            ("month", "2026-13"),
            ("month", "2026-1"),
            ("month", "2026-00"),
            ("month", "２０２６-11"),
            ("quarter", "2026-Q5"),
            ("quarter", "2026-04"),
            ("year", "26"),
            ("year", "2026-11"),
            ("year", "1948"),
            ("year", "3000"),
            ("once", "2026"),
            ("year", ""),
            ("year", None),
        ):
            with self.subTest(cycle=cycle, text=text):
                with self.assertRaises(period.PeriodError):
                    period.parse(cycle, text)

    def test_blanks_around_the_text_do_not_make_a_second_period(self):
        self.assertEqual(period.parse("year", " 2026 ").text, "2026")

    def test_single_payment_has_one_period_for_all_times(self):
        first = period.containing("once", date(2025, 1, 31))
        second = period.containing("once", date(2026, 11, 24))
        self.assertEqual(first.text, second.text)
        self.assertEqual((first.start, first.end), (date(2025, 1, 31),) * 2)
        self.assertEqual(first.label, "一次性")
        self.assertEqual(first.following(), first)
        self.assertTrue(period.parse("once", "once").start)

    @given(CYCLES, DAYS)
    def test_a_day_lies_in_its_period_and_the_text_leads_back(self, cycle, day):
        found = period.containing(cycle, day)
        self.assertTrue(found.start <= day <= found.end)
        self.assertEqual(period.parse(cycle, found.text, reference=day), found)

    @given(st.sampled_from(("month", "quarter", "year")), DAYS)
    def test_periods_follow_each_other_without_gap(self, cycle, day):
        found = period.containing(cycle, day)
        following = found.following()
        self.assertEqual(found.end + timedelta(days=1), following.start)
        self.assertLess(found.text, following.text)
