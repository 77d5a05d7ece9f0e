from collections import Counter

from tests.bench.make_name_pairs import PLAN
from tests.bench.name_match import PRECISION, RECALL, measure, read_pairs


def test_the_labelled_set_holds_what_its_script_plans():
    made = Counter((pair["made_by"], pair["label"]) for pair in read_pairs())
    assert made == {(make.__name__, label): count for make, count, label in PLAN}
    assert sum(made.values()) >= 400


def test_no_pair_stands_twice():
    pairs = [(pair["name"], pair["other"]) for pair in read_pairs()]
    assert len(set(pairs)) == len(pairs)


def test_names_that_sound_alike_are_found_and_hardly_others():
    precision, recall = measure(read_pairs(), "homophone")
    assert precision >= PRECISION
    assert recall >= RECALL


def test_a_name_that_only_the_keyboard_changed_is_always_seen():
    assert measure(read_pairs(), "normalised") == (1, 1)
    assert measure(read_pairs(), "minority") == (1, 1)
