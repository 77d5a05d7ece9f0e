from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.bianmin_base.tools.transition import Transition

from .case_agent_filing import ACCEPTOR_GROUP

# What the window says of a request.
ANSWERS = [
    ("accepted", "Taken Over"),
    ("supplement", "Something Missing"),
    ("rejected", "Not Accepted"),
]
REFUSED_STATES = ("supplement", "rejected")


class BianminAgentTripLine(models.Model):
    """A villager's request on the sheet: what is carried, and what the window says."""

    _name = "bianmin.agent.trip.line"
    _description = "Request Carried to the Hall"
    _inherit = ["bianmin.state.gate"]
    _order = "trip_id, sequence, id"
    _rec_name = "case_id"

    _gate_fields = ("state", "papers_counted", "money_counted", "reason")

    trip_id = fields.Many2one(
        "bianmin.agent.trip", required=True, index=True, ondelete="cascade"
    )
    division_id = fields.Many2one(related="trip_id.division_id", store=True, index=True)
    currency_id = fields.Many2one(related="trip_id.currency_id")
    agent_id = fields.Many2one(related="trip_id.agent_id")
    sequence = fields.Integer(default=10)
    case_id = fields.Many2one(
        "bianmin.case",
        string="Carried Request",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('agent_id', '=', agent_id), ('state', 'in', ('draft', 'received'))]",
    )
    # Read as the user, who may have named any case.
    applicant_name = fields.Char(
        related="case_id.applicant_name", related_sudo=False, string="Villager"
    )
    item_id = fields.Many2one(
        related="case_id.item_id", related_sudo=False, string="Matter"
    )
    case_state = fields.Selection(
        related="case_id.state", related_sudo=False, string="Stands At"
    )
    authorization_status = fields.Selection(
        related="case_id.authorization_status", related_sudo=False
    )
    paper_count = fields.Integer(
        string="Papers",
        compute="_compute_paper_count",
        compute_sudo=False,
        store=True,
        readonly=False,
        help="How many papers are carried, originals and copies.",
    )
    money = fields.Monetary(help="Cash that the villager gave along, in yuan.")
    note = fields.Char()
    state = fields.Selection(
        [("carried", "Carried"), *ANSWERS],
        string="Window",
        required=True,
        readonly=True,
        default="carried",
        copy=False,
    )
    papers_counted = fields.Integer(readonly=True, copy=False)
    money_counted = fields.Monetary(readonly=True, copy=False)
    reason = fields.Char(
        readonly=True,
        copy=False,
        help="Why the request was not taken over, or why the window counted otherwise.",
    )

    _case_uniq = models.UniqueIndex(
        "(case_id) WHERE state = 'carried'",
        "This request is on another sheet already.",
    )
    _numbers_positive = models.Constraint(
        "CHECK(paper_count >= 0 AND money >= 0 AND papers_counted >= 0"
        " AND money_counted >= 0)",
        "Papers and money cannot be less than nothing.",
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("case_id")
    def _compute_paper_count(self):
        for line in self:
            line.paper_count = len(
                line.case_id.material_ids.filtered("collection_mode")
            )

    # ------------------------------------------------------------
    # CONSTRAINS
    # ------------------------------------------------------------

    @api.constrains("case_id", "trip_id")
    def _check_agent(self):
        for line in self:
            if line.case_id.agent_id != line.trip_id.agent_id:
                raise ValidationError(
                    self.env._(
                        "%(case)s is no request of %(agent)s.",
                        case=line.case_id.display_name,
                        agent=line.trip_id.agent_id.name,
                    )
                )

    # ------------------------------------------------------------
    # GATE
    # ------------------------------------------------------------

    @api.model
    def _get_transitions(self):
        return (
            *super()._get_transitions(),
            *(
                Transition("carried", answer, ACCEPTOR_GROUP)
                for answer, _label in ANSWERS
            ),
        )

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _answer(self, answers):
        """Write down what the window counted and says.

        :param dict answers: see :meth:`BianminAgentTrip._hand_in`
        :raise UserError: when a line has no answer, or lacks the reason that it needs
        """
        for line in self:
            line._check_answer(answers.get(line.id) or {})
        # sudo: the gate – role and state are checked right below, or all is rolled back
        for line_sudo in self.sudo():
            counted = dict(answers[line_sudo.id])
            del counted["state"]
            line_sudo.write(counted)
        for state, lines in self.grouped(lambda x: answers[x.id]["state"]).items():
            lines._pass_gate(state)

    def _check_answer(self, answer):
        self.ensure_one()
        if answer.get("state") not in dict(ANSWERS):
            raise UserError(
                self.env._(
                    "Say for %(case)s whether it is taken over.",
                    case=self.case_id.display_name,
                )
            )
        if (answer.get("reason") or "").strip():
            return
        if answer["state"] in REFUSED_STATES:
            raise UserError(
                self.env._(
                    "Say why %(case)s is not taken over: the villager is told.",
                    case=self.case_id.display_name,
                )
            )
        if answer[
            "papers_counted"
        ] != self.paper_count or self.currency_id.compare_amounts(
            answer["money_counted"], self.money
        ):
            raise UserError(
                self.env._(
                    "The window counted otherwise than the sheet of %(case)s says: "
                    "write down why.",
                    case=self.case_id.display_name,
                )
            )

    def _handle_cases(self, due):
        """Take the step with the requests that the window's answers stand for."""
        taken = self.filtered(lambda line: line.state == "accepted").case_id
        # What came in over the net may have been accepted before the papers came.
        self._accept(taken.filtered(lambda case: case.state == "received"))
        refused = self.filtered(lambda line: line._is_refused())
        for (state, reason), lines in refused.grouped(
            lambda line: (line.state, line.reason)
        ).items():
            if state == "rejected":
                lines.case_id._reject(reason)
            else:
                lines.case_id._request_supplement(reason, due)

    def _accept(self, cases):
        """Accept these cases, or none of them.

        :raise UserError: it says of each why it cannot be accepted
        """
        bulk = cases._create_bulk("accept")
        bulk._run(bulk.line_ids)
        if failed := bulk.line_ids.filtered(lambda line: line.state == "failed"):
            raise UserError("\n".join(failed.mapped("message")))

    # ------------------------------------------------------------
    # TOOLS
    # ------------------------------------------------------------

    def _is_refused(self):
        self.ensure_one()
        return self.state in REFUSED_STATES

    def _get_counted(self):
        """What the signature stands for, as plain values."""
        self.ensure_one()
        return [
            *(self.case_id.name, self.case_id.applicant_name, self.state),
            *(self.papers_counted, f"{self.money_counted:.2f}", self.reason or ""),
        ]
