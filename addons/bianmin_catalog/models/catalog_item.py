from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.bianmin_base.tools.local_time import local_today
from odoo.addons.bianmin_base.tools.text import compact

from ..tools.code_lists import EXERCISE_LEVELS, ITEM_TYPES


class BianminCatalogItem(models.Model):
    """What may be applied for (基本目录); where and how is an implementation.

    What is said about it, from its name to its papers, is inherited from the version
    that is in force.
    """

    _name = "bianmin.catalog.item"
    _description = "Service Item"
    _inherits = {"bianmin.catalog.version": "version_id"}
    _inherit = [
        "bianmin.catalog.editor.mixin",
        "bianmin.pinyin.mixin",
        "bianmin.catalog.state.mixin",
        "bianmin.catalog.flow.chart.mixin",
        "bianmin.catalog.reference.mixin",
    ]
    _order = "category_id, sequence, id"
    _rec_names_search = ["name", "basic_code"]

    version_id = fields.Many2one(
        "bianmin.catalog.version",
        string="Version in Force",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        ondelete="restrict",
    )
    version_ids = fields.One2many(
        "bianmin.catalog.version", "item_id", string="Versions", readonly=True
    )
    basic_code = fields.Char(
        copy=False,
        help="The 12 characters of the item in the basic catalogue (基本编码).",
    )
    local_code = fields.Char(
        string="Local Basic Code",
        copy=False,
        help="Code of the item in the catalogue of the province (地方基本编码).",
    )
    sequence = fields.Integer(default=10)
    parent_id = fields.Many2one(
        "bianmin.catalog.item",
        string="Main Item",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('id', '!=', id)]",
        help="The item of the basic catalogue that this one is a part of (主项).",
    )
    child_ids = fields.One2many(
        "bianmin.catalog.item", "parent_id", string="Sub-Items", help="Parts (子项)."
    )

    # class
    category_id = fields.Many2one(
        "bianmin.catalog.category", required=True, index=True, ondelete="restrict"
    )
    item_type = fields.Selection(
        ITEM_TYPES,
        required=True,
        default="20",
        index=True,
        help="Term of the standard: 事项类型.",
    )
    exercise_level = fields.Selection(
        EXERCISE_LEVELS,
        required=True,
        default="5",
        index=True,
        help="Level of government that holds the power to decide (行使层级).",
    )
    central_department = fields.Char(
        string="National Department",
        help="Ministry that looks after the matter (中央主管部门).",
    )
    topic_ids = fields.Many2many(
        "bianmin.catalog.topic",
        "bianmin_catalog_item_topic_rel",
        "item_id",
        "topic_id",
        string="Topics",
        help="Events of life or of a business (自然人主题, 法人主题).",
    )

    # guide: rows of the version in force, which data files attach to the item
    material_ids = fields.One2many(
        "bianmin.catalog.material",
        "item_id",
        related="version_id.material_ids",
        inherited=True,
        readonly=False,
        related_sudo=False,
        copy=True,
    )
    step_ids = fields.One2many(
        "bianmin.catalog.step",
        "item_id",
        related="version_id.step_ids",
        inherited=True,
        readonly=False,
        related_sudo=False,
        copy=True,
    )
    faq_ids = fields.One2many(
        "bianmin.catalog.faq",
        "item_id",
        related="version_id.faq_ids",
        inherited=True,
        readonly=False,
        related_sudo=False,
        copy=True,
    )
    is_editable = fields.Boolean(
        string="Can Be Edited",
        compute="_compute_is_editable",
        help="A new item, or one to whose version no application refers yet.",
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

    @api.depends("version_id.is_editable")
    def _compute_is_editable(self):
        for item in self:
            item.is_editable = not item.version_id or item.version_id.is_editable

    # ------------------------------------------------------------
    # CONSTRAINS
    # ------------------------------------------------------------

    @api.constrains("parent_id")
    def _check_parent(self):
        if self._has_cycle():
            raise ValidationError(
                self.env._("An item cannot be a part of itself, nor in a circle.")
            )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        items = super().create([self._normalize_vals(vals) for vals in vals_list])
        items._begin_versions()
        return items

    def write(self, vals):
        return super().write(self._normalize_vals(vals))

    def _begin_versions(self):
        """The first version of a new item is in force at once."""
        for item in self:
            # sudo: bianmin.catalog.version – made with the item, by the same rights
            item.version_id.sudo().write(
                {
                    "item_id": item.id,
                    "number": 1,
                    "state": "in_force",
                }
            )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_new_version(self):
        """Copy the version in force as a draft and open it.

        :raise UserError: when there is a draft or a planned version already
        """
        self.ensure_one()
        return self._make_new_version().action_open()

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
    # VERSIONS
    # ------------------------------------------------------------

    def _make_new_version(self):
        """Return a draft that says what the version in force says."""
        self.ensure_one()
        pending = self.version_ids.filtered(lambda v: v.state in ("draft", "planned"))
        if pending:
            raise UserError(
                self.env._(
                    "There is a new version already: %(version)s. Open it under "
                    "“Versions”.",
                    version=pending[0].display_name,
                )
            )
        return self.version_id.copy()

    def _make_new_versions(self):
        """Return {item: a draft that says what its version in force says}, for items
        of which none is pending."""
        drafts = self.version_id.copy()
        return {draft.item_id: draft for draft in drafts}

    def _get_version_by_item(self, day=None):
        """Return {item id: version}, the ones that hold on ``day``.

        True also in the minute after midnight, before the nightly job has put planned
        versions in force.

        :param date day: today or later; without one, today
        """
        version = self.env["bianmin.catalog.version"]
        domain = version._get_due_domain(day or local_today())
        due = version.search(
            [("item_id", "in", self.ids), *domain], order="effective_on, id"
        )
        return {
            **{item.id: item.version_id for item in self},
            **{version.item_id.id: version for version in due},
        }

    # ------------------------------------------------------------
    # TOOLS
    # ------------------------------------------------------------

    @api.model
    def _normalize_vals(self, vals):
        """Codes are typed on Chinese keyboards: full width, small letters, blanks."""
        if "basic_code" not in vals:
            return vals
        return {**vals, "basic_code": compact(vals["basic_code"]).upper() or False}
