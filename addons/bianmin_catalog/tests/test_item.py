from psycopg2 import IntegrityError

from odoo.exceptions import ValidationError
from odoo.tests import Form
from odoo.tools import mute_logger

from .common import CatalogCase


class TestItem(CatalogCase):
    def _search_names(self, text):
        items = self.env["bianmin.catalog.item"].with_user(self.reader)
        return [name for _id, name in items.name_search(text)]

    def test_found_by_name_pinyin_initials_and_code(self):
        for text in ("两女", "liangnv", "lnbt", "002099000001"):
            self.assertIn("两女补贴", self._search_names(text), text)

    def test_not_found_by_something_else(self):
        self.assertNotIn("两女补贴", self._search_names("shebao"))

    def test_code_of_a_chinese_keyboard_is_cleaned(self):
        item = self._create_item(basic_code=" ００2０９９０００００ａ ")
        self.assertEqual(item.basic_code, "00209900000A")
        item.basic_code = ""
        self.assertFalse(item.basic_code)

    def test_items_without_code_do_not_collide(self):
        items = self._create_item(name="A") | self._create_item(name="B")
        self.assertEqual(items.mapped("basic_code"), [False, False])

    @mute_logger("odoo.sql_db")
    def test_code_is_unique(self):
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self._create_item(basic_code="002099000001")

    @mute_logger("odoo.sql_db")
    def test_code_has_twelve_characters(self):
        for code in ("00209900001", "0020990000011", "00209900000-"):
            with self.assertRaises(IntegrityError), self.env.cr.savepoint():
                self._create_item(basic_code=code)

    def test_copy_takes_the_guide_but_not_the_code(self):
        self._create_material(item_id=self.item.id)
        self.item.step_ids = [(0, 0, {"name": "Acceptance"})]
        self.item.faq_ids = [(0, 0, {"question": "Who?", "answer": "You."})]
        copy = self.item.copy()
        self.assertEqual(copy.material_ids.name, "Identity card")
        self.assertEqual(copy.step_ids.name, "Acceptance")
        self.assertEqual(copy.faq_ids.answer, "You.")
        self.assertFalse(copy.basic_code)
        self.assertFalse(copy.implementation_ids)

    def test_own_materials_of_a_point_are_not_the_items(self):
        own = self._create_material(implementation_id=self.decision.id)
        self.env.invalidate_all()
        self.assertNotIn(own, self.item.material_ids)

    def test_count_leaves_out_cancelled_points(self):
        self.assertEqual(self.item.implementation_count, 2)
        self.acceptance.action_cancel()
        self.assertEqual(self.item.implementation_count, 1)

    def test_counts_of_many_items_take_one_query(self):
        items = self.item | self.env["bianmin.catalog.item"].create(
            [{"name": f"I{i}", "category_id": self.category.id} for i in range(60)]
        )
        self.env.flush_all()
        items.invalidate_recordset()
        with self.assertQueryCount(1):
            counts = items.mapped("implementation_count")
        self.assertEqual(sum(counts), 2)

    def test_button_opens_its_points(self):
        action = self.item.with_user(self.reader).action_open_implementations()
        found = self.env["bianmin.catalog.implementation"].search(action["domain"])
        self.assertEqual(found, self.decision | self.acceptance)

    def test_editor_makes_an_item_in_the_form(self):
        with Form(self.env["bianmin.catalog.item"].with_user(self.editor)) as form:
            form.name = "高龄补贴"
            form.category_id = self.category
            with form.material_ids.new() as material:
                material.name = "户口簿"
                material.necessity = "deferrable"
            with form.step_ids.new() as step:
                step.name = "受理"
            with form.faq_ids.new() as faq:
                faq.question = "几天?"
                faq.answer = "五天。"
        item = form.save()
        self.assertEqual(item.state, "in_use")
        self.assertEqual(item.material_ids.necessity, "deferrable")
        self.assertFalse(item.material_ids.implementation_id)

    def test_service_objects_are_the_codes_of_the_standard(self):
        codes = self.env["bianmin.catalog.service.object"].search([]).mapped("code")
        self.assertEqual(codes, ["1", "2", "3", "4", "5", "6", "9"])

    def test_steps_and_questions_keep_their_order(self):
        self.item.step_ids = [
            (0, 0, {"name": "Decision", "sequence": 2}),
            (0, 0, {"name": "Acceptance", "sequence": 1}),
        ]
        self.env.invalidate_all()
        self.assertEqual(self.item.step_ids.mapped("name"), ["Acceptance", "Decision"])

    @mute_logger("odoo.sql_db")
    def test_step_takes_no_negative_days(self):
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.item.step_ids = [(0, 0, {"name": "Acceptance", "days": -1})]

    def test_item_is_no_part_of_itself(self):
        part = self._create_item(name="Part", parent_id=self.item.id)
        self.assertEqual(self.item.child_ids, part)
        with self.assertRaises(ValidationError):
            self.item.parent_id = part
