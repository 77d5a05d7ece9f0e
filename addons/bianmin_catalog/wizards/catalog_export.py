import base64

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.bianmin_base.tools import spreadsheet

from ..tools.catalog_workbook import OWN_FIELDS, PARTS, ROW_PARTS
from ..tools.code_lists import EDITOR


class BianminCatalogImport(models.TransientModel):
    """The catalogue handed out, in the form in which it is taken back."""

    _inherit = "bianmin.catalog.import"

    export_file = fields.Binary(string="Catalogue", attachment=False, readonly=True)
    export_file_name = fields.Char(compute="_compute_file_names")

    @api.depends_context("lang")
    def _compute_file_names(self):
        for wizard in self:
            wizard.export_file_name = self.env._("catalogue.xlsx")
        return super()._compute_file_names()

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_export(self):
        """Hand out the chosen items, or all, as a workbook to change and import again.

        :raise AccessError: for who may not change the catalogue
        """
        self.ensure_one()
        if not self.env.user._get_scope_division_ids(EDITOR):
            raise AccessError(
                self.env._("Your role does not allow changing the catalogue.")
            )
        items = self.item_ids or self.env["bianmin.catalog.item"].search(
            [("state", "!=", "cancelled")]
        )
        sheets = self._prepare_export_sheets(items)
        self.export_file = base64.b64encode(spreadsheet.write_workbook(sheets))
        self.env["bianmin.export.log"]._log_export(
            "file", items, sum(len(rows) for _title, _headers, rows in sheets)
        )
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/export_file"
            f"/{self.export_file_name}?download=true",
            "target": "download",
        }

    # ------------------------------------------------------------
    # SHEETS
    # ------------------------------------------------------------

    def _prepare_export_sheets(self, items):
        """[(title, headers, rows)], at the same queries for many items as for few."""
        versions = self._get_working_versions(items)
        rows = {
            "items": [self._prepare_item_row(one, versions[one]) for one in items],
            "implementations": self._prepare_implementation_rows(items, versions),
        }
        for sheet in ROW_PARTS:
            rows[sheet] = self._prepare_content_rows(sheet, items, versions)
        return [
            (sheet.label, [column.label for column in sheet.columns], rows[sheet.key])
            for sheet in self._get_import_sheets()
        ]

    def _prepare_item_row(self, item, version):
        return [
            self._get_cell(item if name in OWN_FIELDS else version, name)
            for name in PARTS["items"].fields
        ]

    def _prepare_content_rows(self, sheet, items, versions):
        part = PARTS[sheet]
        found = self.env[part.model].search(
            [("version_id", "in", [version.id for version in versions.values()])]
        )
        by_version = found.grouped("version_id")
        return [
            [versions[item].name, *(self._get_cell(row, name) for name in part.fields)]
            for item in items
            for row in by_version.get(versions[item], ())
        ]

    def _prepare_implementation_rows(self, items, versions):
        """Those of one's own divisions: others may not be changed anyway.

        :raise UserError: when there are more than a workbook takes
        """
        found = self.env["bianmin.catalog.implementation"].search(
            [
                ("item_id", "in", items.ids),
                (
                    "division_id",
                    "child_of",
                    self.env.user._get_scope_division_ids(EDITOR),
                ),
            ],
            limit=spreadsheet.MAXIMUM_ROWS + 1,
        )
        if len(found) > spreadsheet.MAXIMUM_ROWS:
            raise UserError(
                self.env._(
                    "These items are handled at more than 100,000 points. Tick fewer "
                    "items in the list and hand those out."
                )
            )
        return [
            [versions[one.item_id].name, *self._prepare_implementation_cells(one)]
            for one in found
        ]

    def _prepare_implementation_cells(self, implementation):
        for name in PARTS["implementations"].fields:
            yield self._get_cell(implementation, name)
            if name == "service_point_id":
                yield implementation.division_id.code
