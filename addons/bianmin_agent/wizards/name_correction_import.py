import json

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL, split_every

from odoo.addons.bianmin_base.tools import table_file

from ..models.name_correction_roster import CORRECTOR

BATCH = 10_000


class BianminNameCorrectionImport(models.TransientModel):
    """Read the insurance office's roster, compare its names with the register.

    Somebody is found by ID number, else by birth date and village. Rows whose name is
    right need nothing; the others become proposals. What is read again is known: the
    office's next file shows what it has corrected.
    """

    _name = "bianmin.name.correction.import"
    _description = "Import of a Roster of Names"
    _inherit = ["bianmin.name.correction.matching", "bianmin.spreadsheet.import"]

    division_id = fields.Many2one(
        "bianmin.division",
        required=True,
        default=lambda self: self._default_division_id(),
        domain="[('id', 'child_of', allowed_division_ids)]",
        help="The township or village whose people stand in the roster.",
    )
    item_id = fields.Many2one(
        "bianmin.catalog.item",
        string="Matter",
        help="The matter under which corrections are requested (参保信息变更).",
    )
    roster_id = fields.Many2one(
        "bianmin.name.correction.roster", readonly=True, ondelete="cascade"
    )
    layout = fields.Json(readonly=True)

    @api.model
    def _get_import_group(self):
        return CORRECTOR

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_open_roster(self):
        """Open the names that are to be looked at."""
        self.ensure_one()
        return self.roster_id.action_view_corrections()

    # ------------------------------------------------------------
    # FILE
    # ------------------------------------------------------------

    @api.model
    def _get_window_title(self):
        return self.env._("Import a Roster of Names")

    @api.model
    def _get_import_columns(self):
        return self._get_person_columns()

    def _read_rows(self):
        """Any table that an office sends; its layout is kept for the way back."""
        table, rows = self._read_table()
        texts = {
            number: [table_file.show_cell(value) for value in values]
            for number, values in table
        }
        self.layout = self._get_layout(texts, rows[0].number, self._get_headers())
        for row in rows:
            row.cells["raw"] = texts[row.number]
        return rows

    @api.model
    def _get_layout(self, texts, first_row, headers):
        known = {header.strip() for header in headers}
        header_row = max(
            number
            for number, cells in texts.items()
            if number < first_row and known & {*cells}
        )
        return {
            "above": [texts[number] for number in sorted(texts) if number < header_row],
            "headers": texts[header_row],
        }

    def _get_file_sentence(self, error, columns):
        if error.reason == "format":
            return self.env._(
                "This is no table: take an Excel file (.xlsx, .xls) or a text file "
                "with commas (.csv)."
            )
        return super()._get_file_sentence(error, columns)

    # ------------------------------------------------------------
    # APPLY
    # ------------------------------------------------------------

    def _check_import_rows(self, rows):
        if not self.env.user._has_scope(CORRECTOR, self.division_id):
            raise AccessError(
                self.env._(
                    "Your role does not allow correcting names in %(division)s.",
                    division=self.division_id.name,
                )
            )
        return super()._check_import_rows(rows)

    def _apply_import_changes(self, changes):
        fresh = [change for change in changes if change.kind == "new"]
        # What the office writes right now is corrected, in whichever roster it stood:
        # the records come as superuser from the matching.
        corrected = self.env["bianmin.name.correction"].union(
            *(change.record for change in changes if change.kind == "changed")
        )
        corrected._pass_gate("corrected")
        self.roster_id = self._create_roster()
        for batch in split_every(BATCH, fresh):
            self._insert_corrections([change.values for change in batch])
        self.env["bianmin.name.correction"].invalidate_model()

    def _insert_corrections(self, rows):
        """Insert proposals; the user's role in the roster's division was checked.

        SQL: a county's roster has a hundred thousand rows, which the ORM takes minutes
        to create; nothing is computed from them, and all of them are new.
        """
        columns = list(rows[0])
        fields_ = self.env["bianmin.name.correction"]._fields
        self.env.cr.execute(
            SQL(
                """INSERT INTO bianmin_name_correction (
                    %(columns)s, roster_id, state,
                    create_uid, write_uid, create_date, write_date)
                SELECT %(columns)s, %(roster)s, 'proposed',
                    %(uid)s, %(uid)s, %(now)s, %(now)s
                FROM jsonb_to_recordset(%(rows)s::jsonb) AS proposal(%(types)s)""",
                columns=SQL(", ").join(map(SQL.identifier, columns)),
                roster=self.roster_id.id,
                uid=self.env.uid,
                now=self.env.cr.now(),
                rows=json.dumps(rows),
                types=SQL(", ").join(
                    SQL(
                        "%s %s", SQL.identifier(name), SQL(fields_[name].column_type[0])
                    )
                    for name in columns
                ),
            )
        )

    def _create_roster(self):
        # sudo: bianmin.name.correction.roster – as above
        return (
            self.env["bianmin.name.correction.roster"]
            .sudo()
            .create(
                {
                    "name": (self.file_name or "").rpartition(".")[0]
                    or self.env._("Roster of names"),
                    "division_id": self.division_id.id,
                    "item_id": self.item_id.id,
                    "imported_by_id": self.env.uid,
                    "layout": self.layout,
                }
            )
        )

    def _show_result(self, state, rows, changes, mistakes):
        result = super()._show_result(state, rows, changes, mistakes)
        if state == "done":
            # sudo: bianmin.name.correction.roster – counts are set by the import only
            self.roster_id.sudo().write(
                {
                    "row_count": len(rows),
                    "same_count": sum("same" in change.values for change in changes),
                }
            )
        return result

    def _prepare_preview(self, changes):
        return self._prepare_comparison_table(changes)
