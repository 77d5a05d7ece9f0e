import base64
import io
from unittest.mock import patch

from openpyxl import load_workbook

from odoo.addons.bianmin_base.tools.spreadsheet import write_workbook

from .common import CatalogCase


class CatalogImportCase(CatalogCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.item.write(
            {
                "service_objects": cls.env.ref("bianmin_catalog.service_object_1"),
                "topic_ids": cls.env.ref("bianmin_catalog.topic_birth"),
                "legal_basis": "《条例》第四十条\n《办法》第三条",
                "step_ids": [(0, 0, {"name": "受理", "days": 1})],
                "faq_ids": [(0, 0, {"question": "要多久？", "answer": "五天。"})],
                "fee_ids": [(0, 0, {"name": "工本费", "standard": "5元/证"})],
                "result_ids": [(0, 0, {"name": "审批表", "kind": "other"})],
            }
        )
        cls.card = cls._create_material(name="身份证", item_id=cls.item.id)
        cls.book = cls._create_material(name="户口簿", item_id=cls.item.id)

    # ------------------------------------------------------------
    # HELPERS
    # ------------------------------------------------------------

    def _get_wizard(self, user=None, **vals):
        return (
            self.env["bianmin.catalog.import"]
            .with_user(user or self.editor)
            .with_context(lang=self.editor.lang)
            .create(vals)
        )

    def _export(self, user=None, items=None):
        wizard = self._get_wizard(user, item_ids=(items or self.item).ids)
        wizard.action_export()
        return base64.b64decode(wizard.export_file)

    def _write(self, **sheets):
        """A workbook from {sheet: [{key of the column: cell}]}."""
        content = []
        for sheet in self._get_wizard()._get_import_sheets():
            if sheet.key in sheets:
                rows = [
                    [row.get(column.key) for column in sheet.columns]
                    for row in sheets[sheet.key]
                ]
                labels = [column.label for column in sheet.columns]
                content.append((sheet.label, labels, rows))
        return write_workbook(content)

    def _preview(self, content, user=None):
        wizard = self._get_wizard(
            user, file=base64.b64encode(content), file_name="目录.xlsx"
        )
        wizard.action_preview()
        return wizard

    def _import(self, content=None, user=None, **sheets):
        wizard = self._preview(content or self._write(**sheets), user)
        wizard.action_import()
        self.env.invalidate_all()
        return wizard

    def _counts(self, wizard):
        return (
            wizard.new_count,
            wizard.changed_count,
            wizard.unchanged_count,
            wizard.wrong_count,
        )

    def _read_errors(self, wizard):
        """{(sheet, row, column): reason} by the keys of sheet and column."""
        sheets = {sheet.label: sheet for sheet in wizard._get_import_sheets()}
        book = load_workbook(io.BytesIO(base64.b64decode(wizard.error_file)))
        lines = list(book.worksheets[0].values)[1:]
        return {
            (
                sheets[label].key,
                int(row),
                {c.label: c.key for c in sheets[label].columns}[column],
            ): reason
            for label, row, column, reason in lines
        }

    def _refer_to(self, version):
        """As if somebody had applied under a version."""
        return patch.object(
            type(version), "_get_referred", lambda versions: versions & version
        )
