from odoo import fields, models


class BianminCatalogReferenceMixin(models.AbstractModel):
    """Content that was shipped as a model to edit, until an editor stands for it."""

    _name = "bianmin.catalog.reference.mixin"
    _description = "Reference Data"

    is_reference = fields.Boolean(
        string="Reference Data",
        readonly=True,
        copy=False,
        help="Shipped as a model (参考数据): papers, limits and law are to be compared "
        "with the list of your own province before anybody relies on them.",
    )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_confirm_reference(self):
        """Take the mark off what was compared with the own list.

        :raise AccessError: when the user may not change the catalogue
        """
        self.write({"is_reference": False})
