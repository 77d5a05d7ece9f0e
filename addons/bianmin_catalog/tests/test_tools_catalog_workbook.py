from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from odoo.addons.bianmin_base.tools.spreadsheet import CellError

from ..tools.catalog_workbook import (
    PARTS,
    clears,
    find_limit_mistake,
    to_amount,
    to_lines,
    to_whole,
    to_words,
)

WORDS = st.text(
    st.characters(codec="utf-8", categories=("L", "N")), min_size=1, max_size=9
)


@tagged("post_install", "-at_install")
class TestCatalogWorkbook(BaseCase):
    def test_a_dash_empties_and_nothing_else_does(self):
        for value in ("-", " — ", "－", "——"):
            self.assertTrue(clears(value), value)
        for value in ("", "无", "0", 0, None, "a-b"):
            self.assertFalse(clears(value), value)

    @given(st.lists(WORDS, unique=True, max_size=8), st.sampled_from("、，,;；\n"))
    def test_words_are_told_apart_by_any_separator(self, words, separator):
        assert to_words(f" {separator} ".join(words)) == words

    def test_a_word_that_stands_twice_counts_once(self):
        self.assertEqual(to_words("自然人、企业法人、自然人、"), ["自然人", "企业法人"])
        self.assertEqual(to_words(None), [])

    def test_line_ends_of_excel_are_those_of_forms(self):
        self.assertEqual(to_lines("一\r\n二_x000D_\n三"), "一\n二\n三")

    @given(st.integers(0, 999_999_999))
    def test_a_whole_number_is_read_as_number_and_as_text(self, number):
        assert to_whole(number) == to_whole(f" {number}") == to_whole(float(number))
        assert number == to_whole(number)

    def test_what_is_no_whole_number_is_refused(self):
        for value in (-1, 1.5, "三", "1 天", True, "1" * 10):
            with self.assertRaisesRegex(CellError, "whole"):
                to_whole(value)

    def test_an_amount_has_two_decimals_at_most(self):
        for value, amount in ((20, 20), ("12.50", 12.5), ("1,234.5", 1234.5)):
            self.assertEqual(to_amount(value), amount)
        for value in ("20元", "-1", "1.234", "免费"):
            with self.assertRaisesRegex(CellError, "amount"):
                to_amount(value)

    def test_limits_are_in_order_and_promises_last_a_day(self):
        self.assertIsNone(find_limit_mistake("promised", 20, 5))
        self.assertIsNone(find_limit_mistake("instant", 0, 0))
        self.assertEqual(find_limit_mistake("promised", 5, 6), "order")
        self.assertEqual(find_limit_mistake("promised", 5, 0), "promise")

    def test_each_sheet_knows_its_rows_by_one_of_its_fields(self):
        for part in PARTS.values():
            self.assertIn(part.key, part.required)
            self.assertLessEqual(set(part.required), set(part.fields))
            self.assertEqual(len(set(part.fields)), len(part.fields))
