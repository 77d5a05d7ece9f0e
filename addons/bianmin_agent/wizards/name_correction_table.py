import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.bianmin_base.tools import spreadsheet, table_file
from odoo.addons.bianmin_base.wizards.spreadsheet_import import Column

# What offices of medical and pension insurance call these columns.
OTHER_LABELS = {
    "name": ("姓名", "参保人姓名", "人员姓名", "缴费人姓名"),
    "identity_number": (
        *("身份证号", "身份证号码", "公民身份号码", "公民身份证号码"),
        *("证件号码", "社会保障号码", "社会保障号"),
    ),
    "birth_date": ("出生日期", "出生年月日", "生日"),
    "village": ("村", "所在村", "村名", "村居", "行政村", "村（居）"),
}


class BianminNameCorrectionMatching(models.AbstractModel):
    """Whose table is read, and how: any that an office sends of its people."""

    _inherit = "bianmin.name.correction.matching"

    allowed_division_ids = fields.Many2many(
        "bianmin.division", compute="_compute_allowed_division_ids"
    )

    @api.model
    def _get_import_group(self):
        """The group whose divisions may be chosen."""
        raise NotImplementedError

    def _default_division_id(self):
        scope = self.env.user._get_scope_division_ids(self._get_import_group())
        return scope[0] if len(scope) == 1 else False

    @api.depends_context("uid")
    def _compute_allowed_division_ids(self):
        scope = self.env.user._get_scope_division_ids(self._get_import_group())
        self.allowed_division_ids = self.env["bianmin.division"].browse(scope)

    @api.model
    def _get_person_columns(self):
        """By what somebody is found in the register."""
        columns = [
            Column("name", self.env._("Full name"), required=True, sample="李志顺"),
            Column("identity_number", self.env._("ID number")),
            Column("birth_date", self.env._("Birth date"), sample="1952-03-04"),
            Column("village", self.env._("Village"), sample="李营村"),
        ]
        return [
            column._replace(other_labels=OTHER_LABELS[column.key]) for column in columns
        ]

    def _read_table(self):
        """Read a workbook, or text in UTF-8 or GB 18030.

        :return: the table as it is, and its rows by the columns of the import
        :raise UserError: when there is no file, or none that can be read
        """
        if not self.file:
            raise UserError(self.env._("Please choose the file first."))
        columns = self._get_import_columns()
        required = [column.key for column in columns if column.required]
        try:
            table = table_file.read_table(base64.b64decode(self.file))
            rows = spreadsheet.pick_rows(iter(table), self._get_headers(), required)
        except spreadsheet.SpreadsheetError as error:
            raise UserError(self._get_file_sentence(error, columns)) from error
        return table, rows
