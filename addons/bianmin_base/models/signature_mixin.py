import base64
import binascii
import hashlib

from odoo import fields, models
from odoo.exceptions import UserError


class BianminSignatureMixin(models.AbstractModel):
    """A signature given on the screen, tied to what was signed by a hash."""

    _name = "bianmin.signature.mixin"
    _description = "Signed on the Screen"

    signature = fields.Binary(attachment=True, copy=False)
    signed_by_name = fields.Char(string="Signed by", copy=False, readonly=True)
    signed_at = fields.Datetime(copy=False, readonly=True)
    signed_hash = fields.Char(
        copy=False,
        readonly=True,
        help="SHA-256 over the signed content and the picture of the signature.",
    )
    signature_is_intact = fields.Boolean(
        compute="_compute_signature_is_intact",
        help="The content is still what was signed.",
    )

    def _compute_signature_is_intact(self):
        # A form asks for the size of pictures only: the hash needs the picture.
        for record in self.with_context(bin_size=False):
            record.signature_is_intact = bool(
                record.signed_hash
            ) and record.signed_hash == record._get_signed_hash(record.signature)

    def _get_signed_content(self):
        """Extend to say, as text, what the signature stands for."""
        raise NotImplementedError

    def _get_signed_hash(self, signature):
        self.ensure_one()
        digest = hashlib.sha256(self._get_signed_content().encode())
        digest.update(base64.b64decode(signature or b""))
        return digest.hexdigest()

    def _prepare_signature_vals(self, signature, name):
        """Values that record a signature.

        :param signature: picture in base64, as the signature widget gives it
        :param str name: who signed
        :raise UserError: when there is no picture or no name
        """
        self.ensure_one()
        if not signature or not name:
            raise UserError(
                self.env._("Please sign in the box first: the signature is missing.")
            )
        try:
            base64.b64decode(signature, validate=True)
        except (binascii.Error, ValueError) as error:
            raise UserError(
                self.env._("The signature is no picture: please sign again.")
            ) from error
        return {
            "signature": signature,
            "signed_by_name": name,
            "signed_at": fields.Datetime.now(),
            "signed_hash": self._get_signed_hash(signature),
        }
