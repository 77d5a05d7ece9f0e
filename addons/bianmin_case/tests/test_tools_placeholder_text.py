import unittest

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.bianmin_case.tools.placeholder_text import fill_in, find_places


class TestPlaceholderText(unittest.TestCase):
    def test_places_are_found_once_and_in_order(self):
        text = "<p>{holder} {item} {holder} { x } {X} {{</p>"
        self.assertEqual(find_places(text), ["holder", "item"])
        self.assertEqual(find_places(False), [])

    def test_values_take_their_places(self):
        text = fill_in(
            "<p>{holder}：{item}</p>", {"holder": "李志顺", "item": "小餐饮"}
        )
        self.assertEqual(text, "<p>李志顺：小餐饮</p>")

    def test_a_place_without_a_value_is_no_empty_place(self):
        with self.assertRaises(KeyError):
            fill_in("{holder}", {})

    @given(st.text())
    def test_a_name_is_never_markup(self, name):
        text = fill_in("<p>{holder}</p>", {"holder": name})
        inner = text.removeprefix("<p>").removesuffix("</p>")
        self.assertNotIn("<", inner)
        self.assertNotIn(">", inner)

    @given(st.text())
    def test_a_value_is_not_filled_in_itself(self, name):
        text = fill_in("{holder}", {"holder": "{item}" + name})
        self.assertTrue(text.startswith("{item}"))
