import unittest

from odoo.fields import Domain

from odoo.addons.bianmin_base.tools.boolean_search import search_boolean

TRUE_ONES = Domain("state", "=", "valid")


class TestBooleanSearch(unittest.TestCase):
    def test_yes_no_both_and_other_operators(self):
        self.assertEqual(search_boolean("in", [True], TRUE_ONES), TRUE_ONES)
        self.assertEqual(search_boolean("in", [False], TRUE_ONES), ~TRUE_ONES)
        self.assertEqual(search_boolean("in", [True, False], TRUE_ONES), Domain.TRUE)
        self.assertIs(search_boolean("=", True, TRUE_ONES), NotImplemented)
