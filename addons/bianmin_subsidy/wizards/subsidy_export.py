from odoo import api, fields, models
from odoo.exceptions import UserError


class BianminSubsidyExport(models.TransientModel):
    """The last look before a round goes to the bank: what, how much, in which form."""

    _name = "bianmin.subsidy.export"
    _description = "Send a Round to the Bank"

    round_id = fields.Many2one(
        "bianmin.subsidy.round", required=True, readonly=True, ondelete="cascade"
    )
    format_id = fields.Many2one(
        "bianmin.subsidy.bank.format",
        compute="_compute_format_id",
        store=True,
        readonly=False,
        ondelete="cascade",
        help="The file format of the bank that pays out.",
    )
    line_count = fields.Integer(
        related="round_id.line_count", string="Number of Payments"
    )
    currency_id = fields.Many2one(related="round_id.currency_id")
    total_amount = fields.Monetary(related="round_id.total_amount", string="Total")
    total_in_capitals = fields.Char(related="round_id.total_in_capitals")

    @api.depends("round_id")
    def _compute_format_id(self):
        for wizard in self:
            wizard.format_id = wizard.round_id.scheme_id.bank_format_id

    def action_confirm(self):
        """Make the bank file and show it."""
        self.ensure_one()
        if not self.format_id:
            raise UserError(self.env._("Choose the file format of the paying bank."))
        made = self.round_id._export(self.format_id)
        return {
            "type": "ir.actions.act_window",
            "name": made.name,
            "res_model": made._name,
            "res_id": made.id,
            "view_mode": "form",
        }
