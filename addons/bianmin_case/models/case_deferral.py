import base64
import binascii

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.bianmin_base.tools.local_time import local_today

from ..tools import deadline
from ..tools.act import Act
from ..tools.roles import ACCEPTOR, DECIDER

DEFERRAL_FIELDS = (
    "deferral_due",
    "deferral_signature",
    "deferral_done_on",
    "commitment_state",
    "commitment_note",
)


class BianminCaseDeferral(models.AbstractModel):
    """The applicant's word: papers that follow later (容缺受理), and papers that a
    commitment replaces (告知承诺制).
    """

    _name = "bianmin.case.deferral"
    _description = "Papers Promised by the Applicant"
    _inherit = ["bianmin.case.workflow"]

    deferral_due = fields.Date(
        string="Promised Papers by",
        copy=False,
        readonly=True,
        help="Day by which the applicant supplies what is missing, never after the "
        "promised limit of the case (容缺补齐时限).",
    )
    deferral_signature = fields.Binary(
        string="Signature on the Promise", attachment=True, copy=False, readonly=True
    )
    deferral_done_on = fields.Date(
        string="Promised Papers Supplied on", copy=False, readonly=True
    )
    deferred_count = fields.Integer(
        string="Papers That May Follow",
        compute="_compute_deferred_count",
        help="Papers that are missing and may be supplied later.",
    )
    commitment_state = fields.Selection(
        [("open", "To Be Checked"), ("kept", "True"), ("broken", "False")],
        string="Commitment",
        copy=False,
        readonly=True,
        index="btree_not_null",
        help="A commitment that replaced a paper is checked afterwards (告知承诺核查).",
    )
    commitment_note = fields.Text(
        string="What the Check Found", copy=False, readonly=True
    )

    @api.depends("material_ids.state", "material_ids.necessity")
    def _compute_deferred_count(self):
        for case in self:
            case.deferred_count = len(case._get_deferred_materials())

    # ------------------------------------------------------------
    # GATE
    # ------------------------------------------------------------

    @api.model
    def _get_acts(self):
        checked = ("accepted", "review", "special", "closed", "delivered", "archived")
        return (
            *super()._get_acts(),
            Act("defer", ("received",), ACCEPTOR),
            Act("commit_check", checked, DECIDER),
        )

    def _check_act(self, kind):
        if kind == "defer":
            self._check_credit()
        elif kind == "commit_check":
            self._check_commitment()
        return super()._check_act(kind)

    def _check_transition(self, target):
        result = super()._check_transition(target)
        if target == "accepted":
            self._check_promise()
        return result

    # ------------------------------------------------------------
    # STEPS OF THE WINDOWS
    # ------------------------------------------------------------

    def _defer(self, due, signature):
        """Take the applicant's promise to supply what is missing, before acceptance.

        :param date due: by when, within the promised limit
        :param signature: picture of the applicant's signature, in base64
        """
        self.ensure_one()
        if not self._get_deferred_materials():
            raise UserError(
                self.env._(
                    "%(case)s lacks no paper that may follow later.",
                    case=self.display_name,
                )
            )
        self._check_deferral_due(due)
        self._check_signature(signature)
        self._pass_act(
            "defer",
            note="、".join(self._get_deferred_materials().mapped("name")),
            deferral_due=due,
            deferral_signature=signature,
        )

    def _check_commitments(self, state, note):
        """Write down whether what the applicant committed himself to is true.

        :param str state: ``kept`` or ``broken``
        :param str note: what the check found
        """
        self._require_words(note)
        self._pass_act(
            "commit_check", note=note, commitment_state=state, commitment_note=note
        )

    def _note_supplied_papers(self):
        """Write the event on the day on which the last promised paper came in."""
        supplied = self.filtered(
            lambda case: (
                case.state in ("accepted", "review")
                and case.deferral_due
                and not case.deferral_done_on
                and not case._get_deferred_materials()
            )
        )
        # sudo: bianmin.case – whoever may take the paper in has taken it in
        supplied.sudo().deferral_done_on = local_today()
        supplied._log_acts("defer_supply")

    def _issue_promises(self):
        """The papers on what the applicant gave his word for."""
        deferred = self.filtered("deferral_due")
        deferred._issue_documents("promise")
        deferred._issue_documents("deferral")
        committed = self.filtered(lambda case: case._get_committed_materials())
        committed._issue_documents("commitment")
        # sudo: bianmin.case – closed to everyone but the gate
        committed.sudo().commitment_state = "open"

    # ------------------------------------------------------------
    # CHECKS
    # ------------------------------------------------------------

    def _check_promise(self):
        """What may follow later does so against a written promise."""
        for case in self.filtered(lambda case: case.state == "received"):
            if not case.deferral_due and case._get_deferred_materials():
                raise UserError(
                    self.env._(
                        "%(case)s lacks papers that may follow later: %(papers)s. Take "
                        "them in, or let the applicant promise them in writing first.",
                        case=case.display_name,
                        papers="、".join(case._get_deferred_materials().mapped("name")),
                    )
                )

    def _check_promised_papers(self):
        """The result is issued only when what was promised is there."""
        for case in self:
            if case.deferral_due and case._get_deferred_materials():
                raise UserError(
                    self.env._(
                        "%(case)s still lacks papers that the applicant promised: "
                        "%(papers)s. It is granted when they are there.",
                        case=case.display_name,
                        papers="、".join(case._get_deferred_materials().mapped("name")),
                    )
                )

    def _check_deferral_due(self, due):
        latest = self._get_latest_deferral()
        if not due or not local_today() < due <= latest:
            raise UserError(
                self.env._(
                    "The promised papers come in after today, at the latest on "
                    "%(day)s: within the promised limit of the case.",
                    day=latest,
                )
            )

    def _check_signature(self, signature):
        try:
            picture = base64.b64decode(signature or b"", validate=True)
        except (binascii.Error, ValueError):
            picture = b""
        if not picture:
            raise UserError(self.env._("Let the applicant sign the promise first."))

    def _check_credit(self):
        """Whoever broke his word gives it no more until that is repaired."""
        # sudo: bianmin.case – the broken promise counts wherever it was given
        broken_sudo = self.sudo().search(
            [
                ("resident_id", "in", self.resident_id.ids),
                ("commitment_state", "=", "broken"),
            ],
            limit=1,
        )
        if broken_sudo:
            raise UserError(
                self.env._(
                    "%(name)s has broken a commitment before (%(case)s): all papers "
                    "have to be there.",
                    name=broken_sudo.applicant_name,
                    case=broken_sudo.name,
                )
            )

    def _check_commitment(self):
        for case in self:
            if case.commitment_state not in ("open", "broken"):
                raise UserError(
                    self.env._(
                        "%(case)s rests on no commitment that is to be checked.",
                        case=case.display_name,
                    )
                )

    # ------------------------------------------------------------
    # TOOLS
    # ------------------------------------------------------------

    def _get_latest_deferral(self):
        """The last day for promised papers: the promised limit, begun today."""
        self.ensure_one()
        calendar = self.env["bianmin.calendar.day"]._get_working_calendar()
        return deadline.due_date(
            calendar, local_today(), self.promised_days, self.day_unit
        )

    def _get_deferred_materials(self):
        """Papers that are missing and may follow later."""
        return self.material_ids.filtered(
            lambda line: line.necessity == "deferrable" and line.state == "missing"
        )

    def _get_committed_materials(self):
        """Papers that the applicant's commitment replaces."""
        return self.material_ids.filtered(lambda line: line.state == "committed")
