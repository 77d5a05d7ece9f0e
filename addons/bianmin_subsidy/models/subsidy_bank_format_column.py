from odoo import fields, models

from ..tools.bank_file import Column


class BianminSubsidyBankFormatColumn(models.Model):
    """One column of a bank's payment file."""

    _name = "bianmin.subsidy.bank.format.column"
    _description = "Column of a Bank File"
    _order = "format_id, section desc, sequence, id"

    format_id = fields.Many2one(
        "bianmin.subsidy.bank.format", required=True, index=True, ondelete="cascade"
    )
    section = fields.Selection(
        [("header", "Header"), ("line", "Line")], required=True, default="line"
    )
    sequence = fields.Integer(default=10)
    key = fields.Selection(
        [
            ("serial", "Serial Number in the File"),
            ("reference", "Reference of the Payment"),
            ("account", "Account Number"),
            ("holder_name", "Account Holder"),
            ("amount", "Amount"),
            ("bank_name", "Bank"),
            ("bank_code", "Bank Code"),
            ("summary", "Summary"),
            ("batch", "Batch Number"),
            ("count", "Number of Payments"),
            ("total", "Total Amount"),
            ("date", "Date (yyyymmdd)"),
            ("constant", "Constant Text"),
        ],
        string="Content",
        required=True,
    )
    text = fields.Char(string="Constant", help="Text of a constant column.")
    is_required = fields.Boolean(
        string="Required",
        default=True,
        help="An empty value is a mistake that keeps the file from being made.",
    )
    width = fields.Integer(aggregator=None, help="Bytes; 0 for no fixed width.")
    align = fields.Selection(
        [("left", "Left"), ("right", "Right")], required=True, default="left"
    )
    pad = fields.Char(
        string="Filled with", size=1, help="One sign; a blank when left empty."
    )

    _pad_check = models.Constraint(
        "CHECK (pad IS NULL OR pad ~ '^[ -~]$')",
        "Fill with one sign that is one byte in every encoding.",
    )
    _width_check = models.Constraint(
        "CHECK (width >= 0)", "A column cannot be narrower than nothing."
    )

    def _get_column(self):
        self.ensure_one()
        return Column(
            key=self.key,
            text=self.text or "",
            width=self.width,
            align=self.align,
            pad=self.pad or " ",
            required=self.is_required,
        )
