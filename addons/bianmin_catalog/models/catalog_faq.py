from odoo import fields, models


class BianminCatalogFaq(models.Model):
    """A question villagers often ask about an item, with its answer."""

    _name = "bianmin.catalog.faq"
    _description = "Frequent Question"
    _inherit = ["bianmin.catalog.content.mixin"]
    _rec_name = "question"
    _order = "item_id, sequence, id"

    sequence = fields.Integer(default=10)
    question = fields.Char(required=True)
    answer = fields.Text(required=True)
