from odoo import models

from odoo.addons.bianmin_base.tools.local_time import local_today

from ..wizards.case_statistics_report import AVERAGES, RATES

LABEL_WIDTH = 32
NUMBER_WIDTH = 12


class CaseStatisticsXlsx(models.AbstractModel):
    """The day or month report as a workbook: a sheet for each table."""

    _name = "report.bianmin_case.statistics_xlsx"
    _description = "Day or Month Report as a Workbook"
    _inherit = "report.report_xlsx.abstract"

    def generate_xlsx_report(self, workbook, data, objs):
        """Write the tables of one report."""
        objs.check_access("read")
        objs.ensure_one()
        styles = self._get_styles(workbook)
        for table in objs._get_tables():
            self._write_table(workbook, styles, objs, table)

    def _write_table(self, workbook, styles, report, table):
        columns = report._get_columns()
        sheet = workbook.add_worksheet(table["title"])
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.set_column(0, 0, LABEL_WIDTH)
        sheet.set_column(1, len(columns), NUMBER_WIDTH)
        sheet.merge_range(0, 0, 0, len(columns), report.display_name, styles["title"])
        sheet.write_row(
            2,
            0,
            [table["heading"], *(label for _name, label in columns)],
            styles["head"],
        )
        sheet.freeze_panes(3, 1)
        for number, (label, values) in enumerate(table["rows"], start=3):
            sheet.write_string(number, 0, label, styles["text"])
            for index, (name, _label) in enumerate(columns, start=1):
                self._write_value(sheet, styles, (number, index), name, values[name])
        self._write_signatures(sheet, styles, len(table["rows"]) + 4)

    def _write_value(self, sheet, styles, place, name, value):
        style = {
            **dict.fromkeys(RATES, "rate"),
            **dict.fromkeys(AVERAGES, "average"),
        }.get(name, "count")
        if value is None:
            sheet.write_blank(*place, None, styles[style])
        else:
            sheet.write_number(*place, value, styles[style])

    def _write_signatures(self, sheet, styles, row):
        words = (
            self.env._("Made by: %(name)s", name=self.env.user.name),
            self.env._("Made on: %(day)s", day=local_today()),
            self.env._("Checked by (signature):"),
            self.env._("Head (signature):"),
        )
        for index, text in enumerate(words):
            sheet.write_string(row + index, 0, text, styles["note"])

    def _get_styles(self, workbook):
        return {
            name: workbook.add_format(vals)
            for name, vals in self._get_style_values().items()
        }

    def _get_style_values(self):
        base = {"font_name": "宋体", "font_size": 10, "valign": "vcenter"}
        cell = {**base, "border": 1}
        return {
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
            "count": {**cell, "num_format": "0"},
            "rate": {**cell, "num_format": '0.0"%"'},
            "average": {**cell, "num_format": "0.0"},
        }
