import unittest
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from ..tools.ranking import WORK, allowance, rank


def row(name, *counts, returned=0):
    return {"name": name, **dict(zip(WORK, counts, strict=True)), "returned": returned}


numbers = st.integers(min_value=0, max_value=5)
rows = st.tuples(*[numbers] * (len(WORK) + 1)).map(
    lambda counted: row("x", *counted[1:], returned=counted[0])
)


class TestRank(unittest.TestCase):
    def _places(self, *given_rows):
        return [(place, one["name"]) for place, one in rank(list(given_rows))]

    def test_who_did_more_stands_in_front(self):
        self.assertEqual(
            self._places(row("甲", 1, 0, 0, 0), row("乙", 0, 0, 2, 0)),
            [(1, "乙"), (2, "甲")],
        )

    def test_of_two_who_did_as_much_the_one_with_fewer_returned(self):
        self.assertEqual(
            self._places(
                row("甲", 2, 0, 0, 0, returned=1), row("乙", 1, 0, 1, 0, returned=0)
            ),
            [(1, "乙"), (2, "甲")],
        )

    def test_equals_share_a_place_and_the_next_is_left_out(self):
        self.assertEqual(
            self._places(
                row("甲", 1, 0, 0, 0), row("乙", 0, 1, 0, 0), row("丙", 0, 0, 0, 0)
            ),
            [(1, "甲"), (1, "乙"), (3, "丙")],
        )

    def test_nobody_is_no_ranking(self):
        self.assertEqual(rank([]), [])

    @given(st.lists(rows, max_size=8))
    def test_nobody_is_lost_and_places_never_fall(self, many):
        placed = rank(many)
        self.assertCountEqual(
            [id(one) for _place, one in placed], [id(one) for one in many]
        )
        places = [place for place, _one in placed]
        self.assertEqual(places, sorted(places))
        for index, place in enumerate(places):
            self.assertLessEqual(place, index + 1)


class TestAllowance(unittest.TestCase):
    RATES = {"base": 200, "filed": 2, "trip": 10, "visit": 5.5, "correction": 0.1}

    def test_the_month_and_each_thing_done_are_paid(self):
        done = {"filed": 3, "trip": 1, "visit": 2, "correction": 3}
        self.assertEqual(allowance(done, self.RATES), Decimal("227.30"))

    def test_without_rates_nothing_is_paid(self):
        done = dict.fromkeys(WORK, 7)
        self.assertEqual(allowance(done, dict.fromkeys(self.RATES, 0)), 0)

    @given(rows, rows)
    def test_two_months_are_paid_as_much_as_their_sum(self, one, other):
        rates = {**self.RATES, "base": 0}
        both = {name: one[name] + other[name] for name in WORK}
        self.assertEqual(
            allowance(both, rates), allowance(one, rates) + allowance(other, rates)
        )
