import pytest

from tests.bench.bench import Row, percentile


def test_a_goal_is_the_largest_good_value():
    assert Row("import", 20.0, "s", goal=20).holds
    assert not Row("import", 20.1, "s", goal=20).holds


def test_or_the_smallest_one():
    assert Row("precision", 0.99, "", goal=0.99, at_least=True).holds
    assert not Row("precision", 0.98, "", goal=0.99, at_least=True).holds


def test_both_the_goal_and_the_ratio_must_hold():
    row = Row("round", 10.0, "s", goal=20, floor=2.5, max_ratio=5)
    assert row.ratio == 4
    assert row.holds
    assert row.goal_text == "<= 20 s and <= 5 x floor"
    assert not Row("round", 10.0, "s", goal=20, floor=1.5, max_ratio=5).holds
    assert not Row("round", 10.0, "s", goal=20, max_ratio=5).holds


@pytest.mark.parametrize(
    ("share", "expected"), [(0.5, 50), (0.95, 95), (0.99, 99), (1, 100), (0, 1)]
)
def test_a_percentile_is_one_of_the_values(share, expected):
    assert percentile(range(1, 101), share) == expected
