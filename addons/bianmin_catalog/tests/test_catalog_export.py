import io

from openpyxl import load_workbook

from odoo.tests import tagged

from .catalog_import_common import CatalogImportCase


@tagged("post_install", "-at_install")
class TestCatalogExport(CatalogImportCase):
    def test_the_exported_workbook_imported_again_changes_nothing(self):
        content = self._export()
        wizard = self._preview(content)
        # item, two papers, step, question, fee, result, two implementations
        self.assertEqual(self._counts(wizard), (0, 0, 9, 0))
        before = self.item.version_ids, self.item.material_ids, self.item.write_date
        wizard.action_import()
        self.env.invalidate_all()
        self.assertEqual(
            (self.item.version_ids, self.item.material_ids, self.item.write_date),
            before,
        )

    def test_codes_stand_as_words_and_several_things_in_one_cell(self):
        persons = self.env.ref("bianmin_catalog.service_object_1")
        bodies = self.env.ref("bianmin_catalog.service_object_2")
        self.item.service_objects = persons | bodies
        book = load_workbook(io.BytesIO(self._export()))
        labels = {sheet.key: sheet for sheet in self._get_wizard()._get_import_sheets()}
        head, row = book[labels["items"].label].values
        columns = [column.key for column in labels["items"].columns]
        cells = dict(zip(columns, row, strict=True))
        lang = {"lang": self.editor.lang}
        self.assertEqual(
            cells["service_objects"],
            "、".join((persons | bodies).with_context(**lang).mapped("name")),
        )
        kinds = dict(
            self.env["bianmin.catalog.item"]
            ._fields["item_type"]
            ._description_selection(self.env(context=lang))
        )
        self.assertEqual(cells["item_type"], kinds["05"])
        self.assertNotIn("05", (cells["item_type"], head[4]))

    def test_only_points_of_the_own_divisions_are_handed_out(self):
        elsewhere = self._create_implementation(service_point_id=self.other_hall.id)
        wizard = self._get_wizard(self.township_editor)
        rows = wizard._prepare_implementation_rows(
            self.item, wizard._get_working_versions(self.item)
        )
        names = [row[1] for row in rows]
        self.assertIn(self.hall.name, names)
        self.assertNotIn(elsewhere.service_point_id.name, names)

    def test_each_export_is_logged_with_its_rows(self):
        self._export()
        log = self.env["bianmin.export.log"].search(
            [("user_id", "=", self.editor.id)], limit=1
        )
        self.assertEqual(log.row_count, 9)
        self.assertEqual(log.kind, "file")

    def test_ticked_items_are_what_is_handed_out(self):
        wizard = (
            self.env["bianmin.catalog.import"]
            .with_user(self.editor)
            .with_context(active_model="bianmin.catalog.item", active_ids=self.item.ids)
            .create({})
        )
        self.assertEqual(wizard.item_ids, self.item)

    def test_no_two_columns_of_a_sheet_have_one_name(self):
        for lang in ("en_US", "zh_CN"):
            for sheet in (
                self._get_wizard().with_context(lang=lang)._get_import_sheets()
            ):
                labels = [column.label for column in sheet.columns]
                self.assertEqual(len(set(labels)), len(labels), sheet.label)
