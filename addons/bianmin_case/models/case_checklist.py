from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class BianminCaseChecklist(models.AbstractModel):
    """The papers a case needs, as the catalogue lists them."""

    _name = "bianmin.case.checklist"
    _description = "Papers of a Case"

    material_ids = fields.One2many(
        "bianmin.case.material",
        "case_id",
        string="Papers",
        compute="_compute_material_ids",
        store=True,
        readonly=False,
        copy=False,
    )
    missing_count = fields.Integer(
        string="Papers Missing", compute="_compute_missing_count"
    )
    earlier_count = fields.Integer(
        string="Papers Given Before", compute="_compute_earlier_count"
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("implementation_id")
    def _compute_material_ids(self):
        """The checklist of the implementation, anew when another one is chosen."""
        commands = self._get_checklist_commands(self.implementation_id)
        for case in self:
            case.material_ids = [
                Command.clear(),
                *commands.get(case.implementation_id._origin.id, ()),
            ]

    @api.depends("material_ids.state", "material_ids.necessity")
    def _compute_missing_count(self):
        for case in self:
            case.missing_count = len(case._get_missing_materials())

    @api.depends("material_ids.earlier_note")
    def _compute_earlier_count(self):
        for case in self:
            case.earlier_count = len(case.material_ids.filtered("earlier_note"))

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Make the checklists of all new cases at once, instead of one by one."""
        implementations = self.env["bianmin.catalog.implementation"].browse(
            {vals.get("implementation_id") for vals in vals_list} - {None, False}
        )
        commands = self._get_checklist_commands(implementations)
        return super().create(
            [
                {"material_ids": commands[vals["implementation_id"]], **vals}
                if vals.get("implementation_id")
                else vals
                for vals in vals_list
            ]
        )

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _check_materials(self):
        """Refuse cases that lack a required paper, naming it."""
        missing = self._get_missing_materials()
        if missing:
            raise UserError(
                self.env._(
                    "Required papers are missing: %(papers)s. Upload them, or tick "
                    "them as received on paper.",
                    papers="；".join(
                        f"{case.applicant_name}：" + "、".join(lines.mapped("name"))
                        for case, lines in missing.grouped("case_id").items()
                    ),
                )
            )

    def _add_checklist(self):
        """Put back the papers of the catalogue that somebody took off the list."""
        line = self.env["bianmin.case.material"]
        # sudo: bianmin.case.material – the list is the catalogue's, not the filer's
        line.sudo().create(
            [
                {"case_id": case.id, **line._prepare_catalog_vals(material)}
                for case in self
                for material in case.implementation_id._get_materials_under(
                    case.version_id
                )
                - case.material_ids.material_id
            ]
        )

    @api.model
    def _get_checklist_commands(self, implementations):
        """Commands that make the checklists.

        :return: dict implementation id -> list of commands
        """
        line = self.env["bianmin.case.material"]
        materials = implementations._origin._get_materials_by_implementation()
        return {
            implementation_id: [
                Command.create(line._prepare_catalog_vals(material))
                for material in lines
            ]
            for implementation_id, lines in materials.items()
        }

    def _get_missing_materials(self):
        """Required papers that are not there."""
        return self.material_ids.filtered(
            lambda line: line.necessity == "required" and line.state == "missing"
        )

    def _get_taken_materials(self):
        """Papers that are there, or that something else stands for."""
        return self.material_ids.filtered(lambda line: line.state != "missing")
