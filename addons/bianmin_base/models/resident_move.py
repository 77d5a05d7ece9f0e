from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.local_time import local_today
from ..tools.transition import Transition

EDITOR = "bianmin_base.group_resident_editor"


class BianminResidentMove(models.Model):
    """A resident who goes from one village to another (迁出、迁入).

    The village that he leaves hands him over, the village where he arrives takes him
    in. Whoever keeps the register of both does it in one step.
    """

    _name = "bianmin.resident.move"
    _description = "Move of a Resident"
    _inherit = ["bianmin.state.gate"]
    _order = "id desc"
    _rec_name = "resident_id"

    _gate_fields = ("state", "decided_by_id", "source_division_id")

    resident_id = fields.Many2one(
        "bianmin.resident", required=True, index=True, ondelete="restrict"
    )
    source_division_id = fields.Many2one(
        "bianmin.division",
        string="From village",
        readonly=True,
        index=True,
        ondelete="restrict",
        help="The village that hands over (迁出地).",
    )
    division_id = fields.Many2one(
        "bianmin.division",
        string="To village",
        required=True,
        index=True,
        ondelete="restrict",
        help="The village that takes in (迁入地).",
    )
    move_date = fields.Date(required=True, default=lambda self: local_today())
    reason = fields.Char(
        required=True, help="Why, such as marriage, and by which paper (迁移原因)."
    )
    state = fields.Selection(
        selection=[
            ("requested", "Waiting for the other village"),
            ("done", "Moved"),
            ("refused", "Refused"),
        ],
        required=True,
        readonly=True,
        default="requested",
    )
    decided_by_id = fields.Many2one(
        "res.users", string="Decided by", readonly=True, ondelete="restrict"
    )

    _open_uniq = models.UniqueIndex(
        "(resident_id) WHERE state = 'requested'",
        "This resident is being handed over already. Wait for the other village.",
    )
    _places_check = models.Constraint(
        "CHECK (source_division_id <> division_id)",
        "The resident lives in this village already.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        residents = self.env["bianmin.resident"].browse(
            [vals["resident_id"] for vals in vals_list]
        )
        residents.check_access("read")
        residents._check_scope(EDITOR)
        # sudo: the move – where he lives now is read off the register, not sent in
        moves_sudo = (
            self.sudo().create(
                [
                    {
                        **{k: v for k, v in vals.items() if k not in self._gate_fields},
                        "source_division_id": resident.division_id.id,
                    }
                    for vals, resident in zip(vals_list, residents, strict=True)
                ]
            )
            if not self.env.su
            else super().create(vals_list)
        )
        moves_sudo._check_movable()
        return moves_sudo.with_env(self.env)

    def _check_movable(self):
        """:raise UserError: for the dead and for a date that has not come"""
        for move in self:
            if move.resident_id.death_date:
                raise UserError(
                    self.env._(
                        "%(resident)s has died and does not move any more.",
                        resident=move.resident_id.name,
                    )
                )
            if move.move_date > local_today():
                raise UserError(self.env._("Register the move when its day has come."))
            if move.household_id and move.household_id.division_id != move.division_id:
                raise UserError(
                    self.env._("The household to join is not in the new village.")
                )

    # ------------------------------------------------------------
    # GATE
    # ------------------------------------------------------------

    @api.model
    def _get_transitions(self):
        return (
            Transition("requested", "done", EDITOR),
            Transition("requested", "refused", EDITOR),
        )

    def _check_transition(self, target):
        super()._check_transition(target)
        if target != "done":
            return
        # sudo: bianmin.resident – still in the village that hands over
        for move in self.sudo():
            move._check_movable()
            if move.resident_id.division_id != move.source_division_id:
                raise UserError(
                    self.env._(
                        "%(resident)s does not live in %(village)s any more.",
                        resident=move.resident_id.name,
                        village=move.source_division_id.name,
                    )
                )

    def _after_transition(self, sources, target):
        result = super()._after_transition(sources, target)
        if target == "done":
            # sudo: bianmin.resident – the gate has let the move pass
            self.sudo()._carry_out()
        return result

    def _carry_out(self):
        """Put the residents into their new village and write their history."""
        former = self.resident_id.household_id
        events = [move._prepare_event_vals() for move in self]
        self.env["bianmin.household"].search(
            [("head_id", "in", self.resident_id.ids)]
        ).head_id = False
        arrivals = self._get_arrival_households()
        for move in self:
            move.resident_id._explain_changes(move.reason)
        for (division, household, relation), moves in self.grouped(
            lambda move: (move.division_id, arrivals[move], move.relation_to_head)
        ).items():
            moves.resident_id.write(
                {
                    "division_id": division.id,
                    "household_id": household.id,
                    "relation_to_head": household and relation,
                }
            )
            if relation == "head" and household and not household.head_id:
                household.head_id = moves.resident_id[:1]
        self._close_empty(former)
        self.env["bianmin.resident.event"].create(events)

    def _prepare_event_vals(self):
        arrival = self.household_id.number or self.book_number
        reason = self.reason
        if arrival:
            reason = self.env._(
                "%(reason)s; household book %(former)s → %(number)s",
                reason=reason,
                former=self.resident_id.household_id.number or "—",
                number=arrival,
            )
        return {
            "resident_id": self.resident_id.id,
            "kind": "moved",
            "event_date": self.move_date,
            "description": self.env._(
                "From %(source_village)s to %(village)s: %(reason)s",
                source_village=self.source_division_id.display_name,
                village=self.division_id.display_name,
                reason=reason,
            ),
        }

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_submit(self):
        """Carry the move out where one keeps both registers; else it waits.

        :raise AccessError: without the role in the village that hands over
        """
        mine = self.filtered(
            lambda move: self.env.user._has_scope(EDITOR, move.division_id)
        )
        mine.action_accept()
        return {"type": "ir.actions.act_window_close"}

    def action_accept(self):
        """Take the residents into the new village.

        :raise UserError: when one has died or lives elsewhere by now
        :raise AccessError: without the role in the village that takes in
        """
        self._pass_gate("done", decided_by_id=self.env.uid)

    def action_refuse(self):
        """Leave the residents where they are.

        :raise AccessError: without the role in the village that takes in
        """
        self._pass_gate("refused", decided_by_id=self.env.uid)
