from decimal import Decimal
from typing import NamedTuple

from odoo import models
from odoo.exceptions import UserError

from odoo.addons.bianmin_base.tools.capitals import amount_in_capitals
from odoo.addons.bianmin_base.tools.local_time import local_date, local_today

from ..models.subsidy_round import PAYABLE_STATES

TITLE_ROWS = 4
FIELDS = (
    "sequence",
    "state",
    "head_name",
    "head_identity_masked",
    "payee_name",
    "payee_identity_masked",
    "account_masked",
    "bank_name",
    "division_id",
    "village_group",
    "beneficiary_name",
    "beneficiary_identity_masked",
    "relation_to_head",
    "phone_masked",
    "address",
    "age",
    "rate_id",
    "amount",
    "create_date",
    "block_reason",
    "stop_reason",
    "return_reason",
)


class Column(NamedTuple):
    """A column of the roster: heading, width in characters, value of a line."""

    label: str
    width: int
    value: object
    style: str = "text"


class RosterXlsx(models.AbstractModel):
    """The roster of a round as a workbook: who gets what, in the columns offices use.

    Numbers are masked as everywhere; the workbook hangs out in villages and travels
    by mail. It is refused when it does not add up to the round.
    """

    _name = "report.bianmin_subsidy.roster_xlsx"
    _description = "Subsidy Roster"
    _inherit = "report.report_xlsx.abstract"

    def get_workbook_options(self):
        """Write row by row: a county's roster has a hundred thousand of them."""
        return {**super().get_workbook_options(), "constant_memory": True}

    def generate_xlsx_report(self, workbook, data, objs):
        """Write one sheet per round."""
        objs.check_access("read")
        styles = self._get_styles(workbook)
        for record in objs:
            sheet = workbook.add_worksheet(f"{record.division_id.name} {record.period}")
            self._write_sheet(sheet, styles, record)

    # ------------------------------------------------------------
    # SHEET
    # ------------------------------------------------------------

    def _write_sheet(self, sheet, styles, record):
        columns = self._get_columns()
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(TITLE_ROWS - 1)
        sheet.freeze_panes(TITLE_ROWS, 3)
        sheet.set_footer("&C&P / &N")
        for index, column in enumerate(columns):
            sheet.set_column(index, index, column.width)
        self._write_title(sheet, styles, record, len(columns) - 1)
        lines = self.env["bianmin.subsidy.line"].search_fetch(
            [("round_id", "=", record.id)], FIELDS
        )
        if not lines:
            raise UserError(
                self.env._(
                    "%(round)s has no lines yet: generate them first.",
                    round=record.name,
                )
            )
        for index, column in enumerate(columns):
            sheet.write(TITLE_ROWS - 1, index, column.label, styles["head"])
        row = TITLE_ROWS
        count, total = 0, Decimal(0)
        for line in lines:
            for index, column in enumerate(columns):
                self._write_cell(sheet, row, index, column, line, styles)
            if line.state in PAYABLE_STATES:
                count += 1
                total += Decimal(f"{line.amount:.2f}")
            row += 1
        record._check_totals(count, total, self.env._("The roster"))
        self._write_total(sheet, styles, row, columns, count, total)
        self._write_posts(sheet, styles, row + 2, record)
        record._log_event(
            "roster", self.env._("Roster with %(rows)s rows exported.", rows=len(lines))
        )

    def _write_title(self, sheet, styles, record, last):
        title = self.env._(
            "Roster of %(scheme)s, by Person and Household",
            scheme=record.scheme_id.name,
        )
        place = self.env._(
            "Division: %(division)s    Period: %(period)s    Batch: %(number)s",
            division=record.division_id.complete_name,
            period=record.period_label,
            number=record.number,
        )
        office = self.env._(
            "Department: %(department)s    Budget indicator: %(indicator)s    "
            "Printed on: %(day)s    Amounts in yuan",
            department=record.scheme_id.department_id.name,
            indicator=record.scheme_id.indicator_number or "",
            day=local_today(),
        )
        sheet.set_row(0, 30)
        sheet.merge_range(0, 0, 0, last, title, styles["title"])
        sheet.merge_range(1, 0, 1, last, place, styles["note"])
        sheet.merge_range(2, 0, 2, last, office, styles["note"])
        sheet.set_row(TITLE_ROWS - 1, 32)

    def _write_cell(self, sheet, row, index, column, line, styles):
        value = column.value(line)
        if value is None or value is False or value == "":
            sheet.write_blank(row, index, None, styles[column.style])
        elif column.style in ("money", "number"):
            sheet.write_number(row, index, value, styles[column.style])
        else:
            sheet.write_string(row, index, str(value), styles[column.style])

    def _write_total(self, sheet, styles, row, columns, count, total):
        last = len(columns) - 1
        amount = next(
            i for i, c in enumerate(columns) if c.label == self._amount_label()
        )
        text = self.env._(
            "Total: %(count)s payments, in capitals %(capitals)s",
            count=count,
            capitals=amount_in_capitals(total),
        )
        sheet.set_row(row, 24)
        sheet.merge_range(row, 0, row, amount - 1, text, styles["total"])
        sheet.write_number(row, amount, float(total), styles["total_money"])
        for index in range(amount + 1, last + 1):
            sheet.write_blank(row, index, None, styles["total"])

    def _write_posts(self, sheet, styles, row, record):
        names = [
            (
                record._fields[name]._description_string(self.env),
                record[name].name or "",
            )
            for name in ("prepared_by", "audited_by", "approved_by", "exported_by")
        ]
        text = "        ".join(
            f"{label}：{name or '________'}" for label, name in names
        )
        sheet.write_string(row, 0, text, styles["note"])

    # ------------------------------------------------------------
    # COLUMNS
    # ------------------------------------------------------------

    def _get_columns(self):
        """The columns of a roster as offices keep it; extend to add some."""
        labels = self._get_labels()
        return [
            Column(self.env._("No."), 6, lambda line: line.sequence or None, "number"),
            Column(
                self.env._("Payment State"),
                10,
                lambda line: labels["state"][line.state],
            ),
            Column(self.env._("Head"), 10, lambda line: line.head_name),
            Column(
                self.env._("Head's ID Number"),
                20,
                lambda line: line.head_identity_masked,
            ),
            Column(self.env._("Payee"), 10, lambda line: line.payee_name),
            Column(
                self.env._("Payee's ID Number"),
                20,
                lambda line: line.payee_identity_masked,
            ),
            Column(self.env._("Account"), 22, lambda line: line.account_masked),
            Column(self.env._("Bank"), 20, lambda line: line.bank_name),
            Column(self.env._("Village"), 12, lambda line: line.division_id.name),
            Column(self.env._("Group"), 9, lambda line: line.village_group),
            Column(self.env._("Beneficiary"), 10, lambda line: line.beneficiary_name),
            Column(
                self.env._("Beneficiary's ID Number"),
                20,
                lambda line: line.beneficiary_identity_masked,
            ),
            Column(
                self.env._("Relation to Head"),
                10,
                lambda line: labels["relation_to_head"].get(line.relation_to_head),
            ),
            Column(self.env._("Phone"), 13, lambda line: line.phone_masked),
            Column(self.env._("Address"), 20, lambda line: line.address),
            Column(self.env._("Age"), 6, lambda line: line.age, "number"),
            Column(
                self.env._("Rate"),
                10,
                lambda line: line.rate_id.amount or None,
                "money",
            ),
            Column(
                self._amount_label(),
                12,
                lambda line: line.amount if line.state in PAYABLE_STATES else None,
                "money",
            ),
            Column(
                self.env._("Entered on"), 11, lambda line: local_date(line.create_date)
            ),
            Column(
                self.env._("Remark"), 24, lambda line: self._get_remark(line, labels)
            ),
        ]

    def _amount_label(self):
        return self.env._("Amount")

    def _get_labels(self):
        lines = self.env["bianmin.subsidy.line"]
        return {
            name: dict(lines._fields[name]._description_selection(self.env))
            for name in ("state", "block_reason", "relation_to_head")
        }

    def _get_remark(self, line, labels):
        """Why a line is not paid."""
        if line.state == "paid":
            return ""
        reasons = (
            labels["block_reason"].get(line.block_reason),
            line.stop_reason,
            line.return_reason,
        )
        return "；".join(filter(None, reasons))

    def _get_styles(self, workbook):
        base = {"font_name": "宋体", "font_size": 10, "valign": "vcenter"}
        cell = {**base, "border": 1}
        money = {"num_format": "#,##0.00"}
        total = {**cell, "bold": True, "bg_color": "#F2F2F2"}
        formats = {
            "title": {**base, "font_size": 16, "bold": True, "align": "center"},
            "note": base,
            "head": {
                **cell,
                "bold": True,
                "align": "center",
                "text_wrap": True,
                "bg_color": "#DCE6F1",
            },
            "text": cell,
            "number": {**cell, "align": "center", "num_format": "0"},
            "money": {**cell, **money},
            "total": total,
            "total_money": {**total, **money},
        }
        return {name: workbook.add_format(vals) for name, vals in formats.items()}
