from odoo import api, fields, models

from ..models.case_signature import SIGNERS


class BianminCaseSign(models.TransientModel):
    """The applicant reads the paper on the screen and signs it."""

    _name = "bianmin.case.sign"
    _description = "Sign a Paper"

    document_id = fields.Many2one(
        "bianmin.case.document", required=True, readonly=True, ondelete="cascade"
    )
    preview = fields.Html(compute="_compute_preview")
    role = fields.Selection(
        SIGNERS, string="Who Signs", required=True, default="applicant"
    )
    name = fields.Char(
        required=True,
        compute="_compute_name",
        # As the user, who may have named any paper.
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
    )
    signature = fields.Binary(attachment=False)

    @api.depends("document_id")
    def _compute_preview(self):
        for wizard in self:
            document = wizard.document_id
            wizard.preview = document._get_preview() if document else False

    @api.depends("document_id", "role")
    def _compute_name(self):
        for wizard in self:
            wizard.name = (
                wizard.document_id.case_id.applicant_name
                if wizard.role == "applicant"
                else wizard.name
            )

    def action_sign(self):
        """Put the signature under the paper."""
        self.ensure_one()
        self.env["bianmin.case.signature"]._sign(
            self.document_id, self.role, self.name, self.signature
        )
        return {"type": "ir.actions.act_window_close"}
