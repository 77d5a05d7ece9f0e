from odoo import fields, models

from ..tools.language import VILLAGER_LANGUAGE
from ..tools.role_change import find_changes


class BianminRoleLog(models.Model):
    """Who gave, changed or took which role of whom, where and for which days."""

    _name = "bianmin.role.log"
    _description = "Role Log"
    _inherit = ["bianmin.append.only"]
    _order = "id desc"
    _rec_name = "role_name"

    changed_at = fields.Datetime(
        string="When", required=True, readonly=True, default=fields.Datetime.now
    )
    changed_by_id = fields.Many2one(
        "res.users",
        string="By",
        required=True,
        readonly=True,
        ondelete="restrict",
        default=lambda self: self.env.uid,
    )
    kind = fields.Selection(
        [("given", "Given"), ("changed", "Changed"), ("taken", "Taken")],
        string="What Happened",
        required=True,
        readonly=True,
    )
    user_id = fields.Many2one(
        "res.users",
        string="Person",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        help="Whose role it is (任职人).",
    )
    role_name = fields.Char(
        string="Role",
        required=True,
        readonly=True,
        help="The name the role had then (角色).",
    )
    division_id = fields.Many2one(
        "bianmin.division",
        readonly=True,
        index=True,
        ondelete="restrict",
        help="Where the role is held (任职区划).",
    )
    date_from = fields.Date(string="First Day", readonly=True)
    date_to = fields.Date(string="Last Day", readonly=True)
    former_date_from = fields.Date(string="First Day Before", readonly=True)
    former_date_to = fields.Date(string="Last Day Before", readonly=True)
    reason = fields.Char(readonly=True, help="Why somebody stands in (事由).")

    def _record_changes(self, before, after):
        """Log what happened to role lines, division by division.

        :param dict before: line id → ``RoleState``; lines that are new are missing
        :param dict after: line id → ``RoleState``; lines that are deleted are missing
        """
        changes = [
            change
            for line_id in sorted(before.keys() | after.keys())
            for change in find_changes(before.get(line_id), after.get(line_id))
        ]
        names = self._get_role_names({change.role for change in changes})
        # sudo: bianmin.role.log – written by nobody but this act
        self.sudo().create(
            [self._prepare_vals(change, names[change.role]) for change in changes]
        )

    def _get_role_names(self, role_ids):
        # sudo: res.users.role – names of roles are no secret
        roles_sudo = self.env["res.users.role"].sudo().browse(role_ids)
        # The entry is read for years, whatever language the administrator worked in.
        roles_sudo = roles_sudo.with_context(lang=VILLAGER_LANGUAGE)
        return {role.id: role.name for role in roles_sudo}

    def _prepare_vals(self, change, role_name):
        former_from, former_to = change.before or (False, False)
        return {
            "kind": change.kind,
            "changed_by_id": self.env.uid,
            "user_id": change.user,
            "role_name": role_name,
            "division_id": change.division,
            "date_from": change.date_from,
            "date_to": change.date_to,
            "former_date_from": former_from,
            "former_date_to": former_to,
            "reason": self.env.context.get("bianmin_role_reason"),
        }
