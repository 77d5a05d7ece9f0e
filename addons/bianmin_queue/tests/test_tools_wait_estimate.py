from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.bianmin_queue.tools.wait_estimate import (
    estimate_minutes,
    mean_minutes,
    remaining_minutes,
)

MINUTES = {"A": 10.0, "B": 5.0}
BOTH, ONE = frozenset("AB"), frozenset("A")


def test_nobody_knows_how_long_it_takes_while_no_window_is_open():
    assert estimate_minutes([], "A", [], MINUTES) is None
    assert estimate_minutes([], "B", [(0.0, ONE)], MINUTES) is None


def test_whoever_is_first_waits_until_a_window_is_free():
    assert estimate_minutes([], "A", [(7.0, ONE), (3.0, BOTH)], MINUTES) == 3.0


def test_whoever_is_behind_others_waits_for_their_services():
    assert estimate_minutes(["A", "A"], "A", [(0.0, ONE)], MINUTES) == 20.0
    assert estimate_minutes(["A", "A"], "A", [(0.0, ONE), (0.0, BOTH)], MINUTES) == 10


def test_others_do_not_count_whom_his_windows_never_call():
    assert estimate_minutes(["B", "B"], "A", [(0.0, ONE)], MINUTES) == 0


@given(st.lists(st.sampled_from("AB")), st.integers(1, 6))
def test_one_more_window_never_makes_anybody_wait_longer(ahead, count):
    windows = [(0.0, BOTH)] * count
    before = estimate_minutes(ahead, "A", windows, {"A": 10.0, "B": 10.0})
    after = estimate_minutes(
        ahead, "A", [*windows, (0.0, BOTH)], {"A": 10.0, "B": 10.0}
    )
    assert after <= before


def test_few_services_say_little_and_many_say_all():
    assert mean_minutes(0, 0) == 8.0
    assert mean_minutes(20 * 100, 100) > 19


def test_a_service_that_lasts_long_is_not_expected_to_end_at_once():
    assert remaining_minutes(0, 9) == 9
    assert remaining_minutes(60, 9) == 3
