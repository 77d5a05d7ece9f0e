from odoo import fields, models


class BianminSubsidyObjectionFinding(models.TransientModel):
    """What the township found about an objection."""

    _name = "bianmin.subsidy.objection.finding"
    _description = "Finding on an Objection"

    objection_id = fields.Many2one(
        "bianmin.subsidy.objection", required=True, readonly=True, ondelete="cascade"
    )
    text = fields.Text(related="objection_id.text", string="What Is Said")
    target = fields.Selection(
        [("rejected", "Unfounded"), ("upheld", "Well founded")],
        required=True,
        readonly=True,
    )
    finding = fields.Text()

    def action_confirm(self):
        """Settle the objection."""
        self.ensure_one()
        self.objection_id._settle(self.target, self.finding)
        return {"type": "ir.actions.act_window_close"}
