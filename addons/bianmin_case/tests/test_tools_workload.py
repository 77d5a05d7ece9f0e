import unittest

from hypothesis import given
from hypothesis import strategies as st

from ..tools.workload import share_out


class TestShareOut(unittest.TestCase):
    def test_the_one_with_the_fewest_gets_the_next(self):
        cases = [(number, [1, 2]) for number in range(4)]
        self.assertEqual(share_out(cases, {1: 2, 2: 0}), {0: 2, 1: 2, 2: 1, 3: 2})

    def test_nobody_gets_what_he_may_not_review(self):
        self.assertEqual(share_out([("a", [2]), ("b", [])], {1: 0, 2: 9}), {"a": 2})

    def test_loads_are_left_alone(self):
        loads = {1: 0}
        share_out([("a", [1])], loads)
        self.assertEqual(loads, {1: 0})

    @given(st.lists(st.integers(0, 20), min_size=1, max_size=6), st.integers(0, 60))
    def test_shares_end_up_even(self, start, count):
        loads = dict(enumerate(start))
        shared = share_out([(n, list(loads)) for n in range(count)], loads)
        self.assertEqual(len(shared), count)
        after = dict(loads)
        for person in shared.values():
            after[person] += 1
        receivers = [after[p] for p in set(shared.values())]
        if receivers:
            self.assertLessEqual(max(receivers) - min(after.values()), 1)
