import unittest

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.addons.bianmin_base.tools.text import compact


class TestCompact(unittest.TestCase):
    def test_full_width_letters_digits_and_signs_become_ascii(self):
        self.assertEqual(compact("１３８－ＡＢｃ．Ｘ（）"), "138-ABc.X()")

    def test_blanks_of_all_kinds_are_removed(self):
        self.assertEqual(compact(" 62 22\t00\n00\u300012\u00a034 "), "622200001234")

    def test_invisible_characters_of_copied_cells_are_removed(self):
        self.assertEqual(compact("\ufeff138\u200b0013\u200d8000"), "13800138000")

    def test_nothing_is_an_empty_text(self):
        for nothing in (None, False, "", "  "):
            self.assertEqual(compact(nothing), "")

    def test_chinese_characters_and_their_dot_stay(self):
        self.assertEqual(compact("阿依古丽·买买提"), "阿依古丽·买买提")

    @settings(deadline=None)
    @given(st.text())
    def test_cleaning_twice_changes_nothing_more(self, text):
        once = compact(text)
        self.assertEqual(compact(once), once)
        self.assertEqual(once.split(), [once] if once else [])
