from odoo import fields, models


class BianminCatalogImplementation(models.Model):
    _inherit = "bianmin.catalog.implementation"

    review_department_id = fields.Many2one(
        "bianmin.department",
        string="Reviewed by",
        index="btree_not_null",
        ondelete="restrict",
        help="The department whose people review the cases of this point: accepted "
        "cases wait in its pool (审批科室). Empty: whoever may decide there.",
    )
