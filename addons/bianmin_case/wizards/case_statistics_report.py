from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import date_utils

from odoo.addons.bianmin_base.tools.local_time import local_today

from ..tools.roles import READER

# Columns of the report, as measures of the statistics.
COUNTS = (
    "received_count",
    "accepted_count",
    "rejected_count",
    "granted_count",
    "refused_count",
    "finished_count",
    "delivered_count",
    "withdrawn_count",
    "in_hand_count",
    "overdue_count",
)
RATES = ("on_time_rate", "early_rate")
AVERAGES = ("handling_days", "promised_days")


class BianminCaseStatisticsReport(models.TransientModel):
    """The report of a day or a month (日报、月报): what the statistics say, on paper.

    It counts as the one who makes it may count, with the measures of
    ``bianmin.case.statistics``: paper, workbook and screen say the same.
    """

    _name = "bianmin.case.statistics.report"
    _description = "Day or Month Report"

    period = fields.Selection(
        [("day", "Day Report"), ("month", "Month Report")],
        default="day",
        required=True,
    )
    day = fields.Date(
        string="Date",
        required=True,
        default=lambda self: local_today(),
        help="The day, or any day of the month.",
    )
    division_id = fields.Many2one(
        "bianmin.division",
        string="Within",
        required=True,
        default=lambda self: self._default_division_id(),
        domain="[('id', 'child_of', scope_division_ids)]",
    )
    scope_division_ids = fields.Many2many(
        "bianmin.division", string="My Divisions", compute="_compute_scope_division_ids"
    )
    service_point_id = fields.Many2one(
        "bianmin.service.point",
        string="Filed at",
        domain="[('division_id', 'child_of', division_id)]",
        help="Only what was filed at this hall or station; empty for all.",
    )

    @api.model
    def _default_division_id(self):
        return self.env.user._get_scope_division_ids(READER)[:1]

    @api.depends_context("uid")
    def _compute_scope_division_ids(self):
        scope = self.env.user._get_scope_division_ids(READER)
        self.scope_division_ids = self.env["bianmin.division"].browse(scope)

    @api.depends("period", "day", "division_id", "service_point_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["period"]._description_selection(self.env))
        for report in self:
            place = report.service_point_id.name or report.division_id.name
            report.display_name = " ".join(
                filter(None, (place, kinds[report.period], report._get_period_label()))
            )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_print(self):
        """Print the report as PDF."""
        return self._get_report_action("bianmin_case.case_statistics_report_pdf")

    def action_export(self):
        """Hand out the report as a workbook."""
        return self._get_report_action("bianmin_case.case_statistics_report_xlsx")

    def action_open_statistics(self):
        """Open the statistics that the report is made of."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "bianmin_case.case_statistics_action"
        )
        return {**action, "domain": list(self._get_domain()), "context": {}}

    def _get_report_action(self, xml_id):
        self.ensure_one()
        # sudo: ir.actions.report – the button stands for it
        report_sudo = self.env.ref(xml_id).sudo()
        return report_sudo.report_action(self, config=False)

    # ------------------------------------------------------------
    # CONTENTS
    # ------------------------------------------------------------

    def _get_period_label(self):
        self.ensure_one()
        if not self.day:
            return ""
        return f"{self.day:%Y-%m-%d}" if self.period == "day" else f"{self.day:%Y-%m}"

    def _get_domain(self):
        """The lines of the statistics that the report counts."""
        self.ensure_one()
        domain = (
            Domain("day", ">=", date_utils.start_of(self.day, self.period))
            & Domain("day", "<=", date_utils.end_of(self.day, self.period))
            & Domain("division_id", "child_of", self.division_id.id)
        )
        if self.service_point_id:
            domain &= Domain("service_point_id", "=", self.service_point_id.id)
        return domain

    @api.model
    def _get_dimensions(self):
        """Tables of the report. Extend to add more.

        :return: list of (title, heading, field of the statistics)
        """
        return [
            (self.env._("By service item"), self.env._("Service Item"), "item_id"),
            (self.env._("By clerk"), self.env._("Clerk"), "user_id"),
            (self.env._("By village"), self.env._("Village or Town"), "division_id"),
        ]

    @api.model
    def _get_columns(self):
        """Names and labels of the columns, in their order."""
        fields_by_name = self.env["bianmin.case.statistics"]._fields
        return [
            (name, fields_by_name[name]._description_string(self.env))
            for name in (*COUNTS, *RATES, *AVERAGES)
        ]

    def _get_tables(self):
        """What the report says: a query for each table, and one for the total.

        :return: list of dicts with ``title``, ``heading`` and ``rows`` of (label,
            values by column); the last row is the total
        """
        [(_key, total)] = self._count(None)
        total_row = (self.env._("Total"), total)
        return [
            {
                "title": title,
                "heading": heading,
                "rows": [
                    *((key.display_name, row) for key, row in self._count(dimension)),
                    total_row,
                ],
            }
            for title, heading, dimension in self._get_dimensions()
        ]

    def _count(self, dimension):
        """(group, values by column) of the statistics.

        Rates and averages of which there is nothing are ``None``, other than 0.
        """
        measures = [
            *(f"{name}:sum" for name in COUNTS),
            *(f"{name}:avg" for name in (*RATES, *AVERAGES)),
        ]
        rows = self.env["bianmin.case.statistics"]._read_group(
            self._get_domain(), [dimension] if dimension else [], measures
        )
        names = (*COUNTS, *RATES, *AVERAGES)
        size = 1 if dimension else 0
        return [
            (
                row[0] if dimension else None,
                {
                    name: self._clean_value(name, value)
                    for name, value in zip(names, row[size:], strict=True)
                },
            )
            for row in rows
        ]

    @api.model
    def _clean_value(self, name, value):
        """An average of nothing is nothing, the sum of nothing is 0."""
        if name in COUNTS:
            return value or 0
        return value if isinstance(value, float) else None

    @api.model
    def _get_made_on(self):
        return local_today()

    @api.model
    def _format_value(self, name, value):
        """A value as people read it."""
        if value is None:
            return "—"
        if name in RATES:
            return f"{value:.1f}%"
        return f"{value:.1f}" if name in AVERAGES else str(value)
