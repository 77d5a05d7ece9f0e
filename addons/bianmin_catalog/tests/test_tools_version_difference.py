from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..tools.code_lists import INTERCHANGE_CODES, from_interchange, to_interchange
from ..tools.version_difference import Change, compare_rows, compare_values

TEXTS = st.dictionaries(st.sampled_from("abcd"), st.sampled_from(["", "x", "y"]))
ROWS = st.lists(st.tuples(st.sampled_from(["card", "book"]), TEXTS), max_size=5)


class TestVersionDifference(BaseCase):
    def test_a_changed_value_is_told_with_old_and_new(self):
        self.assertEqual(
            compare_values({"Days": "5", "Law": "A"}, {"Days": "3", "Law": "A"}),
            [Change("Days", "5", "3")],
        )

    def test_added_removed_and_changed_rows_are_told(self):
        old = [("Card", {"Copies": "1"}), ("Photo", {"Copies": "2"})]
        new = [("Card", {"Copies": "3"}), ("Form", {"Copies": "1"})]
        self.assertEqual(
            compare_rows(old, new),
            [
                Change("Card: Copies", "1", "3"),
                Change("Form", "", "Form (Copies: 1)"),
                Change("Photo", "Photo (Copies: 2)", ""),
            ],
        )

    def test_a_second_row_of_the_same_name_is_told(self):
        row = ("Card", {"Copies": "1"})
        self.assertEqual(
            compare_rows([row], [row, row]), [Change("Card", "", "Card (Copies: 1)")]
        )

    @given(ROWS)
    def test_the_same_rows_differ_in_nothing(self, rows):
        self.assertEqual(compare_rows(rows, rows), [])

    @given(TEXTS, TEXTS)
    def test_there_and_back_swaps_old_and_new(self, old, new):
        there = compare_values(old, new)
        back = compare_values(new, old)
        swapped = [Change(where, after, before) for where, before, after in back]
        self.assertCountEqual(there, swapped)


class TestInterchange(BaseCase):
    def test_every_key_comes_back_from_its_code(self):
        for name, codes in INTERCHANGE_CODES.items():
            self.assertEqual(len(set(codes.values())), len(codes))
            for key in codes:
                code = to_interchange(name, key)
                self.assertEqual(from_interchange(name, code), key)

    def test_keys_that_are_codes_stay(self):
        self.assertEqual(to_interchange("item_type", "05"), "05")
        self.assertEqual(from_interchange("item_type", "05"), "05")

    def test_an_unknown_code_is_refused(self):
        with self.assertRaises(KeyError):
            from_interchange("state", "8")
