import base64
from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import UserError

from ..tools import spreadsheet


class Sheet(NamedTuple):
    """A sheet of the workbook; ``columns`` as in an import of one sheet."""

    key: str
    label: str
    columns: tuple


class BianminWorkbookImport(models.AbstractModel):
    """An import whose workbook has several sheets, each with columns of its own.

    Mistakes are found by the key of the sheet and the number of the row. The workbook
    of wrong rows lists them all on its first sheet; the sheets after it are like those
    that were read, so that the mended rows can be imported from it.
    """

    _name = "bianmin.workbook.import"
    _description = "Import of a Workbook with Several Sheets"
    _inherit = ["bianmin.spreadsheet.import"]

    def _compute_template_file(self):
        content = spreadsheet.write_workbook(
            (
                sheet.label,
                [column.label for column in sheet.columns],
                [[column.sample for column in sheet.columns]],
            )
            for sheet in self._get_import_sheets()
        )
        for wizard in self:
            wizard.template_file = base64.b64encode(content)

    # ------------------------------------------------------------
    # EXTEND
    # ------------------------------------------------------------

    @api.model
    def _get_import_sheets(self):
        """Extend to list the sheets, with labels in the user's language.

        :rtype: list[Sheet]
        """
        raise NotImplementedError

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _read_rows(self):
        if not self.file:
            raise UserError(self.env._("Please choose the workbook first."))
        try:
            return spreadsheet.read_sheets(
                base64.b64decode(self.file), self._prepare_layouts()
            )
        except spreadsheet.SpreadsheetError as error:
            raise UserError(self._get_sheet_sentence(error)) from error

    def _prepare_layouts(self):
        """What to look for, in both languages: the workbook may come from elsewhere."""
        spoken = [
            self.with_context(lang=lang)._get_import_sheets()
            for lang in ("en_US", "zh_CN", self.env.lang)
        ]
        return {
            versions[0].key: spreadsheet.Layout(
                tuple(sheet.label for sheet in versions),
                {
                    label: column.key
                    for sheet in versions
                    for column in sheet.columns
                    for label in (column.label, *column.other_labels)
                },
                tuple(c.key for c in versions[0].columns if c.required),
            )
            for versions in zip(*spoken, strict=True)
        }

    def _get_sheet_sentence(self, error):
        sheets = {sheet.key: sheet for sheet in self._get_import_sheets()}
        sheet = sheets.get(error.sheet)
        sentence = self._get_file_sentence(error, sheet.columns if sheet else ())
        if not sheet:
            return sentence
        return self.env._(
            "Sheet %(sheet)s: %(sentence)s", sheet=sheet.label, sentence=sentence
        )

    def _get_column_label(self, row, key):
        sheets = {sheet.key: sheet for sheet in self._get_import_sheets()}
        return {c.key: c.label for c in sheets[row.sheet].columns}[key]

    def _get_place(self, row):
        labels = {sheet.key: sheet.label for sheet in self._get_import_sheets()}
        return f"{labels[row.sheet]} {row.number}"

    def _prepare_error_file(self, rows, mistakes):
        sheets = self._get_import_sheets()
        wrong = [row for row in rows if (row.sheet, row.number) in mistakes]
        lines, again = [], []
        for sheet in sheets:
            labels = {column.key: column.label for column in sheet.columns}
            own = [row for row in wrong if row.sheet == sheet.key]
            lines += [
                [sheet.label, row.number, labels[mistake.key], mistake.sentence]
                for row in own
                for mistake in mistakes[row.sheet, row.number]
            ]
            cells = [[row.cells.get(key) for key in labels] for row in own]
            if own:
                again.append((sheet.label, list(labels.values()), cells))
        headers = [
            self.env._("Sheet"),
            self.env._("Row No."),
            self.env._("Column"),
            self.env._("Reason"),
        ]
        content = spreadsheet.write_workbook(
            [(self.env._("Wrong rows"), headers, lines), *again]
        )
        return base64.b64encode(content)
