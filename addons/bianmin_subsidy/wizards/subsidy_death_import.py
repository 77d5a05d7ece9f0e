from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.bianmin_base.tools import spreadsheet
from odoo.addons.bianmin_base.tools.local_time import local_today
from odoo.addons.bianmin_base.tools.name_match import compare_names
from odoo.addons.bianmin_base.wizards.spreadsheet_import import Change, Column

from ..models.subsidy_death import PREPARER

DEATH_LABELS = ("死亡日期", "死亡时间", "去世日期", "注销日期", "死亡年月日")


class BianminSubsidyDeathImport(models.TransientModel):
    """Read a list of the dead, compare it with the register.

    Somebody is found by ID number, else by birth date and village. Who is found becomes
    a proposal; whoever the list says to be dead already is, is passed over.
    """

    _name = "bianmin.subsidy.death.import"
    _description = "Import of a List of the Dead"
    _inherit = ["bianmin.name.correction.matching", "bianmin.spreadsheet.import"]

    division_id = fields.Many2one(
        "bianmin.division",
        required=True,
        default=lambda self: self._default_division_id(),
        domain="[('id', 'child_of', allowed_division_ids)]",
        help="The township or village whose people are looked for.",
    )
    issuer = fields.Selection(
        selection=lambda self: self._selection_issuer(),
        string="From",
        required=True,
        default="police",
    )
    list_id = fields.Many2one(
        "bianmin.subsidy.death.list", readonly=True, ondelete="cascade"
    )

    @api.model
    def _selection_issuer(self):
        field = self.env["bianmin.subsidy.death.list"]._fields["issuer"]
        return field._description_selection(self.env)

    @api.model
    def _get_import_group(self):
        return PREPARER

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_open_list(self):
        """Open the people who were found."""
        self.ensure_one()
        return self.list_id.action_view_deaths()

    @api.model
    def _get_window_title(self):
        return self.env._("Read a list of the dead")

    # ------------------------------------------------------------
    # READ
    # ------------------------------------------------------------

    @api.model
    def _get_import_columns(self):
        died = Column(
            "death_date",
            self.env._("Date of death"),
            required=True,
            sample="2026-10-01",
            other_labels=DEATH_LABELS,
        )
        return [*self._get_person_columns(), died]

    def _read_rows(self):
        """Any table that an office sends: workbook, or text in UTF-8 or GB 18030."""
        _table, rows = self._read_table()
        return rows

    def _get_file_sentence(self, error, columns):
        if error.reason == "format":
            return self.env._(
                "This is no table: take an Excel file (.xlsx, .xls) or a text file "
                "with commas (.csv)."
            )
        return super()._get_file_sentence(error, columns)

    # ------------------------------------------------------------
    # COMPARE
    # ------------------------------------------------------------

    def _check_import_rows(self, rows):
        if not self.env.user._has_scope(PREPARER, self.division_id):
            raise AccessError(
                self.env._(
                    "Your role does not allow looking into deaths in %(division)s.",
                    division=self.division_id.name,
                )
            )
        mistakes = {}
        for row in rows:
            sentence = self._read_day(row)
            if sentence:
                mistakes[row.number] = [spreadsheet.Mistake("death_date", sentence)]
        good = [row for row in rows if row.number not in mistakes]
        changes, found = super()._check_import_rows(good)
        return changes, {**mistakes, **found}

    def _read_day(self, row):
        """Put the day of death into the row; the sentence when there is none."""
        try:
            day = spreadsheet.to_date(row.cells.get("death_date"))
        except spreadsheet.CellError as error:
            return self._get_row_sentence(error.reason)
        if not day:
            return self.env._("the date of death is missing")
        if day > local_today():
            return self.env._("the day lies in the future")
        row.cells["death_day"] = day
        return None

    @api.model
    def _get_known_corrections(self, resident_ids):
        """Who is dead in the register, or on another list already: none is proposed
        twice. By id of the resident: day of death, or the record."""
        # sudo: bianmin.resident – found by the comparison, within the division
        dead = {
            resident.id: resident.death_date
            for resident in self.env["bianmin.resident"]
            .sudo()
            .search_fetch(
                [("id", "in", list(resident_ids)), ("death_date", "!=", False)],
                ["death_date"],
            )
        }
        # sudo: bianmin.subsidy.death – a list of another office counts too
        waiting = (
            self.env["bianmin.subsidy.death"]
            .sudo()
            .search_fetch(
                [
                    ("resident_id", "in", list(resident_ids)),
                    ("state", "=", "proposed"),
                ],
                ["resident_id"],
            )
        )
        return {record.resident_id.id: True for record in waiting} | dead

    def _prepare_change(self, row, person, match, known):
        if match["id"] in known:
            return Change(row, self.env["bianmin.resident"].browse(match["id"]), {})
        values = {
            "row_number": row.number,
            "resident_id": match["id"],
            "division_id": match["division_id"],
            "listed_name": person.name,
            "register_name": match["name"],
            "death_date": row.cells["death_day"],
            "kind": compare_names(person.name, match["name"]).kind,
            "matched_by": match["matched_by"],
        }
        return Change(row, self.env["bianmin.subsidy.death"], values)

    # ------------------------------------------------------------
    # APPLY
    # ------------------------------------------------------------

    def _apply_import_changes(self, changes):
        # sudo: bianmin.subsidy.death – the role in the division was checked above;
        # lists and their matches come from files only
        self.list_id = (
            self.env["bianmin.subsidy.death.list"]
            .sudo()
            .create(
                {
                    "name": (self.file_name or "").rpartition(".")[0]
                    or self.env._("List of the dead"),
                    "division_id": self.division_id.id,
                    "issuer": self.issuer,
                    "imported_by_id": self.env.uid,
                }
            )
        )
        # sudo: bianmin.subsidy.death – the same
        self.env["bianmin.subsidy.death"].sudo().create(
            [{**change.values, "list_id": self.list_id.id} for change in changes]
        )

    def _show_result(self, state, rows, changes, mistakes):
        result = super()._show_result(state, rows, changes, mistakes)
        if state == "done":
            # sudo: bianmin.subsidy.death.list – counts are set by the import only
            self.list_id.sudo().write(
                {"row_count": len(rows), "wrong_count": len(mistakes)}
            )
        return result

    def _prepare_preview(self, changes):
        kinds = self.env["bianmin.subsidy.death"]._fields["kind"]
        labels = dict(kinds._description_selection(self.env))
        cells = (
            (
                change.row.number,
                change.values["listed_name"],
                change.values["register_name"],
                labels[change.values["kind"]],
                change.values["death_date"],
            )
            for change in changes
            if change.kind == "new"
        )
        titles = (
            self.env._("Row"),
            self.env._("On the list"),
            self.env._("In the register"),
            self.env._("Names"),
            self.env._("Date of death"),
        )
        return self._prepare_table(titles, cells)
