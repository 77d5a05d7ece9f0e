from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import uscc


class BianminDepartment(models.Model):
    """A department of a county or township, such as 卫生健康局 or 民政局."""

    _name = "bianmin.department"
    _description = "Department"
    _inherit = ["bianmin.pinyin.mixin"]
    _order = "division_id, name, id"

    name = fields.Char(required=True)
    short_name = fields.Char(help="What papers are numbered with (机关简称).")
    code = fields.Char(
        string="Credit code",
        help="Unified social credit code of GB 32100 (统一社会信用代码).",
    )
    division_id = fields.Many2one(
        "bianmin.division", required=True, index=True, ondelete="restrict"
    )
    parent_id = fields.Many2one("bianmin.department", index="btree_not_null")
    phone = fields.Char()
    active = fields.Boolean(default=True)

    _name_division_uniq = models.Constraint(
        "UNIQUE (name, division_id)",
        "There is a department with this name in the division already.",
    )

    @api.constrains("code")
    def _check_code(self):
        for department in self.filtered("code"):
            try:
                uscc.validate(department.code)
            except ValueError as error:
                raise ValidationError(
                    self.env._(
                        "%(code)s is no unified social credit code: please compare it "
                        "with the certificate.",
                        code=department.code,
                    )
                ) from error

    @api.constrains("parent_id")
    def _check_parent(self):
        if self._has_cycle():
            raise ValidationError(
                self.env._("A department cannot lie below one of its own sections.")
            )
