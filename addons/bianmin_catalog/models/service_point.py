from uuid import uuid4

from odoo import fields, models
from odoo.tools import SQL


class BianminServicePoint(models.Model):
    """What a place shows to everybody: its touch screen and its page for the phone."""

    _inherit = "bianmin.service.point"

    public_token = fields.Char(
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: uuid4().hex,
        help="What the address of the public pages ends with. Whoever has the address "
        "sees what is shown on the wall, nothing else.",
    )

    _public_token_uniq = models.UniqueIndex(
        "(public_token)", "Two service points cannot share one public address."
    )
    _public_token_format = models.Constraint(
        "CHECK (public_token ~ '^[0-9a-f]{32}$')",
        "The token of a public address is made by the system and cannot be chosen.",
    )

    def _init_column(self, column_name):
        """Give each place that is there already a token of its own, not one to all."""
        if column_name != "public_token":
            return super()._init_column(column_name)
        # SQL: the ORM would compute one default and write it to every row.
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET public_token = replace(gen_random_uuid()::text, '-', '')"
                " WHERE public_token IS NULL",
                SQL.identifier(self._table),
            )
        )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_renew_public_token(self):
        """Give the place a new public address; the old one is gone at once."""
        for point in self:
            point.public_token = uuid4().hex

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _get_public_url(self):
        """Return the address of the public page of this place."""
        self.ensure_one()
        return f"{self.get_base_url()}/bianmin/{self.public_token}"
