from odoo import fields, models

from ..tools.code_lists import TOPIC_KINDS


class BianminCatalogTopic(models.Model):
    """An event of life or of a business under which people look (主题)."""

    _name = "bianmin.catalog.topic"
    _description = "Topic"
    _order = "kind, sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short key for data files and addresses.")
    kind = fields.Selection(
        TOPIC_KINDS,
        string="For",
        required=True,
        default="personal",
        help="Term of the standard: 自然人主题, 法人主题.",
    )
    sequence = fields.Integer(default=10)
    item_ids = fields.Many2many(
        "bianmin.catalog.item",
        "bianmin_catalog_item_topic_rel",
        "topic_id",
        "item_id",
        string="Service Items",
    )

    _code_uniq = models.Constraint(
        "UNIQUE (code)", "There is a topic with this code already."
    )
