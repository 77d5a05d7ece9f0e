from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..tools.roles import ACCEPTOR, FILER, ISSUER

SIGNERS = [("applicant", "Applicant"), ("agent", "Agent")]


class BianminCaseSignature(models.Model):
    """Who signed a paper on the screen: the applicant, or who acts for him.

    What is signed is the text of the paper as it was issued: the hash covers its
    fingerprint, the name, the role and the picture.
    """

    _name = "bianmin.case.signature"
    _description = "Signature on a Paper"
    _inherit = ["bianmin.append.only", "bianmin.signature.mixin"]
    _order = "id"
    _rec_name = "signed_by_name"

    document_id = fields.Many2one(
        "bianmin.case.document",
        string="Paper",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    division_id = fields.Many2one(
        related="document_id.division_id", store=True, index=True, precompute=True
    )
    role = fields.Selection(
        SIGNERS,
        required=True,
        readonly=True,
        help="Whether the applicant signed, or who acts for him (申请人、代办人).",
    )
    recorded_by_id = fields.Many2one(
        "res.users",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        help="Before whom the paper was signed.",
    )

    _role_uniq = models.UniqueIndex(
        "(document_id, role)", "This paper has been signed already."
    )

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    @api.model
    def _sign(self, document, role, name, signature):
        """Put a signature under a paper and draw it anew.

        :param document: one ``bianmin.case.document``
        :param str role: ``applicant`` or ``agent``
        :param str name: who signs
        :param signature: picture in base64
        :raise AccessError: when the user handles no papers in the division
        :raise UserError: when the paper is signed already, is no longer what was
            issued, or the signature is missing
        """
        self._check_may_sign(document)
        if not document.is_intact:
            raise UserError(
                self.env._(
                    "%(number)s was changed after it was issued: it cannot be signed.",
                    number=document.number,
                )
            )
        if role in document.signature_ids.mapped("role"):
            raise UserError(
                self.env._(
                    "%(number)s has been signed already.", number=document.number
                )
            )
        values = {"document_id": document.id, "role": role}
        draft = self.new(values | {"signed_by_name": name})
        # sudo: bianmin.case.signature – nobody writes signatures but this method
        signed = self.sudo().create(
            values
            | {"recorded_by_id": self.env.uid}
            | draft._prepare_signature_vals(signature, name)
        )
        document.invalidate_recordset(["signature_ids"])
        document._keep_pdf()
        return signed.sudo(self.env.su)

    @api.model
    def _check_may_sign(self, document):
        """Whoever takes applications, accepts them or hands out results lets sign."""
        document.check_access("read")
        user = self.env.user
        if self.env.su or any(
            user._has_scope(group, document.division_id)
            for group in (FILER, ACCEPTOR, ISSUER)
        ):
            return
        raise AccessError(
            self.env._(
                "Only who takes applications or hands out results lets papers be "
                "signed."
            )
        )

    # ------------------------------------------------------------
    # TOOLS
    # ------------------------------------------------------------

    def _get_signed_content(self):
        """The paper as it was issued, and who stands for it."""
        self.ensure_one()
        # sudo: bianmin.case.document – the fingerprint is taken over what is kept now
        text = self.document_id.sudo()._get_fingerprint_now()
        return "\n".join((text, self.role, self.signed_by_name))
