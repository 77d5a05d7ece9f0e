from odoo import api, fields, models

from ..tools import bank_account, masking


class BianminBankAccount(models.Model):
    """An account that money is paid to: a card or a passbook."""

    _name = "bianmin.bank.account"
    _description = "Bank Account"
    _inherit = [
        "bianmin.scope.mixin",
        "bianmin.masked.mixin",
        "bianmin.change.logged.mixin",
    ]
    _order = "resident_id, id"
    _rec_names_search = ("holder_name", "bank_name")

    _masked_fields = {
        "number_masked": ("number", masking.mask_account, bank_account.normalize),
    }

    _change_logged_fields = (
        *("resident_id", "holder_name", "number", "bank_name", "bank_code"),
        *("kind", "active"),
    )

    resident_id = fields.Many2one(
        "bianmin.resident", required=True, index=True, ondelete="restrict"
    )
    division_id = fields.Many2one(
        related="resident_id.division_id", store=True, index=True
    )
    holder_name = fields.Char(
        compute="_compute_holder_name",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        help="The name on the card or in the passbook (户名).",
    )
    bank_name = fields.Char(string="Bank", required=True, help="Bank (开户银行).")
    bank_code = fields.Char(help="Bank code of the payment system (行号).")
    number = fields.Char(
        string="Complete account number",
        groups=fields.NO_ACCESS,
        copy=False,
        index=True,
    )
    number_masked = fields.Char(
        string="Account number",
        compute="_compute_masked",
        inverse="_inverse_number_masked",
        search="_search_number_masked",
        compute_sudo=True,
    )
    number_passes_check = fields.Boolean(
        compute="_compute_number_passes_check",
        compute_sudo=True,
        help="Cards carry a check digit (Luhn); old passbooks do not.",
    )
    kind = fields.Selection(
        selection=[("card", "Card"), ("passbook", "Passbook")],
        required=True,
        default="card",
    )
    active = fields.Boolean(default=True)

    _number_check = models.Constraint(
        "CHECK (number ~ '^[0-9]{8,32}$')",
        "An account number has 8 to 32 digits and nothing else.",
    )

    @api.depends("resident_id")
    def _compute_holder_name(self):
        for account in self:
            # A card goes on bearing the name on it when two entries are merged.
            account.holder_name = (
                account._origin.holder_name or account.resident_id.name
            )

    @api.depends("number")
    def _compute_number_passes_check(self):
        for account in self:
            account.number_passes_check = bool(
                account.number
            ) and bank_account.passes_luhn(account.number)

    @api.depends("bank_name", "number")
    def _compute_display_name(self):
        for account in self:
            account.display_name = f"{account.bank_name} {account.number_masked or ''}"

    def _get_change_subject(self):
        return f"{self.resident_id.name} {self.number_masked or ''}".strip()

    def _inverse_number_masked(self):
        self._store_masked("number_masked")

    def _search_number_masked(self, operator, value):
        return self._search_masked("number_masked", operator, value)
