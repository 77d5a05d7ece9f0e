from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain

from ..tools.local_time import local_today
from ..tools.role_change import RoleState

# A role that ends within so many days is shown, so that somebody thinks of the next.
ENDING_DAYS = 30


class ResUsersRoleLine(models.Model):
    """A role is held in divisions and for a time."""

    _inherit = "res.users.role.line"
    _rec_names_search = ("user_id", "role_id")

    division_ids = fields.Many2many(
        "bianmin.division",
        "bianmin_role_line_division_rel",
        "line_id",
        "division_id",
        string="Divisions",
        help="Where the role is held, with everything below (任职区划). Without a "
        "division the role gives nothing.",
    )
    status = fields.Selection(
        [
            ("future", "Not begun"),
            ("current", "In force"),
            ("ending", "Ends soon"),
            ("ended", "Ended"),
        ],
        compute="_compute_status",
        search="_search_status",
        help="Whether the role is in force today (任职状态).",
    )
    phone = fields.Char(related="user_id.phone", string="Phone")
    substitution_id = fields.Many2one(
        "bianmin.role.substitution",
        string="Standing In",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Set when the role is held for somebody who is absent (顶岗代班).",
    )
    substituted_line_id = fields.Many2one(
        "res.users.role.line",
        string="Stands In For",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The role of the absent person (被顶岗的任职).",
    )

    # A village agent may stand in for two neighbours for the same two weeks: the same
    # role, each time in other divisions.
    _user_role_uniq = models.Constraint(
        """UNIQUE NULLS NOT DISTINCT
            (user_id, role_id, date_from, date_to, substituted_line_id)""",
        "This user has this role already for the same time: add the division there.",
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("date_from", "date_to")
    def _compute_is_enabled(self):
        # A day begins and ends in China, wherever the server stands.
        today = local_today()
        for line in self:
            line.is_enabled = (not line.date_from or line.date_from <= today) and (
                not line.date_to or line.date_to >= today
            )

    @api.depends("is_enabled")
    def _compute_status(self):
        today = local_today()
        soon = today + timedelta(days=ENDING_DAYS)
        for line in self:
            if line.is_enabled:
                ends_soon = line.date_to and line.date_to <= soon
                line.status = "ending" if ends_soon else "current"
            else:
                ended = line.date_to and line.date_to < today
                line.status = "ended" if ended else "future"

    def _search_status(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = local_today()
        soon = today + timedelta(days=ENDING_DAYS)
        in_force = self._get_domain_in_force(today)
        ending = in_force & Domain("date_to", "<=", soon)
        ended = Domain("date_to", "<", today)
        domains = {
            "future": Domain("date_from", ">", today)
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", today)),
            "current": in_force
            & (Domain("date_to", "=", False) | Domain("date_to", ">", soon)),
            "ending": ending,
            "ended": ended,
        }
        return Domain.OR(domains[status] for status in value if status in domains)

    @api.depends("user_id.name", "role_id.name")
    def _compute_display_name(self):
        for line in self:
            line.display_name = f"{line.user_id.name}：{line.role_id.name}"

    @api.constrains("date_from", "date_to", "substitution_id")
    def _check_days(self):
        for line in self:
            # A substitution that ends before it began keeps its line as history.
            if line.substitution_id or not (line.date_from and line.date_to):
                continue
            if line.date_to < line.date_from:
                raise ValidationError(
                    self.env._(
                        "%(line)s: the last day lies before the first.",
                        line=line.display_name,
                    )
                )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_administrator_scope()
        lines._apply_to_users()
        self.env["bianmin.role.log"]._record_changes({}, lines._get_states())
        return lines

    def write(self, vals):
        self._check_administrator_scope()
        users, before = self.user_id, self._get_states()
        result = super().write(vals)
        self._check_administrator_scope()
        self._apply_to_users(users)
        self.env["bianmin.role.log"]._record_changes(before, self._get_states())
        return result

    def unlink(self):
        self._check_administrator_scope()
        before = self._get_states()
        result = super().unlink()
        self.env.registry.clear_cache()
        self.env["bianmin.role.log"]._record_changes(before, {})
        return result

    def _get_states(self):
        """What these lines say now, for the log.

        :return: dict of line id → ``RoleState``
        """
        return {
            line.id: RoleState(
                line.user_id.id,
                line.role_id.id,
                line.date_from,
                line.date_to,
                frozenset(line.division_ids.ids),
            )
            for line in self
        }

    # ------------------------------------------------------------
    # WHO MAY GIVE WHAT
    # ------------------------------------------------------------

    def _check_administrator_scope(self):
        """One gives roles only where one administers, in all divisions of a line.

        The record rule asks for one division; this asks for each. Nobody gives roles
        to himself, nor touches those of whoever runs the system.

        :raise AccessError: when one of these lines is not the user's to give
        """
        user = self.env.user
        if self.env.su or user.has_group("base.group_erp_manager"):
            return
        nowhere = not all(line.division_ids for line in self)
        if nowhere or not user._has_scope(
            "bianmin_base.group_administrator", self.division_ids
        ):
            raise AccessError(
                self.env._("You can give roles only in the divisions you administer.")
            )
        self.role_id._check_held_in_divisions()
        self._check_persons()

    def _check_persons(self):
        if self.env.user in self.user_id:
            raise AccessError(
                self.env._("Nobody gives roles to himself: ask another administrator.")
            )
        manager = self.env.ref("base.group_erp_manager")
        # sudo: res.users – groups of others are not one's to read, but they decide
        if manager in self.user_id.sudo().all_group_ids:
            raise AccessError(
                self.env._("Who runs the system gets roles from the system only.")
            )

    def _apply_to_users(self, former_users=None):
        self.env.registry.clear_cache()
        users = self.user_id | (former_users or self.env["res.users"])
        # sudo: res.users – whoever may give a role thereby sets the groups of the user
        users.sudo().set_groups_from_roles(force=True)

    # ------------------------------------------------------------
    # TOOLS
    # ------------------------------------------------------------

    @api.model
    def _get_domain_in_force(self, date_from, date_to=None):
        """Domain of the lines in force on a day, or on some day of a time.

        :param date date_from: the day, or the first one of the time
        :param date date_to: last day of the time
        """
        began = Domain("date_from", "<=", date_to or date_from)
        lasts = Domain("date_to", ">=", date_from)
        return (Domain("date_from", "=", False) | began) & (
            Domain("date_to", "=", False) | lasts
        )

    @api.model
    def _get_domain_held_at(self, divisions):
        """Domain of the lines that are held in one of these divisions or above it."""
        above = {
            int(part)
            for division in divisions
            for part in division.parent_path.split("/")[:-1]
        }
        return Domain("division_ids", "in", sorted(above))

    def _filter_held_at(self, division):
        return self.filtered(lambda line: division._lies_within(line.division_ids.ids))

    def _covers(self, date_from, date_to):
        """Whether the line is in force on each day of a time; no end means for ever."""
        self.ensure_one()
        began = not self.date_from or (date_from and self.date_from <= date_from)
        lasts = not self.date_to or (date_to and self.date_to >= date_to)
        return bool(began and lasts)

    def _filter_giving(self, group):
        """The lines whose role gives a feature group."""
        return self.filtered(
            lambda line: group in line.role_id.group_id.all_implied_ids
        )
