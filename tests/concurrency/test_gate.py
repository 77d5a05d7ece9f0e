"""Two people press the same button at once: one wins, the other is told."""

from odoo import api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name


class TestGateConcurrency(BaseCase):
    """Real cursors on a committed record, which is removed at the end."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self.registry.cursor() as cr:
            env = api.Environment(cr, api.SUPERUSER_ID, {})
            category = env["bianmin.catalog.category"].search([], limit=1)
            self.item_id = (
                env["bianmin.catalog.item"]
                .create(
                    {
                        "name": "并发事项",
                        "category_id": category.id,
                        "item_type": "05",
                    }
                )
                .id
            )
        self.addCleanup(self._remove)

    def _remove(self):
        with self.registry.cursor() as cr:
            self._get_item(cr).unlink()

    def _get_item(self, cr):
        env = api.Environment(cr, api.SUPERUSER_ID, {})
        return env["bianmin.catalog.item"].browse(self.item_id)

    def test_one_wins_and_the_other_is_told(self):
        with self.registry.cursor() as first, self.registry.cursor() as second:
            self._get_item(first).action_pause()
            with self.assertRaisesRegex(UserError, "并发事项"):
                self._get_item(second).action_cancel()
        with self.registry.cursor() as cr:
            self.assertEqual(self._get_item(cr).state, "paused")

    def test_who_comes_later_finds_the_new_state(self):
        with self.registry.cursor() as first:
            self._get_item(first).action_pause()
        with (
            self.registry.cursor() as second,
            self.assertRaisesRegex(UserError, "Paused"),
        ):
            self._get_item(second).action_pause()
