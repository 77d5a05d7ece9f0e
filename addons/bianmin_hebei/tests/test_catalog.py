from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestCatalog(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.categories = cls._get_own("bianmin.catalog.category")
        cls.items = cls._get_own("bianmin.catalog.item")

    @classmethod
    def _get_own(cls, model):
        """Records of this addon's data files."""
        ids = cls.env["ir.model.data"].search(
            [("module", "=", "bianmin_hebei"), ("model", "=", model)]
        )
        return cls.env[model].browse(ids.mapped("res_id"))

    def test_there_are_the_seven_categories_and_each_has_items(self):
        self.assertEqual(
            self.categories.sorted("sequence").mapped("name"),
            [
                "劳动就业",
                "社会保险",
                "医疗保障",
                "人口户籍",
                "民政救助",
                "卫生计生",
                "生产经营",
            ],
        )
        self.assertEqual(self.items.category_id, self.categories)

    def test_the_item_of_the_journey_asks_for_what_the_agent_collects(self):
        item = self.env.ref("bianmin_hebei.item_two_daughter")
        self.assertEqual(item.item_type, "05")
        self.assertEqual(item.category_id.name, "卫生计生")
        materials = item.material_ids.grouped("necessity")
        self.assertEqual(len(materials["required"]), 6)
        self.assertEqual(materials["optional"].mapped("name"), ["委托书（代办时提交）"])

    def test_every_item_tells_what_to_bring_and_who_handles_it(self):
        self.assertGreaterEqual(len(self.items), 10)
        for item in self.items:
            with self.subTest(item=item.name):
                self.assertTrue(
                    item.material_ids.filtered_domain([("necessity", "=", "required")])
                )
                self.assertTrue(item.step_ids)
                self.assertTrue(all(item.step_ids.mapped("actor")))
                self.assertTrue(item.faq_ids)
                self.assertTrue(item.legal_basis)
                self.assertTrue(item.service_objects)
                self.assertEqual(item.state, "in_use")

    def test_basic_codes_have_the_form_of_the_standard(self):
        codes = self.items.mapped("basic_code")
        self.assertEqual(len(set(codes)), len(self.items))
        for item in self.items:
            # 2 province + 2 type + the rest of 12 characters
            self.assertRegex(item.basic_code, rf"^13{item.item_type}[0-9]{{8}}$")

    def test_only_what_may_follow_later_is_deferrable(self):
        """Identity papers and forms are never deferred (容缺 is for the secondary)."""
        for material in self.items.material_ids.filtered_domain(
            [("necessity", "=", "deferrable")]
        ):
            self.assertNotIn("身份证", material.name)
            self.assertNotEqual(material.material_type, "2")
