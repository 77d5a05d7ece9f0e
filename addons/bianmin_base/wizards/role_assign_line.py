from odoo import api, fields, models

from ..tools.local_time import local_today


class BianminRoleAssignLine(models.TransientModel):
    """One division in which a role shall be given, and to whom."""

    _name = "bianmin.role.assign.line"
    _description = "Division of a Role to Give"

    assign_id = fields.Many2one(
        "bianmin.role.assign", required=True, ondelete="cascade", index=True
    )
    division_id = fields.Many2one("bianmin.division", required=True)
    user_id = fields.Many2one("res.users", string="Person")
    holders = fields.Char(
        string="Held Already By",
        compute="_compute_holders",
        help="Who has the role there in that time already (现任).",
    )
    is_held = fields.Boolean(compute="_compute_holders")

    @api.depends(
        "division_id",
        "user_id",
        "assign_id.role_id",
        "assign_id.date_from",
        "assign_id.date_to",
    )
    def _compute_holders(self):
        for assign, lines in self.grouped("assign_id").items():
            found = assign.role_id and lines._find_held(assign)
            for line in lines:
                held = (found or self.env["res.users.role.line"]).filtered(
                    lambda role_line, line=line: line.division_id._lies_within(
                        role_line.division_ids.ids
                    )
                )
                line.holders = "、".join(held.user_id.mapped("name"))
                line.is_held = (
                    bool(line.user_id)
                    and line.user_id
                    in held.filtered(
                        lambda role_line, assign=assign: role_line._covers(
                            assign.date_from, assign.date_to
                        )
                    ).user_id
                )

    def _find_held(self, assign):
        """The lines of the role that touch the time, in these divisions or above."""
        # sudo: res.users.role.line – a county's roles reach into the village too
        role_lines_sudo = self.env["res.users.role.line"].sudo()
        last_day = assign.date_to or fields.Date.to_date("9999-12-31")
        first_day = assign.date_from or local_today()
        return role_lines_sudo.search(
            fields.Domain("role_id", "=", assign.role_id.id)
            & role_lines_sudo._get_domain_in_force(first_day, last_day)
            & fields.Domain("division_ids", "parent_of", self.division_id.ids)
        )
