from odoo import fields, models

from ..tools.code_lists import DAY_UNITS


class BianminCatalogStep(models.Model):
    """One link of the handling (办理环节): who does it and how long it takes."""

    _name = "bianmin.catalog.step"
    _description = "Handling Step"
    _inherit = ["bianmin.catalog.content.mixin"]
    _order = "item_id, sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, help="Such as acceptance, review (环节名称).")
    department = fields.Char(help="Department that does this step (办理部门).")
    actor = fields.Char(
        string="Handled By", help="Post or person that does this step (办理人员)."
    )
    days = fields.Integer(help="Days this step takes at most (办理时限).")
    day_unit = fields.Selection(
        DAY_UNITS,
        required=True,
        default="working",
        help="Term of the standard: 时限单位.",
    )
    special_procedure = fields.Boolean(
        help="Hearing, inspection, appraisal or the like, whose time does not count "
        "(特别程序, 行政许可法 art. 45)."
    )
    note = fields.Text(
        string="Explanation", help="What is done, or the special procedure (说明)."
    )

    _days_positive = models.Constraint(
        "CHECK (days >= 0)", "The days of a step cannot be less than zero."
    )
