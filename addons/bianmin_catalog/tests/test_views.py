from lxml import etree

from odoo.tests import Form
from odoo.tools.safe_eval import safe_eval

from .common import CatalogCase


class TestViews(CatalogCase):
    """What a clerk relies on in every list: filters, and a word when it is empty."""

    def _get_actions(self):
        menus = self.env["ir.ui.menu"].search(
            [("id", "child_of", self.env.ref("bianmin_catalog.menu_catalog").id)]
        )
        actions = [menu.action for menu in menus if menu.action]
        return [action for action in actions if action.target != "new"]

    def test_every_screen_has_filters_and_an_empty_state(self):
        actions = self._get_actions()
        # Addons that build on this one add screens of their own.
        self.assertGreaterEqual(len(actions), 6)
        for action in actions:
            model = self.env[action.res_model].with_user(self.reader)
            views = model.get_views([(False, "search"), (False, "list")])["views"]
            self.assertIn("<filter", views["search"]["arch"], action.res_model)
            self.assertIn("o_view_nocontent", action.help, action.res_model)

    def test_every_filter_can_be_searched(self):
        for action in self._get_actions():
            model = self.env[action.res_model].with_user(self.reader)
            arch = model.get_view(view_type="search")["arch"]
            for node in etree.fromstring(arch).iter("filter"):
                if domain := node.get("domain"):
                    model.search_count(safe_eval(domain))

    def test_item_is_found_by_the_level_that_handles_it(self):
        items = self.env["bianmin.catalog.item"].with_user(self.reader)
        at_station = [
            (
                "implementation_ids",
                "any",
                [("level", "=", "station"), ("state", "=", "in_use")],
            )
        ]
        self.assertIn(self.item, items.search(at_station))
        self.acceptance.action_pause()
        self.assertNotIn(self.item, items.search(at_station))

    def test_reader_sees_no_buttons_of_the_editor(self):
        for name in ("item", "implementation"):
            model = self.env[f"bianmin.catalog.{name}"]
            arch = model.with_user(self.reader).get_view(view_type="form")["arch"]
            self.assertNotIn("action_pause", arch)
            arch = model.with_user(self.editor).get_view(view_type="form")["arch"]
            self.assertIn("action_pause", arch)

    def test_limits_are_read_only_where_a_point_only_accepts(self):
        form = Form(self.acceptance.with_user(self.editor))
        with self.assertRaises(AssertionError):
            form.promised_days = 1

    def test_material_of_a_point_is_added_in_its_form(self):
        with Form(self.decision.with_user(self.editor)) as form:
            with form.material_ids.new() as material:
                material.name = "Photo"
        self.assertEqual(self.decision.material_ids.item_id, self.item)
        self.assertEqual(self.decision._get_materials().name, "Photo")
