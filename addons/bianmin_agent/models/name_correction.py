from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.bianmin_base.tools import identity_number, masking
from odoo.addons.bianmin_base.tools.transition import Transition

from .name_correction_roster import CORRECTOR

# What nobody needs to prove further when the ID number is the same.
PLAIN_KINDS = ("normalised", "homophone")
# Evidence is fixed once somebody has stood up for it.
EVIDENCE_FIELDS = ("evidence_ids", "evidence_note")


class BianminNameCorrection(models.Model):
    """One person whose name an office writes otherwise than the register.

    The comparison proposes; a person confirms or rejects, with his name and the hour.
    Neither the register nor the office's system is changed here: what is confirmed goes
    to the office as a request and as a file.
    """

    _name = "bianmin.name.correction"
    _description = "Correction of a Name"
    _inherit = [
        "bianmin.state.gate",
        "bianmin.masked.mixin",
        "bianmin.attachment.owner",
        "bianmin.name.correction.filing",
    ]
    _order = "roster_id desc, row_number, id"
    _rec_name = "register_name"

    _attachment_fields = ("evidence_ids",)
    _masked_fields = {
        "identity_number_masked": (
            "identity_number",
            masking.mask_identity_number,
            identity_number.normalize,
        ),
    }
    _gate_fields = (
        *("state", "roster_id", "division_id", "resident_id", "row_number"),
        *("office_name", "register_name", "kind", "matched_by", "comparison"),
        *("decided_by_id", "decided_at", "case_id"),
    )

    roster_id = fields.Many2one(
        "bianmin.name.correction.roster",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    row_number = fields.Integer(string="Row", readonly=True, aggregator=None)
    resident_id = fields.Many2one(
        "bianmin.resident",
        string="Villager",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    division_id = fields.Many2one(
        "bianmin.division",
        string="Village",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )

    # what differs
    office_name = fields.Char(
        string="In the Office's System", required=True, readonly=True
    )
    register_name = fields.Char(string="In the Register", required=True, readonly=True)
    identity_number = fields.Char(
        string="Complete ID Number", groups=fields.NO_ACCESS, readonly=True
    )
    identity_number_masked = fields.Char(
        string="ID Number",
        compute="_compute_masked",
        search="_search_identity_number_masked",
        compute_sudo=True,
    )
    cells = fields.Json(
        groups=fields.NO_ACCESS,
        readonly=True,
        help="The row as it stands in the office's file.",
    )
    kind = fields.Selection(
        [
            ("normalised", "Blanks or Dots"),
            ("homophone", "Sounds Alike"),
            ("look_alike", "Looks Alike"),
            ("minority", "Part of the Name"),
            ("different", "Different"),
        ],
        string="Difference",
        required=True,
        readonly=True,
        index=True,
        help="Proposed by the comparison: 同音不同字, 形近字, names with a dot, or "
        "nothing in common.",
    )
    comparison = fields.Char(readonly=True, help="The characters that differ.")
    matched_by = fields.Selection(
        [("number", "ID Number"), ("birth", "Birth Date and Village")],
        string="Found by",
        required=True,
        readonly=True,
    )

    # who says so, and on what
    state = fields.Selection(
        [
            ("proposed", "To Look At"),
            ("confirmed", "Confirmed"),
            ("rejected", "Rejected"),
            ("filed", "Requested"),
            ("corrected", "Corrected"),
        ],
        required=True,
        default="proposed",
        readonly=True,
        index=True,
        copy=False,
    )
    evidence_ids = fields.Many2many(
        "ir.attachment",
        "bianmin_name_correction_attachment_rel",
        "correction_id",
        "attachment_id",
        copy=False,
        help="Photo of the ID card or of the household book.",
    )
    evidence_note = fields.Char(
        string="Seen", help="What was compared, such as the page of the household book."
    )
    decided_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    decided_at = fields.Datetime(readonly=True)

    _open_uniq = models.UniqueIndex(
        "(resident_id, office_name) WHERE state <> 'corrected'",
        "This spelling of the name is being looked at already.",
    )
    _division_state_index = models.Index("(division_id, state, id)")

    def _search_identity_number_masked(self, operator, value):
        return self._search_masked("identity_number_masked", operator, value)

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    def write(self, vals):
        if any(name in vals for name in EVIDENCE_FIELDS):
            self._check_undecided()
        return super().write(vals)

    def _check_undecided(self):
        decided = self.filtered(lambda line: line.state != "proposed")
        if decided:
            raise UserError(
                self.env._(
                    "%(name)s is “%(state)s”: its evidence cannot change any more. "
                    "Look at it again first.",
                    name=decided[0].register_name,
                    state=self._get_state_label(decided[0].state),
                )
            )

    # ------------------------------------------------------------
    # GATE
    # ------------------------------------------------------------

    @api.model
    def _get_transitions(self):
        return (
            *super()._get_transitions(),
            Transition("proposed", "confirmed", CORRECTOR),
            Transition("proposed", "rejected", CORRECTOR),
            Transition("confirmed", "proposed", CORRECTOR),
            Transition("rejected", "proposed", CORRECTOR),
            Transition("confirmed", "filed", CORRECTOR),
            Transition("filed", "confirmed", CORRECTOR),
            Transition("confirmed", "corrected", CORRECTOR),
            Transition("filed", "corrected", CORRECTOR),
        )

    def _check_transition(self, target):
        result = super()._check_transition(target)
        if target == "confirmed":
            fresh = self.filtered(lambda line: line.state == "proposed")
            fresh._check_register()
            fresh._check_evidence()
        return result

    def _check_register(self):
        """What is confirmed is the name that the register has today."""
        changed = self.filtered(
            lambda line: line.resident_id.name != line.register_name
        )
        if changed:
            raise UserError(
                self.env._(
                    "In the register the name is now %(name)s, not %(old)s. Reject "
                    "this row and import the roster again.",
                    name=changed[0].resident_id.name,
                    old=changed[0].register_name,
                )
            )

    def _check_evidence(self):
        """An equal ID number proves a name that sounds alike; the rest must be seen."""
        unproved = self.filtered(
            lambda line: (
                (line.kind not in PLAIN_KINDS or line.matched_by != "number")
                and not (line.evidence_ids or line.evidence_note)
            )
        )
        if unproved:
            raise UserError(
                self.env._(
                    "Row %(row)s, %(name)s: look at the ID card or the household book, "
                    "then add a photo or write down what you have seen.",
                    row=unproved[0].row_number,
                    name=unproved[0].register_name,
                )
            )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_confirm(self):
        """Stand up for it that these are the same people, and the register is right."""
        self._decide("confirmed")

    def action_reject(self):
        """Leave these names as they are: somebody else is meant, or the office is
        right."""
        self._decide("rejected")

    def action_reopen(self):
        """Look at these names again; what was decided so far no longer counts."""
        self._pass_gate("proposed", decided_by_id=False, decided_at=False)

    def _decide(self, target):
        self._pass_gate(
            target, decided_by_id=self.env.uid, decided_at=fields.Datetime.now()
        )
