from odoo.addons.bianmin_base.tests.common import BianminHttpCase


class TestCatalogTour(BianminHttpCase):
    def test_editor_finds_his_way(self):
        """In the browser: categories, item, a new paper, the button that pauses."""
        self._create_user(
            "catalog_tour", ("bianmin_base.role_administrator", self.county)
        )
        category = self.env["bianmin.catalog.category"].create(
            {"name": "Tour class", "code": "TOUR"}
        )
        item = self.env["bianmin.catalog.item"].create(
            {"name": "Tour item", "category_id": category.id}
        )
        self.start_tour(
            "/odoo/action-bianmin_catalog.catalog_category_action",
            "bianmin_catalog_editor",
            login="catalog_tour",
        )
        self.assertEqual(item.state, "paused")
        self.assertEqual(item.material_ids.name, "Identity card")
        self.assertEqual(item.material_ids.necessity, "deferrable")
