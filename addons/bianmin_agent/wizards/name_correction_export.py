import base64

from odoo import api, fields, models


class BianminNameCorrectionExport(models.TransientModel):
    """The file that goes to the office; made when it is loaded down, and not kept."""

    _name = "bianmin.name.correction.export"
    _description = "Corrections for the Office"

    roster_id = fields.Many2one(
        "bianmin.name.correction.roster", required=True, ondelete="cascade"
    )
    correction_ids = fields.Many2many(
        "bianmin.name.correction",
        "bianmin_name_correction_export_rel",
        "export_id",
        "correction_id",
    )
    file = fields.Binary(compute="_compute_file")
    file_name = fields.Char(compute="_compute_file")

    @api.depends("correction_ids")
    @api.depends_context("lang")
    def _compute_file(self):
        for export in self:
            content = export.correction_ids._prepare_workbook()
            export.file = base64.b64encode(content)
            # sudo: bianmin.name.correction.roster – its name, for the file's
            name = export.roster_id.sudo().name
            export.file_name = self.env._("%(roster)s corrections.xlsx", roster=name)

    def _download(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/file"
            "?download=true&filename_field=file_name",
            "target": "download",
        }
