from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..tools.roles import ACCEPTOR

# States of a case in which its papers come in; a paper that may be handed in later
# (容缺后补) comes in also while the case is being handled.
OPEN_STATES = ("draft", "received", "supplement")
LATE_STATES = ("accepted", "review")

# What a line takes from the catalogue, and its case, never change by hand.
CATALOG_FIELDS = ("material_id", "name", "necessity", "sequence")


class BianminCaseMaterial(models.Model):
    """A paper that a case needs: is it there, and its scan."""

    _name = "bianmin.case.material"
    _description = "Case Material"
    _inherit = ["bianmin.scope.mixin", "bianmin.attachment.owner"]
    _order = "case_id, sequence, id"

    _attachment_fields = ("attachment_ids",)

    case_id = fields.Many2one(
        "bianmin.case", required=True, index=True, ondelete="cascade"
    )
    division_id = fields.Many2one(
        related="case_id.division_id", store=True, precompute=True, index=True
    )
    material_id = fields.Many2one(
        "bianmin.catalog.material",
        string="In the Catalogue",
        index="btree_not_null",
        ondelete="set null",
    )
    sequence = fields.Integer(default=100)
    name = fields.Char(string="Paper", required=True)
    necessity = fields.Selection(
        [
            ("required", "Required"),
            ("optional", "Optional"),
            ("deferrable", "May Follow Later"),
        ],
        required=True,
        default="optional",
    )
    collection_mode = fields.Selection(
        [
            ("1", "On Paper"),
            ("2", "File Uploaded"),
            ("3", "Scanned"),
            ("4", "To Follow Later"),
            ("5", "Licence Library"),
        ],
        string="Taken as",
        compute="_compute_collection_mode",
        store=True,
        readonly=False,
        precompute=True,
        help="How the paper was taken in (收取方式).",
    )
    attachment_ids = fields.Many2many(
        "ir.attachment",
        "bianmin_case_material_attachment_rel",
        "material_id",
        "attachment_id",
        string="Files",
        copy=False,
    )
    state = fields.Selection(
        [
            ("missing", "Missing"),
            ("received", "Taken In"),
            ("waived", "Waived"),
            ("committed", "Commitment Given"),
        ],
        string="Status",
        compute="_compute_state",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
        help="Waived: the office has the data already and does not ask for the paper. "
        "Commitment given: the applicant commits himself instead (告知承诺).",
    )
    commitment_allowed = fields.Boolean(related="material_id.commitment_allowed")

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("attachment_ids")
    def _compute_collection_mode(self):
        for material in self:
            uploaded = material.attachment_ids and not material.collection_mode
            material.collection_mode = "2" if uploaded else material.collection_mode

    @api.depends("attachment_ids", "collection_mode")
    def _compute_state(self):
        """A paper with a file, or taken on paper, is there; it can be ticked too."""
        for material in self:
            taken = material.attachment_ids or material.collection_mode in ("1", "5")
            if taken and material.state not in ("waived", "committed"):
                material.state = "received"
            else:
                material.state = material.state or "missing"

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        catalog = self.env["bianmin.catalog.material"]
        materials = super().create(
            [
                {**vals, **self._prepare_catalog_vals(catalog.browse(material_id))}
                if (material_id := vals.get("material_id"))
                else vals
                for vals in vals_list
            ]
        )
        materials._check_open()
        materials._check_waiver()
        return materials

    def write(self, vals):
        self._check_open()
        self._check_catalog_fields(vals)
        result = super().write(vals)
        if "state" in vals:
            self._check_waiver()
        self.case_id._note_supplied_papers()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_open(self):
        self._check_open()
        handed_in = self.filtered(
            lambda material: material.material_id and material.case_id.state != "draft"
        )
        if handed_in and not self.env.su:
            raise UserError(
                self.env._(
                    "“%(paper)s” is on the list of the catalogue and stays there.",
                    paper=handed_in[0].name,
                )
            )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_waive(self):
        """Do without these papers: the office has the data already."""
        self.write({"state": "waived"})

    def action_commit(self):
        """Take the applicant's written commitment instead of these papers."""
        self.write({"state": "committed"})

    def action_remove(self):
        """Take lines of one's own off the list again."""
        self.unlink()

    # ------------------------------------------------------------
    # CHECKS
    # ------------------------------------------------------------

    def _check_open(self):
        """Papers change only while the case waits for papers."""
        closed = self.filtered(lambda material: not material._is_open())
        if closed and not self.env.su:
            case = closed[0].case_id
            raise UserError(
                self.env._(
                    "%(case)s is “%(state)s”: its papers are on file and change no "
                    "more.",
                    case=case.display_name,
                    state=case._get_state_label(case.state),
                )
            )

    def _is_open(self):
        self.ensure_one()
        return self.case_id.state in OPEN_STATES or (
            self.case_id.state in LATE_STATES and self.necessity == "deferrable"
        )

    def _check_catalog_fields(self, vals):
        """What the catalogue asks for is not for a clerk to change."""
        if self.env.su:
            return
        names = [name for name in CATALOG_FIELDS if name in vals]
        from_catalog = names and self.filtered("material_id")
        if from_catalog or "material_id" in names or "case_id" in vals:
            raise UserError(
                self.env._(
                    "“%(paper)s” is as the catalogue has it. Add a line of your own "
                    "for a further paper.",
                    paper=self[:1].name,
                )
            )

    def _check_waiver(self):
        """Only who may accept may do without a paper, and a commitment replaces only
        what the catalogue allows.
        """
        waived = self.filtered(lambda m: m.state in ("waived", "committed"))
        if waived:
            waived._check_scope(ACCEPTOR)
        committed = waived.filtered(lambda material: material.state == "committed")
        refused = committed.filtered(lambda material: not material.commitment_allowed)
        if refused:
            raise UserError(
                self.env._(
                    "“%(paper)s” has to be there: the catalogue allows no commitment "
                    "instead.",
                    paper=refused[0].name,
                )
            )
        committed.case_id._check_credit()

    def _own_attachments(self):
        """Refuse files that belong to something else: they prove nothing here, and
        those who handle the case could not open them.
        """
        result = super()._own_attachments()
        for material in self:
            # sudo: ir.attachment – to look whose file it is
            for file_sudo in material.attachment_ids.sudo():
                if (file_sudo.res_model, file_sudo.res_id) != (self._name, material.id):
                    raise AccessError(
                        self.env._(
                            "The file “%(file)s” belongs to something else. Please "
                            "upload it here.",
                            file=file_sudo.name,
                        )
                    )
        return result

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    @api.model
    def _prepare_catalog_vals(self, material):
        """Values of one line of the checklist, from the catalogue. Extend to take
        over more.
        """
        return {
            "material_id": material.id,
            "name": material.name,
            "necessity": material.necessity,
            "sequence": material.sequence,
        }
