from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..tools.quiet_hours import quiet_until

HOURS = st.integers(0, 96).map(lambda quarter: quarter / 4)
MOMENTS = st.datetimes(
    datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)
)


def moment(hour, minute=0):
    return datetime(2026, 11, 24, hour, minute, tzinfo=UTC)


@tagged("post_install", "-at_install")
class TestQuietHours(BaseCase):
    def test_the_night_ends_the_next_morning(self):
        self.assertEqual(quiet_until(moment(21), 21, 8), moment(8) + timedelta(days=1))
        self.assertEqual(quiet_until(moment(0, 30), 21, 8), moment(8))

    def test_the_day_is_not_quiet(self):
        self.assertIsNone(quiet_until(moment(8), 21, 8))
        self.assertIsNone(quiet_until(moment(20, 59), 21, 8))

    def test_a_rest_at_noon_ends_the_same_day(self):
        self.assertEqual(quiet_until(moment(12, 30), 12, 14.5), moment(14, 30))
        self.assertIsNone(quiet_until(moment(14, 30), 12, 14.5))

    def test_equal_hours_mean_never(self):
        self.assertIsNone(quiet_until(moment(3), 0, 24))

    @given(MOMENTS, HOURS, HOURS)
    def test_the_end_lies_ahead_within_a_day_and_is_not_quiet(self, now, begin, end):
        until = quiet_until(now, begin, end)
        if until is not None:
            assert now < until <= now + timedelta(days=1)
            assert quiet_until(until, begin, end) is None
