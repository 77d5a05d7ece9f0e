from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .case_agent_filing import OFFICE_STATES

# Who files and on what: never set by hand.
AGENT_FIELDS = ("agent_id", "authorization_id")


class BianminCase(models.Model):
    """A case that an agent files for a villager, on the villager's authorization."""

    _name = "bianmin.case"
    _inherit = ["bianmin.case", "bianmin.case.agent.filing"]

    agent_id = fields.Many2one(
        "bianmin.agent",
        compute="_compute_agent_id",
        store=True,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The agent who files this request for the villager (代办员).",
    )
    authorization_id = fields.Many2one(
        "bianmin.agent.authorization",
        compute="_compute_authorization_id",
        store=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The villager's authorization on which the agent files; it is found by "
        "itself (委托书).",
    )
    authorization_status = fields.Selection(
        [
            ("none", "No Agent"),
            ("own", "The Agent's Own Matter"),
            ("missing", "Authorization Missing"),
            ("present", "Authorized"),
        ],
        compute="_compute_authorization_status",
    )
    agent_item_ids = fields.Many2many(
        "bianmin.catalog.item",
        string="Matters at the Agent's Stations",
        compute="_compute_agent_item_ids",
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("implementation_id")
    def _compute_agent_id(self):
        """An agent's request carries his name: he cannot leave it out or change it.

        Who is a window clerk as well acts as a clerk where he may accept, and as an
        agent at his own stations.
        """
        agent_sudo = self.env["bianmin.agent"]._get_acting_agent()
        for case in self:
            if case.state != "draft" or (
                case.agent_id and case.agent_id._origin != agent_sudo
            ):
                case.agent_id = case.agent_id
            elif agent_sudo and (
                agent_sudo._works_at(case.service_point_id._origin)
                or not case._is_user_at_window()
            ):
                case.agent_id = agent_sudo
            else:
                case.agent_id = False

    @api.depends("agent_id", "resident_id", "item_id")
    def _compute_authorization_id(self):
        """Look it up for drafts; what was filed keeps what it was filed on."""
        drafts = self.filtered(lambda case: case.state == "draft")
        found = self.env["bianmin.agent.authorization"]._find_for(drafts)
        for case in self:
            case.authorization_id = found.get(case.id, case.authorization_id)

    @api.depends("agent_id", "resident_id", "authorization_id")
    def _compute_authorization_status(self):
        for case in self:
            # sudo: bianmin.agent – whether the agent files for himself
            if not case.agent_id:
                case.authorization_status = "none"
            elif case.authorization_id:
                case.authorization_status = "present"
            elif case.agent_id.sudo().resident_id == case.resident_id._origin:
                case.authorization_status = "own"
            else:
                case.authorization_status = "missing"

    @api.depends("agent_id")
    def _compute_agent_item_ids(self):
        implementations = self._get_agent_implementations()
        for case in self:
            stations = case.agent_id._get_stations()
            case.agent_item_ids = implementations.filtered(
                lambda line, stations=stations: line.service_point_id in stations
            ).item_id

    @api.depends("resident_id")
    def _compute_implementation_id(self):
        """Of several stations of an agent, take the one in the villager's village."""
        result = super()._compute_implementation_id()
        undecided = self.filtered(
            lambda case: (
                case.item_id and case.resident_id and not case.implementation_id
            )
        )
        implementations = undecided._get_agent_implementations()
        for case in undecided:
            case.implementation_id = implementations.filtered(
                lambda line, case=case: (
                    line.item_id == case.item_id._origin
                    and line.division_id == case.resident_id.division_id
                )
            )[:1]
        return result

    @api.model
    def _get_agent_implementations(self):
        """What is taken now at the stations of the agent whom the user is."""
        stations = self.env["bianmin.agent"]._get_acting_agent()._get_stations()
        return self.env["bianmin.catalog.implementation"].search(
            [
                ("service_point_id", "in", stations.ids),
                ("is_available", "=", True),
            ]
        )

    # ------------------------------------------------------------
    # CONSTRAINS
    # ------------------------------------------------------------

    @api.constrains("agent_id", "resident_id", "implementation_id")
    def _check_agent_reach(self):
        """A draft already stays within the agent's villages and stations."""
        for case in self.filtered("agent_id"):
            agent, resident = case.agent_id, case.resident_id
            if not agent._covers(resident.division_id):
                raise ValidationError(
                    self.env._(
                        "%(agent)s can file only for villagers of his own villages.",
                        agent=agent.name,
                    )
                )
            if not agent._works_at(case.service_point_id):
                raise ValidationError(
                    self.env._(
                        "%(station)s is no station of %(agent)s: choose a matter of "
                        "his own stations.",
                        station=case.service_point_id.display_name,
                        agent=agent.name,
                    )
                )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    def _get_gate_fields(self):
        return (*super()._get_gate_fields(), *AGENT_FIELDS)

    def _check_gate_fields(self, vals):
        if any(name in vals for name in AGENT_FIELDS):
            raise UserError(
                self.env._(
                    "Agent and authorization of a request cannot be set by hand: they "
                    "follow from who files it, and from what the villager signed."
                )
            )
        return super()._check_gate_fields(vals)

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_open_authorization(self):
        """Open the authorization that this request rests on."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "bianmin.agent.authorization",
            "res_id": self.authorization_id.id,
            "view_mode": "form",
        }

    def action_sign_authorization(self):
        """Draw up an authorization for just this matter and let the villager sign."""
        self.ensure_one()
        self.check_access("write")
        Authorization = self.env["bianmin.agent.authorization"]
        draft = Authorization.search(
            [
                ("state", "=", "draft"),
                ("resident_id", "=", self.resident_id.id),
                ("agent_id", "=", self.agent_id.id),
                ("item_ids", "=", self.item_id.id),
            ],
            limit=1,
        )
        draft = draft or Authorization.create(self._prepare_authorization_vals())
        return draft.action_open_sign()

    def _prepare_authorization_vals(self):
        self.ensure_one()
        return {
            "resident_id": self.resident_id.id,
            "agent_id": self.agent_id.id,
            "item_ids": [fields.Command.set(self.item_id.ids)],
        }

    # ------------------------------------------------------------
    # HOOKS OF THE CASE
    # ------------------------------------------------------------

    def _check_filing(self):
        """No agent files without an authorization that holds today."""
        by_agent = self.filtered(
            lambda case: case.agent_id or case._is_user_only_agent()
        )
        by_agent._refresh_authorization()
        by_agent._check_agent_acts()
        return super()._check_filing()

    def _check_transition(self, target):
        resuming = self.filtered(lambda case: case.state == "supplement")
        if target in OFFICE_STATES:
            (self - resuming)._check_office_acts()
        acting = self if target == "withdrawn" else resuming
        acting.filtered(lambda case: case._is_user_only_agent())._check_agent_acts()
        return super()._check_transition(target)

    def _get_event_note(self, target):
        note = super()._get_event_note(target)
        if target != "received" or not self.agent_id or note:
            return note
        # sudo: bianmin.agent.authorization – its number, for the log
        number = self.authorization_id.sudo().number
        if not number:
            return self.env._("Filed by the agent in his own matter.")
        return self.env._(
            "Filed by agent %(agent)s on authorization %(number)s.",
            agent=self.agent_id.sudo().name,
            number=number,
        )

    def _after_receipt(self):
        """Tell the villager what was filed in his name, so that nothing is secret."""
        if filed := self.filtered("authorization_id"):
            filed._notify_applicant("filed_by_agent")
        return super()._after_receipt()

    @api.model
    def _get_text_templates(self):
        return {
            **super()._get_text_templates(),
            "filed_by_agent": "bianmin_agent.sms_template_case_filed",
        }

    # ------------------------------------------------------------
    # TOOLS
    # ------------------------------------------------------------

    @api.model
    def _get_agent_drafts(self, authorizations):
        """Drafts that may rest on one of these authorizations."""
        return self.search(
            [
                ("state", "=", "draft"),
                ("resident_id", "in", authorizations.resident_id.ids),
                ("agent_id", "in", authorizations.agent_id.ids),
            ]
        )
