from odoo.exceptions import AccessError

from .common import CatalogCase


class TestReference(CatalogCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.item.is_reference = True

    def test_an_item_made_by_hand_is_no_reference_data(self):
        self.assertFalse(self._create_item().is_reference)

    def test_an_editor_confirms_what_was_compared(self):
        self.item.with_user(self.editor).action_confirm_reference()
        self.assertFalse(self.item.is_reference)

    def test_a_reader_does_not_confirm(self):
        with self.assertRaises(AccessError):
            self.item.with_user(self.reader).action_confirm_reference()
        self.assertTrue(self.item.is_reference)

    def test_a_copy_is_the_countys_own(self):
        self.assertFalse(self.item.copy().is_reference)
