from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
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
    lacks_agent = fields.Boolean(
        compute="_compute_lacks_agent",
        search="_search_lacks_agent",
        help="Finds the villages without an agent faster than their lines are made.",
    )
    loses_agent = fields.Boolean(
        compute="_compute_lacks_agent",
        search="_search_loses_agent",
        help="The same for those whose last agent's role ends within 30 days.",
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
            "role_end": SQL("CASE WHEN agents.count > 0 THEN agents.role_end END"),
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
        begun = SQL("coalesce(line.date_from, '-infinity') <= %s", today)
        # SQL: asked for what is shown only, with a look into the indexes for each
        agents = SQL(
            """LEFT JOIN LATERAL (
                SELECT count(DISTINCT agent.id) FILTER (WHERE %(begun)s) AS count,
                    string_agg(DISTINCT agent.name, '、')
                        FILTER (WHERE %(begun)s) AS names,
                    nullif(max(coalesce(line.date_to, 'infinity')), 'infinity')
                        AS role_end
                %(offices)s
            ) agents ON TRUE""",
            begun=begun,
            offices=self._get_offices_sql(
                SQL.identifier("village", "id"), today + timedelta(days=ENDING_DAYS)
            ),
        )
        return [*super()._get_coverage_joins(), agents]

    @api.model
    def _get_offices_sql(self, division_id, begun_by):
        """FROM and WHERE of the role lines that let agents act in a village.

        :param SQL division_id: the village
        :param date begun_by: a line that begins later does not count
        """
        return SQL(
            """FROM bianmin_agent_division_rel served
            JOIN bianmin_division place ON place.id = served.division_id
            JOIN bianmin_agent agent ON agent.id = served.agent_id AND agent.active
            JOIN res_users_role_line line ON line.user_id = agent.user_id
            WHERE served.division_id = %(division_id)s
            AND line.role_id = ANY(%(roles)s)
            AND (line.date_from IS NULL OR line.date_from <= %(begun_by)s)
            AND (line.date_to IS NULL OR line.date_to >= %(today)s)
            AND EXISTS (
                SELECT FROM bianmin_role_line_division_rel held
                WHERE held.line_id = line.id
                AND held.division_id = ANY(
                    string_to_array(place.parent_path, '/', '')::int[])
            )""",
            division_id=division_id,
            roles=self._get_agent_role_ids(),
            begun_by=begun_by,
            today=local_today(),
        )

    @api.model
    def _get_agent_role_ids(self):
        # sudo: res.users.role, res.groups – which roles let one act as agent is asked
        # for everybody
        group_sudo = self.env.ref(AGENT_GROUP).sudo()
        groups_sudo = group_sudo.all_implied_by_ids
        roles_sudo = self.env["res.users.role"].sudo()
        return roles_sudo.search([("group_id", "in", groups_sudo.ids)]).ids

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("without_agent", "ending_soon")
    def _compute_lacks_agent(self):
        for line in self:
            line.lacks_agent = bool(line.without_agent)
            line.loses_agent = bool(line.ending_soon)

    @api.model
    def _search_lacks_agent(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain.custom(
            to_sql=self._prepare_lacking_sql, predicate=lambda line: line.lacks_agent
        )

    @api.model
    def _search_loses_agent(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain.custom(
            to_sql=self._prepare_losing_sql, predicate=lambda line: line.loses_agent
        )

    @api.model
    def _prepare_lacking_sql(self, model, alias, query):
        # SQL: an anti-join, which the database plans by the number of villages in scope
        offices = self._get_offices_sql(
            SQL.identifier(alias, "division_id"), local_today()
        )
        return SQL("NOT EXISTS (SELECT %s)", offices)

    @api.model
    def _prepare_losing_sql(self, model, alias, query):
        """Somebody's role ends soon, and nobody's goes on or has followed by then."""
        division_id = SQL.identifier(alias, "division_id")
        today = local_today()
        soon = today + timedelta(days=ENDING_DAYS)
        # SQL: joins as above, which look at the few villages where a role ends first
        return SQL(
            """EXISTS (SELECT %(now)s AND line.date_to <= %(soon)s)
            AND NOT EXISTS (SELECT %(then)s AND (
                line.date_to IS NULL OR line.date_to > %(soon)s))""",
            now=self._get_offices_sql(division_id, today),
            then=self._get_offices_sql(division_id, soon),
            soon=soon,
        )
