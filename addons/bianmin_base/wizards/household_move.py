from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.local_time import local_today

EDITOR = "bianmin_base.group_resident_editor"


class BianminHouseholdMove(models.TransientModel):
    """The window that moves a household, or part of it, to another village.

    Each person gets a move of his own, with its history, as if he went alone; what they
    share is the household book that they arrive in.
    """

    _name = "bianmin.household.move"
    _description = "Move of a Household"
    _inherit = ["bianmin.scope.mixin"]
    _rec_name = "household_id"

    household_id = fields.Many2one("bianmin.household", required=True, readonly=True)
    source_division_id = fields.Many2one(
        related="household_id.division_id", string="From village"
    )
    division_id = fields.Many2one(
        "bianmin.division",
        string="To village",
        domain="[('level', '=', 'village'), ('valid_to', '=', False), "
        "('id', '!=', source_division_id)]",
    )
    move_date = fields.Date(default=lambda self: local_today())
    reason = fields.Char(help="Why, and by which paper (迁移原因).")
    book = fields.Selection(
        selection=[
            ("new", "Get a household book of their own"),
            ("join", "Join a household there"),
        ],
        string="On arrival",
        default="new",
        required=True,
    )
    book_number = fields.Char(string="Number of the new book")
    target_household_id = fields.Many2one(
        "bianmin.household",
        string="Household they join",
        domain="[('division_id', '=', division_id)]",
    )
    line_ids = fields.One2many("bianmin.household.move.line", "wizard_id")
    remaining_head_id = fields.Many2one(
        "bianmin.resident",
        string="Head of those who stay",
        domain="[('id', 'in', staying_ids)]",
    )
    staying_ids = fields.Many2many("bianmin.resident", compute="_compute_preview")
    head_leaves = fields.Boolean(compute="_compute_preview")
    is_at_once = fields.Boolean(
        compute="_compute_preview",
        help="The user keeps the register of both villages.",
    )
    preview = fields.Html(
        string="What happens", compute="_compute_preview", sanitize=False
    )

    @api.depends(
        "division_id",
        "book",
        "book_number",
        "target_household_id",
        "remaining_head_id",
        "line_ids.moves",
        "line_ids.relation_to_head",
    )
    @api.depends_context("uid", "lang")
    def _compute_preview(self):
        for wizard in self:
            staying = wizard.line_ids.filtered(lambda line: not line.moves)
            head = wizard.household_id.head_id
            wizard.staying_ids = staying.resident_id
            wizard.head_leaves = bool(staying) and head in wizard._get_movers()
            wizard.is_at_once = bool(wizard.division_id) and self.env.user._has_scope(
                EDITOR, wizard.division_id
            )
            sentences = [Markup("<li>%s</li>") % s for s in wizard._get_sentences()]
            wizard.preview = Markup("<ul>%s</ul>") % Markup("").join(sentences)

    def _get_movers(self):
        return self.line_ids.filtered("moves").resident_id

    def _get_sentences(self):
        """What the move does, for people."""
        movers, staying = self._get_movers(), self.staying_ids
        yield self.env._(
            "%(count)s move: %(names)s",
            count=len(movers),
            names="、".join(movers.mapped("name")) or "—",
        )
        yield self.env._(
            "%(count)s stay: %(names)s",
            count=len(staying),
            names="、".join(staying.mapped("name")) or "—",
        )
        if not staying:
            yield self.env._("Nobody is left: this household book is closed.")
        if self.division_id and not self.is_at_once:
            yield self.env._(
                "%(village)s has to take them in first: you do not keep its register.",
                village=self.division_id.name,
            )
        yield from self._get_book_sentences()

    def _get_book_sentences(self):
        if self.book == "join" and self.target_household_id:
            yield self.env._(
                "They join household %(household)s.",
                household=self.target_household_id.display_name,
            )
        elif self.book == "new" and self.book_number:
            yield self.env._(
                "They get the new household book %(number)s; its head is %(head)s.",
                number=self.book_number,
                head="、".join(self._get_new_heads().mapped("name")) or "—",
            )
        if self.head_leaves and self.remaining_head_id:
            yield self.env._(
                "%(name)s becomes the head of those who stay.",
                name=self.remaining_head_id.name,
            )

    def _get_new_heads(self):
        return self.line_ids.filtered(
            lambda line: line.moves and line.relation_to_head == "head"
        ).resident_id

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_move(self):
        """Move those who are chosen, or ask the other village to take them in.

        :raise UserError: when something is missing or does not fit, with one sentence
        :raise AccessError: without the role in the village that hands over
        """
        self.ensure_one()
        self._check_complete()
        self._check_book()
        moves = self.env["bianmin.resident.move"].create(
            [
                {
                    "resident_id": line.resident_id.id,
                    "division_id": self.division_id.id,
                    "move_date": self.move_date,
                    "reason": self.reason.strip(),
                    "household_id": self.book == "join" and self.target_household_id.id,
                    "book_number": self.book == "new" and self.book_number.strip(),
                    "relation_to_head": line.relation_to_head,
                }
                for line in self.line_ids.filtered("moves")
            ]
        )
        moves.action_submit()
        if self.is_at_once and self.head_leaves:
            self.household_id.head_id = self.remaining_head_id
            self.remaining_head_id.relation_to_head = "head"
        return {"type": "ir.actions.act_window_close"}

    def _check_complete(self):
        if not self._get_movers():
            raise UserError(self.env._("Choose who moves."))
        if not self.division_id or not self.move_date:
            raise UserError(self.env._("Choose the village and the day."))
        if not (self.reason or "").strip():
            raise UserError(self.env._("Say why they move, and by which paper."))
        if self.is_at_once and self.head_leaves:
            if self.remaining_head_id not in self.staying_ids:
                raise UserError(
                    self.env._(
                        "The head moves and others stay: choose who is their head now."
                    )
                )

    def _check_book(self):
        heads = self._get_new_heads()
        if self.book == "join":
            if self.target_household_id.division_id != self.division_id:
                raise UserError(
                    self.env._("Choose a household of the village they move to.")
                )
            self.target_household_id.check_access("read")
            if heads:
                raise UserError(
                    self.env._(
                        "The household that they join has its head: say what "
                        "%(name)s is to that head.",
                        name=heads[0].name,
                    )
                )
            return
        if not (self.book_number or "").strip():
            raise UserError(self.env._("Enter the number of the new household book."))
        if len(heads) != 1:
            raise UserError(
                self.env._("One of those who move must be the head of the new book.")
            )
