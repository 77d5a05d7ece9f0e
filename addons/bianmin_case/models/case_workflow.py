import dataclasses

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.bianmin_base.tools.transition import Transition

FILER = "bianmin_case.group_case_filer"
ACCEPTOR = "bianmin_case.group_case_acceptor"
DECIDER = "bianmin_case.group_case_decider"
ISSUER = "bianmin_case.group_case_issuer"

# Steps of the event log, after the event types of the interchange standard.
EVENT_KINDS = {
    "received": "receive",
    "supplement": "supplement_request",
    "accepted": "accept",
    "rejected": "reject",
    "review": "review",
    "decided": "decide",
    "closed": "close",
    "delivered": "deliver",
    "archived": "archive",
    "withdrawn": "withdraw",
}


# Closed to everyone but the gate, like the state itself.
WORKFLOW_FIELDS = (
    "state",
    "resume_state",
    "filed_by_id",
    "received_at",
    "accepted_by_id",
    "accepted_at",
    "decided_by_id",
    "decided_at",
    "closed_at",
    "delivered_at",
    "result",
    "opinion",
    "close_kind",
    "supplement_note",
    "supplement_due",
)


class BianminCaseWorkflow(models.AbstractModel):
    """The states of a case, who may move it, and the buttons that do."""

    _name = "bianmin.case.workflow"
    _description = "Workflow of a Case"
    _inherit = ["bianmin.state.gate"]

    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("received", "Received"),
            ("supplement", "To Be Supplemented"),
            ("accepted", "Accepted"),
            ("rejected", "Not Accepted"),
            ("review", "In Review"),
            ("decided", "Decided"),
            ("closed", "Closed"),
            ("delivered", "Delivered"),
            ("archived", "Archived"),
            ("withdrawn", "Withdrawn"),
        ],
        default="draft",
        required=True,
        index=True,
        copy=False,
        readonly=True,
        group_expand="_group_expand_state",
    )
    resume_state = fields.Selection(
        [("received", "Received"), ("accepted", "Accepted"), ("review", "In Review")],
        string="Goes Back to",
        copy=False,
        readonly=True,
        help="State to which the case returns once it is supplemented.",
    )

    # who and when
    filed_by_id = fields.Many2one(
        "res.users", index="btree_not_null", copy=False, readonly=True
    )
    received_at = fields.Datetime(copy=False, readonly=True)
    accepted_by_id = fields.Many2one(
        "res.users", index="btree_not_null", copy=False, readonly=True
    )
    accepted_at = fields.Datetime(copy=False, readonly=True)
    decided_by_id = fields.Many2one(
        "res.users", index="btree_not_null", copy=False, readonly=True
    )
    decided_at = fields.Datetime(copy=False, readonly=True)
    closed_at = fields.Datetime(copy=False, readonly=True)
    delivered_at = fields.Datetime(copy=False, readonly=True)

    # outcome
    result = fields.Selection(
        [("granted", "Granted"), ("refused", "Refused")], copy=False, readonly=True
    )
    opinion = fields.Text(
        copy=False, readonly=True, help="Opinion of who decided, or why not accepted."
    )
    close_kind = fields.Selection(
        [
            ("0", "Certificate or Approval"),
            ("1", "Sent Back"),
            ("2", "Void"),
            ("3", "Entered by Mistake"),
            ("4", "Passed to a Higher Level"),
            ("5", "Never Supplemented"),
            ("6", "Otherwise Closed"),
        ],
        copy=False,
        readonly=True,
        help="How the case was closed (办结类型 of the interchange standard).",
    )
    supplement_note = fields.Text(string="To Supplement", copy=False, readonly=True)
    supplement_due = fields.Date(string="Supplement by", copy=False, readonly=True)

    @api.model
    def _group_expand_state(self, states, _domain):
        """Columns in the order of work, those where work waits also when empty."""
        waiting = ("draft", "received", "supplement", "accepted", "review", "closed")
        order = self._fields["state"].get_values(self.env)
        return [state for state in order if state in waiting or state in states]

    # ------------------------------------------------------------
    # GATE
    # ------------------------------------------------------------

    @api.model
    def _get_transitions(self):
        pending = ("received", "supplement", "accepted", "review")
        finished = ("delivered", "rejected", "withdrawn")
        return (
            *super()._get_transitions(),
            Transition("draft", "received", FILER),
            Transition("received", "supplement", ACCEPTOR),
            Transition("received", "accepted", ACCEPTOR),
            Transition("received", "rejected", ACCEPTOR),
            Transition("accepted", "supplement", DECIDER),
            Transition("accepted", "review", DECIDER),
            Transition("review", "supplement", DECIDER),
            Transition("review", "decided", DECIDER),
            Transition("decided", "closed", DECIDER),
            Transition("supplement", "received", FILER),
            Transition("supplement", "accepted", FILER),
            Transition("supplement", "review", FILER),
            *(Transition(state, "withdrawn", FILER) for state in pending),
            Transition("closed", "delivered", ISSUER),
            *(Transition(state, "archived", ISSUER) for state in finished),
        )

    def _get_transition(self, source, target):
        """即办件: who may accept there may also decide, on the spot."""
        transition = super()._get_transition(source, target)
        if (
            transition.group == DECIDER
            and set(self.mapped("handling_kind")) == {"instant"}
            and not self.env.user._has_scope(DECIDER, self.division_id)
        ):
            transition = dataclasses.replace(transition, group=ACCEPTOR)
        return transition

    def _check_transition(self, target):
        result = super()._check_transition(target)
        resuming = self.filtered(lambda case: case.state == "supplement")
        if target == "received" and self - resuming:
            (self - resuming)._check_filing()
        if target in ("received", "accepted", "review"):
            resuming._check_resuming(target)
        if target == "accepted":
            (self - resuming)._check_materials()
        if target == "supplement":
            self._check_supplement_once()
        if target == "decided":
            self._check_power()
            self._check_four_eyes()
        return result

    def _after_transition(self, sources, target):
        result = super()._after_transition(sources, target)
        resumed = self.filtered(lambda case: sources[case.id] == "supplement")
        self._log_events(sources, target)
        if target == "received" and (fresh := self - resumed):
            fresh._assign_numbers()
            fresh._after_receipt()
        elif target == "accepted" and (fresh := self - resumed):
            fresh._start_clock()
            fresh._after_acceptance()
        if target == "supplement":
            self.filtered("clock_start")._pause_clock()
            self._notify_applicant("supplement")
        elif target == "rejected":
            self._notify_applicant("rejected")
        else:
            resumed.filtered("paused_on")._resume_clock()
        return result

    # ------------------------------------------------------------
    # CHECKS
    # ------------------------------------------------------------

    def _check_resuming(self, target):
        """A supplemented case goes back only to where it was, and complete."""
        for case in self:
            if case.resume_state != target:
                raise UserError(
                    self.env._(
                        "%(case)s goes back to “%(state)s” once it is supplemented.",
                        case=case.display_name,
                        state=self._get_state_label(case.resume_state),
                    )
                )
        self._check_materials()

    def _check_supplement_once(self):
        """行政许可法 art. 32 (4): all that is missing is told at once."""
        asked = self.filtered(
            lambda case: case.state == "received" and case.supplement_note
        )
        if asked:
            raise UserError(
                self.env._(
                    "%(case)s has had its one supplement notice. Accept it, or "
                    "refuse to accept it and say why.",
                    case=asked[0].display_name,
                )
            )

    def _check_power(self):
        """Only those decide who hold the role where the power to decide lies."""
        for (point, _kind), cases in self.grouped(
            lambda case: (case.decision_point_id, case.handling_kind)
        ).items():
            group = cases._get_transition("review", "decided").group
            if self.env.su or self.env.user._has_scope(group, point.division_id):
                continue
            raise AccessError(
                self.env._(
                    "%(case)s is decided by %(point)s: your role does not reach there.",
                    case=cases[0].display_name,
                    point=point.display_name,
                )
            )

    def _check_four_eyes(self):
        """Who filed or accepted a case does not decide it, unless it is 即办件."""
        own = self.filtered(
            lambda case: (
                case.handling_kind != "instant"
                and self.env.user in case.filed_by_id | case.accepted_by_id
            )
        )
        if own:
            raise UserError(
                self.env._(
                    "You have filed or accepted %(case)s yourself: somebody else must "
                    "decide it.",
                    case=own[0].display_name,
                )
            )

    # ------------------------------------------------------------
    # TOOLS
    # ------------------------------------------------------------

    def _log_events(self, sources, target):
        """Write one event per case into the append-only log."""
        # sudo: bianmin.case.event – nobody writes events but the gate
        self.env["bianmin.case.event"].sudo().create(
            [case._prepare_event_vals(sources[case.id], target) for case in self]
        )

    def _prepare_event_vals(self, source, target):
        """Values of the event of one transition."""
        self.ensure_one()
        resumed = source == "supplement" and target != "withdrawn"
        return {
            "case_id": self.id,
            "kind": "supplement_receive" if resumed else EVENT_KINDS[target],
            "at": fields.Datetime.now(),
            "user_id": self.env.uid,
            "state_from": source,
            "state_to": target,
            "note": self._get_event_note(target),
        }

    def _get_event_note(self, target):
        """What the event of a transition says beside the states."""
        if target == "supplement":
            return self.supplement_note
        return self.opinion if target in ("rejected", "decided") else False
