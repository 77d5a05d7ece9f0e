from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.standard import get_additional_papers


class BianminCatalogMaterialListMixin(models.AbstractModel):
    """The papers that an applicant brings to a point.

    The first list that is not empty counts: the one of the point, then the one of the
    point that decides or that it follows, and so on upwards, then that of the item.
    """

    _name = "bianmin.catalog.material.list.mixin"
    _description = "Papers to Bring to a Point"

    material_ids = fields.One2many(
        "bianmin.catalog.material",
        "implementation_id",
        string="Own Materials",
        copy=True,
        help="When given, this list replaces the list of the item at this point. It "
        "may ask for fewer papers than the point above, never for others.",
    )
    material_source_id = fields.Many2one(
        "bianmin.catalog.implementation",
        string="Materials As At",
        compute="_compute_material_source_id",
        store=True,
        precompute=True,
        recursive=True,
        index="btree_not_null",
        ondelete="set null",
        help="The point above whose own list counts here; empty: the list of the item.",
    )
    effective_material_ids = fields.Many2many(
        "bianmin.catalog.material",
        string="Materials to Bring",
        compute="_compute_effective_material_ids",
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends(
        "acts_as",
        "decision_implementation_id.material_ids",
        "decision_implementation_id.material_source_id",
        "reference_implementation_id.material_ids",
        "reference_implementation_id.material_source_id",
    )
    def _compute_material_source_id(self):
        for implementation in self:
            upper = implementation._get_material_standard()
            implementation.material_source_id = (
                upper if upper.material_ids else upper.material_source_id
            )

    @api.depends(
        "item_id.material_ids",
        "material_ids",
        "material_source_id.material_ids",
    )
    def _compute_effective_material_ids(self):
        materials = self._get_materials_by_implementation()
        for implementation in self:
            implementation.effective_material_ids = materials[implementation.id]

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _get_material_standard(self):
        """The one whose papers count here unless this one has its own list."""
        return (
            self.acts_as == "accept" and self.decision_implementation_id
        ) or self.reference_implementation_id

    def _get_materials(self):
        """Return the materials an applicant brings to this point."""
        self.ensure_one()
        return self._get_materials_by_implementation()[self.id]

    def _get_materials_by_implementation(self):
        """Return {implementation id: materials}, at the same queries for many as one,
        by the versions of the items that hold today.
        """
        versions = self.item_id._get_version_by_item()
        return {
            implementation.id: implementation._get_materials_under(
                versions.get(implementation.item_id.id, implementation.item_id)
            )
            for implementation in self
        }

    def _get_materials_under(self, version):
        """Return the materials to bring to this point under a version of its item."""
        self.ensure_one()
        return self.material_ids or self._get_inherited_materials(version)

    def _get_inherited_materials(self, version):
        """Return what it would ask for if it had no list of its own."""
        return self.material_source_id.material_ids or version.material_ids

    def _check_materials(self):
        """Refuse own lists that ask for papers which the point above does not ask for.

        What the county publishes is all that may be asked for below it. A list that
        becomes longer because the one above was shortened stands in the report of
        deviations.
        """
        for implementation in self.filtered(lambda one: one._get_material_standard()):
            additional = get_additional_papers(
                implementation.material_ids.mapped("name"),
                implementation._get_inherited_materials(implementation.item_id).mapped(
                    "name"
                ),
            )
            if additional:
                raise ValidationError(
                    self.env._(
                        "%(standard)s does not ask for “%(paper)s”, so %(name)s may "
                        "not either. A place may ask for fewer papers, not for others.",
                        standard=implementation._get_material_standard().display_name,
                        paper=additional[0],
                        name=implementation.display_name,
                    )
                )
