from odoo import fields, models


class BianminCatalogFee(models.Model):
    """One charge of an item (收费项目), with the rule that allows it."""

    _name = "bianmin.catalog.fee"
    _description = "Fee of an Item"
    _inherit = ["bianmin.catalog.content.mixin"]
    _order = "item_id, sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Char(
        string="Charged For",
        required=True,
        help="Term of the standard: 收费项目名称.",
    )
    standard = fields.Char(
        required=True, help="How much for what, such as 5元/证 (收费标准)."
    )
    legal_basis = fields.Char(help="Rule that allows the fee (收费依据).")
    may_be_reduced = fields.Boolean(help="Some pay less or nothing (可否减免).")
    reduction_note = fields.Char(
        string="Who Pays Less", help="Who pays less, and how he proves it (减免说明)."
    )
