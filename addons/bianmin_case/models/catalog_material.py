from odoo import fields, models


class BianminCatalogMaterial(models.Model):
    _inherit = "bianmin.catalog.material"

    commitment_allowed = fields.Boolean(
        string="Commitment Instead",
        help="The applicant may commit himself in writing instead of bringing it "
        "(告知承诺制证明事项).",
    )
    reuse_months = fields.Integer(
        string="Usable Again for (Months)",
        aggregator=None,
        help="For so many months after its acceptance the paper is offered again in "
        "further cases of the same applicant; 0: it is brought anew each time "
        "(免重复提交).",
    )

    _reuse_months_positive = models.Constraint(
        "CHECK (reuse_months >= 0)",
        "The months for which a paper can be used again cannot be less than zero.",
    )
