import dataclasses

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from odoo.addons.bianmin_base.tools.local_time import local_today
from odoo.addons.bianmin_base.tools.transition import Transition
from odoo.addons.bianmin_case.tools.roles import SUPERVISOR

from .agent import AGENT_GROUP


class BianminAgentVisit(models.Model):
    """An agent goes to a villager's home (上门服务).

    He takes a request from somebody who cannot come, brings a result to the door, or
    asks how a finished matter turned out (回访). What came of it is one entry that
    nobody changes; a visit that was missed stays, and a new one takes its place.
    """

    _name = "bianmin.agent.visit"
    _description = "Visit at Home"
    _inherit = ["bianmin.agent.visit.steps"]
    _order = "planned_on, division_id, id"
    _rec_names_search = ("resident_id",)

    _gate_fields = ("state", "missed_visit_id")

    purpose = fields.Selection(
        [
            ("home", "Help at Home"),
            ("delivery", "Delivery to the Door"),
            ("follow_up", "Follow-up"),
        ],
        required=True,
        default="home",
        index=True,
        help="Help for who cannot come, delivery of results, or asking afterwards "
        "(上门代办、送证上门、回访).",
    )
    state = fields.Selection(
        [
            ("planned", "Planned"),
            ("done", "Done"),
            ("missed", "Missed"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        default="planned",
        copy=False,
        group_expand=True,
    )
    resident_id = fields.Many2one(
        "bianmin.resident",
        string="Villager",
        required=True,
        index=True,
        ondelete="restrict",
    )
    division_id = fields.Many2one(
        "bianmin.division",
        string="Village",
        compute="_compute_division_id",
        store=True,
        precompute=True,
        index=True,
        ondelete="restrict",
        help="The villager's village when the visit was planned.",
    )
    agent_id = fields.Many2one(
        "bianmin.agent",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env["bianmin.agent"]._get_acting_agent().id,
    )
    case_id = fields.Many2one(
        "bianmin.case",
        string="For Request",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('resident_id', '=', resident_id)]",
        help="The request whose result is brought, or that is asked about.",
    )
    planned_on = fields.Date(
        string="Day of the Visit",
        required=True,
        default=lambda self: local_today(),
    )
    note = fields.Text(string="What For", help="What the agent should think of.")
    is_overdue = fields.Boolean(compute="_compute_is_overdue")

    # read as the user, who may have named any case
    item_id = fields.Many2one(
        related="case_id.item_id", related_sudo=False, string="Matter"
    )
    case_state = fields.Selection(
        related="case_id.state", related_sudo=False, string="Request Stands At"
    )
    # of the villager; who may not read him has no form that asks
    address = fields.Char(compute="_compute_home", compute_sudo=True)
    village_group = fields.Char(compute="_compute_home", compute_sudo=True)
    phone_masked = fields.Char(related="resident_id.phone_masked", string="Phone")

    # what came of it
    outcome_ids = fields.One2many(
        "bianmin.agent.visit.outcome", "visit_id", string="Outcomes", readonly=True
    )
    outcome_id = fields.Many2one(
        "bianmin.agent.visit.outcome",
        string="Entry",
        compute="_compute_outcome_id",
        search="_search_outcome_id",
    )
    ended_at = fields.Datetime(related="outcome_id.at", string="Time")
    place = fields.Char(related="outcome_id.place", string="Met at")
    latitude = fields.Float(related="outcome_id.latitude")
    longitude = fields.Float(related="outcome_id.longitude")
    outcome_note = fields.Text(related="outcome_id.note", string="Outcome")
    reason = fields.Char(related="outcome_id.reason")
    photo = fields.Binary(related="outcome_id.photo")
    signature = fields.Binary(related="outcome_id.signature")
    signed_by_name = fields.Char(related="outcome_id.signed_by_name")
    signature_is_intact = fields.Boolean(related="outcome_id.signature_is_intact")
    receipt_id = fields.Many2one(related="outcome_id.receipt_id")
    missed_visit_id = fields.Many2one(
        "bianmin.agent.visit",
        string="Instead of",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The visit that was missed before (原走访).",
    )

    _planned_once = models.UniqueIndex(
        "(resident_id, purpose, coalesce(case_id, 0)) WHERE state = 'planned'",
        "This visit is planned already.",
    )
    _missed_once = models.UniqueIndex(
        "(missed_visit_id) WHERE missed_visit_id IS NOT NULL",
        "A new visit has been planned for the missed one already.",
    )
    _agent_day_index = models.Index("(agent_id, planned_on)")
    _division_day_index = models.Index("(division_id, planned_on, id)")

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("resident_id.name", "planned_on")
    def _compute_display_name(self):
        for visit in self:
            # sudo: bianmin.resident – whoever reads the visit knows who is visited
            name = visit.resident_id.sudo().name or ""
            visit.display_name = f"{name} {visit.planned_on or ''}".strip()

    @api.depends("resident_id")
    def _compute_division_id(self):
        for visit in self:
            # What has ended stays where it was, also when two entries are joined.
            ended = visit.state != "planned" and visit.division_id
            visit.division_id = ended or visit.resident_id.division_id

    @api.depends("state", "planned_on")
    def _compute_is_overdue(self):
        today = local_today()
        for visit in self:
            visit.is_overdue = bool(
                visit.state == "planned"
                and visit.planned_on
                and visit.planned_on < today
            )

    @api.depends("resident_id.address", "resident_id.household_id.address")
    def _compute_home(self):
        for visit in self:
            household = visit.resident_id.household_id
            visit.address = visit.resident_id.address or household.address
            visit.village_group = household.village_group

    @api.depends("outcome_ids")
    def _compute_outcome_id(self):
        for visit in self:
            visit.outcome_id = visit.outcome_ids[:1]

    def _search_outcome_id(self, operator, value):
        return Domain("outcome_ids", operator, value)

    # ------------------------------------------------------------
    # CONSTRAINS
    # ------------------------------------------------------------

    @api.constrains("resident_id", "agent_id", "division_id")
    def _check_agent(self):
        for visit in self.filtered(lambda one: one.state == "planned"):
            if not visit.agent_id._covers(visit.division_id):
                raise ValidationError(
                    self.env._(
                        "%(agent)s visits only villagers of his own villages.",
                        agent=visit.agent_id.name,
                    )
                )

    @api.constrains("resident_id", "case_id")
    def _check_case(self):
        for visit in self.filtered("case_id"):
            if visit.case_id.resident_id != visit.resident_id:
                raise ValidationError(
                    self.env._(
                        "Choose a request of the villager who is visited, or none."
                    )
                )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        visits = super().create(vals_list)
        visits._check_planner()
        return visits

    def write(self, vals):
        self._check_still_planned(vals)
        result = super().write(vals)
        if {"resident_id", "agent_id", "case_id"} & vals.keys():
            # The rules were asked for the former people; now it names others.
            self._check_planner()
        return result

    def _check_still_planned(self, vals):
        """What came of a visit is told of the visit as it was then, to everybody."""
        ended = self.filtered(lambda visit: visit.state != "planned")
        # A resident's entries may be joined; a division may be dissolved.
        if ended and vals.keys() - {"resident_id", "division_id"}:
            raise UserError(
                self.env._(
                    "%(visit)s is “%(state)s” and stays as it is.",
                    visit=ended[0].display_name,
                    state=self._get_state_label(ended[0].state),
                )
            )

    def _check_planner(self):
        """Visits are planned where one is the agent today, or watches over the hall.

        :raise AccessError: when a village or a request is not the user's
        """
        if self.env.su:
            return
        self.case_id.check_access("read")
        if self.env.user._has_scope(SUPERVISOR, self.division_id):
            return
        self._check_scope(AGENT_GROUP)

    # ------------------------------------------------------------
    # GATE
    # ------------------------------------------------------------

    @api.model
    def _get_transitions(self):
        return (
            *super()._get_transitions(),
            *(
                Transition("planned", target, AGENT_GROUP)
                for target in ("done", "missed", "cancelled")
            ),
        )

    def _get_transition(self, source, target):
        """Who watches over the hall calls visits off, too."""
        transition = super()._get_transition(source, target)
        if target == "cancelled" and not self.env.user._has_scope(
            AGENT_GROUP, self.division_id
        ):
            return dataclasses.replace(transition, group=SUPERVISOR)
        return transition

    def _check_transition(self, target):
        result = super()._check_transition(target)
        if self.env.su or (
            target == "cancelled"
            and self.env.user._has_scope(SUPERVISOR, self.division_id)
        ):
            return result
        self._check_own()
        return result

    def _after_transition(self, sources, target):
        result = super()._after_transition(sources, target)
        # The index of what is planned once looks at what the database has.
        self.flush_recordset(["state"])
        return result

    def _check_own(self):
        """An agent goes himself, in villages that are his today."""
        for visit in self:
            # sudo: bianmin.agent – whose visit it is
            agent_sudo = visit.agent_id.sudo()
            if agent_sudo.user_id != self.env.user:
                raise UserError(
                    self.env._(
                        "%(visit)s is the visit of %(agent)s. Take it over first.",
                        visit=visit.display_name,
                        agent=agent_sudo.name,
                    )
                )
            if not agent_sudo._may_serve(visit.division_id):
                raise AccessError(
                    self.env._(
                        "%(agent)s is not the agent of %(village)s today.",
                        agent=agent_sudo.name,
                        village=visit.division_id.name,
                    )
                )
