from odoo import fields, models


class BianminQueueIssue(models.TransientModel):
    """Take a number for somebody at the desk of the hall."""

    _name = "bianmin.queue.issue"
    _description = "Take a Number"

    hall_id = fields.Many2one("bianmin.queue.hall", required=True)
    business_id = fields.Many2one(
        "bianmin.queue.business", required=True, domain="[('hall_id', '=', hall_id)]"
    )
    priority_kind = fields.Selection(
        selection="_selection_priority_kind",
        string="Priority",
        default="none",
        required=True,
    )

    def _selection_priority_kind(self):
        field = self.env["bianmin.queue.ticket"]._fields["priority_kind"]
        return field._description_selection(self.env)

    def action_issue(self):
        """Take the number and tell it."""
        self.ensure_one()
        ticket = self.business_id.issue_ticket(self.priority_kind)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": ticket["number"],
                "message": self.env._("Taken for %(name)s", name=self.business_id.name),
                "type": "success",
                "sticky": True,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
