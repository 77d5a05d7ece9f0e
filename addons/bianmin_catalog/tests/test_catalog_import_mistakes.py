import base64
import io

from openpyxl import load_workbook

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.bianmin_base.tools.spreadsheet import write_workbook

from .catalog_import_common import CatalogImportCase


@tagged("post_install", "-at_install")
class TestCatalogImportMistakes(CatalogImportCase):
    def test_wrong_rows_are_named_and_good_rows_are_kept(self):
        name = self.item.name
        wizard = self._import(
            items=[
                {"name": name, "duties": "如实申报"},
                {"name": "无类别"},
                {"name": "新事项", "category_id": "没有的类"},
                {"name": name, "rights": "又一次"},
                {"name": "坏编码", "category_id": "T1", "basic_code": "12"},
                {"name": "倒限", "category_id": "T1", "promised_days": 3},
                {"category_id": "T1"},
            ],
            materials=[
                {"item": name, "name": "委托书", "necessity": "optional"},
                {"item": name, "name": "照片", "copy_count": "两份"},
                {"item": "没有的事项", "name": "照片"},
                {"item": "无类别", "name": "照片"},
                {"item": name, "name": "委托书"},
                {"item": name, "name": "-"},
                {"item": name, "name": "合影", "necessity": "也许"},
            ],
            questions=[{"item": name, "question": "新问题？"}],
            steps=[{"item": name, "name": "受理", "days": -1}],
        )
        self.assertEqual(self._counts(wizard), (1, 1, 0, 14))
        self.assertEqual(
            set(self._read_errors(wizard)),
            {
                ("items", 3, "category_id"),
                ("items", 4, "category_id"),
                ("items", 5, "name"),
                ("items", 6, "basic_code"),
                ("items", 7, "promised_days"),
                ("items", 8, "name"),
                ("materials", 3, "copy_count"),
                ("materials", 4, "item"),
                ("materials", 5, "item"),
                ("materials", 6, "name"),
                ("materials", 7, "name"),
                ("materials", 8, "necessity"),
                ("questions", 2, "answer"),
                ("steps", 2, "days"),
            },
        )
        self.assertEqual(self.item.duties, "如实申报")
        self.assertIn("委托书", self.item.material_ids.mapped("name"))

    def test_points_that_do_not_fit_are_named(self):
        self.hall.copy({"name": self.station.name})
        name = self.item.name
        wizard = self._preview(
            self._write(
                implementations=[
                    {"item": name, "service_point_id": "没有的点"},
                    {"item": name, "service_point_id": self.station.name},
                    {"item": name},
                    {
                        **{"item": name, "service_point_id": self.hall.name},
                        "acts_as": "accept",
                    },
                    {
                        **{"item": name, "service_point_id": self.centre.name},
                        **{"statutory_days": 5, "promised_days": 0},
                    },
                    {
                        **{"item": name, "service_point_id": self.other_hall.name},
                        **{"acts_as": "accept", "decision_implementation_id": "无"},
                    },
                ]
            )
        )
        self.assertEqual(
            set(self._read_errors(wizard)),
            {
                ("implementations", 2, "service_point_id"),
                ("implementations", 3, "service_point_id"),
                ("implementations", 4, "service_point_id"),
                ("implementations", 5, "acts_as"),
                ("implementations", 5, "decision_implementation_id"),
                ("implementations", 6, "promised_days"),
                ("implementations", 7, "decision_implementation_id"),
            },
        )

    def test_a_point_is_neither_slower_nor_dearer_than_the_one_above(self):
        above = self._create_implementation(
            **{"service_point_id": self.centre.id, "fee": 10},
            **{"promised_days": 5, "statutory_days": 20},
        )
        self.assertEqual(self.decision.reference_implementation_id, above)
        new = self._create_item(name="新的")
        self._create_implementation(
            **{"item_id": new.id, "service_point_id": self.centre.id, "fee": 10},
            **{"promised_days": 5, "statutory_days": 20},
        )
        cells = {"service_point_id": self.hall.name, "statutory_days": 20}
        wizard = self._import(
            implementations=[
                {"item": self.item.name, "promised_days": 6, "fee": 11, **cells},
                {"item": "新的", "promised_days": 4, "fee": "9.50", **cells},
            ]
        )
        self.assertEqual(self._counts(wizard), (1, 0, 0, 1))
        self.assertEqual(
            set(self._read_errors(wizard)),
            {
                ("implementations", 2, "promised_days"),
                ("implementations", 2, "fee"),
            },
        )
        self.assertTrue(new.implementation_ids[-1].has_own_limits)

    def test_names_and_codes_that_belong_to_others_are_refused(self):
        self._create_item(name="同名", basic_code="002099000002")
        self._create_item(name="同名")
        wizard = self._preview(
            self._write(
                items=[
                    {"name": "同名", "rights": "知情权"},
                    {"name": self.item.name, "basic_code": "002099000002"},
                    {"name": "两女补贴", "basic_code": "002099000003"},
                ],
                steps=[{"item": "同名", "name": "受理"}],
            )
        )
        self.assertEqual(
            set(self._read_errors(wizard)),
            {
                ("items", 2, "name"),
                ("items", 3, "name"),
                ("items", 4, "basic_code"),
                ("items", 4, "name"),
                ("steps", 2, "item"),
            },
        )

    def test_the_workbook_of_wrong_rows_is_mended_and_imported(self):
        name = self.item.name
        wizard = self._import(
            materials=[
                {"item": name, "name": "照片", "copy_count": "两份"},
                {"item": name, "name": "合影", "copy_count": 1},
            ]
        )
        book = load_workbook(io.BytesIO(base64.b64decode(wizard.error_file)))
        sheet = book.worksheets[1]
        [cell] = [cell for row in sheet for cell in row if cell.value == "两份"]
        cell.value = 2
        buffer = io.BytesIO()
        book.save(buffer)
        again = self._import(buffer.getvalue())
        self.assertEqual(self._counts(again), (1, 0, 0, 0))
        [photo] = self.item.material_ids.filtered(lambda one: one.name == "照片")
        self.assertEqual(photo.copy_count, 2)

    def test_a_workbook_of_something_else_says_so(self):
        for content in (
            write_workbook([("花名册", ["姓名"], [["李志顺"]])]),
            self._write(items=[]),
            write_workbook([(self._get_sheet_label("steps"), ["别的"], [["受理"]])]),
        ):
            with self.assertRaises(UserError):
                self._preview(content)
        with self.assertRaisesRegex(UserError, self._get_sheet_label("steps")):
            self._preview(content)

    def _get_sheet_label(self, key):
        [sheet] = [s for s in self._get_wizard()._get_import_sheets() if s.key == key]
        return sheet.label
