import unittest
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ..tools.turns import take_turns

DAY = date(2026, 11, 23)  # a Monday


class TestTurns(unittest.TestCase):
    def test_every_day_the_next_one(self):
        days = [DAY + timedelta(days=number) for number in range(4)]
        people = [who for _day, who in take_turns(days, ["甲", "乙", "丙"], False)]
        self.assertEqual(people, ["甲", "乙", "丙", "甲"])

    def test_a_week_belongs_to_one(self):
        days = [DAY, DAY + timedelta(days=4), DAY + timedelta(days=7)]
        people = [who for _day, who in take_turns(days, ["甲", "乙"], True)]
        self.assertEqual(people, ["甲", "甲", "乙"])

    @given(st.sets(st.integers(0, 400), max_size=60), st.integers(1, 5), st.booleans())
    def test_every_day_has_one_person_and_turns_are_fair(self, numbers, size, weekly):
        days = [DAY + timedelta(days=number) for number in sorted(numbers)]
        turns = take_turns(days, list(range(size)), weekly)
        self.assertEqual([day for day, _who in turns], days)
        rounds = {day.isocalendar()[:2] if weekly else day: who for day, who in turns}
        shares = [list(rounds.values()).count(who) for who in range(size)]
        self.assertLessEqual(max(shares) - min(shares), 1)
