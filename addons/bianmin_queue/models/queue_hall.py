from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.bianmin_base.tools.local_time import local_today

from ..tools.queue_policy import NO_PRIORITY, Policy, get_order
from ..tools.roles import MANAGER


class BianminQueueHall(models.Model):
    """A hall where people take numbers (排队大厅)."""

    _name = "bianmin.queue.hall"
    _description = "Queue Hall"
    _inherit = ["bianmin.scope.mixin"]
    _order = "division_id, name, id"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    service_point_id = fields.Many2one(
        "bianmin.service.point", required=True, index=True, ondelete="restrict"
    )
    division_id = fields.Many2one(
        related="service_point_id.division_id", store=True, precompute=True, index=True
    )
    opening_hours = fields.Text(
        related="service_point_id.opening_hours",
        help="As at the service point, where they are entered (开放时间).",
    )
    business_ids = fields.One2many("bianmin.queue.business", "hall_id")
    window_ids = fields.One2many("bianmin.queue.window", "hall_id")

    # policy
    priority_policy = fields.Selection(
        [
            ("strict", "Always first"),
            ("ratio", "First, with ordinary tickets in between"),
            ("ageing", "As if they had come earlier"),
        ],
        default="strict",
        required=True,
        help="How people with priority are called: the old, the disabled, soldiers, "
        "the pregnant (优先叫号规则).",
    )
    priority_ratio = fields.Integer(
        string="With priority in a row",
        default=3,
        aggregator=None,
        help="After so many in a row at a window, an ordinary ticket is called there.",
    )
    head_start_minutes = fields.Integer(
        string="Head start in minutes",
        default=20,
        aggregator=None,
        help="People with priority count as come so many minutes earlier.",
    )
    call_limit = fields.Integer(
        string="Calls",
        default=3,
        aggregator=None,
        help="How often a number is called before it counts as missed (过号).",
    )
    keep_overnight = fields.Boolean(
        string="Keep the queue overnight",
        help="Who was not called is called the next day, before the numbers of that "
        "day. Otherwise a number is void after its day.",
    )

    is_bound_to_hours = fields.Boolean(
        string="Numbers in opening hours only",
        help="Outside them kiosks give no numbers; the desk of the hall still does.",
    )

    waiting_count = fields.Integer(string="Waiting", compute="_compute_waiting_count")

    _service_point_uniq = models.UniqueIndex(
        "(service_point_id)", "This service point has a hall already."
    )
    _policy_check = models.Constraint(
        "CHECK (priority_ratio > 0 AND head_start_minutes >= 0 AND call_limit > 0)",
        "Numbers of people and calls are at least 1, minutes at least 0.",
    )

    def _compute_waiting_count(self):
        counts = {
            hall: count
            for day_domain, halls in self._get_day_domains()
            for hall, count in self.env["bianmin.queue.ticket"]._read_group(
                [("hall_id", "in", halls.ids), ("state", "=", "waiting"), *day_domain],
                ["hall_id"],
                ["__count"],
            )
        }
        for hall in self:
            hall.waiting_count = counts.get(hall, 0)

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    def write(self, vals):
        result = super().write(vals)
        if "service_point_id" in vals:
            # The rules have looked where the hall was, not where it goes.
            self._check_scope(MANAGER)
        return result

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_take_number(self):
        """Open the window in which a number is taken for somebody."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "bianmin_queue.queue_issue_action"
        )
        return {**action, "context": {"default_hall_id": self.id}}

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _get_policy(self):
        """The policy by which the windows of this hall call."""
        self.ensure_one()
        return Policy(
            self.priority_policy,
            self.priority_ratio,
            timedelta(minutes=self.head_start_minutes),
        )

    def _prepare_order(self, alias, streak=0):
        """SQL of what ``queue_policy.choose`` sorts by.

        :param str alias: of the table of tickets
        :param int streak: how many with priority the window has called in a row
        """
        order = get_order(self._get_policy(), streak)
        has_priority = SQL(
            "(%s != %s)", SQL.identifier(alias, "priority_kind"), NO_PRIORITY
        )
        parts = [
            SQL(
                "%s - %s::int * %s",
                SQL.identifier(alias, "queued_at"),
                has_priority,
                order.head_start,
            ),
            SQL.identifier(alias, "id"),
        ]
        if order.first is not None:
            parts.insert(0, SQL("%s != %s", has_priority, order.first))
        return SQL(", ").join(parts)

    @api.model
    def _get_day(self):
        """The day that numbers belong to: the local one, also before eight o'clock."""
        return local_today()

    def _get_day_domains(self):
        """Which tickets can still be called: pairs of a domain and its halls."""
        keeping = self.filtered("keep_overnight")
        return (([], keeping), ([("day", "=", self._get_day())], self - keeping))
