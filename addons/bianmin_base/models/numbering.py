from odoo import api, models
from odoo.exceptions import UserError

TOWNSHIP_DIGITS = 9


class BianminNumbering(models.AbstractModel):
    """How papers and cases are numbered."""

    _name = "bianmin.numbering"
    _description = "Numbering of Papers and Cases"

    @api.model
    def _next_paper_numbers(self, office, kind, date, count=1):
        """Numbers such as 姚王庄便民受字〔2026〕15号 (文号).

        Office, kind, year and a number that runs from 1 each year, as official
        documents in China are numbered.

        :param office: record with ``short_name``, such as a service point
        :param str kind: one character for the kind of paper, such as 受
        :param date date: day of issue, in local time
        :raise UserError: when the office has no short name
        """
        if not office.short_name:
            raise UserError(
                self.env._(
                    "%(office)s has no short name, which its papers are numbered with. "
                    "Your administrator can enter it.",
                    office=office.display_name,
                )
            )
        scope = f"paper/{office._name}/{office.id}/{kind}"
        numbers = self.env["bianmin.counter"]._allocate(scope, str(date.year), count)
        return [
            self._format_paper_number(office.short_name, kind, date.year, n)
            for n in numbers
        ]

    @api.model
    def _format_paper_number(self, short_name, kind, year, number):
        """机关简称 + 性质 + 〔年份〕 + 顺序号, as GB/T 9704 has it."""
        return f"{short_name}{kind}字〔{year}〕{number}号"

    @api.model
    def _next_case_numbers(self, division, date, count=1):
        """Numbers such as 130224105202611240007: township, day, four digits.

        :param division: where the case is filed; its township's code is used
        :param date date: day of receipt, in local time
        """
        township = division.code[:TOWNSHIP_DIGITS].ljust(TOWNSHIP_DIGITS, "0")
        day = date.strftime("%Y%m%d")
        numbers = self.env["bianmin.counter"]._allocate(f"case/{township}", day, count)
        return [f"{township}{day}{n:04d}" for n in numbers]
