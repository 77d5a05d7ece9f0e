from odoo import fields, models


class BianminCatalogMaterial(models.Model):
    _inherit = "bianmin.catalog.material"

    commitment_allowed = fields.Boolean(
        string="Commitment Instead",
        help="The applicant may commit himself in writing instead of bringing it "
        "(告知承诺制证明事项).",
    )
