from odoo import fields, models


class BianminDepartment(models.Model):
    _inherit = "bianmin.department"

    reviewer_ids = fields.Many2many(
        "res.users",
        "bianmin_department_reviewer_rel",
        "department_id",
        "user_id",
        string="Reviewers",
        help="Who takes cases out of the pool of this department. Empty: whoever may "
        "decide where the case is decided (审批科室人员).",
    )
