from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import date_utils

from odoo.addons.bianmin_base.tools.capitals import amount_in_capitals
from odoo.addons.bianmin_base.tools.local_time import local_today
from odoo.addons.bianmin_case.tools.roles import READER

from ..models.agent_statistics import COUNTS, MEASURES
from ..tools import ranking

NO_RATES = dict.fromkeys(("base", *ranking.WORK), 0)


class BianminAgentStatisticsReport(models.TransientModel):
    """The month of the agents on the notice board, and what they are paid for it.

    It counts as the one who makes it may count, from ``bianmin.agent.statistics``:
    paper, workbook and screen say the same.
    """

    _name = "bianmin.agent.statistics.report"
    _description = "Month of the Agents"

    day = fields.Date(
        string="Month",
        required=True,
        default=lambda self: local_today(),
        help="Any day of the month.",
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

    @api.model
    def _default_division_id(self):
        return self.env.user._get_scope_division_ids(READER)[:1]

    @api.depends_context("uid")
    def _compute_scope_division_ids(self):
        scope = self.env.user._get_scope_division_ids(READER)
        self.scope_division_ids = self.env["bianmin.division"].browse(scope)

    @api.depends("day", "division_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for report in self:
            report.display_name = self.env._(
                "%(place)s, work of the agents in %(month)s",
                place=report.division_id.name or "",
                month=f"{report.day:%Y-%m}" if report.day else "",
            )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_print(self):
        """Print the ranking for the notice board."""
        return self._get_report_action("bianmin_agent.agent_statistics_report_pdf")

    def action_export(self):
        """Hand out the workbook by which the allowance is paid."""
        return self._get_report_action("bianmin_agent.agent_statistics_report_xlsx")

    def action_open_statistics(self):
        """Open the statistics that the report is made of."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "bianmin_agent.agent_statistics_action"
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

    def _get_domain(self):
        """The lines of the statistics that the report counts."""
        self.ensure_one()
        return (
            Domain("day", ">=", date_utils.start_of(self.day, "month"))
            & Domain("day", "<=", date_utils.end_of(self.day, "month"))
            & Domain("division_id", "child_of", self.division_id.id)
        )

    def _get_rows(self):
        """The agents in the order of the notice board, also those who did nothing.

        :return: list of (place, dict with ``name``, ``villages``, the counts,
            :data:`MEASURES` and ``amount``)
        """
        counted = self._count()
        agents = self._get_agents(counted)
        rates = self._get_rates(agents)
        nothing = dict.fromkeys(COUNTS, 0) | dict.fromkeys(MEASURES)
        rows = []
        for agent in agents:
            values = counted.get(agent.id, nothing)
            rate = rates.get(agent, NO_RATES)
            rows.append(
                {
                    "name": agent.name,
                    "villages": "、".join(agent.division_ids.mapped("name")),
                    **values,
                    "base": rate["base"],
                    "amount": ranking.allowance(values, rate),
                }
            )
        return ranking.rank(rows)

    def _count(self):
        """Counts and averages by the id of the agent."""
        groups = self.env["bianmin.agent.statistics"]._read_group(
            self._get_domain(),
            ["agent_id"],
            [
                *(f"{name}_count:sum" for name in COUNTS),
                *(f"{name}:avg" for name in MEASURES),
            ],
        )
        return {
            agent.id: dict(zip((*COUNTS, *MEASURES), values, strict=True))
            for agent, *values in groups
        }

    def _get_agents(self, counted):
        """Who is agent here, and who did something here before he left."""
        agents = self.env["bianmin.agent"].search(
            [("division_ids", "child_of", self.division_id.id)]
        )
        # sudo: bianmin.agent – whoever reads what was done may know who did it
        agents_sudo = self.env["bianmin.agent"].sudo()
        return (agents.sudo() | agents_sudo.browse(counted)).sorted("name")

    def _get_rates(self, agents):
        """The allowance of each agent, by his first village in the division."""
        allowances = self.env["bianmin.agent.allowance"]
        village = {
            agent: agent.division_ids.filtered(
                lambda one: one._lies_within(self.division_id.ids)
            )[:1]
            or agent.division_ids[:1]
            for agent in agents
        }
        divisions = self.env["bianmin.division"].union(*village.values())
        rates = allowances._get_rates(divisions, date_utils.end_of(self.day, "month"))
        return {agent: rates[one] for agent, one in village.items() if one in rates}

    @api.model
    def _get_columns(self):
        """Names and labels of the columns on paper, in their order."""
        fields_by_name = self.env["bianmin.agent.statistics"]._fields
        return [
            (name, fields_by_name[field]._description_string(self.env))
            for name, field in (
                *((name, f"{name}_count") for name in COUNTS),
                *((name, name) for name in MEASURES),
            )
        ]

    @api.model
    def _format_value(self, name, value):
        """A value as people read it."""
        if name in COUNTS:
            return str(value or 0)
        if value is None or value is False:
            return "—"
        return f"{value:.1f}%" if name == "returned_rate" else f"{value:.1f}"

    @api.model
    def _get_made_on(self):
        return local_today()

    @api.model
    def _get_capitals(self, amount):
        """An amount in capitals (大写)."""
        return amount_in_capitals(amount)
