from odoo import api, fields, models

from odoo.addons.bianmin_base.tools.local_time import local_today


class BianminAgentVisitCallOff(models.TransientModel):
    """Nobody was met, or the visit is not needed: why, and when again."""

    _name = "bianmin.agent.visit.call.off"
    _description = "Call a Visit Off"

    visit_ids = fields.Many2many("bianmin.agent.visit", string="Visits", required=True)
    target = fields.Selection(
        [("missed", "Nobody met"), ("cancelled", "Not needed any more")],
        required=True,
    )
    reason = fields.Char(help="Such as: nobody at home, in hospital.")
    again_on = fields.Date(
        string="Come Again on",
        default=lambda self: self._default_again_on(),
        help="The visit stands in your list again on this day.",
    )

    @api.model
    def _default_again_on(self):
        return self.env["bianmin.calendar.day"]._add_working_days(local_today(), 1)

    def action_confirm(self):
        """Close these visits with the reason."""
        self.ensure_one()
        if self.target == "missed":
            self.visit_ids._miss(self.reason, self.again_on)
        else:
            self.visit_ids._cancel(self.reason)
        return {"type": "ir.actions.act_window_close"}
