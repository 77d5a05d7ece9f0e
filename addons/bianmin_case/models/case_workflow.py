import dataclasses

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.bianmin_base.tools.transition import Transition

from ..tools import clock
from ..tools.roles import ACCEPTOR, DECIDER, FILER, ISSUER, SUPERVISOR
from .case_act import FINISHED_STATES, LEAVING_KINDS

OPEN_STATES = ("received", "supplement", "accepted", "review", "special")


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
    _inherit = ["bianmin.case.act"]

    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("received", "Received"),
            ("supplement", "To Be Supplemented"),
            ("accepted", "Accepted"),
            ("rejected", "Not Accepted"),
            ("review", "In Review"),
            ("special", "Special Procedure"),
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
        return (
            *super()._get_transitions(),
            Transition("draft", "received", FILER),
            Transition("received", "supplement", ACCEPTOR),
            Transition("received", "accepted", ACCEPTOR),
            Transition("received", "rejected", ACCEPTOR),
            Transition("accepted", "supplement", DECIDER),
            Transition("accepted", "review", DECIDER),
            Transition("review", "supplement", DECIDER),
            Transition("review", "special", DECIDER),
            Transition("special", "review", DECIDER),
            Transition("review", "decided", DECIDER),
            Transition("decided", "closed", DECIDER),
            Transition("supplement", "received", FILER),
            Transition("supplement", "accepted", FILER),
            Transition("supplement", "review", FILER),
            *(Transition(state, "withdrawn", FILER) for state in OPEN_STATES),
            Transition("received", "closed", ACCEPTOR),
            *(
                Transition(state, "closed", DECIDER)
                for state in ("supplement", "accepted", "review", "special")
            ),
            Transition("closed", "delivered", ISSUER),
            *(
                Transition(state, "archived", ISSUER)
                for state in ("delivered", "rejected", "withdrawn", "closed")
            ),
            *(
                Transition(state, target, SUPERVISOR)
                for state in FINISHED_STATES
                for target in ("received", "review")
            ),
        )

    def _get_transition(self, source, target):
        """即办件: who may accept there may also decide, on the spot. And who asked for
        papers may close a case for which they never came.
        """
        transition = super()._get_transition(source, target)
        if (source, target) == ("supplement", "closed") and set(
            self.mapped("resume_state")
        ) == {"received"}:
            return dataclasses.replace(transition, group=ACCEPTOR)
        if (
            transition.group == DECIDER
            and set(self.mapped("handling_kind")) == {"instant"}
            and not self.env.user._has_scope(DECIDER, self.division_id)
        ):
            transition = dataclasses.replace(transition, group=ACCEPTOR)
        return transition

    def _check_transition(self, target):
        result = super()._check_transition(target)
        resuming = self.filtered(lambda case: case.state in LEAVING_KINDS)
        reopening = self.filtered(lambda case: case.state in FINISHED_STATES)
        fresh = self - resuming - reopening
        if target == "received" and fresh:
            fresh._check_filing()
        if target in ("received", "accepted", "review"):
            resuming._check_resuming(target)
            reopening._check_reopening(target)
        if target == "accepted":
            fresh._check_materials()
        if target in ("supplement", "rejected"):
            self._check_answer_in_time()
        if target == "supplement":
            self._check_supplement_once()
        if target == "decided":
            self._check_power()
        if target in ("review", "special", "decided"):
            fresh._check_four_eyes()
        if target == "delivered":
            self._check_result()
        if target == "archived":
            self._check_delivered()
        return result

    def _after_transition(self, sources, target):
        result = super()._after_transition(sources, target)
        kinds = self._log_events(sources, target)
        if kinds & clock.CLOCK_STEPS:
            self._read_clock()
        first = {"received": "draft", "accepted": "received"}.get(target)
        fresh = self.filtered(lambda case: sources[case.id] == first)
        if target == "received":
            fresh._assign_numbers()
            fresh._after_receipt()
        elif target == "accepted":
            fresh._after_acceptance()
        elif target in ("supplement", "rejected", "special"):
            self._after_notice(target)
        elif target == "delivered":
            self._after_delivery()
        return result

    # ------------------------------------------------------------
    # CHECKS
    # ------------------------------------------------------------

    def _check_resuming(self, target):
        """A supplemented case goes back only to where it was, and complete."""
        supplemented = self.filtered(lambda case: case.state == "supplement")
        for case in supplemented:
            if case.resume_state != target:
                raise UserError(
                    self.env._(
                        "%(case)s goes back to “%(state)s” once it is supplemented.",
                        case=case.display_name,
                        state=self._get_state_label(case.resume_state),
                    )
                )
        supplemented._check_materials()

    def _check_answer_in_time(self):
        """行政许可法 art. 32 (4): who was told nothing within five days is accepted."""
        late = self.filtered("is_deemed_accepted")
        if late:
            raise UserError(
                self.env._(
                    "Nobody answered %(case)s by %(day)s, so the law counts it as "
                    "accepted. Accept it; what is missing is asked for in the review.",
                    case=late[0].display_name,
                    day=late[0].answer_due,
                )
            )

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
        """Who filed or accepted a case does not review or decide it, unless it is
        即办件.
        """
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
                    "review and decide it.",
                    case=own[0].display_name,
                )
            )

    def _check_result(self):
        """What ended without a decision has no result to hand out."""
        ended = self.filtered(lambda case: not case.result)
        if ended:
            raise UserError(
                self.env._(
                    "%(case)s ended without a decision: there is no result to deliver.",
                    case=ended[0].display_name,
                )
            )

    def _check_delivered(self):
        """A result goes to the applicant before the case goes on file."""
        waiting = self.filtered(lambda case: case.state == "closed" and case.result)
        if waiting:
            raise UserError(
                self.env._(
                    "The result of %(case)s has not been delivered yet.",
                    case=waiting[0].display_name,
                )
            )

    def _check_source(self, state, target):
        """Refuse a button that belongs to another state, though the move is legal by
        another button.
        """
        # sudo: bianmin.case – the state decides, whatever the user sees of the case
        wrong = self.sudo().filtered(lambda case: case.state != state)
        if wrong:
            raise UserError(
                self.env._(
                    "%(record)s is “%(current)s”: it cannot become “%(wanted)s” now.",
                    record=wrong[0].display_name,
                    current=self._get_state_label(wrong[0].state),
                    wanted=self._get_state_label(target),
                )
            )

    # ------------------------------------------------------------
    # EVENTS
    # ------------------------------------------------------------

    def _get_event_note(self, target):
        """What the event of a transition says beside the states."""
        if target == "supplement":
            return self.supplement_note
        if target in ("rejected", "decided"):
            return self.opinion
        return super()._get_event_note(target)
