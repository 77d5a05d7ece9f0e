from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.bianmin_base.tools.transition import Transition

PREPARER = "bianmin_subsidy.group_subsidy_preparer"


class BianminSubsidyDeath(models.Model):
    """Somebody of the register who stands on a list of the dead.

    The comparison proposes, a person confirms or rejects. What is confirmed goes into
    the register by its own act, ends the enrolments and finds what was paid too much.
    """

    _name = "bianmin.subsidy.death"
    _description = "Death on a List"
    _inherit = ["bianmin.subsidy.settled.mixin"]
    _order = "list_id desc, row_number, id"
    _rec_name = "register_name"

    _gate_fields = (
        *("state", "list_id", "row_number", "resident_id", "division_id"),
        *("listed_name", "register_name", "death_date", "kind", "matched_by"),
    )

    state = fields.Selection(
        [
            ("proposed", "To Look At"),
            ("confirmed", "Has Died"),
            ("rejected", "Somebody Else"),
        ],
        required=True,
        default="proposed",
        readonly=True,
        index=True,
        copy=False,
    )
    list_id = fields.Many2one(
        "bianmin.subsidy.death.list",
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
    identity_number_masked = fields.Char(related="resident_id.identity_number_masked")
    listed_name = fields.Char(string="On the List", required=True, readonly=True)
    register_name = fields.Char(string="In the Register", required=True, readonly=True)
    death_date = fields.Date(string="Date of Death", required=True, readonly=True)
    kind = fields.Selection(
        [
            ("same", "Same Name"),
            ("normalised", "Blanks or Dots"),
            ("homophone", "Sounds Alike"),
            ("look_alike", "Looks Alike"),
            ("minority", "Part of the Name"),
            ("different", "Different"),
        ],
        string="Names",
        required=True,
        readonly=True,
        help="How the two names compare: 同音不同字, 形近字 or nothing in common.",
    )
    matched_by = fields.Selection(
        [("number", "ID Number"), ("birth", "Birth Date and Village")],
        string="Found by",
        required=True,
        readonly=True,
    )

    _open_uniq = models.UniqueIndex(
        "(resident_id) WHERE state = 'proposed'",
        "This person's death is being looked at already.",
    )
    _division_state_index = models.Index("(division_id, state, id)")

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_ask_confirm(self):
        """Stand up for it that these people have died; ask on what paper."""
        return self._ask_settlement("confirmed")

    def action_ask_reject(self):
        """Say that somebody else is meant, or that the list is wrong."""
        return self._ask_settlement("rejected")

    # ------------------------------------------------------------
    # GATE
    # ------------------------------------------------------------

    @api.model
    def _get_transitions(self):
        return (
            *super()._get_transitions(),
            Transition("proposed", "confirmed", PREPARER),
            Transition("proposed", "rejected", PREPARER),
        )

    def _check_transition(self, target):
        if target == "confirmed":
            self._check_register()
        return super()._check_transition(target)

    def _check_register(self):
        """What is confirmed is who stands in the register today, alive."""
        for death in self:
            resident = death.resident_id
            if resident.name != death.register_name or resident.death_date:
                raise UserError(
                    self.env._(
                        "The register has changed: %(name)s is %(now)s there now, day "
                        "of death %(day)s. Reject this row and read the list again.",
                        name=death.register_name,
                        now=resident.name,
                        day=resident.death_date or "—",
                    )
                )

    def _after_transition(self, sources, target):
        if target == "confirmed":
            for death in self:
                death._enter_register()
            self.resident_id._stop_after_death()
        return super()._after_transition(sources, target)

    def _enter_register(self):
        """Write the death into the register, by the register's own act."""
        self.resident_id._register_death(
            self.death_date,
            self.env._(
                "%(list)s, row %(row)s: %(note)s",
                list=self.list_id.name,
                row=self.row_number,
                note=self.settled_note,
            ),
            self.env["ir.attachment"],
        )
