from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..tools.local_time import local_today


class ResUsersRoleLine(models.Model):
    """A role is held in divisions and for a time."""

    _inherit = "res.users.role.line"

    division_ids = fields.Many2many(
        "bianmin.division",
        "bianmin_role_line_division_rel",
        "line_id",
        "division_id",
        string="Divisions",
        help="Where the role is held, with everything below (任职区划). Without a "
        "division the role gives nothing.",
    )

    # A village agent may stand in for a neighbour for two weeks: the same role
    # twice, in different divisions and for different times.
    _user_role_uniq = models.Constraint(
        "UNIQUE (user_id, role_id, date_from, date_to)",
        "This user has this role already for the same time: add the division there.",
    )

    @api.depends("date_from", "date_to")
    def _compute_is_enabled(self):
        # A day begins and ends in China, wherever the server stands.
        today = local_today()
        for line in self:
            line.is_enabled = (not line.date_from or line.date_from <= today) and (
                not line.date_to or line.date_to >= today
            )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_administrator_scope()
        lines._apply_to_users()
        return lines

    def write(self, vals):
        self._check_administrator_scope()
        users = self.user_id
        result = super().write(vals)
        self._check_administrator_scope()
        self._apply_to_users(users)
        return result

    def unlink(self):
        self._check_administrator_scope()
        result = super().unlink()
        self.env.registry.clear_cache()
        return result

    def _check_administrator_scope(self):
        """One gives roles only where one administers, in all divisions of a line.

        The record rule asks for one division; this asks for each.
        """
        user = self.env.user
        if self.env.su or user.has_group("base.group_erp_manager"):
            return
        if not user._has_scope("bianmin_base.group_administrator", self.division_ids):
            raise AccessError(
                self.env._("You can give roles only in the divisions you administer.")
            )

    def _apply_to_users(self, former_users=None):
        self.env.registry.clear_cache()
        users = self.user_id | (former_users or self.env["res.users"])
        # sudo: res.users – whoever may give a role thereby sets the groups of the user
        users.sudo().set_groups_from_roles(force=True)
