from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.image import image_data_uri
from odoo.tools.pdf import merge_pdf

from ..tools import paper


class BianminKeptPaperMixin(models.AbstractModel):
    """A numbered paper that is kept as it was issued.

    The text is kept when the paper is issued, with its fingerprint, and never
    changes. The PDF is drawn from that text when somebody first asks for it, and the
    same file is handed out from then on, until somebody signs the paper.
    """

    _name = "bianmin.kept.paper.mixin"
    _description = "Paper Kept as Issued"
    _inherit = ["bianmin.verifiable.mixin"]
    _rec_name = "number"

    _landscape = False

    number = fields.Char(required=True, readonly=True)
    issued_at = fields.Datetime(required=True, readonly=True)
    issued_by_id = fields.Many2one(
        "res.users", required=True, readonly=True, index=True, ondelete="restrict"
    )
    content = fields.Text(
        required=True,
        readonly=True,
        prefetch=False,
        help="HTML of the paper as issued.",
    )
    sha256 = fields.Char(
        string="SHA-256",
        compute="_compute_sha256",
        store=True,
        precompute=True,
        help="Fingerprint of the text as issued.",
    )
    is_intact = fields.Boolean(
        compute="_compute_is_intact",
        help="The kept text still has the fingerprint it was issued with.",
    )
    attachment_id = fields.Many2one(
        "ir.attachment",
        string="PDF",
        compute="_compute_attachment_id",
        help="The PDF; empty until the paper is printed for the first time.",
    )

    _number_uniq = models.Constraint(
        "UNIQUE (number)", "A paper with this number was issued already."
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("content")
    def _compute_sha256(self):
        for document in self:
            document.sha256 = paper.fingerprint(document.content)

    def _compute_is_intact(self):
        for document in self:
            document.is_intact = document.sha256 == paper.fingerprint(document.content)

    def _compute_attachment_id(self):
        # sudo: ir.attachment – who may read the paper may have its file
        attachments_sudo = self.env["ir.attachment"].sudo()
        pdf_by_document = {
            attachment.res_id: attachment
            for attachment in attachments_sudo.search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                    ("res_field", "=", False),
                    ("mimetype", "=", "application/pdf"),
                ],
                order="id",
            )
        }
        for document in self:
            document.attachment_id = pdf_by_document.get(document.id)

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _get_printout(self):
        """One PDF of these papers: the kept file of one, a common file of several.

        :rtype: bytes
        """
        return self._get_pdf().raw if len(self) == 1 else self._draw_pdf()

    def _get_pdf(self):
        """The attachment with the PDF, made from the kept text on the first call.

        Of two that are made at the same moment the last one counts from then on.
        """
        self.ensure_one()
        return self.attachment_id or self._keep_pdf()

    def _keep_pdf(self):
        """Draw the PDF and keep it; one that was drawn before stays beside it.

        :return: the attachment
        """
        self.ensure_one()
        # sudo: ir.attachment – nobody may write papers but this method
        attachment = (
            self.env["ir.attachment"]
            .sudo()
            .create(
                {
                    "name": f"{self.number}.pdf",
                    "res_model": self._name,
                    "res_id": self.id,
                    "raw": self._draw_pdf(),
                    "mimetype": "application/pdf",
                }
            )
        )
        self.invalidate_recordset(["attachment_id"])
        return attachment.sudo(self.env.su)

    def _draw_pdf(self):
        """Draw one PDF of the kept texts of these papers.

        :raise UserError: when a text is not the one that was issued
        """
        # sudo: ir.actions.report – a sheet of A4 is no secret
        report_sudo = (
            self.env["ir.actions.report"]
            .sudo()
            .new({"paperformat_id": self.env.ref("bianmin_base.paperformat_a4").id})
        )
        bodies = []
        for document in self:
            if not document.is_intact:
                raise UserError(
                    self.env._(
                        "%(number)s was changed after it was issued and cannot be "
                        "printed. Tell your administrator.",
                        number=document.number,
                    )
                )
            body = paper.draw_seals(document._get_body(), self._get_seal_data_uri)
            bodies.append(paper.draw_qr_codes(body, report_sudo._get_qr_data_uri))
        # One call per document: wkhtmltopdf with unpatched Qt takes no more at once.
        files = [
            report_sudo._run_wkhtmltopdf([body], landscape=self._landscape)
            for body in paper.join_pages(bodies)
        ]
        return merge_pdf(files) if len(files) > 1 else files[0]

    def _get_body(self):
        """The HTML that is drawn. Extend to put something under the text."""
        self.ensure_one()
        return self.content

    @api.model
    def _get_seal_data_uri(self, seal_id):
        # sudo: bianmin.seal – the paper was sealed when it was issued
        image = self.env["bianmin.seal"].sudo().browse(seal_id).image
        return image_data_uri(image) if image else ""
