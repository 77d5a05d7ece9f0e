import unittest

from odoo.addons.bianmin_catalog.tools import code_lists


class TestCodeLists(unittest.TestCase):
    """The keys go into interchange files: they are the codes of the standard."""

    def test_item_types_are_those_of_the_standard(self):
        self.assertEqual(
            [code for code, _label in code_lists.ITEM_TYPES],
            [f"{number:02}" for number in (*range(1, 11), 20)],
        )

    def test_power_sources_are_one_to_six(self):
        self.assertEqual(
            [code for code, _label in code_lists.POWER_SOURCES], list("123456")
        )

    def test_entrusted_sources_exist(self):
        labels = dict(code_lists.POWER_SOURCES)
        for code in code_lists.ENTRUSTED:
            self.assertTrue(labels[code].startswith("Entrusted"))

    def test_exercise_levels_start_with_the_five_levels_of_state(self):
        codes = [code for code, _label in code_lists.EXERCISE_LEVELS]
        self.assertEqual(codes[:6], list("123456"))

    def test_no_label_is_used_twice_in_a_list(self):
        for name in (
            "ITEM_TYPES",
            "EXERCISE_LEVELS",
            "POWER_SOURCES",
            "ONLINE_DEPTHS",
        ):
            labels = [label for _code, label in getattr(code_lists, name)]
            self.assertEqual(len(labels), len(set(labels)), name)
