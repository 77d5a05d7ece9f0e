from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.bianmin_base.tools.local_time import day_start_utc, local_today
from odoo.addons.bianmin_case.tools.roles import SUPERVISOR

from ..models.agent import AGENT_GROUP

# More than a year's visits of one agent are planned in several goes.
PLANNED_AT_ONCE = 500
FINISHED = ("closed", "delivered", "archived")


class BianminAgentVisitPlan(models.TransientModel):
    """Plan the visits of one village in one go.

    Whom to help at home is chosen by category and age; results to deliver and matters
    to ask about come from the requests themselves. What is planned already stays.
    """

    _name = "bianmin.agent.visit.plan"
    _description = "Plan Visits"

    purpose = fields.Selection(
        selection=lambda self: (
            self.env["bianmin.agent.visit"]
            ._fields["purpose"]
            ._description_selection(self.env)
        ),
        required=True,
        default="home",
    )
    division_id = fields.Many2one(
        "bianmin.division",
        string="Village",
        required=True,
        default=lambda self: self._default_division_id(),
        domain="[('level', '=', 'village'), ('id', 'child_of', scope_division_ids)]",
    )
    scope_division_ids = fields.Many2many(
        "bianmin.division", string="My Divisions", compute="_compute_scope_division_ids"
    )
    agent_id = fields.Many2one(
        "bianmin.agent",
        required=True,
        compute="_compute_agent_id",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
        domain="[('division_ids', 'in', division_id)]",
    )
    planned_on = fields.Date(
        string="First Day", required=True, default=lambda self: local_today()
    )
    per_day = fields.Integer(
        string="Visits a Day",
        help="Spread over working days; 0 puts all of them on the first day.",
    )
    note = fields.Text(string="What For")

    # whom to help at home
    category_ids = fields.Many2many(
        "bianmin.resident.category",
        string="Categories",
        help="Villagers of one of these, such as the disabled.",
    )
    age_from = fields.Integer(string="From the Age of")
    age_to = fields.Integer(string="Up to the Age of")
    resident_ids = fields.Many2many(
        "bianmin.resident",
        string="Villagers",
        compute="_compute_resident_ids",
        compute_sudo=False,
        store=True,
        readonly=False,
        domain="[('division_id', 'child_of', division_id), ('death_date', '=', False)]",
    )
    # which requests to deliver or to ask about
    days_closed = fields.Integer(
        string="Days Since the End",
        default=7,
        help="Requests that ended at least so many days ago and were not asked about.",
    )
    case_ids = fields.Many2many(
        "bianmin.case",
        string="Requests",
        compute="_compute_case_ids",
        compute_sudo=False,
        store=True,
        readonly=False,
    )

    # ------------------------------------------------------------
    # DEFAULTS AND COMPUTES
    # ------------------------------------------------------------

    @api.model
    def _default_division_id(self):
        agent_sudo = self.env["bianmin.agent"]._get_acting_agent()
        villages = agent_sudo.division_ids.filtered(
            lambda village: self.env.user._has_scope(AGENT_GROUP, village)
        )
        return villages[:1].id

    @api.depends_context("uid")
    def _compute_scope_division_ids(self):
        user = self.env.user
        scope = user._get_scope_division_ids(AGENT_GROUP)
        scope += user._get_scope_division_ids(SUPERVISOR)
        self.scope_division_ids = self.env["bianmin.division"].browse(set(scope))

    @api.depends("division_id")
    def _compute_agent_id(self):
        """The user, if he is the agent there; else whoever looks after the village."""
        agent = self.env["bianmin.agent"]._get_acting_agent().sudo(False)
        for plan in self:
            found = agent if plan._is_served_by(agent) else agent.browse()
            plan.agent_id = found or agent.search(
                [("division_ids", "in", plan.division_id.ids)], limit=1
            )

    def _is_served_by(self, agent):
        # sudo: bianmin.agent – one's own entry
        return bool(
            agent and self.division_id and agent.sudo()._covers(self.division_id)
        )

    @api.depends("purpose", "division_id", "category_ids", "age_from", "age_to")
    def _compute_resident_ids(self):
        for plan in self:
            residents = self.env["bianmin.resident"]
            domain = plan._get_resident_domain()
            if domain:
                residents = residents.search(domain, limit=PLANNED_AT_ONCE)
            plan.resident_ids = residents

    @api.depends("purpose", "division_id", "days_closed")
    def _compute_case_ids(self):
        for plan in self:
            cases = self.env["bianmin.case"]
            domain = plan._get_case_domain()
            if domain:
                cases = cases.search(domain, limit=PLANNED_AT_ONCE, order="id")
            plan.case_ids = cases

    def _get_resident_domain(self):
        """Whom the chosen marks mean; nobody without a mark: not the whole village."""
        self.ensure_one()
        marked = self.category_ids or self.age_from or self.age_to
        if self.purpose != "home" or not self.division_id or not marked:
            return None
        domain = Domain("division_id", "child_of", self.division_id.ids)
        domain &= Domain("death_date", "=", False)
        if self.category_ids:
            domain &= Domain("category_ids", "in", self.category_ids.ids)
        today = local_today()
        if self.age_from:
            born = today - relativedelta(years=self.age_from)
            domain &= Domain("birth_date", "<=", born)
        if self.age_to:
            born = today - relativedelta(years=self.age_to + 1)
            domain &= Domain("birth_date", ">", born)
        return domain

    def _get_case_domain(self):
        """Results that wait to be brought, or matters that nobody asked about."""
        self.ensure_one()
        if self.purpose == "home" or not self.division_id:
            return None
        domain = Domain("division_id", "child_of", self.division_id.ids)
        domain &= Domain("resident_id", "!=", False)
        if self.purpose == "delivery":
            return (
                domain & Domain("state", "=", "closed") & Domain("result", "!=", False)
            )
        # The whole day counts: closed on the last day of the time is early enough.
        until = day_start_utc(local_today() - timedelta(days=self.days_closed - 1))
        asked = Domain("purpose", "=", "follow_up") & Domain("state", "!=", "cancelled")
        return (
            domain
            & Domain("state", "in", FINISHED)
            & Domain("closed_at", "<", until)
            & Domain("visit_ids", "not any", asked)
        )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_plan(self):
        """Plan a visit for each of these villagers or requests.

        :raise UserError: when nobody is chosen, or all of them are planned already
        """
        self.ensure_one()
        visits = self._plan()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "bianmin_agent.agent_visit_action"
        )
        return {
            **action,
            "domain": [("id", "in", visits.ids)],
            "context": {},
            "target": "main",
        }

    def _plan(self):
        targets = self._get_targets()
        if not targets:
            raise UserError(
                self.env._(
                    "There is nobody left to plan a visit for: choose other marks, or "
                    "look under “Visits” for what is planned already."
                )
            )
        days = self._get_days(len(targets))
        return self.env["bianmin.agent.visit"].create(
            [
                self._prepare_visit_vals(resident_id, case_id, day)
                for (resident_id, case_id), day in zip(targets, days, strict=True)
            ]
        )

    def _get_targets(self):
        """Whom to visit for which request, without those for whom it is planned.

        :return: list of (id of the resident, id of the case or False)
        """
        if self.purpose == "home":
            wanted = [(resident.id, False) for resident in self.resident_ids]
        else:
            wanted = [(case.resident_id.id, case.id) for case in self.case_ids]
        planned = self.env["bianmin.agent.visit"].search_fetch(
            [
                ("state", "=", "planned"),
                ("purpose", "=", self.purpose),
                ("resident_id", "in", [resident_id for resident_id, _case in wanted]),
            ],
            ["resident_id", "case_id"],
        )
        known = {(visit.resident_id.id, visit.case_id.id) for visit in planned}
        return [target for target in wanted if target not in known]

    def _get_days(self, count):
        """A day for each visit, so many on each working day as one can make."""
        if self.per_day <= 0:
            return [self.planned_on] * count
        calendar = self.env["bianmin.calendar.day"]._get_working_calendar()
        return [
            calendar.add(self.planned_on, index // self.per_day)
            for index in range(count)
        ]

    def _prepare_visit_vals(self, resident_id, case_id, day):
        return {
            "purpose": self.purpose,
            "resident_id": resident_id,
            "case_id": case_id,
            "agent_id": self.agent_id.id,
            "planned_on": day,
            "note": self.note,
        }
