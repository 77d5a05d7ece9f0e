from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from odoo.addons.bianmin_base.tools.transition import Transition

from ..tools.queue_policy import NO_PRIORITY, next_streak
from ..tools.queue_step import OCCUPYING
from ..tools.roles import CLERK, MANAGER


class BianminQueueWindow(models.Model):
    """A window at which one clerk serves one person at a time (窗口)."""

    _name = "bianmin.queue.window"
    _description = "Queue Window"
    _inherit = ["bianmin.state.gate"]
    _order = "hall_id, number, id"
    _rec_name = "number"

    _gate_fields = ("state", "clerk_id", "priority_streak")

    number = fields.Integer(
        required=True, aggregator=None, help="As it stands above the window (窗口号)."
    )
    active = fields.Boolean(default=True)
    hall_id = fields.Many2one(
        "bianmin.queue.hall", required=True, index=True, ondelete="restrict"
    )
    division_id = fields.Many2one(
        related="hall_id.division_id", store=True, precompute=True, index=True
    )
    department_id = fields.Many2one(
        "bianmin.department",
        index="btree_not_null",
        help="The department that sends its clerks, if it is one's own (派驻部门).",
    )
    business_ids = fields.Many2many(
        "bianmin.queue.business",
        "bianmin_queue_window_business_rel",
        "window_id",
        "business_id",
        string="Handles",
        help="Only people with numbers for these are called here (受理业务).",
    )
    state = fields.Selection(
        [("closed", "Closed"), ("open", "Open")],
        default="closed",
        required=True,
        copy=False,
        readonly=True,
    )
    clerk_id = fields.Many2one(
        "res.users",
        copy=False,
        readonly=True,
        help="Who has opened the window and works there now.",
    )
    priority_streak = fields.Integer(
        copy=False,
        readonly=True,
        aggregator=None,
        help="How many people with priority were called here in a row.",
    )

    _number_uniq = models.UniqueIndex(
        "(hall_id, number)", "This hall has a window with this number."
    )
    _number_check = models.Constraint(
        "CHECK (number > 0)", "Windows are numbered from 1."
    )
    _clerk_uniq = models.UniqueIndex(
        "(clerk_id) WHERE clerk_id IS NOT NULL",
        "You work at another window already: close that one first.",
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("number")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for window in self:
            window.display_name = self.env._("Window %(number)s", number=window.number)

    # ------------------------------------------------------------
    # CONSTRAINS
    # ------------------------------------------------------------

    @api.constrains("business_ids", "hall_id")
    def _check_businesses(self):
        for window in self:
            if window.business_ids.hall_id - window.hall_id:
                raise ValidationError(
                    self.env._(
                        "%(window)s handles business of its own hall only.",
                        window=window.display_name,
                    )
                )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    def write(self, vals):
        if self.env.su:
            return super().write(vals)
        if not {"hall_id", "active", "number"}.isdisjoint(vals):
            self._check_closed()
        result = super().write(vals)
        if "hall_id" in vals:
            self._check_scope(MANAGER)
        return result

    def _check_closed(self):
        if opened := self.filtered(lambda window: window.state == "open"):
            raise UserError(
                self.env._(
                    "%(window)s is open: close it first.", window=opened[0].display_name
                )
            )

    # ------------------------------------------------------------
    # GATE
    # ------------------------------------------------------------

    @api.model
    def _get_transitions(self):
        return (
            *super()._get_transitions(),
            Transition("closed", "open", CLERK),
            Transition("open", "closed", CLERK),
        )

    def _check_transition(self, target):
        result = super()._check_transition(target)
        if target == "open":
            self._check_one_window()
        else:
            for window in self:
                window._check_desk_owner(or_manager=True)
                window._check_desk_free()
        return result

    def _check_one_window(self):
        # sudo: bianmin.queue.window – the other window may lie in another hall
        other = self.sudo().search([("clerk_id", "=", self.env.uid)], limit=1)
        if other or len(self) > 1:
            raise UserError(
                self.env._(
                    "You work at %(window)s of %(hall)s already: close that one first.",
                    window=(other or self[0]).display_name,
                    hall=(other or self[0]).hall_id.name,
                )
            )

    def _check_desk_owner(self, or_manager=False):
        """Refuse who has not opened this window himself."""
        # sudo: bianmin.queue.window – who sits there decides, whatever the user sees
        if self.sudo().clerk_id == self.env.user or (
            or_manager and self.env.user._has_scope(MANAGER, self.division_id)
        ):
            return
        raise UserError(
            self.env._(
                "%(window)s is not yours: open the window at which you sit.",
                window=self.display_name,
            )
        )

    def _check_desk_free(self):
        """Refuse while somebody is called to this window or served there."""
        # sudo: bianmin.queue.ticket – the rule must not depend on what the user sees
        if ticket_sudo := self.sudo()._get_ticket():
            raise UserError(
                self.env._(
                    "%(number)s is at %(window)s: finish with him first.",
                    number=ticket_sudo.name,
                    window=self.display_name,
                )
            )

    # ------------------------------------------------------------
    # CALLING
    # ------------------------------------------------------------

    def _get_ticket(self):
        """The ticket that is called to this window or served there."""
        return self.env["bianmin.queue.ticket"].search(
            [("window_id", "in", self.ids), ("state", "in", OCCUPYING)], limit=1
        )

    def _call_next(self):
        """Call whom the policy of the hall says; see ``tools.queue_policy``.

        :return: the ticket, or an empty recordset when nobody waits for this window
        :raise UserError: when the window is not the user's, or somebody is there
        """
        self.ensure_one()
        # sudo: the gate – the role is checked, no rule need allow writing
        window_sudo = self.sudo()
        # Who presses twice is told; other windows do not wait.
        window_sudo._lock_at_gate()
        window_sudo.invalidate_recordset()
        self.check_access("read")
        self._check_scope(CLERK)
        self._check_desk_owner()
        self._check_desk_free()
        ticket = self._find_next()
        if ticket:
            ticket._call_to(self)
            window_sudo._count_streak(ticket.priority_kind != NO_PRIORITY)
        return ticket

    def _count_streak(self, is_priority):
        streak = next_streak(self.priority_streak, is_priority)
        if streak != self.priority_streak:
            self.priority_streak = streak

    def _find_next(self):
        """The first ticket in the order of the policy that nobody else holds, locked.

        SQL: the ORM knows no order by an expression and locks after it has chosen. A
        ticket that another window is calling, or that is being transferred, is left
        out at once.
        """
        tickets = self.env["bianmin.queue.ticket"]
        tickets.flush_model()
        # sudo: bianmin.queue.window – what it handles, and how its hall calls
        window_sudo = self.sudo()
        query = SQL(
            """SELECT ticket.id FROM bianmin_queue_ticket ticket
            WHERE ticket.state = 'waiting' AND ticket.hall_id = %(hall)s
                AND (%(keep)s OR ticket.day = %(day)s)
                AND (ticket.wanted_window_id IS NULL
                    OR ticket.wanted_window_id = %(window)s)
                AND (ticket.wanted_clerk_id IS NULL
                    OR ticket.wanted_clerk_id = %(clerk)s)
                AND (ticket.business_id = ANY(%(businesses)s)
                    OR ticket.wanted_window_id = %(window)s
                    OR ticket.wanted_clerk_id = %(clerk)s)
            ORDER BY %(order)s
            LIMIT 1 FOR UPDATE OF ticket SKIP LOCKED""",
            hall=self.hall_id.id,
            keep=window_sudo.hall_id.keep_overnight,
            day=self.hall_id._get_day(),
            window=self.id,
            clerk=self.env.uid,
            businesses=window_sudo.business_ids.ids,
            order=window_sudo.hall_id._prepare_order(
                "ticket", window_sudo.priority_streak
            ),
        )
        found = tickets.browse([row[0] for row in self.env.execute_query(query)])
        found.invalidate_recordset()
        return found
