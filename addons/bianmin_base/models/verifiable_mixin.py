import secrets

from odoo import api, fields, models
from odoo.tools import SQL


class BianminVerifiableMixin(models.AbstractModel):
    """Papers that anybody who holds one can check on a public page.

    The page says what was issued, by whom, when, and whether it still stands;
    nothing personal, because papers get lost. Its address carries a random token, so
    that nobody can leaf through the papers of others.
    """

    _name = "bianmin.verifiable.mixin"
    _description = "Paper to Verify on a Public Page"

    verification_token = fields.Char(
        default=lambda self: self._make_verification_token(),
        required=True,
        readonly=True,
        copy=False,
        groups=fields.NO_ACCESS,
        help="The secret part of the public address (防伪验证码).",
    )

    _verification_token_uniq = models.UniqueIndex("(verification_token)")

    def _init_column(self, column_name):
        if column_name != "verification_token":
            return super()._init_column(column_name)
        # One value for each row that is there already: the usual way gives all rows
        # the same. PostgreSQL takes the bytes from its strong random generator.
        self.env.execute_query(
            SQL(
                "UPDATE %s SET verification_token = "
                "replace(gen_random_uuid()::text, '-', '') "
                "WHERE verification_token IS NULL RETURNING id",
                SQL.identifier(self._table),
            )
        )

    @api.model
    def _make_verification_token(self):
        """A token of 32 characters that cannot be guessed."""
        return secrets.token_urlsafe(24)

    @api.model
    def _get_verification_address(self, token):
        """The public address for a token, also of a paper that is not issued yet."""
        return f"{self.get_base_url()}/verify/{token}"

    def _get_verification_url(self):
        """The public address that says whether this paper is genuine."""
        self.ensure_one()
        # sudo: the paper – whoever prints it prints its address on it
        return self._get_verification_address(self.sudo().verification_token)

    def _get_verification_qr(self):
        """The QR code of the public address, as a data URI for a paper.

        :rtype: str
        """
        return self.env["ir.actions.report"]._get_qr_data_uri(
            self._get_verification_url()
        )

    @api.model
    def _find_verifiable(self, token):
        """The paper of whatever kind that a token belongs to.

        :param str token: secret part of the address
        :return: a record of one paper in sudo, or None
        """
        for name in self.pool.descendants([self._name], "_inherit"):
            model = self.env[name]
            if not model._abstract:
                # sudo: the paper – whoever has the token may see that it is genuine
                paper = model.sudo().search([("verification_token", "=", token)])
                if paper:
                    return paper
        return None

    def _prepare_verification_values(self):
        """All that the public page may show. Extend to fill it in, with nothing
        personal: names masked, no ID number, phone, account or address.

        :return: dict with ``kind``, ``number``, ``office``, ``date``, ``holder``
            (masked name, or False), ``valid_until`` (last day, or False) and
            ``state``: ``valid``, ``expired``, ``withdrawn`` or ``altered``
        """
        self.ensure_one()
        return {
            "kind": self._description,
            "number": self.display_name,
            "office": False,
            "date": self.create_date,
            "holder": False,
            "valid_until": False,
            "state": "valid",
        }
