from collections import defaultdict

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..tools.local_time import local_today


class BianminRoleAssign(models.TransientModel):
    """Give one role for all villages of a township in one action."""

    _name = "bianmin.role.assign"
    _description = "Give a Role for Many Divisions"

    division_id = fields.Many2one(
        "bianmin.division",
        string="Within",
        help="The villages of this township, or the townships of this county, are "
        "proposed (上级区划).",
    )
    role_id = fields.Many2one("res.users.role", required=True)
    user_id = fields.Many2one(
        "res.users",
        string="One Person for All",
        help="Leave empty to choose a person for each village (统一任职人).",
    )
    date_from = fields.Date(
        string="First Day", required=True, default=lambda self: local_today()
    )
    date_to = fields.Date(string="Last Day")
    line_ids = fields.One2many(
        "bianmin.role.assign.line",
        "assign_id",
        string="Where",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
    )

    @api.depends("division_id", "user_id")
    def _compute_line_ids(self):
        for assign in self:
            divisions = assign.division_id.child_ids.filtered(
                lambda division: not division.valid_to
            )
            if divisions == assign.line_ids.division_id:
                assign.line_ids.user_id = assign.user_id
                continue
            assign.line_ids = [
                Command.clear(),
                *(
                    Command.create(
                        {"division_id": division.id, "user_id": assign.user_id.id}
                    )
                    for division in divisions
                ),
            ]

    def action_assign(self):
        """Give the role where a person is named; who holds it already is left alone.

        :raise UserError: when nothing is left to give
        :raise AccessError: when the role is not the user's to give in one division
        """
        self.ensure_one()
        divisions_by_user = defaultdict(lambda: self.env["bianmin.division"])
        for line in self.line_ids:
            if line.user_id and not line.is_held:
                divisions_by_user[line.user_id] |= line.division_id
        if not divisions_by_user:
            raise UserError(
                self.env._(
                    "There is nothing to give: name a person for at least one division "
                    "where he does not hold the role yet."
                )
            )
        given = self._give(divisions_by_user)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "bianmin_base.res_users_role_line_action"
        )
        return {**action, "domain": [("id", "in", given.ids)], "context": {}}

    def _give(self, divisions_by_user):
        """Create the role lines in one go; widen those of exactly the same days."""
        lines = self.env["res.users.role.line"]
        known = lines.search(
            [
                ("user_id", "in", [user.id for user in divisions_by_user]),
                ("role_id", "=", self.role_id.id),
                ("date_from", "=", self.date_from),
                ("date_to", "=", self.date_to),
                ("substituted_line_id", "=", False),
            ]
        )
        for line in known:
            divisions = divisions_by_user.pop(line.user_id)
            line.division_ids = [Command.link(division.id) for division in divisions]
        return known + lines.create(
            [
                {
                    "user_id": user.id,
                    "role_id": self.role_id.id,
                    "division_ids": [Command.set(divisions.ids)],
                    "date_from": self.date_from,
                    "date_to": self.date_to,
                }
                for user, divisions in divisions_by_user.items()
            ]
        )
