from odoo import fields, models


class BianminResidentCategory(models.Model):
    """What a resident is counted under, such as 低保 or 两女户."""

    _name = "bianmin.resident.category"
    _description = "Resident Category"
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE (code)", "This code is in use already.")
