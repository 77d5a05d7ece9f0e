from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import bank_file, return_file

# What says whom to pay and how much: only lines of the roster may fill it.
NEEDED_KEYS = ("account", "holder_name", "amount")


class BianminSubsidyBankFormat(models.Model):
    """How one bank wants its payment file and writes its return file.

    No official layout is common to the banks that pay subsidies out, so the layout
    is data. Who may export a file may not change its layout: see the access rules.
    """

    _name = "bianmin.subsidy.bank.format"
    _description = "Bank File Format"
    _order = "name, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    note = fields.Text(translate=True, help="Where the layout comes from.")

    # payment file
    kind = fields.Selection(
        [("separated", "Separated Columns"), ("fixed", "Fixed Width")],
        required=True,
        default="separated",
    )
    separator = fields.Char(default="|")
    leading_separator = fields.Boolean(string="Separator Before the First Column")
    trailing_separator = fields.Boolean(string="Separator After the Last Column")
    encoding = fields.Selection(
        [
            ("gb18030", "GB 18030"),
            ("gbk", "GBK"),
            ("utf-8", "UTF-8"),
            ("utf-8-sig", "UTF-8 with Signature"),
        ],
        required=True,
        default="gb18030",
        help="Rare characters in names are in GB 18030 but not in GBK.",
    )
    line_end = fields.Selection(
        [("crlf", "CR LF (Windows)"), ("lf", "LF (Unix)")],
        required=True,
        default="crlf",
    )
    amount_unit = fields.Selection(
        [("yuan", "Yuan with Two Decimals"), ("fen", "Fen")],
        required=True,
        default="yuan",
    )
    escape = fields.Selection(
        [("none", "None"), ("entities", "Entities")],
        string="Escaping",
        required=True,
        default="none",
        help="Entities: blanks and the signs < > & \" ' are written as &lt; and so on.",
    )
    block_bytes = fields.Integer(
        string="Bytes per Block",
        aggregator=None,
        help="A longer file is cut at line ends and packed as a ZIP file; 0 for no "
        "limit.",
    )
    file_name = fields.Char(
        required=True,
        default="{batch}.txt",
        help="Placeholders: {batch} {scheme} {date} {count} {total} {part}.",
    )
    column_ids = fields.One2many(
        "bianmin.subsidy.bank.format.column",
        "format_id",
        string="Line",
        domain=[("section", "=", "line")],
        copy=True,
    )
    header_column_ids = fields.One2many(
        "bianmin.subsidy.bank.format.column",
        "format_id",
        string="Header",
        domain=[("section", "=", "header")],
        copy=True,
    )

    # return file
    return_encoding = fields.Selection(
        [
            ("gb18030", "GB 18030"),
            ("gbk", "GBK"),
            ("utf-8", "UTF-8"),
            ("utf-8-sig", "UTF-8 with Signature"),
        ],
        required=True,
        default="gb18030",
    )
    return_separator = fields.Char(required=True, default="|")
    return_leading_separator = fields.Boolean(
        string="Separator Before the First Column of the Return File"
    )
    return_trailing_separator = fields.Boolean(
        string="Separator After the Last Column of the Return File"
    )
    return_key = fields.Selection(
        [
            ("reference", "Reference of the Payment"),
            ("serial", "Serial Number in the File"),
            ("account_amount", "Account and Amount"),
        ],
        required=True,
        default="reference",
        help="What tells which payment a row is about.",
    )
    return_key_column = fields.Integer(default=1, aggregator=None)
    return_account_column = fields.Integer(default=2, aggregator=None)
    return_amount_column = fields.Integer(default=4, aggregator=None)
    return_status_column = fields.Integer(default=5, aggregator=None)
    return_reason_column = fields.Integer(default=6, aggregator=None)
    return_success_codes = fields.Char(
        required=True, default="00", help="Codes of a credited payment, by commas."
    )
    return_header_lines = fields.Integer(default=1, aggregator=None)
    return_header_batch_column = fields.Integer(default=1, aggregator=None)
    return_header_count_column = fields.Integer(default=2, aggregator=None)
    return_header_total_column = fields.Integer(default=3, aggregator=None)
    return_ends_with_line_end = fields.Boolean(
        string="Last Line Has a Line End",
        default=True,
        help="Then a file that was cut off while it was sent is noticed.",
    )
    return_amount_unit = fields.Selection(
        [("yuan", "Yuan"), ("fen", "Fen")], required=True, default="yuan"
    )

    _separator_check = models.Constraint(
        "CHECK (kind = 'fixed' OR length(separator) > 0)",
        "Separated columns need a separator.",
    )
    _columns_check = models.Constraint(
        """CHECK (return_status_column > 0 AND return_header_lines >= 0
            AND block_bytes >= 0 AND least(return_key_column, return_account_column,
            return_amount_column, return_reason_column, return_header_batch_column,
            return_header_count_column, return_header_total_column) >= 0)""",
        "Columns are counted from 1; 0 means that the file has no such column.",
    )

    @api.constrains("file_name")
    def _check_file_name(self):
        for record in self:
            wrong = bank_file.check_file_name_pattern(record.file_name)
            if wrong:
                raise ValidationError(
                    self.env._(
                        "File name “%(name)s”: “%(wrong)s” is no placeholder. Known "
                        "are %(known)s.",
                        name=record.file_name,
                        wrong=wrong[0],
                        known=" ".join(
                            f"{{{key}}}" for key in bank_file.FILE_NAME_KEYS
                        ),
                    )
                )

    @api.constrains("column_ids", "kind")
    def _check_columns(self):
        for record in self:
            keys = record.column_ids.mapped("key")
            missing = [key for key in NEEDED_KEYS if key not in keys]
            if missing:
                labels = dict(
                    self.env["bianmin.subsidy.bank.format.column"]
                    ._fields["key"]
                    ._description_selection(self.env)
                )
                raise ValidationError(
                    self.env._(
                        "The lines of %(format)s lack “%(column)s”: a bank cannot pay "
                        "without it.",
                        format=record.name,
                        column=labels[missing[0]],
                    )
                )
            columns = record.column_ids | record.header_column_ids
            if record.kind == "fixed" and not all(columns.mapped("width")):
                raise ValidationError(
                    self.env._(
                        "%(format)s has fixed width: give each column its bytes.",
                        format=record.name,
                    )
                )

    @api.constrains(
        "return_key",
        "return_key_column",
        "return_account_column",
        "return_amount_column",
        "return_status_column",
        "return_reason_column",
        "return_ends_with_line_end",
        "return_success_codes",
    )
    def _check_return_columns(self):
        for record in self:
            if not record._has_return_key():
                raise ValidationError(
                    self.env._(
                        "%(format)s: say in which column of the return file the key "
                        "stands.",
                        format=record.name,
                    )
                )
            layout = record._get_return_layout()
            if not layout.success_codes:
                raise ValidationError(
                    self.env._(
                        "%(format)s: give at least one code of success.",
                        format=record.name,
                    )
                )
            if not layout.shows_cut_status:
                raise ValidationError(
                    self.env._(
                        "%(format)s: where the last line has no line end, a column "
                        "must follow the result, or a cut code could be taken for "
                        "success.",
                        format=record.name,
                    )
                )

    # ------------------------------------------------------------
    # TOOLS
    # ------------------------------------------------------------

    def _has_return_key(self):
        self.ensure_one()
        if self.return_key == "account_amount":
            return bool(self.return_account_column and self.return_amount_column)
        return bool(self.return_key_column)

    def _get_layout(self):
        """The payment file's layout for :mod:`..tools.bank_file`."""
        self.ensure_one()
        return bank_file.Layout(
            columns=tuple(column._get_column() for column in self.column_ids),
            header=tuple(column._get_column() for column in self.header_column_ids),
            kind=self.kind,
            separator=self.separator or "",
            leading_separator=self.leading_separator,
            trailing_separator=self.trailing_separator,
            amount_unit=self.amount_unit,
            encoding=self.encoding,
            line_end=self.line_end,
            escape=self.escape,
            block_bytes=self.block_bytes,
            file_name=self.file_name,
        )

    def _get_return_layout(self):
        """The return file's layout for :mod:`..tools.return_file`."""
        self.ensure_one()
        codes = (self.return_success_codes or "").replace("，", ",").split(",")
        return return_file.ReturnLayout(
            key=self.return_key,
            key_column=self.return_key_column,
            status_column=self.return_status_column,
            reason_column=self.return_reason_column,
            account_column=self.return_account_column,
            amount_column=self.return_amount_column,
            success_codes=frozenset(filter(None, map(str.strip, codes))),
            separator=self.return_separator,
            leading_separator=self.return_leading_separator,
            trailing_separator=self.return_trailing_separator,
            encoding=self.return_encoding,
            amount_unit=self.return_amount_unit,
            escape=self.escape,
            header_lines=self.return_header_lines,
            header_batch_column=self.return_header_batch_column,
            header_count_column=self.return_header_count_column,
            header_total_column=self.return_header_total_column,
            ends_with_line_end=self.return_ends_with_line_end,
        )
