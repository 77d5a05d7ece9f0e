from odoo import fields, models


class BianminCatalogServiceObject(models.Model):
    """Who may apply (服务对象): a short national code list, several per item."""

    _name = "bianmin.catalog.service.object"
    _description = "Service Object"
    _order = "code, id"

    code = fields.Char(required=True, help="Code of the national list (1 to 9).")
    name = fields.Char(required=True, translate=True)

    _code_uniq = models.Constraint(
        "UNIQUE (code)", "There is a service object with this code already."
    )
