from psycopg2 import IntegrityError

from odoo.tools import mute_logger

from .common import CatalogCase


class TestCategory(CatalogCase):
    def test_count_leaves_out_cancelled_items(self):
        self.assertEqual(self.category.item_count, 1)
        other = self._create_item(name="Other")
        self.assertEqual(self.category.item_count, 2)
        other.action_cancel()
        self.assertEqual(self.category.item_count, 1)

    def test_counts_of_many_categories_take_one_query(self):
        categories = self.env["bianmin.catalog.category"].create(
            [{"name": f"Class {i}", "code": f"Q{i}"} for i in range(50)]
        )
        self._create_item(category_id=categories[7].id)
        self.env.flush_all()
        categories.invalidate_recordset()
        with self.assertQueryCount(1):
            counts = categories.mapped("item_count")
        self.assertEqual(counts, [0] * 7 + [1] + [0] * 42)

    def test_code_is_unique(self):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            self.env["bianmin.catalog.category"].create({"name": "B", "code": "T1"})

    def test_category_with_items_cannot_be_deleted(self):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            self.category.with_user(self.editor).unlink()

    def test_card_opens_its_items(self):
        action = self.category.with_user(self.reader).action_open_items()
        items = self.env["bianmin.catalog.item"].search(action["domain"])
        self.assertEqual(items, self.item)
        self.assertEqual(action["display_name"], self.category.name)
