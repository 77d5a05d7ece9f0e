from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.bianmin_base.tools.local_time import local_today

from .case_act import FINISHED_STATES

# How a case ends without a decision, and in which states (办结类型).
ENDINGS = {
    "2": ("received", "supplement", "accepted", "review", "special"),
    "3": ("received",),
    "4": ("accepted", "review"),
    "5": ("supplement", "accepted", "review"),
}

CLOSING_FIELDS = ("ending_reason", "reopening_reason", "reopened_at")


class BianminCaseClosing(models.AbstractModel):
    """How a case ends without a decision, and how one that has ended goes on."""

    _name = "bianmin.case.closing"
    _description = "Ending and Reopening a Case"
    _inherit = ["bianmin.case.workflow"]

    ending_reason = fields.Text(
        copy=False,
        readonly=True,
        help="Why the case was closed without a decision, or to whom it was passed.",
    )
    reopening_reason = fields.Text(copy=False, readonly=True)
    reopened_at = fields.Datetime(copy=False, readonly=True)

    # ------------------------------------------------------------
    # GATE
    # ------------------------------------------------------------

    def _get_kind_note(self, kind):
        if kind == "reopen":
            return self.reopening_reason
        if kind == "close" and not self.result:
            return self.ending_reason
        return super()._get_kind_note(kind)

    # ------------------------------------------------------------
    # STEPS OF THE WINDOW
    # ------------------------------------------------------------

    def _end(self, kind, reason):
        """Close the cases without a decision.

        :param str kind: key of ``close_kind``: 2 void, 3 entered by mistake, 4 passed
            to a higher level, 5 never supplemented
        :param str reason: it stands in the file and, but for kind 3, on the paper
        """
        self._require_words(reason)
        self._check_ending(kind)
        self._pass_gate(
            "closed",
            close_kind=kind,
            ending_reason=reason,
            closed_at=fields.Datetime.now(),
            resume_state=False,
        )
        if kind != "3":
            self._issue_documents("ending")
            self._notify_applicant("ended")

    def _reopen(self, reason):
        """Let finished cases go on where they were: who watches over the hall found
        that they ended wrongly.

        :param str reason: it stands in the file
        """
        self._require_words(reason)
        self._check_finished()
        values = {
            "reopening_reason": reason,
            "reopened_at": fields.Datetime.now(),
            "result": False,
            "opinion": False,
            "close_kind": False,
            "ending_reason": False,
            "decided_by_id": False,
            "decided_at": False,
            "closed_at": False,
            "delivered_at": False,
            "resume_state": False,
        }
        groups = self.grouped(lambda case: case._get_reopening_state())
        for target, cases in groups.items():
            cases._pass_gate(target, **values)

    # ------------------------------------------------------------
    # UP AND DOWN
    # ------------------------------------------------------------

    def _forward(self):
        """Pass accepted cases on to the office that decides, and say so (转报)."""
        self._log_passage("forward", "acceptance_point_id", "decision_point_id")

    def _pass_down(self):
        """Pass results back to where the applicants filed, and say so (结果回传)."""
        self.filtered(
            lambda case: case.decision_point_id != case.acceptance_point_id
        )._log_passage("return", "decision_point_id", "service_point_id")

    def _log_passage(self, kind, start, end):
        """Write down which office passed a case to which, for those that moved."""
        for (sender, receiver), cases in self.grouped(
            lambda case: (case[start], case[end])
        ).items():
            if sender != receiver:
                cases._log_acts(kind, f"{sender.name} → {receiver.name}")

    # ------------------------------------------------------------
    # CHECKS
    # ------------------------------------------------------------

    def _check_ending(self, kind):
        if kind not in ENDINGS:
            raise UserError(self.env._("Choose how the case ends."))
        for case in self:
            if case.state not in ENDINGS[kind]:
                raise UserError(
                    self.env._(
                        "%(case)s is “%(state)s”: it cannot end as “%(kind)s”.",
                        case=case.display_name,
                        state=self._get_state_label(case.state),
                        kind=self._get_close_label(kind),
                    )
                )
        if kind == "5":
            self._check_waited_for_papers()

    def _check_waited_for_papers(self):
        """Nobody loses his case before the day that he was given."""
        today = local_today()
        for case in self:
            due = (
                case.supplement_due
                if case.state == "supplement"
                else case._get_deferred_materials() and case.deferral_due
            )
            if not due or due >= today:
                raise UserError(
                    self.env._(
                        "The applicant of %(case)s still has time, or owes no papers.",
                        case=case.display_name,
                    )
                )

    def _check_finished(self):
        # sudo: bianmin.case – the state decides, whatever the user sees of the case
        going_on = self.sudo().filtered(lambda case: case.state not in FINISHED_STATES)
        if going_on:
            raise UserError(
                self.env._(
                    "%(case)s has not ended: there is nothing to reopen.",
                    case=going_on[0].display_name,
                )
            )

    def _check_reopening(self, target):
        """Extend to refuse to reopen a case whose result has had its effect."""
        for case in self:
            if case._get_reopening_state() != target:
                raise UserError(
                    self.env._(
                        "%(case)s does not go on there when it is reopened.",
                        case=case.display_name,
                    )
                )

    # ------------------------------------------------------------
    # TOOLS
    # ------------------------------------------------------------

    def _get_reopening_state(self):
        """Where a finished case goes on: in review, or where it was never accepted, at
        the window.
        """
        self.ensure_one()
        return "review" if self.clock_start else "received"

    def _get_close_label(self, kind):
        return dict(self._fields["close_kind"]._description_selection(self.env))[kind]
