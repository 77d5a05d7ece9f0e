from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.bianmin_base.tools.local_time import local_today

from ..tools.act import Act
from ..tools.roles import DECIDER, HEAD

# 行政许可法 art. 42: ten days more, once, with the approval of the head.
LONGEST_EXTENSION = 10

SPECIAL_FIELDS = (
    "special_kind",
    "special_note",
    "special_until",
    "special_outcome",
    "extension_state",
    "extension_request_days",
    "extension_reason",
    "extension_requested_by_id",
    "extension_decided_by_id",
)


class BianminCaseSpecial(models.AbstractModel):
    """What stretches the time of a case: special procedures and the extension."""

    _name = "bianmin.case.special"
    _description = "Special Procedure and Extension of a Case"
    _inherit = ["bianmin.case.workflow"]

    special_kind = fields.Selection(
        [
            ("hearing", "Hearing"),
            ("bidding", "Bidding"),
            ("auction", "Auction"),
            ("inspection", "Inspection"),
            ("testing", "Testing"),
            ("quarantine", "Quarantine"),
            ("appraisal", "Appraisal"),
            ("experts", "Review by Experts"),
        ],
        string="Special Procedure",
        copy=False,
        readonly=True,
        help="Its time does not count (行政许可法 art. 45: "
        "听证、招标、拍卖、检验、检测、检疫、鉴定、专家评审).",
    )
    special_note = fields.Text(
        string="What Is Done", copy=False, readonly=True, help="It is told in writing."
    )
    special_until = fields.Date(
        string="Expected by",
        copy=False,
        readonly=True,
        help="Day on which the special procedure should be over.",
    )
    special_outcome = fields.Text(
        string="Outcome of the Procedure", copy=False, readonly=True
    )
    extension_state = fields.Selection(
        [("requested", "Asked For"), ("approved", "Approved"), ("refused", "Refused")],
        string="Extension",
        copy=False,
        readonly=True,
        index="btree_not_null",
    )
    extension_request_days = fields.Integer(
        string="Days Asked For", copy=False, readonly=True, aggregator=None
    )
    extension_reason = fields.Text(copy=False, readonly=True)
    extension_requested_by_id = fields.Many2one(
        "res.users", string="Extension Asked For by", copy=False, readonly=True
    )
    extension_decided_by_id = fields.Many2one(
        "res.users", string="Extension Decided by", copy=False, readonly=True
    )

    # ------------------------------------------------------------
    # GATE
    # ------------------------------------------------------------

    @api.model
    def _get_acts(self):
        running = ("accepted", "review")
        return (
            *super()._get_acts(),
            Act("extension_request", running, DECIDER),
            Act("extension_approve", running, HEAD),
            Act("extension_refuse", running, HEAD),
        )

    def _check_act(self, kind):
        if kind == "extension_request":
            self._check_extendable()
        elif kind in ("extension_approve", "extension_refuse"):
            self._check_extension_asked_for()
        return super()._check_act(kind)

    def _after_act(self, kind):
        if kind == "extension_approve":
            self._issue_documents("extension")
            self._notify_applicant("extended")
        return super()._after_act(kind)

    def _get_kind_note(self, kind):
        if kind == "special_apply":
            return f"{self._get_special_label()}：{self.special_note}"
        if kind == "special_result":
            return self.special_outcome
        return super()._get_kind_note(kind)

    # ------------------------------------------------------------
    # STEPS OF THE WINDOW
    # ------------------------------------------------------------

    def _begin_special(self, kind, note, until=False):
        """Begin a special procedure: the limits stand still, the applicant is told.

        :param str kind: key of ``special_kind``
        :param str note: what is done and why
        :param date until: when it should be over
        """
        self._require_words(note)
        self._check_source("review", "special")
        if not kind:
            raise UserError(self.env._("Choose the special procedure."))
        self._pass_gate(
            "special",
            special_kind=kind,
            special_note=note,
            special_until=until,
            special_outcome=False,
        )

    def _end_special(self, outcome):
        """The special procedure is over: the limits run on.

        :param str outcome: what came out of it
        """
        self._require_words(outcome)
        self._check_source("special", "review")
        self._pass_gate("review", special_outcome=outcome)

    def _request_extension(self, days, reason):
        """Ask the head of the office for more days.

        :param int days: at most ten
        :param str reason: it is told to the applicant
        """
        self._require_words(reason)
        if not 1 <= days <= LONGEST_EXTENSION:
            raise UserError(
                self.env._(
                    "An extension has from 1 to %(days)s days.", days=LONGEST_EXTENSION
                )
            )
        self._pass_act(
            "extension_request",
            note=reason,
            extension_state="requested",
            extension_request_days=days,
            extension_reason=reason,
            extension_requested_by_id=self.env.uid,
        )

    def _decide_extension(self, approved, note=False):
        """Approve the extension, or refuse it.

        :param bool approved: whether the days are given
        :param str note: needed for a refusal
        """
        if not approved:
            self._require_words(note)
        kind = "extension_approve" if approved else "extension_refuse"
        for days, cases in self.grouped("extension_request_days").items():
            cases._pass_act(
                kind,
                note=note,
                days=days if approved else 0,
                extension_state="approved" if approved else "refused",
                extension_decided_by_id=self.env.uid,
            )

    # ------------------------------------------------------------
    # CHECKS
    # ------------------------------------------------------------

    def _check_extendable(self):
        """Once, and before the limit of the law has ended."""
        for case in self:
            if case.extension_state in ("requested", "approved"):
                raise UserError(
                    self.env._(
                        "%(case)s has its extension already: the law allows one.",
                        case=case.display_name,
                    )
                )
        self._check_within_statutory_limit()

    def _check_extension_asked_for(self):
        for case in self:
            if case.extension_state != "requested":
                raise UserError(
                    self.env._(
                        "Nobody has asked for an extension of %(case)s.",
                        case=case.display_name,
                    )
                )
            if case.extension_requested_by_id == self.env.user:
                raise UserError(
                    self.env._(
                        "You have asked for the extension of %(case)s yourself: the "
                        "head of the office decides it.",
                        case=case.display_name,
                    )
                )
        self._check_within_statutory_limit()

    def _check_within_statutory_limit(self):
        today = local_today()
        late = self.filtered(lambda case: case.statutory_due < today)
        if late:
            raise UserError(
                self.env._(
                    "The limit of the law for %(case)s has ended: it cannot be "
                    "extended any more.",
                    case=late[0].display_name,
                )
            )

    # ------------------------------------------------------------
    # TOOLS
    # ------------------------------------------------------------

    def _get_special_label(self):
        self.ensure_one()
        kinds = dict(self._fields["special_kind"]._description_selection(self.env))
        return kinds.get(self.special_kind, "")
