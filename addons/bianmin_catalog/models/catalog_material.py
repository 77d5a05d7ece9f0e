from odoo import api, fields, models
from odoo.exceptions import ValidationError


class BianminCatalogMaterial(models.Model):
    """One paper the applicant brings, for the item or for one implementation of it."""

    _name = "bianmin.catalog.material"
    _description = "Application Material"
    _order = "item_id, implementation_id, sequence, id"

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    item_id = fields.Many2one(
        "bianmin.catalog.item",
        string="Service Item",
        compute="_compute_item_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
        ondelete="cascade",
    )
    implementation_id = fields.Many2one(
        "bianmin.catalog.implementation",
        index="btree_not_null",
        ondelete="cascade",
        help="Set: the material belongs to the own list of this implementation.",
    )
    division_id = fields.Many2one(
        related="implementation_id.division_id",
        store=True,
        precompute=True,
        index="btree_not_null",
    )

    # codes of the national data standard
    necessity = fields.Selection(
        [
            ("required", "Required"),
            ("optional", "Optional"),
            ("deferrable", "May Follow Later"),
        ],
        required=True,
        default="required",
        help="May follow later (容缺后补): the application is accepted without it, "
        "against a written promise.",
    )
    material_type = fields.Selection(
        [
            ("1", "Certificate or Proof"),
            ("2", "Application Form"),
            ("3", "Other"),
        ],
        required=True,
        default="1",
    )
    form = fields.Selection(
        [("1", "Paper"), ("2", "Electronic"), ("3", "Paper or Electronic")],
        required=True,
        default="3",
    )
    source = fields.Selection(
        [
            ("10", "Provided by the Applicant"),
            ("20", "Issued by the Government"),
            ("99", "Other"),
        ],
        required=True,
        default="10",
    )
    original_count = fields.Integer(
        string="Originals", aggregator=None, help="Originals to show or hand in."
    )
    copy_count = fields.Integer(string="Copies", default=1, aggregator=None)
    note = fields.Text(
        string="How to Fill In", help="What to mind when preparing it (填报须知)."
    )

    # patterns to download
    blank_form = fields.Binary(attachment=True)
    blank_form_name = fields.Char()
    sample = fields.Binary(string="Filled Sample", attachment=True)
    sample_name = fields.Char()

    _counts_positive = models.Constraint(
        "CHECK (original_count >= 0 AND copy_count >= 0)",
        "The number of originals and copies cannot be less than zero.",
    )

    @api.depends("implementation_id")
    def _compute_item_id(self):
        for material in self:
            material.item_id = material.implementation_id.item_id or material.item_id

    @api.constrains("item_id", "implementation_id")
    def _check_implementation(self):
        for material in self.filtered("implementation_id"):
            if material.implementation_id.item_id != material.item_id:
                raise ValidationError(
                    self.env._(
                        "Material %(name)s belongs to another item than its "
                        "implementation. Choose an implementation of the same item.",
                        name=material.name,
                    )
                )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    def write(self, vals):
        result = super().write(vals)
        if "implementation_id" in vals:
            # The rule was asked where the record lay; now it lies elsewhere.
            self.check_access("write")
        return result

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _get_public_file_name(self, kind):
        """Name under which a ``blank_form`` or ``sample`` is saved on a phone."""
        self.ensure_one()
        return self[f"{kind}_name"] or self.name
