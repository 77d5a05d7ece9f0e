from odoo import api, fields, models
from odoo.exceptions import UserError


class BianminDivisionMove(models.TransientModel):
    """Move what lies in a dissolved division to its successor, after a look at it."""

    _name = "bianmin.division.move"
    _description = "Move to the Successor"

    division_id = fields.Many2one(
        "bianmin.division", string="Dissolved division", required=True, readonly=True
    )
    successor_id = fields.Many2one(
        "bianmin.division",
        compute="_compute_successor_id",
        store=True,
        readonly=False,
        domain="[('level', '=', level), ('valid_to', '=', False)]",
        help="Proposed by name and code when nobody has chosen yet. You decide.",
    )
    level = fields.Selection(related="division_id.level")
    is_proposed = fields.Boolean(compute="_compute_pairs")
    pair_ids = fields.Many2many(
        "bianmin.division",
        string="With everything below",
        compute="_compute_pairs",
        help="Dissolved divisions whose successor is known: they move together.",
    )
    pair_count = fields.Integer(string="Divisions", compute="_compute_pairs")
    undecided_ids = fields.Many2many(
        "bianmin.division",
        string="Left behind: no successor chosen",
        compute="_compute_pairs",
    )
    undecided_count = fields.Integer(compute="_compute_pairs")
    line_ids = fields.One2many("bianmin.division.move.line", "wizard_id", readonly=True)
    state = fields.Selection(
        selection=[("preview", "Look at it"), ("done", "Done")],
        default="preview",
        readonly=True,
    )

    @api.depends("division_id")
    def _compute_successor_id(self):
        for wizard in self:
            division = wizard.division_id
            wizard.successor_id = (
                division.successor_id or division.proposed_successor_id
            )

    @api.depends("division_id", "successor_id")
    def _compute_pairs(self):
        for wizard in self:
            dissolved = wizard.division_id._get_dissolved_below()
            pairs = dissolved.filtered("successor_id") | wizard.division_id
            wizard.pair_ids = pairs if wizard.successor_id else pairs.browse()
            wizard.pair_count = len(wizard.pair_ids)
            wizard.undecided_ids = dissolved - pairs
            wizard.undecided_count = len(wizard.undecided_ids)
            wizard.is_proposed = bool(
                wizard.successor_id and not wizard.division_id.successor_id
            )

    @api.model_create_multi
    def create(self, vals_list):
        wizards = super().create(vals_list)
        for wizard in wizards:
            wizard._check_division()
            wizard._show(wizard.pair_ids._count_succession())
        return wizards

    def action_move(self):
        """Move everything that is open; what is closed stays where it was.

        :raise AccessError: when the user does not administer both
        :raise UserError: without a successor
        """
        self.ensure_one()
        self._check_division()
        if not self.successor_id:
            raise UserError(self.env._("Please choose the successor first."))
        if self.division_id.successor_id != self.successor_id:
            self.division_id.successor_id = self.successor_id
        self._show(self.pair_ids._move_to_successors())
        self.state = "done"
        return self._reopen()

    def _check_division(self):
        if not self.division_id.valid_to:
            raise UserError(
                self.env._(
                    "%(division)s is in force. Give it an end date first.",
                    division=self.division_id.display_name,
                )
            )
        # How many live where is not for everybody to count.
        self.division_id._check_succession_scope()

    def _show(self, counts):
        self.line_ids.unlink()
        self.line_ids = [
            fields.Command.create({"name": label, "record_count": count})
            for label, count in counts
        ]

    def _reopen(self):
        return self._get_window_action(self.env._("Move to the successor"))
