from odoo import fields, models


class BianminSubsidyHandoverTake(models.TransientModel):
    """Count what is in the packet, type it, and sign: then it is in one's hands."""

    _name = "bianmin.subsidy.handover.take"
    _description = "Count and Sign"

    sheet_id = fields.Many2one(
        "bianmin.subsidy.handover.sheet",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    # Read as the user, who may have named any sheet.
    number = fields.Char(related="sheet_id.number", related_sudo=False)
    medium = fields.Selection(related="sheet_id.medium", related_sudo=False)
    giver_signed_by_name = fields.Char(
        related="sheet_id.giver_signed_by_name", related_sudo=False
    )
    handover_ids = fields.Many2many(related="sheet_id.handover_ids", related_sudo=False)
    currency_id = fields.Many2one(related="sheet_id.currency_id", related_sudo=False)
    counted_people = fields.Integer(
        string="People Counted", help="How many people's money or passbooks it is."
    )
    counted_amount = fields.Monetary(string="Yuan Counted")
    signature = fields.Binary(attachment=False)

    def action_confirm(self):
        """Take over what was counted."""
        self.ensure_one()
        wizard = self.with_context(bin_size=False)
        self.sheet_id._take(self.counted_people, self.counted_amount, wizard.signature)
        return {"type": "ir.actions.act_window_close"}
