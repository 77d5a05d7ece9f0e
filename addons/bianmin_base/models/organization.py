from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import uscc
from ..tools.masking import mask_phone


class BianminOrganization(models.Model):
    """A company, cooperative or other body that applies for something."""

    _name = "bianmin.organization"
    _description = "Organization"
    _inherit = [
        "bianmin.pinyin.mixin",
        "bianmin.scope.mixin",
        "bianmin.change.logged.mixin",
    ]
    _order = "name, id"

    _change_logged_fields = (
        *("name", "uscc", "division_id", "legal_representative", "phone", "active"),
    )
    _change_logged_masks = {"phone": mask_phone}

    name = fields.Char(required=True)
    uscc = fields.Char(
        string="Credit code",
        required=True,
        help="Unified social credit code of GB 32100 (统一社会信用代码).",
    )
    division_id = fields.Many2one(
        "bianmin.division", required=True, index=True, ondelete="restrict"
    )
    legal_representative = fields.Char()
    phone = fields.Char()
    address = fields.Char()
    active = fields.Boolean(default=True)

    _uscc_uniq = models.Constraint(
        "UNIQUE (uscc)", "An organization with this credit code is registered already."
    )

    @api.constrains("uscc")
    def _check_uscc(self):
        for organization in self:
            try:
                canonical = uscc.validate(organization.uscc)
            except ValueError as error:
                raise ValidationError(
                    self.env._(
                        "%(code)s is no unified social credit code: please compare it "
                        "with the certificate.",
                        code=organization.uscc,
                    )
                ) from error
            if canonical != organization.uscc:
                organization.uscc = canonical
