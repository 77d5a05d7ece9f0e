from odoo import fields, models


class BianminCatalogStep(models.Model):
    """One link of the handling (办理环节): who does it and how long it takes."""

    _name = "bianmin.catalog.step"
    _description = "Handling Step"
    _order = "item_id, sequence, id"

    item_id = fields.Many2one(
        "bianmin.catalog.item",
        string="Service Item",
        required=True,
        index=True,
        ondelete="cascade",
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True)
    actor = fields.Char(
        string="Handled By", help="Post or department that does this step."
    )
    days = fields.Integer(help="Working days this step takes at most.")
    special_procedure = fields.Boolean(
        help="Hearing, inspection, appraisal or the like, whose time does not count "
        "(行政许可法 art. 45)."
    )
    note = fields.Text(string="Explanation")

    _days_positive = models.Constraint(
        "CHECK (days >= 0)", "The days of a step cannot be less than zero."
    )
