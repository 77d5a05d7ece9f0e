import base64

from lxml import etree
from psycopg2 import IntegrityError

from odoo.exceptions import ValidationError
from odoo.tools import mute_logger
from odoo.tools.safe_eval import safe_eval

from .common import CatalogCase

FORM = b"%PDF-1.4 blank form %%EOF"


class TestMaterial(CatalogCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.general = cls._create_material(item_id=cls.item.id)

    def test_list_of_the_item_holds_everywhere(self):
        self.assertEqual(self.decision._get_materials(), self.general)
        self.assertEqual(self.acceptance._get_materials(), self.general)
        self.assertEqual(self.acceptance.effective_material_ids, self.general)

    def test_list_of_the_deciding_point_holds_where_it_is_accepted(self):
        own = self._create_material(name="Photo", implementation_id=self.decision.id)
        self.assertEqual(self.decision._get_materials(), own)
        self.assertEqual(self.acceptance._get_materials(), own)

    def test_own_list_replaces_all_others(self):
        for name in ("Photo", "Copy"):
            self._create_material(name=name, implementation_id=self.decision.id)
        own = self._create_material(name="Copy", implementation_id=self.acceptance.id)
        self.assertEqual(self.acceptance._get_materials(), own)
        self.assertEqual(self.acceptance.effective_material_ids, own)
        self.assertNotIn(own, self.decision._get_materials())

    def test_lists_come_in_order(self):
        first = self._create_material(name="First", item_id=self.item.id, sequence=1)
        self.item.invalidate_recordset()
        self.assertEqual(self.decision._get_materials(), first + self.general)

    def test_lists_of_many_points_take_as_many_queries_as_of_one(self):
        items = self.env["bianmin.catalog.item"].create(
            [{"name": f"I{i}", "category_id": self.category.id} for i in range(120)]
        )
        self.env["bianmin.catalog.material"].create(
            [{"name": "Form", "item_id": item.id} for item in items]
        )
        implementations = self.env["bianmin.catalog.implementation"].create(
            [
                {
                    "item_id": item.id,
                    "service_point_id": self.hall.id,
                    "handling_kind": "instant",
                }
                for item in items
            ]
        )
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(6):
            materials = implementations._get_materials_by_implementation()
        self.assertEqual(len(materials), 120)
        self.assertTrue(all(len(found) == 1 for found in materials.values()))

    def test_material_of_a_point_belongs_to_its_item(self):
        own = self._create_material(implementation_id=self.decision.id)
        self.assertEqual(own.item_id, self.item)
        self.assertEqual(own.division_id, self.township)
        self.assertFalse(self.general.division_id)

    def test_material_of_a_point_of_another_item_is_refused(self):
        with self.assertRaises(ValidationError):
            self._create_material(
                item_id=self._create_item(name="Other").id,
                implementation_id=self.decision.id,
            )

    @mute_logger("odoo.sql_db")
    def test_counts_are_not_negative(self):
        for name in ("original_count", "copy_count"):
            with self.assertRaises(IntegrityError), self.env.cr.savepoint():
                self._create_material(**{"item_id": self.item.id, name: -1})

    def test_forms_are_of_kinds_and_sizes_that_a_phone_can_open(self):
        for kind in ("blank_form", "sample"):
            for content, name in (
                (b"<script>alert(1)</script>", "申请表.pdf"),
                (FORM, "申请表.exe"),
                (b"%PDF-" + bytes(10 * 1024 * 1024), "申请表.pdf"),
            ):
                vals = {kind: base64.b64encode(content), f"{kind}_name": name}
                # As the web client saves, which asks for sizes only.
                material = self.general.with_context(bin_size=True)
                with self.assertRaises(ValidationError), self.env.cr.savepoint():
                    material.write(vals)
            self.general.write(
                {
                    kind: base64.b64encode(FORM),
                    f"{kind}_name": "申请表.PDF",
                }
            )

    def test_items_whose_application_form_is_missing_are_found(self):
        search = self.env.ref("bianmin_catalog.catalog_item_view_search")
        [node] = etree.fromstring(search.arch).xpath(
            "//filter[@name='without_blank_form']"
        )
        domain = safe_eval(node.get("domain")) + [("id", "=", self.item.id)]
        items = self.env["bianmin.catalog.item"].with_user(self.reader)
        self.assertFalse(items.search(domain))
        form = self._create_material(item_id=self.item.id, material_type="2")
        self.assertTrue(items.search(domain))
        form.blank_form = base64.b64encode(FORM)
        self.assertFalse(items.search(domain))

    def test_every_reader_may_download_the_blank_form(self):
        self.general.blank_form = base64.b64encode(FORM)
        self.env.flush_all()
        self.env.invalidate_all()
        general = self.general.with_user(self.reader)
        self.assertEqual(base64.b64decode(general.blank_form), FORM)

    def test_materials_go_with_their_item(self):
        item = self._create_item(name="Other")
        material = self._create_material(item_id=item.id)
        item.with_user(self.editor).unlink()
        self.assertFalse(material.exists())
