from odoo import models

from ..tools.ranking import WORK

WIDTHS = (6, 14, 28)
NUMBER_WIDTH = 12


class AgentStatisticsXlsx(models.AbstractModel):
    """The workbook by which the allowance of agents is paid."""

    _name = "report.bianmin_agent.statistics_xlsx"
    _description = "Allowance of Agents as a Workbook"
    _inherit = "report.bianmin_case.statistics_xlsx"

    def generate_xlsx_report(self, workbook, data, objs):
        """Write one month of the agents."""
        objs.check_access("read")
        objs.ensure_one()
        styles = self._get_styles(workbook)
        heads = self._get_heads(objs)
        sheet = workbook.add_worksheet(self.env._("Allowance"))
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        sheet.set_column(len(WIDTHS), len(heads) - 1, NUMBER_WIDTH)
        sheet.merge_range(0, 0, 0, len(heads) - 1, objs.display_name, styles["title"])
        sheet.write_row(2, 0, heads, styles["head"])
        sheet.freeze_panes(3, 2)
        rows = objs._get_rows()
        for number, (place, row) in enumerate(rows, start=3):
            self._write_row(sheet, styles, number, place, row)
        self._write_foot(sheet, styles, objs, [row for _place, row in rows])

    def _get_heads(self, report):
        labels = dict(report._get_columns())
        return [
            self.env._("Place"),
            self.env._("Agent"),
            self.env._("Villages"),
            *(labels[name] for name in (*WORK, "returned")),
            self.env._("Per Month (yuan)"),
            self.env._("Allowance (yuan)"),
        ]

    def _write_row(self, sheet, styles, number, place, row):
        sheet.write_number(number, 0, place, styles["count"])
        sheet.write_string(number, 1, row["name"], styles["text"])
        sheet.write_string(number, 2, row["villages"], styles["text"])
        for column, name in enumerate((*WORK, "returned"), start=3):
            sheet.write_number(number, column, row[name], styles["count"])
        for column, name in enumerate(("base", "amount"), start=len(WORK) + 4):
            sheet.write_number(number, column, row[name], styles["money"])

    def _write_foot(self, sheet, styles, report, rows):
        number = len(rows) + 3
        total = sum(row["amount"] for row in rows)
        last = len(WORK) + 5
        sheet.write_string(number, 1, self.env._("Total"), styles["text"])
        sheet.write_number(number, last, total, styles["money"])
        words = self.env._("In capitals: %(words)s", words=report._get_capitals(total))
        sheet.write_string(number + 2, 0, words, styles["note"])
        self._write_signatures(sheet, styles, number + 3)

    def _get_style_values(self):
        values = super()._get_style_values()
        return {**values, "money": {**values["count"], "num_format": "#,##0.00"}}
