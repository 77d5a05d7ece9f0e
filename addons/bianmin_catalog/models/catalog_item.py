from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.bianmin_base.tools.text import compact

from ..tools.code_lists import EXERCISE_LEVELS, ITEM_TYPES


class BianminCatalogItem(models.Model):
    """What may be applied for (基本目录); where and how is an implementation."""

    _name = "bianmin.catalog.item"
    _description = "Service Item"
    _inherit = [
        "bianmin.pinyin.mixin",
        "bianmin.catalog.state.mixin",
        "bianmin.catalog.flow.chart.mixin",
        "bianmin.catalog.reference.mixin",
    ]
    _order = "category_id, sequence, id"
    _rec_names_search = ["name", "basic_code"]

    name = fields.Char(required=True)
    basic_code = fields.Char(
        copy=False,
        help="The 12 characters of the item in the basic catalogue (基本编码).",
    )
    sequence = fields.Integer(default=10)

    # class
    category_id = fields.Many2one(
        "bianmin.catalog.category", required=True, index=True, ondelete="restrict"
    )
    item_type = fields.Selection(ITEM_TYPES, required=True, default="20", index=True)
    exercise_level = fields.Selection(
        EXERCISE_LEVELS,
        required=True,
        default="5",
        index=True,
        help="Level of government that holds the power to decide.",
    )
    service_objects = fields.Many2many(
        "bianmin.catalog.service.object",
        "bianmin_catalog_item_service_object_rel",
        "item_id",
        "service_object_id",
        help="Who may apply for it.",
    )

    # law and conditions
    legal_basis = fields.Text(
        help="Law, regulation or document that founds the item, with its article."
    )
    acceptance_conditions = fields.Text(
        help="What must be fulfilled before an application can be accepted."
    )

    # guide
    material_ids = fields.One2many(
        "bianmin.catalog.material",
        "item_id",
        string="Materials",
        domain=[("implementation_id", "=", False)],
        copy=True,
    )
    step_ids = fields.One2many(
        "bianmin.catalog.step", "item_id", string="Steps", copy=True
    )
    faq_ids = fields.One2many(
        "bianmin.catalog.faq", "item_id", string="Questions", copy=True
    )
    implementation_ids = fields.One2many(
        "bianmin.catalog.implementation", "item_id", string="Implementations"
    )
    implementation_count = fields.Integer(
        string="Number of Implementations",
        compute="_compute_implementation_count",
        help="Service points where the item is in use or paused.",
    )

    _basic_code_uniq = models.UniqueIndex(
        "(basic_code) WHERE basic_code IS NOT NULL",
        "There is a service item with this basic code already.",
    )
    _basic_code_format = models.Constraint(
        "CHECK (basic_code ~ '^[0-9A-Z]{12}$')",
        "A basic code has 12 characters, digits or Latin capitals.",
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("implementation_ids.state")
    def _compute_implementation_count(self):
        count_by_item = dict(
            self.env["bianmin.catalog.implementation"]._read_group(
                [("item_id", "in", self.ids), ("state", "!=", "cancelled")],
                ["item_id"],
                ["__count"],
            )
        )
        for item in self:
            item.implementation_count = count_by_item.get(item._origin, 0)

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._normalize_vals(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._normalize_vals(vals))

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_open_implementations(self):
        """Open the service points where this item is handled."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "bianmin_catalog.catalog_implementation_action"
        )
        return {
            **action,
            "display_name": self.name,
            "domain": [("item_id", "=", self.id)],
            "context": {"default_item_id": self.id},
        }

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _check_scope(self, group):
        """An item holds everywhere, so any division with the role will do."""
        if not self.env.su and not self.env.user._get_scope_division_ids(group):
            raise AccessError(
                self.env._(
                    "You hold no role today that lets you change the catalogue. "
                    "Ask your administrator for it."
                )
            )

    @api.model
    def _normalize_vals(self, vals):
        """Codes are typed on Chinese keyboards: full width, small letters, blanks."""
        if "basic_code" not in vals:
            return vals
        return {**vals, "basic_code": compact(vals["basic_code"]).upper() or False}
