from odoo import api, fields, models

from odoo.addons.bianmin_base.tools.local_time import local_today


class BianminCaseVersion(models.AbstractModel):
    """The version of the catalogue under which a case was filed, kept for ever."""

    _name = "bianmin.case.version"
    _description = "Catalogue Version of a Case"

    version_id = fields.Many2one(
        "bianmin.catalog.version",
        string="Catalogue Version",
        compute="_compute_version_id",
        store=True,
        precompute=True,
        required=True,
        index=True,
        ondelete="restrict",
        help="What the catalogue said on the day of filing: papers and guide of the "
        "case stay those of this version (事项版本).",
    )

    @api.depends("item_id")
    def _compute_version_id(self):
        versions = self.item_id._get_version_by_item(local_today())
        for case in self:
            case.version_id = versions.get(case.item_id.id)

    def _renew_version(self):
        """Bring drafts that were begun earlier to the version of the day of filing.

        Papers that the new version asks for too stay as they are; of the others those
        go that nobody has handed in.
        """
        versions = self.item_id._get_version_by_item(local_today())
        outdated = self.filtered(lambda c: c.version_id != versions[c.item_id.id])
        # sudo: bianmin.case – the version is the catalogue's choice, not the filer's
        for case_sudo in outdated.sudo():
            version_sudo = versions[case_sudo.item_id.id].sudo()
            case_sudo._renew_papers(case_sudo.version_id, version_sudo)
            case_sudo.version_id = version_sudo

    def _renew_papers(self, old, new):
        """Make the papers of one version those of another that have the same name."""
        renewed = {material.name: material for material in new.material_ids}
        lines = self.material_ids.filtered(
            lambda line: line.material_id.version_id == old
        )
        for line in lines:
            if material := renewed.pop(line.material_id.name, None):
                line.write(line._prepare_catalog_vals(material))
            elif line.state == "missing":
                line.unlink()
