from odoo import Command, api, fields, models


class BianminHousehold(models.Model):
    """A household as its household book shows it (户口簿)."""

    _name = "bianmin.household"
    _description = "Household"
    _inherit = ["bianmin.scope.mixin", "bianmin.change.logged.mixin"]
    _rec_name = "number"
    # Nobody knows the number of a neighbour's book, but everybody whose house it is.
    _rec_names_search = ("number", "head_id")
    _order = "division_id, number, id"

    _change_logged_fields = ("number", "division_id", "head_id", "active")

    number = fields.Char(required=True, help="Number of the household book (户号).")
    division_id = fields.Many2one(
        "bianmin.division",
        string="Village",
        required=True,
        index=True,
        ondelete="restrict",
    )
    village_group = fields.Char(help="Villagers' group (村民小组).")
    address = fields.Char()
    head_id = fields.Many2one(
        "bianmin.resident",
        index="btree_not_null",
        ondelete="restrict",
        help="Head of the household (户主).",
    )
    member_ids = fields.One2many("bianmin.resident", "household_id", string="Members")
    book_member_ids = fields.One2many(
        "bianmin.resident",
        string="Pages of the book",
        compute="_compute_book_member_ids",
        help="Members as the book shows them: the head first (户口簿).",
    )
    member_count = fields.Integer(compute="_compute_member_count")
    active = fields.Boolean(default=True)

    _number_division_uniq = models.Constraint(
        "UNIQUE (number, division_id)",
        "There is a household with this number in the village already.",
    )

    @api.depends("member_ids.relation_to_head", "member_ids.birth_date", "head_id")
    def _compute_book_member_ids(self):
        relations = self.env["bianmin.resident"]._fields["relation_to_head"]
        place = {value: i for i, (value, _label) in enumerate(relations.selection)}
        for household in self:
            household.book_member_ids = household.member_ids.sorted(
                lambda member: (
                    member != member.household_id.head_id,
                    place.get(member.relation_to_head, len(place)),
                    str(member.birth_date or ""),
                )
            )

    def _compute_member_count(self):
        counts = dict(
            self.env["bianmin.resident"]._read_group(
                [("household_id", "in", self.ids)], ["household_id"], ["__count"]
            )
        )
        for household in self:
            household.member_count = counts.get(household, 0)

    def action_open_move(self):
        """Open the window that moves the household to another village.

        :raise AccessError: when the user may not change the household
        """
        self.ensure_one()
        self.check_access("write")
        wizard = self.env["bianmin.household.move"].create(
            {
                "household_id": self.id,
                "line_ids": [
                    Command.create(
                        {
                            "resident_id": member.id,
                            "relation_to_head": member.relation_to_head,
                        }
                    )
                    for member in self.book_member_ids
                    if not member.death_date
                ],
            }
        )
        return wizard._get_window_action(self.env._("Move the household"))

    @api.depends("number", "head_id.name")
    def _compute_display_name(self):
        for household in self:
            # sudo: bianmin.resident – the head may have moved out of the reader's
            # scope; his name is part of the household's
            head = household.head_id.sudo().name
            household.display_name = (
                f"{household.number} {head}" if head else household.number
            )
