from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.bianmin_base.tools.local_time import local_today


class BianminAgentDuty(models.Model):
    """Who sits at a station on a day (轮流坐班)."""

    _name = "bianmin.agent.duty"
    _description = "Duty at a Station"
    _inherit = ["bianmin.scope.mixin"]
    _order = "day, service_point_id, id"
    _rec_names_search = ("agent_id", "service_point_id")

    day = fields.Date(required=True, default=lambda self: local_today())
    service_point_id = fields.Many2one(
        "bianmin.service.point",
        string="Station",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("level", "=", "station")],
    )
    division_id = fields.Many2one(
        related="service_point_id.division_id", store=True, index=True, precompute=True
    )
    agent_id = fields.Many2one(
        "bianmin.agent", required=True, index=True, ondelete="restrict"
    )
    hours = fields.Char(help="Such as 8:30–11:30; empty for the agent's usual hours.")

    _day_uniq = models.UniqueIndex(
        "(day, service_point_id, agent_id)",
        "This agent is on duty at the station on that day already.",
    )

    @api.depends("hours", "agent_id.name")
    def _compute_display_name(self):
        for duty in self:
            # sudo: bianmin.agent – the name on the roster
            name = duty.agent_id.sudo().name or ""
            duty.display_name = f"{name} {duty.hours or ''}".strip()

    @api.constrains("agent_id", "service_point_id")
    def _check_agent(self):
        for duty in self:
            if not duty.agent_id._covers(duty.service_point_id.division_id):
                raise ValidationError(
                    self.env._(
                        "%(agent)s is no agent of %(village)s.",
                        agent=duty.agent_id.name,
                        village=duty.service_point_id.division_id.name,
                    )
                )

    def write(self, vals):
        result = super().write(vals)
        if "service_point_id" in vals:
            # The rule was asked for the former station; now it names another.
            self.check_access("write")
        return result
