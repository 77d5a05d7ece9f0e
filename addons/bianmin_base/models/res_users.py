from collections import defaultdict

from odoo import Command, api, models, tools
from odoo.fields import Domain

from ..tools.local_time import local_today


class ResUsers(models.Model):
    _inherit = "res.users"

    # ------------------------------------------------------------
    # SCOPE
    # ------------------------------------------------------------

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
        lines = user_sudo._get_role_lines_on(today)._filter_giving(group_sudo)
        return tuple(lines.division_ids.ids)

    def _get_role_lines_on(self, day):
        """The role lines of these users that are in force on a day."""
        # sudo: res.users.role.line – the roles that one holds are not one's to read,
        # but they decide what one may do
        lines_sudo = self.env["res.users.role.line"].sudo()
        return lines_sudo.search(
            Domain("user_id", "in", self.ids) & lines_sudo._get_domain_in_force(day)
        )

    def _has_scope(self, group, divisions):
        """Whether the user holds ``group`` today in *each* of ``divisions``.

        :param str group: external id of the group
        :param divisions: recordset of ``bianmin.division``
        """
        return divisions._lies_within(self._get_scope_division_ids(group))

    # ------------------------------------------------------------
    # GROUPS
    # ------------------------------------------------------------

    @api.private
    def set_groups_from_roles(self, force=False):
        """Give each user the groups of his roles in force, in one write for all alike.

        Does what the method it replaces does, which writes user by user: a township
        gives 28 agents their role in one action.

        :param bool force: take the groups also from who has no role line left
        """
        alike = defaultdict(self.browse)
        for user in self:
            alike[user._get_group_change_key()] |= user
        for (has_lines, *_key), users in alike.items():
            if has_lines or force:
                first = users[:1]
                old, old_type = first.group_ids, first.notification_type
                super(ResUsers, first).set_groups_from_roles(force=force)
                (users - first)._take_groups_over(first, old, old_type)
        return True

    def _get_group_change_key(self):
        """What decides which groups a user gains and loses by his roles."""
        # sudo: res.users.role.line – see _get_role_lines_on
        roles = self.sudo()._get_enabled_roles().role_id
        return (
            bool(self.sudo().role_line_ids),
            frozenset(roles.ids),
            frozenset(self.group_ids.ids),
            self.notification_type,
        )

    def _take_groups_over(self, first, old, old_type):
        """Change groups as they changed for the first of users who are alike."""
        changes = [Command.unlink(group.id) for group in old - first.group_ids]
        changes += [Command.link(group.id) for group in first.group_ids - old]
        values = {"group_ids": changes}
        if first.notification_type != old_type:
            values["notification_type"] = first.notification_type
        if changes and self:
            self.write(values)

    def _apply_roles_of_today(self):
        self.ensure_one()
        self._apply_roles_on(local_today())

    @tools.ormcache("self.id", "today")
    def _apply_roles_on(self, today):
        """Bring the groups to the roles of a day; asked once a day and worker."""
        # sudo: res.users – that a role begins or lapses is nobody's act
        user_sudo = self.sudo()
        if user_sudo.role_line_ids:
            user_sudo.set_groups_from_roles()
        return today
