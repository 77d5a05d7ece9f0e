from markupsafe import Markup

from odoo import fields, models
from odoo.tools.image import image_data_uri

from ..tools import paper


class BianminCaseDocument(models.Model):
    """A paper that the applicant, or who acts for him, signs on the screen."""

    _inherit = "bianmin.case.document"

    signature_ids = fields.One2many(
        "bianmin.case.signature", "document_id", string="Signatures", readonly=True
    )
    signed_by = fields.Char(compute="_compute_signed_by")

    def _compute_signed_by(self):
        for document in self:
            names = document.signature_ids.mapped("signed_by_name")
            document.signed_by = "、".join(names)

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_sign(self):
        """Show the paper to the applicant and let him sign it."""
        self.ensure_one()
        self.check_access("read")
        wizard = self.env["bianmin.case.sign"].create({"document_id": self.id})
        return wizard._get_window_action(self.env._("Read and sign"))

    # ------------------------------------------------------------
    # PAPER
    # ------------------------------------------------------------

    def _get_fingerprint_now(self):
        """The fingerprint of the text that is kept, whatever was stored with it."""
        self.ensure_one()
        return paper.fingerprint(self.content)

    def _get_body(self):
        """The signatures stand under the text: it stays as it was issued."""
        body = super()._get_body()
        signatures = self.signature_ids.with_context(
            bin_size=False, lang=self.case_id._get_paper_language()
        )
        if not signatures:
            return body
        block = self.env["ir.qweb"]._render(
            "bianmin_case.paper_signatures",
            {"signatures": signatures, "image_data_uri": image_data_uri},
            lang=self.case_id._get_paper_language(),
        )
        return paper.add_block(body, str(block))

    def _get_preview(self):
        """The text without its pictures, to be read on the screen before signing."""
        self.ensure_one()
        return Markup(paper.get_text_of_body(self.content))
