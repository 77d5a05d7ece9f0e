from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..models.role_access import MODES
from ..tools.local_time import local_today

ASKING_GROUPS = ("bianmin_base.group_administrator", "bianmin_base.group_auditor")


class BianminRoleAccessQuestion(models.TransientModel):
    """What may this user do here? Who may do this here?"""

    _name = "bianmin.role.access.question"
    _description = "Question about Roles"

    kind = fields.Selection(
        [("user", "What may this person do here?"), ("group", "Who may do this here?")],
        string="Question",
        required=True,
        default="user",
    )
    user_id = fields.Many2one("res.users", string="Person")
    group_id = fields.Many2one(
        "res.groups",
        string="What",
        domain=lambda self: self._get_group_domain(),
        help="What somebody may do (权限).",
    )
    division_id = fields.Many2one("bianmin.division", string="Where", required=True)
    day = fields.Date(required=True, default=lambda self: local_today())
    answer = fields.Html(compute="_compute_answer", sanitize=False)

    def _get_group_domain(self):
        """The features that people hold, without the roles that bundle them."""
        staff = self.env.ref("bianmin_base.group_user")
        # sudo: res.users.role – names of roles are no secret
        roles = self.env["res.users.role"].sudo().search([("group_id", "!=", False)])
        features = roles.group_id.all_implied_ids - roles.group_id - staff
        return [
            (
                "id",
                "in",
                features.filtered(lambda group: staff in group.all_implied_ids).ids,
            )
        ]

    def _compute_display_name(self):
        self.display_name = self.env._("Who may do what")

    @api.depends("kind", "user_id", "group_id", "division_id", "day")
    def _compute_answer(self):
        for question in self:
            asked = question.user_id if question.kind == "user" else question.group_id
            ready = asked and question.division_id and question.day
            question.answer = question._render_answer() if ready else False

    def _render_answer(self):
        """The answer as a table.

        :raise AccessError: when the user neither administers nor audits there
        """
        self.ensure_one()
        self._check_asking()
        return self.env["ir.qweb"]._render(
            "bianmin_base.role_access_answer", self._prepare_answer()
        )

    def _check_asking(self):
        allowed = any(
            self.env.user._has_scope(group, self.division_id) for group in ASKING_GROUPS
        )
        if not allowed:
            raise AccessError(
                self.env._(
                    "Roles are shown to who administers or audits in this division."
                )
            )

    def _prepare_answer(self):
        access, division = self.env["bianmin.role.access"], self.division_id
        values = {"kind": self.kind, "modes": MODES, "features": [], "models": {}}
        if self.kind == "group":
            values["lines"] = access._get_holders(self.group_id, division, self.day)
        else:
            values["features"] = access._get_features(self.user_id, division, self.day)
            values["models"] = access._get_model_access(
                self.user_id, division, self.day
            )
        return values
