from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.bianmin_base.models.res_users_role_line import ENDING_DAYS
from odoo.addons.bianmin_base.tools.local_time import local_today

from .agent import AGENT_GROUP


class BianminDivisionCoverage(models.Model):
    """Which villages lack an agent, or will soon."""

    _inherit = "bianmin.division.coverage"
    _depends = {
        "bianmin.agent": ["active", "user_id", "division_ids", "name"],
        "res.users.role.line": [
            "user_id",
            "role_id",
            "division_ids",
            "date_from",
            "date_to",
        ],
    }

    agent_names = fields.Char(string="Agents", readonly=True)
    agent_count = fields.Integer(
        string="Agents in office",
        readonly=True,
        help="Agents whose role is in force in the village today.",
    )
    role_end = fields.Date(
        string="Role ends on",
        readonly=True,
        help="Last day of the last agent's role; empty when one has no end.",
    )
    without_agent = fields.Integer(
        readonly=True, help="1 when no agent may act in the village today (无代办员)."
    )
    ending_soon = fields.Integer(
        string="Role ends within 30 days",
        readonly=True,
        help="1 when the last agent's role ends within 30 days (任期即将届满).",
    )
    status = fields.Selection(
        selection_add=[
            ("no_agent", "No agent"),
            ("ending", "Agent's role ends soon"),
            ("covered",),
        ]
    )

    @api.model
    def _get_coverage_columns(self):
        return {
            **super()._get_coverage_columns(),
            "agent_names": SQL("agents.names"),
            "agent_count": SQL("coalesce(agents.count, 0)"),
            "role_end": SQL("agents.role_end"),
            "without_agent": SQL("(coalesce(agents.count, 0) = 0)::int"),
            "ending_soon": SQL(
                "coalesce(%s, FALSE)::int", self._get_ending_condition()
            ),
        }

    @api.model
    def _get_coverage_findings(self):
        return [
            *super()._get_coverage_findings(),
            ("no_agent", SQL("coalesce(agents.count, 0) = 0")),
            ("ending", self._get_ending_condition()),
        ]

    @api.model
    def _get_status_colours(self):
        return {
            **super()._get_status_colours(),
            "no_agent": "#6f42c1",
            "ending": "#fd7e14",
        }

    @api.model
    def _get_ending_condition(self):
        soon = local_today() + timedelta(days=ENDING_DAYS)
        return SQL("agents.count > 0 AND agents.role_end <= %s", soon)

    @api.model
    def _get_coverage_joins(self):
        """Agents of each village with the role lines that let them act there.

        A line that follows soon keeps a village from being told to lose its agent.
        """
        today = local_today()
        # SQL: asked for what is shown only, with a look into the indexes for each
        agents = SQL(
            """LEFT JOIN LATERAL (
                SELECT count(DISTINCT agent.id) FILTER (WHERE %(begun)s) AS count,
                    string_agg(DISTINCT agent.name, '、')
                        FILTER (WHERE %(begun)s) AS names,
                    nullif(max(coalesce(line.date_to, 'infinity')), 'infinity')
                        AS role_end
                FROM bianmin_agent_division_rel served
                JOIN bianmin_agent agent ON agent.id = served.agent_id AND agent.active
                JOIN res_users_role_line line ON line.user_id = agent.user_id
                    AND line.role_id = ANY(%(roles)s)
                    AND (line.date_from IS NULL OR line.date_from <= %(soon)s)
                    AND (line.date_to IS NULL OR line.date_to >= %(today)s)
                WHERE served.division_id = village.id
                AND EXISTS (
                    SELECT FROM bianmin_role_line_division_rel held
                    WHERE held.line_id = line.id
                    AND held.division_id = ANY(
                        string_to_array(village.parent_path, '/', '')::int[])
                )
            ) agents ON TRUE""",
            begun=SQL("line.date_from IS NULL OR line.date_from <= %s", today),
            roles=self._get_agent_role_ids(),
            soon=today + timedelta(days=ENDING_DAYS),
            today=today,
        )
        return [*super()._get_coverage_joins(), agents]

    @api.model
    def _get_agent_role_ids(self):
        # sudo: res.users.role, res.groups – which roles let one act as agent is asked
        # for everybody
        group_sudo = self.env.ref(AGENT_GROUP).sudo()
        groups_sudo = group_sudo.all_implied_by_ids
        roles_sudo = self.env["res.users.role"].sudo()
        return roles_sudo.search([("group_id", "in", groups_sudo.ids)]).ids
