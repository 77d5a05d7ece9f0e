from odoo import api, fields, models

# Drawings for those who do not read well; the template public_icon has one for each.
ICONS = [
    ("document", "Document"),
    ("work", "Work"),
    ("insurance", "Insurance"),
    ("medical", "Medicine"),
    ("household", "Household"),
    ("care", "Care"),
    ("family", "Family"),
    ("business", "Business"),
    ("farming", "Farming"),
    ("land", "House and Land"),
    ("education", "Education"),
]


class BianminCatalogCategory(models.Model):
    """One of the large classes a villager looks under (七大类)."""

    _name = "bianmin.catalog.category"
    _description = "Service Category"
    _order = "sequence, code, id"

    name = fields.Char(required=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    icon = fields.Selection(
        ICONS,
        required=True,
        default="document",
        help="Drawing on the touch screen and on the page for the phone.",
    )
    item_ids = fields.One2many(
        "bianmin.catalog.item", "category_id", string="Service Items"
    )
    item_count = fields.Integer(
        string="Number of Items",
        compute="_compute_item_count",
        help="Service items of this category that are in use or paused.",
    )

    _code_uniq = models.Constraint(
        "UNIQUE (code)", "There is a category with this code already."
    )

    @api.depends("item_ids.state")
    def _compute_item_count(self):
        count_by_category = dict(
            self.env["bianmin.catalog.item"]._read_group(
                [("category_id", "in", self.ids), ("state", "!=", "cancelled")],
                ["category_id"],
                ["__count"],
            )
        )
        for category in self:
            category.item_count = count_by_category.get(category._origin, 0)

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_open_items(self):
        """Open the service items of this category."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "bianmin_catalog.catalog_item_action"
        )
        return {
            **action,
            "display_name": self.name,
            "domain": [("category_id", "=", self.id)],
            "context": {"default_category_id": self.id},
        }
