from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.bianmin_base.tools.local_time import local_today

from ..tools.turns import take_turns

# A roster is planned for some months, not for years.
LONGEST = timedelta(days=366)


class BianminAgentDutyPlan(models.TransientModel):
    """Let the agents of a station take turns, by the day or by the week."""

    _name = "bianmin.agent.duty.plan"
    _description = "Plan the Duty Roster"

    service_point_id = fields.Many2one(
        "bianmin.service.point",
        string="Station",
        required=True,
        domain=[("level", "=", "station")],
    )
    agent_ids = fields.Many2many(
        "bianmin.agent",
        string="Agents",
        compute="_compute_agent_ids",
        compute_sudo=False,
        store=True,
        readonly=False,
        help="They take turns in this order.",
    )
    date_from = fields.Date(
        string="First Day", required=True, default=lambda self: local_today()
    )
    date_to = fields.Date(
        string="Last Day",
        required=True,
        default=lambda self: local_today() + timedelta(days=27),
    )
    turn = fields.Selection(
        [("day", "Every Working Day"), ("week", "Every Week")],
        string="Change",
        required=True,
        default="week",
    )
    hours = fields.Char()

    @api.depends("service_point_id")
    def _compute_agent_ids(self):
        for plan in self:
            plan.agent_ids = self.env["bianmin.agent"].search(
                [("service_point_ids", "in", plan.service_point_id.ids)]
            )

    def action_plan(self):
        """Write the roster for the working days on which nobody is on duty yet.

        :raise UserError: when there is nobody to take turns, or no day
        """
        self.ensure_one()
        duties = self._plan()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "bianmin_agent.agent_duty_action"
        )
        return {
            **action,
            "domain": [("id", "in", duties.ids)],
            "context": {},
            "target": "main",
        }

    def _plan(self):
        days = self._get_free_days()
        if not self.agent_ids or not days:
            raise UserError(
                self.env._(
                    "Choose agents, and a time in which there are working days without "
                    "anybody on duty."
                )
            )
        turns = take_turns(days, self.agent_ids.ids, weekly=self.turn == "week")
        return self.env["bianmin.agent.duty"].create(
            [
                {
                    "day": day,
                    "agent_id": agent_id,
                    "service_point_id": self.service_point_id.id,
                    "hours": self.hours,
                }
                for day, agent_id in turns
            ]
        )

    def _get_free_days(self):
        """Working days of the time on which nobody is on duty at the station."""
        if self.date_to - self.date_from > LONGEST:
            raise UserError(self.env._("Plan at most one year at once."))
        taken = set(
            self.env["bianmin.agent.duty"]
            .search(
                [
                    ("service_point_id", "=", self.service_point_id.id),
                    ("day", ">=", self.date_from),
                    ("day", "<=", self.date_to),
                ]
            )
            .mapped("day")
        )
        calendar = self.env["bianmin.calendar.day"]._get_working_calendar()
        span = (self.date_to - self.date_from).days + 1
        days = (self.date_from + timedelta(days=number) for number in range(span))
        return [
            day for day in days if day not in taken and calendar.is_working_day(day)
        ]
