import base64
from itertools import islice
from typing import NamedTuple

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import spreadsheet

# What the window shows; the rest is told by the counts and the error workbook.
SHOWN_CHANGES = 50


class Column(NamedTuple):
    """A column of the workbook; ``sample`` stands in the workbook to fill in,
    ``other_labels`` are what registers from elsewhere call it."""

    key: str
    label: str
    required: bool = False
    sample: str = ""
    other_labels: tuple = ()


class Change(NamedTuple):
    """What a good row asks for. ``record`` is empty when something new is to be made;
    ``differences`` are (label, old, new), empty when nothing changes; ``warnings`` are
    ``spreadsheet.Mistake`` that keep the row from nothing."""

    row: spreadsheet.Row
    record: models.BaseModel
    values: dict
    differences: tuple = ()
    warnings: tuple = ()

    @property
    def kind(self):
        if not self.record:
            return "new"
        return "changed" if self.differences else "unchanged"


class BianminSpreadsheetImport(models.AbstractModel):
    """A window that takes a workbook: look first, then take the good rows.

    Wrong rows come back in a workbook that names row, column and reason; they keep no
    good row from going in, and nothing of them is written.
    """

    _name = "bianmin.spreadsheet.import"
    _description = "Import of a Workbook"

    file = fields.Binary(string="Workbook", attachment=False)
    file_name = fields.Char()
    state = fields.Selection(
        selection=[
            ("upload", "Choose a file"),
            ("preview", "Look at it"),
            ("done", "Done"),
        ],
        default="upload",
        readonly=True,
    )
    new_count = fields.Integer(string="New", readonly=True)
    changed_count = fields.Integer(string="Changed", readonly=True)
    unchanged_count = fields.Integer(string="Unchanged", readonly=True)
    wrong_count = fields.Integer(string="Wrong", readonly=True)
    warning_count = fields.Integer(string="With a warning", readonly=True)
    preview = fields.Html(string="Changes", readonly=True, sanitize=False)
    warnings = fields.Html(readonly=True, sanitize=False)
    error_file = fields.Binary(string="Wrong Rows", attachment=False, readonly=True)
    error_file_name = fields.Char(compute="_compute_file_names")
    template_file = fields.Binary(
        string="Workbook to Fill In", compute="_compute_template_file"
    )
    template_file_name = fields.Char(compute="_compute_file_names")

    def _compute_template_file(self):
        columns = self._get_import_columns()
        for wizard in self:
            content = spreadsheet.write_workbook(
                [
                    (
                        self.env._("To fill in"),
                        [column.label for column in columns],
                        [[column.sample for column in columns]],
                    )
                ]
            )
            wizard.template_file = base64.b64encode(content)

    @api.depends_context("lang")
    def _compute_file_names(self):
        for wizard in self:
            wizard.error_file_name = self.env._("wrong rows.xlsx")
            wizard.template_file_name = self.env._("to fill in.xlsx")

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_download_template(self):
        """Hand out the workbook to fill in."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/template_file"
            f"/{self.template_file_name}?download=true",
            "target": "download",
        }

    def action_preview(self):
        """Read the workbook and tell what it would do; nothing is written."""
        self.ensure_one()
        rows, changes, mistakes = self._check_file()
        self._show_result("preview", rows, changes, mistakes)
        return self._reopen()

    def action_import(self):
        """Write the good rows. The file is checked once more: time has passed."""
        self.ensure_one()
        rows, changes, mistakes = self._check_file()
        self._apply_import_changes(
            [change for change in changes if change.kind != "unchanged"]
        )
        self._show_result("done", rows, changes, mistakes)
        return self._reopen()

    def action_back(self):
        """Choose another file."""
        self.ensure_one()
        self.write({"state": "upload", "file": False, "file_name": False})
        return self._reopen()

    def _reopen(self):
        return self._get_window_action(self._get_window_title())

    # ------------------------------------------------------------
    # EXTEND
    # ------------------------------------------------------------

    @api.model
    def _get_import_columns(self):
        """Extend to list the columns, with labels in the user's language.

        :rtype: list[Column]
        """
        raise NotImplementedError

    def _check_import_rows(self, rows):
        """Extend to say what each row asks for, at the same queries for many as few.

        :param list rows: of ``spreadsheet.Row``
        :return: list of ``Change`` for the good rows, and a dictionary of lists of
            ``spreadsheet.Mistake`` by row number for the others
        """
        raise NotImplementedError

    def _apply_import_changes(self, changes):
        """Extend to write what the good rows ask for, in batches.

        :param list changes: of ``Change``, new and changed ones
        """
        raise NotImplementedError

    @api.model
    def _get_window_title(self):
        """Extend to name the window."""
        raise NotImplementedError

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _check_file(self):
        rows = self._read_rows()
        changes, mistakes = self._check_import_rows(rows)
        return rows, changes, mistakes

    def _read_rows(self):
        """
        :raise UserError: with one sentence, when the file as a whole cannot be read
        """
        if not self.file:
            raise UserError(self.env._("Please choose the workbook first."))
        columns = self._get_import_columns()
        try:
            return spreadsheet.read_rows(
                base64.b64decode(self.file),
                self._get_headers(),
                [column.key for column in columns if column.required],
            )
        except spreadsheet.SpreadsheetError as error:
            raise UserError(self._get_file_sentence(error, columns)) from error

    def _get_headers(self):
        """Headers in both languages: the workbook may come from elsewhere."""
        return {
            label: column.key
            for lang in ("en_US", "zh_CN", self.env.lang)
            for column in self.with_context(lang=lang)._get_import_columns()
            for label in (column.label, *column.other_labels)
        }

    def _get_file_sentence(self, error, columns):
        labels = {column.key: column.label for column in columns}
        missing = "、".join(labels.get(key, key) for key in error.detail.split(","))
        return {
            "format": self.env._(
                "This is no workbook of Excel (.xlsx). Open it in Excel or WPS, save "
                "it as .xlsx without a password, and try again."
            ),
            "empty": self.env._("There is no filled row in this workbook."),
            "header": self.env._(
                "The columns %(columns)s are missing. Use the workbook to fill in: its "
                "first row must stay.",
                columns=missing,
            ),
            "sheets": self.env._(
                "None of the sheets of this workbook has a name that is known here. "
                "Take the workbook that you can download here."
            ),
            "size": self.env._(
                "This workbook is too large: at most 100,000 rows and 20 MB at a time."
            ),
        }[error.reason]

    def _show_result(self, state, rows, changes, mistakes):
        kinds = [change.kind for change in changes]
        self.write(
            {
                "state": state,
                "new_count": kinds.count("new"),
                "changed_count": kinds.count("changed"),
                "unchanged_count": kinds.count("unchanged"),
                "wrong_count": len(mistakes),
                "warning_count": sum(bool(change.warnings) for change in changes),
                "preview": self._prepare_preview(changes),
                "warnings": self._prepare_warnings(changes),
                "error_file": bool(mistakes)
                and self._prepare_error_file(rows, mistakes),
            }
        )

    def _prepare_preview(self, changes):
        """What would change, old beside new, as a table."""
        cells = (
            (self._get_place(change.row), change.record.display_name, *difference)
            for change in changes
            for difference in change.differences
        )
        titles = (
            self.env._("Row No."),
            self.env._("Who or what"),
            self.env._("Column"),
            self.env._("Until now"),
            self.env._("From the workbook"),
        )
        return self._prepare_table(titles, cells)

    def _prepare_warnings(self, changes):
        """Rows that are taken though something about them is unusual, as a table."""
        cells = (
            (
                self._get_place(change.row),
                change.row.cells.get("name") or "",
                self._get_column_label(change.row, warning.key),
                warning.sentence,
            )
            for change in changes
            for warning in change.warnings
        )
        titles = (
            self.env._("Row No."),
            self.env._("Who or what"),
            self.env._("Column"),
            self.env._("Warning"),
        )
        return self._prepare_table(titles, cells)

    @api.model
    def _prepare_table(self, titles, cells):
        """The first lines as HTML, or False when there are none."""
        lines = [
            Markup("<tr>%s</tr>")
            % Markup("").join(Markup("<td>%s</td>") % cell for cell in line)
            for line in islice(cells, SHOWN_CHANGES)
        ]
        if not lines:
            return False
        head = Markup("").join(Markup("<th>%s</th>") % title for title in titles)
        return Markup(
            '<table class="table table-sm"><thead><tr>%s</tr></thead>'
            "<tbody>%s</tbody></table>"
        ) % (head, Markup("").join(lines))

    def _get_column_label(self, row, key):
        """What a column is called. Extend where there are several sheets."""
        labels = {column.key: column.label for column in self._get_import_columns()}
        return labels[key]

    def _get_place(self, row):
        """Where a row stands, for the window. Extend where there are several sheets."""
        return row.number

    def _prepare_error_file(self, rows, mistakes):
        columns = self._get_import_columns()
        labels = {column.key: column.label for column in columns}
        headers = [self.env._("Row No."), self.env._("Column"), self.env._("Reason")]
        lines = [
            [
                row.number,
                "、".join(labels[mistake.key] for mistake in mistakes[row.number]),
                "；".join(mistake.sentence for mistake in mistakes[row.number]),
                *(row.cells.get(column.key) for column in columns),
            ]
            for row in rows
            if row.number in mistakes
        ]
        content = spreadsheet.write_workbook(
            [(self.env._("Wrong rows"), [*headers, *labels.values()], lines)]
        )
        return base64.b64encode(content)
