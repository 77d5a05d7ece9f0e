import io

from openpyxl import load_workbook

from odoo.exceptions import AccessError

from ..wizards.case_statistics_report import AVERAGES, COUNTS, RATES
from .common import CaseCase

PDF = "bianmin_case.case_statistics_report_pdf"
XLSX = "bianmin_case.case_statistics_report_xlsx"


class TestStatisticsReport(CaseCase):
    """Paper, workbook and screen say the same of a day or a month."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # A year in which nobody else has cases.
        cls.day = "2031-03-12"

    def setUp(self):
        super().setUp()
        with self._at("2031-03-12 09:00"):
            self._create_received()
            granted = self._create_in_review()
        with self._at("2031-03-13 00:00"):
            granted._decide("granted", "符合条件")
        with self._at("2031-04-01 00:00"):
            self._create_received()
        self.env.flush_all()

    def _create_report(self, user=None, **vals):
        user = user or self.manager
        return (
            self.env["bianmin.case.statistics.report"]
            .with_user(user)
            .create({"day": self.day, "period": "month", **vals})
        )

    def _get_total(self, report):
        return report._get_tables()[0]["rows"][-1][1]

    def test_a_month_ends_at_midnight_in_china(self):
        total = self._get_total(self._create_report())
        self.assertEqual(total["received_count"], 2)
        self.assertEqual(total["accepted_count"], 1)
        self.assertEqual(total["granted_count"], 1)
        self.assertEqual(total["on_time_rate"], 100)

    def test_a_day_ends_at_midnight_in_china(self):
        total = self._get_total(self._create_report(period="day"))
        self.assertEqual(total["received_count"], 2)
        self.assertEqual(total["granted_count"], 0)
        self.assertIsNone(total["on_time_rate"], "nothing decided is not 0 percent")
        total = self._get_total(self._create_report(period="day", day="2031-03-13"))
        self.assertEqual(total["granted_count"], 1)

    def test_february_ends_with_its_last_day(self):
        report = self._create_report(day="2031-02-28")
        self.assertEqual(self._get_total(report)["received_count"], 0)
        report = self._create_report(day="2031-03-31")
        self.assertEqual(self._get_total(report)["received_count"], 2)

    def test_every_table_adds_up_to_its_total(self):
        for table in self._create_report()._get_tables():
            *rows, (_label, total) = table["rows"]
            for name in COUNTS:
                counted = sum(values[name] for _label, values in rows)
                self.assertEqual(counted, total[name], (table["title"], name))

    def test_the_screen_counts_the_same(self):
        report = self._create_report()
        action = report.action_open_statistics()
        [row] = (
            self.env["bianmin.case.statistics"]
            .with_user(self.manager)
            .formatted_read_group(
                action["domain"],
                [],
                [
                    *(f"{name}:sum" for name in COUNTS),
                    *(f"{name}:avg" for name in (*RATES, *AVERAGES)),
                ],
            )
        )
        for name, value in self._get_total(report).items():
            shown = row.get(f"{name}:sum", row.get(f"{name}:avg"))
            self.assertEqual(shown or 0, value or 0, name)

    def test_the_workbook_says_the_same(self):
        report = self._create_report()
        content, kind = self._render("_render_xlsx", XLSX, report)
        self.assertEqual(kind, "xlsx")
        sheets = load_workbook(io.BytesIO(content)).worksheets
        tables = report._get_tables()
        self.assertEqual([s.title for s in sheets], [t["title"] for t in tables])
        for sheet, table in zip(sheets, tables, strict=True):
            rows = list(sheet.iter_rows(min_row=4, values_only=True))
            for row, (label, values) in zip(rows, table["rows"], strict=False):
                self.assertEqual(row[0], label)
                for cell, value in zip(row[1:], values.values(), strict=True):
                    self.assertEqual(cell, value)

    def test_the_paper_says_the_same(self):
        report = self._create_report()
        html, _kind = self._render("_render_qweb_html", PDF, report)
        text = html.decode()
        for table in report.with_context(lang="zh_CN")._get_tables():
            self.assertIn(table["title"], text)
            for label, values in table["rows"]:
                self.assertIn(label, text)
                cells = "".join(
                    f'<td class="text-end">{report._format_value(name, value)}</td>'
                    for name, value in values.items()
                )
                self.assertIn(cells, "".join(text.split("\n")).replace("> <", "><"))

    def _render(self, method, xml_id, report):
        reports = self.env["ir.actions.report"].with_user(report.env.user)
        return getattr(reports, method)(xml_id, report.ids, {})

    def test_only_ones_own_divisions_are_counted(self):
        for user, count in (
            (self.agent, 2),
            (self.manager, 2),
            (self.neighbour, 0),
            (self.other_clerk, 0),
        ):
            report = self._create_report(user, division_id=self.township.id)
            with self.subTest(user=user.login):
                self.assertEqual(self._get_total(report)["received_count"], count)

    def test_one_hall_alone(self):
        report = self._create_report(service_point_id=self.neighbour_station.id)
        self.assertEqual(self._get_total(report)["received_count"], 0)
        report.service_point_id = self.station
        self.assertEqual(self._get_total(report)["received_count"], 2)

    def test_the_report_of_somebody_else_is_closed(self):
        report = self._create_report()
        with self.assertRaises(AccessError):
            report.with_user(self.clerk).read(["day"])

    def test_twice_the_villages_take_no_more_queries(self):
        report = self._create_report()
        self._count_queries(report)  # fills the caches
        few = self._count_queries(report)
        with self._at("2031-03-12 10:00"):
            self._create_received(
                self.neighbour,
                self.neighbour_point,
                resident_id=self._create_resident(
                    name="姚立民", division_id=self.neighbour_village.id
                ).id,
            )
        self.assertEqual(self._count_queries(report), few)

    def _count_queries(self, report):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        report._get_tables()
        return self.env.cr.sql_log_count - before
