from odoo import fields, models


class BianminCatalogResult(models.Model):
    _inherit = "bianmin.catalog.result"

    certificate_template_id = fields.Many2one(
        "bianmin.certificate.template",
        string="Certificate",
        index="btree_not_null",
        ondelete="restrict",
        help="Printed by itself when a case is granted (电子证照).",
    )
