from odoo import fields, models

from ..tools.code_lists import RESULT_KINDS


class BianminCatalogResult(models.Model):
    """What the applicant gets in the end (办理结果), with a picture of it."""

    _name = "bianmin.catalog.result"
    _description = "Result of an Item"
    _inherit = ["bianmin.catalog.content.mixin"]
    _order = "item_id, sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Char(
        string="Result",
        required=True,
        help="Term of the standard: 结果名称.",
    )
    kind = fields.Selection(
        RESULT_KINDS,
        required=True,
        default="licence",
        help="Term of the standard: 结果类型.",
    )
    validity = fields.Char(help="How long it is valid, such as 五年 (有效期).")
    sample = fields.Image(
        string="Sample Picture",
        max_width=1600,
        max_height=1600,
        help="Term of the standard: 结果样本.",
    )
    sample_name = fields.Char()
