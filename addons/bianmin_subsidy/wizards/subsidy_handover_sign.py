from odoo import api, fields, models


class BianminSubsidyHandoverSign(models.TransientModel):
    """The sheet on which a villager signs for the money he was given."""

    _name = "bianmin.subsidy.handover.sign"
    _description = "Hand Over and Sign"

    handover_id = fields.Many2one(
        "bianmin.subsidy.handover", required=True, readonly=True, ondelete="cascade"
    )
    # Read as the user, who may have named any hand-over.
    payee_name = fields.Char(related="handover_id.payee_name", related_sudo=False)
    scheme_id = fields.Many2one(related="handover_id.scheme_id", related_sudo=False)
    period = fields.Char(related="handover_id.period", related_sudo=False)
    currency_id = fields.Many2one(related="handover_id.currency_id", related_sudo=False)
    amount = fields.Monetary(related="handover_id.amount", related_sudo=False)
    amount_in_capitals = fields.Char(
        related="handover_id.amount_in_capitals", related_sudo=False
    )
    signed_by_name = fields.Char(
        string="Signed by",
        compute="_compute_signed_by_name",
        compute_sudo=False,
        store=True,
        readonly=False,
        help="The payee, or the family member who signs for him.",
    )
    signature = fields.Binary(attachment=False)
    photo = fields.Binary(attachment=False)
    note = fields.Char(
        help="Who signed for whom and why, when it is not the payee himself."
    )

    @api.depends("handover_id")
    def _compute_signed_by_name(self):
        for wizard in self:
            wizard.signed_by_name = wizard.handover_id.payee_name

    def action_confirm(self):
        """Record the hand-over."""
        self.ensure_one()
        wizard = self.with_context(bin_size=False)
        self.handover_id._hand_over(
            wizard.signature, self.signed_by_name, photo=wizard.photo, note=self.note
        )
        return {"type": "ir.actions.act_window_close"}
