from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..tools.standard import compare_limits, get_additional_papers

LIMITS = st.tuples(
    st.sampled_from(["instant", "promised"]),
    st.integers(0, 90),
    st.sampled_from(["working", "calendar"]),
)
NAMES = st.lists(st.text(max_size=6), max_size=6)


class TestStandard(BaseCase):
    def test_fewer_days_of_the_same_kind_are_less(self):
        for unit in ("working", "calendar"):
            self.assertLess(
                compare_limits(("promised", 3, unit), ("promised", 5, unit)), 0
            )

    def test_on_the_spot_is_the_shortest_whatever_days_are_written(self):
        instant = ("instant", 20, "working")
        self.assertLess(compare_limits(instant, ("promised", 1, "calendar")), 0)
        self.assertEqual(compare_limits(instant, ("instant", 0, "calendar")), 0)

    def test_five_working_days_are_a_week(self):
        week = ("promised", 5, "working")
        self.assertEqual(compare_limits(week, ("promised", 7, "calendar")), 0)
        self.assertGreater(compare_limits(week, ("promised", 6, "calendar")), 0)

    @given(LIMITS, LIMITS)
    def test_comparing_the_other_way_round_turns_the_sign(self, one, other):
        self.assertEqual(compare_limits(one, other), -compare_limits(other, one))

    @given(LIMITS, LIMITS, LIMITS)
    def test_shorter_than_what_is_shorter_is_shorter(self, one, two, three):
        if compare_limits(one, two) <= 0 and compare_limits(two, three) <= 0:
            self.assertLessEqual(compare_limits(one, three), 0)

    def test_names_are_the_same_whatever_blanks_and_width(self):
        self.assertEqual(get_additional_papers(["身份证 Ａ4"], ["身份证A4"]), [])

    @given(NAMES, NAMES)
    def test_additional_is_what_the_reference_does_not_name(self, own, reference):
        additional = get_additional_papers(own, reference)
        self.assertEqual(get_additional_papers(own, own), [])
        self.assertEqual(get_additional_papers(additional, reference), additional)
        self.assertEqual(get_additional_papers(own, [*reference, *additional]), [])
