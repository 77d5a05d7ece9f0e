import json

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.bianmin_base.tools.capitals import amount_in_capitals
from odoo.addons.bianmin_base.tools.local_time import local_today
from odoo.addons.bianmin_base.tools.transition import Transition
from odoo.addons.bianmin_case.models.case_act import FINISHED_STATES

from .agent import AGENT_GROUP
from .case_agent_filing import ACCEPTOR_GROUP

# States in which the papers of a request can still be on their way to the window.
CARRIED_STATES = ("draft", "received")
COUNTS = ("paper_count", "money", "papers_counted", "money_counted")


class BianminAgentTrip(models.Model):
    """One way to the hall with the business of many villagers (集中代办).

    The agent puts requests, papers and money onto one sheet and sets off: all requests
    are handed in, and the sheet is frozen. The window counts, accepts what is in order
    in one act, says why of what is not, and both sides have one receipt.
    """

    _name = "bianmin.agent.trip"
    _description = "Trip to the Hall"
    _inherit = ["bianmin.state.gate", "bianmin.signature.mixin"]
    _order = "planned_on desc, id desc"

    _gate_fields = (
        *("state", "number", "set_off_at", "handed_in_at", "received_by_id"),
        *("signature", "signed_by_name", "signed_at", "signed_hash"),
    )

    number = fields.Char(readonly=True, copy=False, index="trigram")
    state = fields.Selection(
        [
            ("draft", "Being Packed"),
            ("carried", "On the Way"),
            ("handed_in", "Taken to the Window"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
    )
    agent_id = fields.Many2one(
        "bianmin.agent",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env["bianmin.agent"]._get_acting_agent().id,
    )
    service_point_id = fields.Many2one(
        "bianmin.service.point",
        string="From Station",
        required=True,
        index=True,
        ondelete="restrict",
        compute="_compute_service_point_id",
        store=True,
        readonly=False,
        precompute=True,
        help="The sheet is numbered by this station.",
    )
    station_ids = fields.Many2many(
        "bianmin.service.point", compute="_compute_station_ids"
    )
    division_id = fields.Many2one(
        related="service_point_id.division_id", store=True, index=True
    )
    planned_on = fields.Date(
        string="Day of the Trip", required=True, default=lambda self: local_today()
    )
    note = fields.Text()
    line_ids = fields.One2many(
        "bianmin.agent.trip.line", "trip_id", string="Requests", copy=False
    )
    set_off_at = fields.Datetime(readonly=True, copy=False)
    handed_in_at = fields.Datetime(readonly=True, copy=False)
    received_by_id = fields.Many2one(
        "res.users",
        string="Received by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Who counted papers and money at the window.",
    )
    currency_id = fields.Many2one(
        "res.currency", default=lambda self: self.env.company.currency_id, required=True
    )

    # totals
    case_count = fields.Integer(string="Number of Requests", compute="_compute_totals")
    refused_count = fields.Integer(string="Not Taken", compute="_compute_totals")
    finished_count = fields.Integer(
        string="Finished",
        compute="_compute_totals",
        help="Requests that have their result, or ended without one.",
    )
    paper_count = fields.Integer(string="Papers", compute="_compute_totals")
    money = fields.Monetary(compute="_compute_totals")
    papers_counted = fields.Integer(compute="_compute_totals")
    money_counted = fields.Monetary(compute="_compute_totals")

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("number", "planned_on", "agent_id")
    def _compute_display_name(self):
        for trip in self:
            # sudo: bianmin.agent – the name on the sheet
            name = trip.agent_id.sudo().name or ""
            trip.display_name = trip.number or f"{name} {trip.planned_on or ''}".strip()

    @api.depends("agent_id")
    def _compute_station_ids(self):
        for trip in self:
            trip.station_ids = trip.agent_id._get_stations()

    @api.depends("agent_id")
    def _compute_service_point_id(self):
        for trip in self:
            stations = trip.agent_id._get_stations()
            known = trip.service_point_id & stations
            trip.service_point_id = (known or stations[:1]).id

    @api.depends(
        *(f"line_ids.{name}" for name in COUNTS),
        "line_ids.state",
        "line_ids.case_id.state",
    )
    def _compute_totals(self):
        for trip in self:
            lines = trip.line_ids
            trip.case_count = len(lines)
            trip.refused_count = len(lines.filtered(lambda line: line._is_refused()))
            trip.finished_count = len(
                lines.filtered(lambda line: line.case_state in FINISHED_STATES)
            )
            for name in COUNTS:
                trip[name] = sum(lines.mapped(name))

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_collect(self):
        """Put all requests onto the sheet that wait for a trip."""
        self.ensure_one()
        waiting = self._get_waiting_cases() - self.line_ids.case_id
        if not waiting:
            raise UserError(
                self.env._(
                    "No other request of yours waits to be carried. Make new requests "
                    "under “My Requests” first."
                )
            )
        self.line_ids = [Command.create({"case_id": case.id}) for case in waiting]

    def action_set_off(self):
        """Hand all requests in; from now on the sheet stays as it is."""
        self.ensure_one()
        self._check_scope(AGENT_GROUP)
        self._check_packed()
        drafts = self.line_ids.case_id.filtered(lambda case: case.state == "draft")
        drafts.action_submit()
        number = self.number or self._next_number()
        self._pass_gate("carried", number=number, set_off_at=fields.Datetime.now())

    def action_turn_back(self):
        """Go on packing: the hall was closed, or something was left at home."""
        self._pass_gate("draft", set_off_at=False)

    def action_open_hand_in(self):
        """Count papers and money together with the agent."""
        self.ensure_one()
        self.check_access("read")
        wizard = self.env["bianmin.agent.trip.hand.in"].create({"trip_id": self.id})
        return wizard._get_window_action(self.env._("Take over what the agent brought"))

    def action_view_cases(self):
        """Open the requests of this trip."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": "bianmin.case",
            "view_mode": "list,form",
            "domain": [("id", "in", self.line_ids.case_id.ids)],
        }

    def action_print(self):
        """Print the sheet, or the receipt once all is handed in."""
        return self.env.ref("bianmin_agent.agent_trip_report").report_action(self)

    # ------------------------------------------------------------
    # GATE
    # ------------------------------------------------------------

    @api.model
    def _get_transitions(self):
        return (
            *super()._get_transitions(),
            Transition("draft", "carried", AGENT_GROUP),
            Transition("carried", "draft", AGENT_GROUP),
            Transition("carried", "handed_in", ACCEPTOR_GROUP),
        )

    def _check_transition(self, target):
        result = super()._check_transition(target)
        # sudo: bianmin.agent – whose trip it is
        own = self.filtered(lambda trip: trip.agent_id.sudo().user_id == self.env.user)
        if target == "handed_in" and own and not self.env.su:
            raise UserError(
                self.env._(
                    "You carried %(trip)s yourself: a colleague at the window must "
                    "count it.",
                    trip=own[0].display_name,
                )
            )
        if target != "handed_in" and self - own and not self.env.su:
            raise UserError(
                self.env._(
                    "%(trip)s is the trip of another agent.",
                    trip=(self - own)[0].display_name,
                )
            )
        return result

    def _check_packed(self):
        """A sheet has requests that still wait, at home or at the window."""
        if not self.line_ids:
            raise UserError(self.env._("Put the requests that you carry on first."))
        strange = self.line_ids.filtered(
            lambda line: line.case_id.state not in CARRIED_STATES
        )
        if strange:
            raise UserError(
                self.env._(
                    "%(case)s is already being handled: take it off the sheet.",
                    case=strange[0].case_id.display_name,
                )
            )

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _hand_in(self, answers, due, signature):
        """The window has counted: take over what is in order, say why of the rest.

        :param dict answers: values of each line by its id: ``state``, ``reason``,
            ``papers_counted`` and ``money_counted`` (yuan)
        :param date due: by when missing papers are expected
        :param signature: picture of the agent's signature in base64
        :raise UserError: when one of the requests cannot take the step; it names each
        """
        self.ensure_one()
        # sudo: the gate – two windows must not count at once
        trip_sudo = self.sudo()
        trip_sudo._lock_at_gate()
        self.line_ids._answer(answers)
        # sudo: bianmin.agent – the name of who signs
        signed = trip_sudo._prepare_signature_vals(signature, trip_sudo.agent_id.name)
        self._pass_gate(
            "handed_in",
            handed_in_at=fields.Datetime.now(),
            received_by_id=self.env.uid,
            **signed,
        )
        self.line_ids._handle_cases(due)

    # ------------------------------------------------------------
    # TOOLS
    # ------------------------------------------------------------

    def _get_waiting_cases(self):
        """Requests of the agent that are on no sheet."""
        cases = self.env["bianmin.case"].search(
            [("agent_id", "=", self.agent_id.id), ("state", "in", CARRIED_STATES)]
        )
        carried = self.env["bianmin.agent.trip.line"].search(
            [("case_id", "in", cases.ids), ("state", "=", "carried")]
        )
        return cases - carried.case_id

    def _next_number(self):
        """Number such as 李营便民集字〔2026〕3号, counted by the agent's station."""
        return self.env["bianmin.numbering"]._next_paper_numbers(
            self.service_point_id, "集", local_today()
        )[0]

    def _get_signed_content(self):
        """What both sides have counted, line by line."""
        self.ensure_one()
        return json.dumps(
            [self.number, [line._get_counted() for line in self.line_ids]],
            ensure_ascii=False,
        )

    def _get_qr(self):
        """The address of the sheet, which a window scans to open it."""
        self.ensure_one()
        return self.env["ir.actions.report"]._get_qr_data_uri(
            f"{self.get_base_url()}/odoo/agent-trips/{self.id}"
        )

    def _get_capitals(self):
        """The money of the whole sheet in capitals (大写)."""
        self.ensure_one()
        counted = self.state == "handed_in"
        return amount_in_capitals(self.money_counted if counted else self.money)
