from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import format_date

from ..tools.local_time import local_today


class BianminSealPermission(models.Model):
    """Who may use a seal, at which place, from when and until when."""

    _name = "bianmin.seal.permission"
    _description = "Permission to Use a Seal"
    _inherit = ["bianmin.change.logged.mixin"]
    _order = "seal_id, service_point_id, date_from desc, id"

    _change_logged_fields = (
        *("seal_id", "service_point_id", "role_id", "date_from", "date_to", "letter"),
    )

    seal_id = fields.Many2one(
        "bianmin.seal", required=True, index=True, ondelete="cascade"
    )
    division_id = fields.Many2one(
        related="seal_id.division_id",
        string="Division of the owner",
        store=True,
        index=True,
    )
    service_point_id = fields.Many2one(
        "bianmin.service.point",
        string="Where",
        index="btree_not_null",
        ondelete="restrict",
        help="The place that the seal is lent to. Empty: in the owner's own office.",
    )
    role_id = fields.Many2one(
        "res.users.role",
        string="Who",
        required=True,
        ondelete="restrict",
        help="Whoever holds this role there today (用印人).",
    )
    date_from = fields.Date(
        string="From", required=True, default=lambda self: local_today()
    )
    date_to = fields.Date(
        string="Until", help="The last day; empty: until it is ended."
    )
    letter = fields.Char(
        help="Number of the letter that lends the seal (用印授权文号)."
    )
    state = fields.Selection(
        string="Status",
        selection=[
            ("future", "Not yet"),
            ("current", "In force"),
            ("past", "Ended"),
        ],
        compute="_compute_state",
    )

    _dates_check = models.Constraint(
        "CHECK (date_to >= date_from)", "A permission cannot end before it begins."
    )

    @api.depends("date_from", "date_to")
    def _compute_state(self):
        today = local_today()
        for permission in self:
            if permission.date_from and permission.date_from > today:
                permission.state = "future"
            elif permission.date_to and permission.date_to < today:
                permission.state = "past"
            else:
                permission.state = "current"

    @api.depends("seal_id.name", "service_point_id.name", "role_id.name")
    def _compute_display_name(self):
        # sudo: res.users.role – staff know the seal and who may use it, not the roles
        for permission in self.sudo():
            place = permission.service_point_id or permission.seal_id.department_id
            permission.display_name = (
                f"{permission.seal_id.name}: {place.name}, {permission.role_id.name}"
            )

    def write(self, vals):
        result = super().write(vals)
        # The permission of one seal may not become that of a seal one does not keep.
        self.check_access("write")
        return result

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _filter_usable(self, user, today):
        """The permissions of these that a user has today.

        :param user: who wants to use the seal; superuser mode makes no difference
        :param date today: local date
        """
        return self._filter_in_force(today)._filter_held(user)

    def _filter_in_force(self, today):
        return self.filtered(
            lambda line: (
                line.date_from <= today and (not line.date_to or line.date_to >= today)
            )
        )

    def _filter_held(self, user):
        # sudo: res.users.role.line – the roles that one holds are not one's to read
        role_lines_sudo = user.sudo().role_line_ids.filtered("is_enabled")
        return self.filtered(
            lambda permission: any(
                role_line.role_id == permission.role_id
                and permission._get_place_division()._lies_within(
                    role_line.division_ids.ids
                )
                for role_line in role_lines_sudo
            )
        )

    def _get_place_division(self):
        return self.service_point_id.division_id or self.division_id

    def _check_usable(self, seal, service_point, user):
        """Refuse, and say which of place, day and role is missing.

        :param seal: the seal that these are the permissions of, at the place
        :raise AccessError: when the user has none of them today
        """
        place = service_point or seal.department_id
        today = local_today()
        in_force = self._filter_in_force(today)
        if not self:
            reason = self.env._(
                "%(seal)s may not be used at %(place)s.",
                seal=seal.name,
                place=place.name,
            )
        elif not in_force:
            reason = self.env._(
                "%(seal)s may not be used at %(place)s today: the permission is from "
                "%(start)s to %(end)s.",
                seal=seal.name,
                place=place.name,
                start=format_date(self.env, self[:1].date_from),
                end=format_date(self.env, self[:1].date_to) or "…",
            )
        elif not in_force._filter_held(user):
            reason = self.env._(
                "Your role does not allow you to use %(seal)s at %(place)s: "
                "“%(role)s” is needed there.",
                seal=seal.name,
                place=place.name,
                role=in_force[:1].role_id.name,
            )
        else:
            return
        raise AccessError(reason)
