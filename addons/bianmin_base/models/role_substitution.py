from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools.local_time import local_today


class BianminRoleSubstitution(models.Model):
    """Somebody stands in for an absent colleague: his roles, for a few days.

    The substitute works under his own name; what he does is logged as his. The roles
    of the absent colleague stay his own.
    """

    _name = "bianmin.role.substitution"
    _description = "Role Substitution"
    _order = "date_from desc, id desc"
    _rec_name = "substitute_id"

    absent_user_id = fields.Many2one(
        "res.users",
        string="Absent",
        required=True,
        index=True,
        ondelete="restrict",
        help="Who cannot come (缺岗人).",
    )
    substitute_id = fields.Many2one(
        "res.users",
        required=True,
        index=True,
        ondelete="restrict",
        help="Who does the work meanwhile, under his own name (顶岗人).",
    )
    date_from = fields.Date(
        string="First Day", required=True, default=lambda self: local_today()
    )
    date_to = fields.Date(string="Last Day", required=True)
    reason = fields.Char(required=True, help="Such as sick leave (事由).")
    original_line_ids = fields.Many2many(
        "res.users.role.line",
        "bianmin_role_substitution_original_rel",
        "substitution_id",
        "line_id",
        string="Roles Taken Over",
        compute="_compute_original_line_ids",
        compute_sudo=False,
        store=True,
        readonly=False,
        required=True,
        domain="[('user_id', '=', absent_user_id)]",
    )
    line_ids = fields.One2many(
        "res.users.role.line", "substitution_id", string="Roles of the Substitute"
    )
    division_ids = fields.Many2many(
        "bianmin.division",
        "bianmin_role_substitution_division_rel",
        "substitution_id",
        "division_id",
        string="Divisions",
        readonly=True,
    )
    ended_on = fields.Date(string="Ended Early On", readonly=True, copy=False)
    ended_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    status = fields.Selection(
        [("future", "Not begun"), ("current", "In force"), ("ended", "Ended")],
        compute="_compute_status",
        help="Whether somebody stands in today (顶岗状态).",
    )

    _days_check = models.Constraint(
        "CHECK (date_to >= date_from)", "The last day lies before the first."
    )
    _persons_check = models.Constraint(
        "CHECK (absent_user_id != substitute_id)",
        "Nobody can stand in for himself.",
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("date_from", "date_to", "ended_on")
    def _compute_status(self):
        today = local_today()
        for substitution in self:
            if substitution.ended_on or (
                substitution.date_to and substitution.date_to < today
            ):
                substitution.status = "ended"
            elif substitution.date_from and substitution.date_from > today:
                substitution.status = "future"
            else:
                substitution.status = "current"

    @api.depends("absent_user_id", "date_from", "date_to")
    def _compute_original_line_ids(self):
        """Propose what the absent person holds in that time and the user may give."""
        lines = self.env["res.users.role.line"]
        for substitution in self:
            if substitution.line_ids:
                continue
            substitution.original_line_ids = (
                lines.search(
                    lines._get_domain_in_force(
                        substitution.date_from, substitution.date_to
                    )
                    & fields.Domain("user_id", "=", substitution.absent_user_id.id)
                    & fields.Domain("substitution_id", "=", False)
                )
                if substitution.absent_user_id and substitution.date_from
                else lines
            )

    @api.depends("absent_user_id", "substitute_id")
    def _compute_display_name(self):
        for substitution in self:
            substitution.display_name = self.env._(
                "%(substitute)s for %(absent)s",
                substitute=substitution.substitute_id.name or "",
                absent=substitution.absent_user_id.name or "",
            )

    @api.constrains("original_line_ids", "absent_user_id")
    def _check_original_lines(self):
        for substitution in self:
            substitution._check_taken_over(substitution.original_line_ids)

    def _check_taken_over(self, lines):
        if lines.user_id != self.absent_user_id._origin:
            raise ValidationError(
                self.env._(
                    "Choose at least one role of %(absent)s to be taken over.",
                    absent=self.absent_user_id.name,
                )
            )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Give the substitutes their roles at once.

        :raise AccessError: when a role is not the user's to give
        """
        substitutions = super().create(
            [self._add_divisions(vals) for vals in vals_list]
        )
        for substitution in substitutions:
            substitution._give_roles()
        return substitutions

    def _add_divisions(self, vals):
        """The divisions decide who may read and end it, hence they are fixed."""
        draft = self.new(vals)
        lines = draft.original_line_ids._origin
        draft._check_taken_over(lines)
        divisions = lines.division_ids
        return {**vals, "division_ids": [Command.set(divisions.ids)]}

    def _give_roles(self):
        self.ensure_one()
        lines = self.env["res.users.role.line"].with_context(
            bianmin_role_reason=self.reason
        )
        lines.create([self._prepare_role_line(line) for line in self.original_line_ids])

    def _prepare_role_line(self, original):
        """The role of the substitute: the original's, but in the time of both."""
        begins = [day for day in (self.date_from, original.date_from) if day]
        ends = [day for day in (self.date_to, original.date_to) if day]
        return {
            "user_id": self.substitute_id.id,
            "role_id": original.role_id.id,
            "division_ids": [Command.set(original.division_ids.ids)],
            "date_from": max(begins),
            "date_to": min(ends),
            "substitution_id": self.id,
            "substituted_line_id": original.id,
        }

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_end(self):
        """End the substitution at once: the colleague is back.

        :raise UserError: when it has ended already
        :raise AccessError: when the roles are not the user's to take
        """
        if "ended" in self.mapped("status"):
            raise UserError(self.env._("This substitution has ended already."))
        yesterday = local_today() - timedelta(days=1)
        lines = self.line_ids.with_context(
            bianmin_role_reason=self.env._("Ended early")
        )
        lines.write({"date_to": yesterday})
        self.write({"ended_on": local_today(), "ended_by_id": self.env.uid})
