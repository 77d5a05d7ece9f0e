from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..tools.delegation_plan import Holding, judge

HOLDINGS = st.builds(
    Holding,
    acts_as=st.sampled_from(["accept", "decide"]),
    power_source=st.sampled_from(["1", "2", "3", "5"]),
    department=st.sampled_from([None, 1, 2]),
    decision=st.sampled_from([None, 7, 8]),
    letter=st.sampled_from([None, 10, 11]),
    is_cancelled=st.booleans(),
)
ENTRUSTED = Holding("decide", "5", department=1, letter=10)
ACCEPTING = Holding("accept", decision=7, letter=10)


class TestDelegationPlan(BaseCase):
    def test_place_without_the_item_gets_it(self):
        self.assertEqual(judge(None, ENTRUSTED), ("new", None))

    def test_counter_may_become_one_that_decides(self):
        self.assertEqual(
            judge(Holding("accept", decision=7), ENTRUSTED), ("changed", None)
        )

    def test_who_has_the_power_already_keeps_it_on_his_own_grounds(self):
        for letter in (None, 11):
            held = Holding("decide", "5", department=1, letter=letter)
            self.assertEqual(judge(held, ENTRUSTED), ("present", None))

    def test_power_by_law_is_not_taken_away(self):
        own = Holding("decide", "1")
        self.assertEqual(judge(own, ENTRUSTED), ("conflict", "power"))
        self.assertEqual(judge(own, ACCEPTING), ("conflict", "power"))

    def test_who_decides_does_not_become_a_counter(self):
        held = Holding("decide", "2")
        self.assertEqual(judge(held, ACCEPTING), ("conflict", "power"))

    def test_entrustment_may_become_a_handing_down(self):
        given_now = Holding("decide", "2", letter=10)
        held = Holding("decide", "5", department=1)
        self.assertEqual(judge(held, given_now), ("changed", None))

    def test_letter_in_force_is_not_overwritten_by_another(self):
        held = Holding("accept", decision=7, letter=11)
        self.assertEqual(judge(held, ENTRUSTED), ("conflict", "letter"))
        own = Holding("accept", decision=7, letter=10)
        self.assertEqual(judge(own, ENTRUSTED), ("changed", None))

    def test_cancelled_is_left_cancelled(self):
        held = Holding("accept", decision=7, is_cancelled=True)
        self.assertEqual(judge(held, ENTRUSTED), ("conflict", "cancelled"))

    @given(HOLDINGS, HOLDINGS)
    def test_only_a_conflict_has_a_reason(self, held, letter):
        kind, reason = judge(held, letter)
        self.assertIn(kind, ("changed", "present", "conflict"))
        self.assertEqual(kind == "conflict", reason is not None)

    @given(HOLDINGS, HOLDINGS)
    def test_no_letter_takes_the_power_to_decide(self, held, letter):
        if held.acts_as == "decide" and letter.acts_as == "accept":
            self.assertEqual(judge(held, letter)[0], "conflict")

    @given(HOLDINGS)
    def test_what_a_letter_gave_is_there_when_asked_again(self, letter):
        if not letter.is_cancelled:
            self.assertEqual(judge(letter, letter), ("present", None))
