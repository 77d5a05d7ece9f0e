from odoo import fields, models


class BianminSubsidyLineStop(models.TransientModel):
    """Says why people on a draft roster are not paid (停发)."""

    _name = "bianmin.subsidy.line.stop"
    _description = "Stop Payments"

    line_ids = fields.Many2many(
        "bianmin.subsidy.line",
        "bianmin_subsidy_line_stop_rel",
        "stop_id",
        "line_id",
        required=True,
    )
    reason = fields.Char(required=True, default="")

    def action_confirm(self):
        """Stop the lines."""
        self.ensure_one()
        self.line_ids._stop(self.reason)
        return {"type": "ir.actions.act_window_close"}
