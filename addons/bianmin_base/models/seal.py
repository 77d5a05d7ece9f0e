from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.local_time import local_today


class BianminSeal(models.Model):
    """An official seal: whose it is, and who may use it where and until when.

    A county lends its seal for administrative approval (行政审批专用章) to township
    halls, so that nobody need go to the county for a stamp. Every use is logged.
    """

    _name = "bianmin.seal"
    _description = "Seal"
    _inherit = ["bianmin.scope.mixin", "bianmin.change.logged.mixin"]
    _order = "division_id, name, id"

    _change_logged_fields = ("name", "kind", "department_id", "image", "active")

    # What papers already carry must stay what it was.
    _frozen_once_used = ("name", "kind", "department_id", "image", "picture")

    name = fields.Char(
        string="Words on the seal",
        required=True,
        help="Exactly as engraved, such as 滦南县行政审批局行政审批专用章 (印文).",
    )
    kind = fields.Selection(
        selection=[
            ("official", "Official seal"),
            ("approval", "Seal for administrative approval"),
            ("acceptance", "Seal for acceptance"),
            ("service", "Seal for convenience service"),
            ("subsidy", "Seal for subsidies"),
        ],
        required=True,
        default="official",
        help="公章, 行政审批专用章, 受理专用章, 便民服务专用章, 补贴专用章.",
    )
    department_id = fields.Many2one(
        "bianmin.department",
        string="Owner",
        required=True,
        index=True,
        ondelete="restrict",
        help="The office that the seal belongs to and that answers for it "
        "(印章所属机关).",
    )
    division_id = fields.Many2one(
        related="department_id.division_id", store=True, index=True
    )
    image = fields.Image(
        string="Kept picture", max_width=800, max_height=800, groups=fields.NO_ACCESS
    )
    picture = fields.Image(
        compute="_compute_picture",
        inverse="_inverse_picture",
        compute_sudo=False,
        help="Red on transparent ground. Only who administers the owner's division "
        "can see it here; papers get it when the seal is used (印模).",
    )
    active = fields.Boolean(default=True)
    permission_ids = fields.One2many("bianmin.seal.permission", "seal_id")
    use_ids = fields.One2many("bianmin.seal.use", "seal_id")
    use_count = fields.Integer(
        compute="_compute_use_count", groups="bianmin_base.group_auditor"
    )

    _name_department_uniq = models.Constraint(
        "UNIQUE (name, department_id)",
        "This office has a seal with these words already.",
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("image")
    @api.depends_context("uid", "bin_size")
    def _compute_picture(self):
        for seal in self:
            # sudo: bianmin.seal – the picture of a seal is shown to its keepers only
            seal.picture = seal._is_keeper() and seal.sudo().image

    def _inverse_picture(self):
        for seal in self:
            # sudo: bianmin.seal – the rule has let the user write this seal
            seal.sudo().image = seal.picture

    def _is_keeper(self):
        """Whether the user administers the division that the seal belongs to."""
        return self.env.su or (
            bool(self.division_id)
            and self.env.user._has_scope(
                "bianmin_base.group_administrator", self.division_id
            )
        )

    def _compute_use_count(self):
        counts = dict(
            self.env["bianmin.seal.use"]._read_group(
                [("seal_id", "in", self.ids)], ["seal_id"], ["__count"]
            )
        )
        for seal in self:
            seal.use_count = counts.get(seal, 0)

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    def write(self, vals):
        if any(name in vals for name in self._frozen_once_used):
            self._check_unused()
        result = super().write(vals)
        # A keeper may not hand his seal to an office that he does not administer.
        self.check_access("write")
        return result

    def _check_unused(self):
        # sudo: bianmin.seal.use – whether there is any, not which
        used_sudo = self.sudo().filtered("use_ids")
        if used_sudo:
            raise UserError(
                self.env._(
                    "%(seal)s is on papers already. Archive it and enter the new seal "
                    "beside it.",
                    seal=used_sudo[0].name,
                )
            )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_open_uses(self):
        """Open the log of the uses of this seal."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "bianmin_base.seal_use_action"
        )
        return {**action, "domain": [("seal_id", "=", self.id)]}

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    @api.model
    def _get_usable(self, kind, service_point):
        """The seal that the user may put on papers of this place today.

        :param str kind: key of ``kind``
        :param service_point: where the paper is issued
        :return: one seal, or none; the one that was permitted last
        """
        # sudo: bianmin.seal.permission – who may use what decides, not who reads it
        permissions_sudo = (
            self.env["bianmin.seal.permission"]
            .sudo()
            .search(
                [
                    ("seal_id.kind", "=", kind),
                    ("seal_id.active", "=", True),
                    ("service_point_id", "=", service_point.id),
                ],
                order="id desc",
            )
        )
        usable = permissions_sudo._filter_usable(self.env.user, local_today())
        return usable[:1].seal_id.sudo(self.env.su)

    def _use(self, papers, service_point=None):
        """Put the seal on papers: check that the user may today, and log each paper.

        :param papers: records of any one model, each of which gets the seal once
        :param service_point: where it is done; without one, in the owner's office
        :raise UserError: when the seal is archived
        :raise AccessError: when nobody permitted it to the user there, or not today
        :return: the log entries, ``bianmin.seal.use``
        """
        self.ensure_one()
        self._check_usable(service_point)
        where = service_point or self.env["bianmin.service.point"]
        # sudo: bianmin.seal.use – written by nobody but this act
        return (
            self.env["bianmin.seal.use"]
            .sudo()
            .create(
                [
                    {
                        "seal_id": self.id,
                        "user_id": self.env.uid,
                        "res_model": paper._name,
                        "res_id": paper.id,
                        "paper": paper.display_name,
                        "service_point_id": where.id,
                        "division_id": (where or self).division_id.id,
                    }
                    for paper in papers
                ]
            )
        )

    def _is_usable(self, service_point):
        """Whether the user may put the seal on papers of this place today."""
        self.ensure_one()
        permissions_sudo = self._get_permissions(service_point)
        return self.active and bool(
            permissions_sudo._filter_usable(self.env.user, local_today())
        )

    def _get_permissions(self, service_point):
        # sudo: bianmin.seal.permission – who may use what decides, not who reads it
        return self.sudo().permission_ids.filtered(
            lambda line: line.service_point_id == service_point
        )

    def _check_usable(self, service_point=None):
        """Refuse a use that nobody permitted to the user there today."""
        if not self.active:
            raise UserError(
                self.env._("%(seal)s is not in use any more.", seal=self.name)
            )
        where = service_point or self.env["bianmin.service.point"]
        permissions_sudo = self._get_permissions(where)
        permissions_sudo._check_usable(self, where, self.env.user)
