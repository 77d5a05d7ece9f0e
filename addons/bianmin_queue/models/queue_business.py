from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools.queue_policy import NO_PRIORITY
from ..tools.read_committed import see_committed
from ..tools.roles import CLERK, MANAGER
from ..tools.ticket_number import format_number, is_letter


class BianminQueueBusiness(models.Model):
    """A group of matters that people take one kind of number for (业务队列)."""

    _name = "bianmin.queue.business"
    _description = "Queue Business"
    _inherit = ["bianmin.scope.mixin"]
    _order = "hall_id, letter, id"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    hall_id = fields.Many2one(
        "bianmin.queue.hall", required=True, index=True, ondelete="restrict"
    )
    division_id = fields.Many2one(
        related="hall_id.division_id", store=True, precompute=True, index=True
    )
    letter = fields.Char(
        required=True,
        size=1,
        help="The first character of its numbers, such as A in A007 (号码字头).",
    )
    item_ids = fields.Many2many(
        "bianmin.catalog.item",
        string="Service Items",
        help="The matters that a number of this kind is taken for (事项).",
    )
    window_ids = fields.Many2many(
        "bianmin.queue.window",
        "bianmin_queue_window_business_rel",
        "business_id",
        "window_id",
        string="Windows",
    )
    waiting_count = fields.Integer(string="Waiting", compute="_compute_waiting_count")

    _letter_uniq = models.UniqueIndex(
        "(hall_id, letter)", "Another business of this hall has this letter."
    )

    def _compute_waiting_count(self):
        counts = {
            business: count
            for day_domain, halls in self.hall_id._get_day_domains()
            for business, count in self.env["bianmin.queue.ticket"]._read_group(
                [
                    ("business_id", "in", self.ids),
                    ("hall_id", "in", halls.ids),
                    ("state", "=", "waiting"),
                    *day_domain,
                ],
                ["business_id"],
                ["__count"],
            )
        }
        for business in self:
            business.waiting_count = counts.get(business, 0)

    # ------------------------------------------------------------
    # CONSTRAINS
    # ------------------------------------------------------------

    @api.constrains("letter")
    def _check_letter(self):
        if any(not is_letter(business.letter) for business in self):
            raise ValidationError(
                self.env._("The letter of a business is one capital letter, A to Z.")
            )

    @api.constrains("window_ids", "hall_id")
    def _check_windows(self):
        for business in self:
            if business.window_ids.hall_id - business.hall_id:
                raise ValidationError(
                    self.env._(
                        "“%(business)s” is handled at windows of its own hall only.",
                        business=business.name,
                    )
                )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    def write(self, vals):
        if "letter" in vals or "hall_id" in vals:
            self._check_unused()
        result = super().write(vals)
        if "hall_id" in vals:
            self._check_scope(MANAGER)
        return result

    def _check_unused(self):
        """Numbers that were given name the letter: it stays, and the hall with it."""
        # sudo: bianmin.queue.ticket – whether there is one at all
        used = (
            self.env["bianmin.queue.ticket"]
            .sudo()
            .search([("number_business_id", "in", self.ids)], limit=1)
        )
        if used:
            raise UserError(
                self.env._(
                    "Numbers have been taken for “%(business)s”: hall and letter stay. "
                    "Archive it and set up a new one.",
                    business=used.number_business_id.name,
                )
            )

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def issue_ticket(self, priority_kind=NO_PRIORITY, request_key=None):
        """Take a number for somebody who stands at the desk (取号).

        :param str priority_kind: key of ``priority_kind`` of a ticket
        :param str request_key: made by who asks; asked again with it, the answer is
            the number that was given the first time
        :return: dict with the id of the ticket and its number
        :raise UserError: when the business or its hall is closed down
        :raise AccessError: when the user's role does not allow it there
        """
        self.ensure_one()
        see_committed(self.env)
        ticket = self._issue(priority_kind, request_key)
        return {"id": ticket.id, "number": ticket.name}

    def _issue(self, priority_kind, request_key=None):
        """Give the next number of the day to somebody whom the user takes it for."""
        self.ensure_one()
        self.check_access("read")
        self._check_scope(CLERK)
        return self._give_number(priority_kind, request_key).with_env(self.env)

    def _give_number(self, priority_kind, request_key=None, note=False):
        """Give the next number of the day; who comes at the same moment waits here.

        Number, ticket and event are one transaction: what is rolled back leaves no gap.

        :param str note: what the event says beside
        :return: the ticket, with all rights
        """
        # sudo: bianmin.queue.ticket – nobody makes tickets but this
        tickets_sudo = self.env["bianmin.queue.ticket"].sudo()
        if given_sudo := tickets_sudo._find_given(self.hall_id, request_key):
            return given_sudo
        self._check_open_for_numbers()
        day = self.hall_id._get_day()
        # Last of all: until the end of the transaction the next one waits for it.
        [sequence] = self.env["bianmin.counter"]._allocate(
            f"ticket/{self.id}", day.isoformat()
        )
        now = fields.Datetime.now()
        ticket_sudo = tickets_sudo.create(
            {
                "name": format_number(self.letter, sequence),
                "sequence": sequence,
                "hall_id": self.hall_id.id,
                "business_id": self.id,
                "number_business_id": self.id,
                "day": day,
                "priority_kind": priority_kind,
                "issued_at": now,
                "queued_at": now,
                "request_key": request_key,
            }
        )
        ticket_sudo._log("issue", {ticket_sudo.id: False}, note)
        return ticket_sudo

    def _check_open_for_numbers(self):
        """Extend to refuse numbers for a further reason."""
        if not self.active or not self.hall_id.active:
            raise UserError(
                self.env._(
                    "No numbers are given for “%(business)s” any more.",
                    business=self.name,
                )
            )
