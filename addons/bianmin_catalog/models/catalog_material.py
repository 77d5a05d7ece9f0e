import base64

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.code_lists import (
    MATERIAL_FORMS,
    MATERIAL_SOURCES,
    MATERIAL_TYPES,
    NECESSITIES,
)
from ..tools.form_file import find_form_mistake


class BianminCatalogMaterial(models.Model):
    """One paper the applicant brings, for the item or for one implementation of it."""

    _name = "bianmin.catalog.material"
    _description = "Application Material"
    _inherit = ["bianmin.catalog.content.mixin"]
    _order = "item_id, implementation_id, sequence, id"

    name = fields.Char(required=True, help="Term of the standard: 材料名称.")
    sequence = fields.Integer(default=10)
    version_id = fields.Many2one(
        compute="_compute_version_id",
        store=True,
        readonly=False,
        precompute=True,
        required=False,
        help="Set: the material belongs to this version of the item.",
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
        NECESSITIES,
        required=True,
        default="required",
        help="May follow later (容缺后补): the application is accepted without it, "
        "against a written promise. 材料必要性",
    )
    unnecessary_case = fields.Char(
        string="When It Is Not Needed",
        help="In which case one need not bring it (非必要时办理情形).",
    )
    material_type = fields.Selection(
        MATERIAL_TYPES,
        required=True,
        default="1",
        help="Term of the standard: 材料类型.",
    )
    form = fields.Selection(
        MATERIAL_FORMS,
        required=True,
        default="3",
        help="Term of the standard: 材料形式.",
    )
    source = fields.Selection(
        MATERIAL_SOURCES,
        required=True,
        default="10",
        help="Term of the standard: 来源渠道.",
    )
    source_note = fields.Char(
        string="Where to Get It", help="Which office issues it (来源渠道说明)."
    )
    original_count = fields.Integer(
        string="Originals",
        aggregator=None,
        help="Originals to show or hand in (原件份数).",
    )
    copy_count = fields.Integer(
        string="Copies",
        default=1,
        aggregator=None,
        help="Term of the standard: 复印件份数.",
    )
    copy_note = fields.Char(
        string="About the Copies", help="What is to be copied (复印件说明)."
    )
    page_count = fields.Integer(
        string="Pages", aggregator=None, help="Sheets of paper altogether (纸质份数)."
    )
    page_format = fields.Char(default="A4", help="Size of the paper (规格).")
    in_person = fields.Boolean(
        string="Must Come Himself",
        help="The applicant himself fills it in or signs it at the counter "
        "(需本人到场填写).",
    )
    acceptance_standard = fields.Text(
        help="What the clerk looks at before he takes it (受理标准)."
    )
    legal_basis = fields.Char(help="Rule that asks for it (材料依据).")
    note = fields.Text(
        string="How to Fill In", help="What to mind when preparing it (填报须知)."
    )

    # patterns to download
    blank_form = fields.Binary(attachment=True, help="Term of the standard: 空白表格.")
    blank_form_name = fields.Char()
    sample = fields.Binary(
        string="Filled Sample",
        attachment=True,
        help="Term of the standard: 示例样表.",
    )
    sample_name = fields.Char()

    _owner_set = models.Constraint(
        "CHECK ((version_id IS NULL) <> (implementation_id IS NULL))",
        "A material belongs to an item or to the own list of an implementation.",
    )
    _counts_positive = models.Constraint(
        "CHECK (original_count >= 0 AND copy_count >= 0 AND page_count >= 0)",
        "The number of originals, copies and pages cannot be less than zero.",
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("implementation_id")
    def _compute_version_id(self):
        for material in self:
            material.version_id = not material.implementation_id and material.version_id

    @api.depends("implementation_id.item_id")
    def _compute_item_id(self):
        own = self.filtered("implementation_id")
        for material in own:
            material.item_id = material.implementation_id.item_id
        return super(BianminCatalogMaterial, self - own)._compute_item_id()

    # ------------------------------------------------------------
    # CONSTRAINS
    # ------------------------------------------------------------

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

    @api.constrains("name", "implementation_id")
    def _check_not_additional(self):
        self.implementation_id._check_materials()

    @api.constrains("blank_form", "blank_form_name", "sample", "sample_name")
    def _check_files(self):
        # Forms of the web client ask for sizes in the place of files.
        for material in self.with_context(bin_size=False):
            for kind in ("blank_form", "sample"):
                content = base64.b64decode(material[kind] or b"")
                name = material[f"{kind}_name"]
                label = self._fields[kind]._description_string(self.env)
                if reason := content and find_form_mistake(content, name):
                    raise ValidationError(
                        self.env._(
                            "%(material)s, %(file)s: %(sentence)s",
                            material=material.name,
                            file=name or label,
                            sentence=self._get_file_sentence(reason),
                        )
                    )

    def _get_file_sentence(self, reason):
        return {
            "size": self.env._("A form has 10 MB at most. Save it smaller."),
            "kind": self.env._(
                "A form is a PDF, a Word, Excel or WPS file, or a picture (PNG, JPEG)."
            ),
            "unsafe": self.env._(
                "The file is damaged, locked, or holds a script or a macro. Print it "
                "to a PDF and take that."
            ),
            "name": self.env._(
                "The ending of the name does not fit the content. Save the file anew "
                "in the program it was made with."
            ),
        }[reason]

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

    @api.model
    def _prepare_version_vals(self, vals, versions):
        if vals.get("implementation_id"):
            return vals
        return super()._prepare_version_vals(vals, versions)

    def _get_public_file_name(self, kind):
        """Name under which a ``blank_form`` or ``sample`` is saved on a phone."""
        self.ensure_one()
        return self[f"{kind}_name"] or self.name
