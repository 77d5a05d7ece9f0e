from odoo import api, fields, models
from odoo.exceptions import ValidationError


class BianminCatalogContentMixin(models.AbstractModel):
    """A row of the content of a version: a paper, a step, a question, a fee, a result.

    Rows that name an item only, as data files do, belong to its version in force.
    """

    _name = "bianmin.catalog.content.mixin"
    _description = "Row of a Catalogue Version"
    _inherit = ["bianmin.catalog.text.mixin"]

    version_id = fields.Many2one(
        "bianmin.catalog.version",
        required=True,
        copy=False,
        index=True,
        ondelete="cascade",
    )
    item_id = fields.Many2one(
        "bianmin.catalog.item",
        string="Service Item",
        compute="_compute_item_id",
        store=True,
        readonly=False,
        copy=False,
        precompute=True,
        index=True,
        ondelete="cascade",
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("version_id.item_id")
    def _compute_item_id(self):
        for row in self:
            row.item_id = row.version_id.item_id or row.item_id

    # ------------------------------------------------------------
    # CONSTRAINS
    # ------------------------------------------------------------

    @api.constrains("item_id", "version_id")
    def _check_item(self):
        for row in self.filtered("version_id.item_id"):
            if row.item_id != row.version_id.item_id:
                raise ValidationError(
                    self.env._(
                        "“%(name)s” belongs to another item than its version.",
                        name=row.display_name,
                    )
                )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        items = self.env["bianmin.catalog.item"].browse(
            {vals["item_id"] for vals in vals_list if vals.get("item_id")}
        )
        versions = {item.id: item.version_id.id for item in items}
        rows = super().create(
            [self._prepare_version_vals(vals, versions) for vals in vals_list]
        )
        rows.version_id._check_editable()
        return rows

    def write(self, vals):
        self.version_id._check_editable()
        result = super().write(vals)
        if "version_id" in vals:
            self.version_id._check_editable()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_editable(self):
        self.version_id._check_editable()

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    @api.model
    def _prepare_version_vals(self, vals, versions):
        """Put a row that names its item only into the version in force.

        :param dict versions: id of the version in force by id of the item
        """
        if vals.get("version_id") or not vals.get("item_id"):
            return vals
        return {**vals, "version_id": versions[vals["item_id"]]}
