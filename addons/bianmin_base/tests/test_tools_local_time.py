import unittest
from datetime import UTC, date, datetime, timedelta, timezone

from freezegun import freeze_time
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.addons.bianmin_base.tools import local_time

MICROSECOND = timedelta(microseconds=1)

days = st.dates(date(1950, 1, 2), date(2100, 1, 1))
moments = st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1))


class TestLocalTime(unittest.TestCase):
    def test_half_past_midnight_is_already_the_new_day(self):
        with freeze_time("2026-11-23 16:30:00"):
            self.assertEqual(local_time.local_today(), date(2026, 11, 24))
        with freeze_time("2026-11-23 15:59:59"):
            self.assertEqual(local_time.local_today(), date(2026, 11, 23))

    def test_a_naive_moment_is_utc(self):
        local = local_time.to_local(datetime(2026, 12, 31, 16, 0))
        self.assertEqual(f"{local:%Y-%m-%d %H:%M}", "2027-01-01 00:00")
        self.assertEqual(local.utcoffset(), timedelta(hours=8))

    def test_an_aware_moment_keeps_its_meaning(self):
        zone = timezone(timedelta(hours=-5))
        moment = datetime(2026, 12, 31, 11, 0, tzinfo=zone)
        self.assertEqual(local_time.local_date(moment), date(2027, 1, 1))

    def test_a_day_begins_at_16_hours_utc_of_the_day_before(self):
        start = local_time.day_start_utc(date(2026, 3, 1))
        self.assertEqual(start, datetime(2026, 2, 28, 16, 0))
        self.assertIsNone(start.tzinfo)

    def test_the_summer_time_of_1986_to_1991_is_respected(self):
        self.assertEqual(
            local_time.day_start_utc(date(1988, 7, 1)), datetime(1988, 6, 30, 15, 0)
        )

    @settings(deadline=None)
    @given(days)
    def test_a_day_holds_its_first_moment_and_not_the_one_before(self, day):
        start = local_time.day_start_utc(day)
        self.assertEqual(local_time.local_date(start), day)
        self.assertEqual(
            local_time.local_date(start - MICROSECOND), day - timedelta(days=1)
        )

    @settings(deadline=None)
    @given(moments)
    def test_every_moment_lies_in_its_day(self, moment):
        day = local_time.local_date(moment)
        self.assertLessEqual(local_time.day_start_utc(day), moment)
        self.assertLess(moment, local_time.day_start_utc(day + timedelta(days=1)))

    @settings(deadline=None)
    @given(moments)
    def test_the_local_moment_is_the_same_moment(self, moment):
        local = local_time.to_local(moment)
        self.assertEqual(local, moment.replace(tzinfo=UTC))
        self.assertEqual(local_time.to_local(local), local)
