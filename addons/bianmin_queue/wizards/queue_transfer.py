from odoo import api, fields, models


class BianminQueueTransfer(models.TransientModel):
    """Where a number goes: to another business, window or person."""

    _name = "bianmin.queue.transfer"
    _description = "Pass a Number On"

    ticket_id = fields.Many2one("bianmin.queue.ticket", required=True, readonly=True)
    hall_id = fields.Many2one(related="ticket_id.hall_id", related_sudo=False)
    business_id = fields.Many2one(
        "bianmin.queue.business",
        string="To another business",
        domain="[('hall_id', '=', hall_id)]",
    )
    window_id = fields.Many2one(
        "bianmin.queue.window",
        string="To a window",
        domain="[('hall_id', '=', hall_id), ('state', '=', 'open')]",
    )
    clerk_id = fields.Many2one(
        "res.users",
        string="To a person",
        domain="[('id', 'in', clerk_ids)]",
    )
    clerk_ids = fields.Many2many("res.users", compute="_compute_clerk_ids")

    @api.depends("ticket_id")
    def _compute_clerk_ids(self):
        """Those who sit at a window of the hall now."""
        for wizard in self:
            wizard.clerk_ids = wizard.hall_id.window_ids.clerk_id

    def action_transfer(self):
        """Pass the number on; it keeps its place by the time it was taken."""
        self.ensure_one()
        self.ticket_id._transfer(self.business_id, self.window_id, self.clerk_id)
        return {"type": "ir.actions.act_window_close"}
