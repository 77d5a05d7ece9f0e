from odoo import models, tools
from odoo.fields import Domain

from ..tools.local_time import local_today


class ResUsers(models.Model):
    _inherit = "res.users"

    def _get_scope_division_ids(self, group):
        """Divisions in which the user holds a feature group *today*.

        Record rules are built on it, one per group, so that what a role gives in one
        village never mixes with what another role gives in the next. Without a
        division the answer is empty, and ``child_of`` of nothing is nothing.

        :param str group: external id of the group
        :return: tuple of division ids; what lies below them is meant too
        """
        self.ensure_one()
        return self._get_scope_division_ids_on(group, local_today())

    @tools.ormcache("self.id", "group", "today")
    def _get_scope_division_ids_on(self, group, today):
        # sudo: res.users.role.line, res.groups – the roles that one holds are not
        # one's to read, but they decide what one may do
        user_sudo = self.sudo()
        group_sudo = user_sudo.env.ref(group)
        if (
            group == "bianmin_base.group_administrator"
            and user_sudo.env.ref("base.group_system") in user_sudo.all_group_ids
        ):
            # Who runs the system opens the first division and names the first
            # administrator: nobody could give him a role before that.
            top = user_sudo.env["bianmin.division"].search([("parent_id", "=", False)])
            return tuple(top.ids)
        lines = user_sudo.env["res.users.role.line"].search(
            Domain("user_id", "=", self.id)
            & (Domain("date_from", "=", False) | Domain("date_from", "<=", today))
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", today))
        )
        lines = lines.filtered(
            lambda line: group_sudo in line.role_id.group_id.all_implied_ids
        )
        return tuple(lines.division_ids.ids)

    def _has_scope(self, group, divisions):
        """Whether the user holds ``group`` today in *each* of ``divisions``.

        :param str group: external id of the group
        :param divisions: recordset of ``bianmin.division``
        """
        return divisions._lies_within(self._get_scope_division_ids(group))
