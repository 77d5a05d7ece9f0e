from odoo import fields, models


class BianminCatalogItem(models.Model):
    _inherit = "bianmin.catalog.item"

    scheme_id = fields.Many2one(
        "bianmin.subsidy.scheme",
        string="Subsidy Scheme",
        index="btree_not_null",
        ondelete="restrict",
        help="A granted application for this item enrols the applicant in the scheme.",
    )
