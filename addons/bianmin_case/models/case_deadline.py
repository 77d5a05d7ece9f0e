from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.bianmin_base.tools.local_time import local_date, local_today
from odoo.addons.bianmin_catalog.tools.standard import LIMIT_FIELDS

from ..tools import clock, deadline

# What the events say; see ``tools/clock.py``.
READING_FIELDS = {
    "complete_on": "complete_on",
    "answer_due": "answer_due",
    "clock_start": "start",
    "promised_due": "promised_due",
    "statutory_due": "statutory_due",
    "warn_on": "warn_on",
    "paused_on": "paused_on",
    "paused_days": "paused_days",
    "extension_days": "extension_days",
}
# Closed to everyone but the gate.
CLOCK_FIELDS = (*LIMIT_FIELDS, *READING_FIELDS)


class BianminCaseDeadline(models.AbstractModel):
    """The clock of a case: limits, pauses and how many days are left.

    Only dates are stored, read from the events. Colour and days left follow from them
    and from today, so they change at midnight without any job; and so does an
    application that nobody answered become one that counts as accepted.
    """

    _name = "bianmin.case.deadline"
    _description = "Limits of a Case"

    # the limits as they were when the case was filed
    handling_kind = fields.Selection(
        [("instant", "On the Spot"), ("promised", "Within a Promised Time")],
        compute="_compute_limits",
        store=True,
        index=True,
    )
    promised_days = fields.Integer(
        string="Promised Limit",
        compute="_compute_limits",
        store=True,
        aggregator=None,
        help="Days promised to the applicant, from acceptance to decision.",
    )
    statutory_days = fields.Integer(
        string="Statutory Limit",
        compute="_compute_limits",
        store=True,
        aggregator=None,
        help="Days the law gives, from acceptance to decision (行政许可法 art. 42).",
    )
    day_unit = fields.Selection(
        [("working", "Working Days"), ("calendar", "Calendar Days")],
        compute="_compute_limits",
        store=True,
    )

    # the clock
    complete_on = fields.Date(
        string="Papers Complete on",
        readonly=True,
        copy=False,
        help="Day on which the application came in complete, after a supplement the "
        "day of the supplement.",
    )
    answer_due = fields.Date(
        string="Answer by",
        readonly=True,
        copy=False,
        help="Last day to accept, to refuse or to say what is missing; after it the "
        "application counts as accepted from the day of receipt (行政许可法 art. 32).",
    )
    clock_start = fields.Date(
        string="Limit Runs from",
        readonly=True,
        copy=False,
        help="Day of acceptance, day 0 of the limits.",
    )
    promised_due = fields.Date(
        string="Promised by", readonly=True, copy=False, index=True
    )
    statutory_due = fields.Date(
        string="Statutory Limit Ends on", readonly=True, copy=False
    )
    warn_on = fields.Date(
        string="Yellow from",
        readonly=True,
        copy=False,
        help="First day on which the promised limit is shown in yellow: a fifth of "
        "its days, or one day, is left.",
    )
    paused_on = fields.Date(
        string="Limit Paused on",
        readonly=True,
        copy=False,
        help="The limit has stood still since this day.",
    )
    paused_days = fields.Integer(
        readonly=True,
        copy=False,
        aggregator=None,
        help="Days during which the limits stood still.",
    )
    extension_days = fields.Integer(
        readonly=True,
        copy=False,
        aggregator=None,
        help="Days added with the approval of the head of the office (延期).",
    )

    # as of today
    days_left = fields.Integer(
        compute="_compute_days_left", search="_search_days_left", aggregator=None
    )
    deadline_status = fields.Selection(
        [
            ("green", "In Time"),
            ("yellow", "Nearly Due"),
            ("red", "Overdue"),
            ("none", "No Limit Running"),
        ],
        string="Deadline",
        compute="_compute_days_left",
        search="_search_deadline_status",
    )
    deadline_label = fields.Char(string="Time Left", compute="_compute_deadline_label")
    calendar_label = fields.Char(
        string="Applicant and Item", compute="_compute_calendar_label"
    )
    is_deemed_accepted = fields.Boolean(
        string="Accepted by Silence",
        compute="_compute_is_deemed_accepted",
        search="_search_is_deemed_accepted",
        help="Nobody answered within five working days (逾期不告知视为受理).",
    )
    calendar_note = fields.Char(compute="_compute_calendar_note")

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("implementation_id")
    def _compute_limits(self):
        """Take the limits over; later changes of the catalogue leave the case alone."""
        for case in self:
            point = case.implementation_id
            deciding = point._get_decision_implementation()
            case.handling_kind = deciding.handling_kind
            case.day_unit = deciding.day_unit
            case.promised_days = point and point._get_promised_days()
            case.statutory_days = point and point._get_statutory_days()

    @api.depends("state", "promised_due", "warn_on", "day_unit", "answer_due")
    def _compute_days_left(self):
        calendar = self.env["bianmin.calendar.day"]._get_working_calendar()
        today = local_today()
        running = self._get_running_states()
        for case in self:
            due = case.promised_due
            if not due or not (case.state in running or case.is_deemed_accepted):
                case.days_left = 0
                case.deadline_status = "none"
                continue
            case.days_left = deadline.days_left(calendar, today, due, case.day_unit)
            case.deadline_status = deadline.status(today, case.warn_on, due)

    def _search_days_left(self, operator, value):
        if operator in ("<", "<=", ">", ">="):
            domain = Domain.OR(
                Domain("day_unit", "=", unit)
                & self._get_days_left_domain(operator, value, unit)
                for unit in ("working", "calendar")
            )
        elif operator == "in":
            domain = Domain.OR(
                Domain("day_unit", "=", unit)
                & self._get_days_left_domain("<=", left, unit)
                & self._get_days_left_domain(">=", left, unit)
                for unit in ("working", "calendar")
                for left in map(int, value)
            )
        else:
            return NotImplemented
        return domain & self._get_running_domain()

    def _search_deadline_status(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = local_today()
        running = self._get_running_domain()
        in_time = Domain("promised_due", ">=", today)
        domains = {
            "green": running & in_time & Domain("warn_on", ">", today),
            "yellow": running & in_time & Domain("warn_on", "<=", today),
            "red": running & Domain("promised_due", "<", today),
            "none": ~running,
        }
        return Domain.OR(domains[status] for status in value if status in domains)

    @api.depends("state", "answer_due")
    def _compute_is_deemed_accepted(self):
        today = local_today()
        for case in self:
            case.is_deemed_accepted = (
                case.state == "received"
                and bool(case.answer_due)
                and case.answer_due < today
            )

    def _search_is_deemed_accepted(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = self._get_deemed_domain()
        return domain if True in value else ~domain

    @api.depends("days_left", "deadline_status", "day_unit", "paused_on")
    @api.depends_context("lang")
    def _compute_deadline_label(self):
        for case in self:
            case.deadline_label = case._get_deadline_label()

    @api.depends("applicant_name", "item_id")
    def _compute_calendar_label(self):
        """Who and what, as it stands in a narrow cell of the calendar."""
        for case in self:
            case.calendar_label = f"{case.applicant_name or ''} {case.item_id.name}"

    @api.depends("clock_start", "statutory_due", "day_unit")
    @api.depends_context("lang")
    def _compute_calendar_note(self):
        """Say so when a limit reaches into a year whose holidays are not known."""
        calendar_day = self.env["bianmin.calendar.day"]
        for case in self:
            counted = case.clock_start and case.day_unit == "working"
            case.calendar_note = counted and calendar_day._get_unknown_year_warning(
                case.clock_start, case.statutory_due
            )

    # ------------------------------------------------------------
    # CLOCK
    # ------------------------------------------------------------

    def _read_clock(self):
        """Read the dates of these cases from their events, all of them anew."""
        calendar = self.env["bianmin.calendar.day"]._get_working_calendar()
        steps = self._get_clock_steps()
        readings = self.grouped(
            lambda case: case._get_clock_reading(calendar, steps.get(case.id, ()))
        )
        for reading, cases in readings.items():
            # sudo: bianmin.case – the clock is closed to everyone but the gate
            cases.sudo().write(dict(zip(READING_FIELDS, reading, strict=True)))

    def _get_clock_steps(self):
        """The events that the clock listens to.

        :return: dict case id -> list of ``clock.Step``
        """
        # sudo: bianmin.case.event – the clock reads all of them, whoever presses
        events_sudo = (
            self.env["bianmin.case.event"]
            .sudo()
            .search_fetch(
                [
                    ("case_id", "in", self.ids),
                    ("kind", "in", tuple(clock.CLOCK_STEPS)),
                ],
                ["case_id", "kind", "at", "days"],
                order="id",
            )
        )
        return {
            case.id: [
                clock.Step(event.kind, local_date(event.at), event.days)
                for event in events
            ]
            for case, events in events_sudo.grouped("case_id").items()
        }

    def _get_clock_reading(self, calendar, steps):
        """Values of ``READING_FIELDS``, as a tuple that can be a key."""
        self.ensure_one()
        limits = clock.Limits(self.promised_days, self.statutory_days, self.day_unit)
        reading = clock.read_clock(calendar, limits, steps)
        return tuple(
            getattr(reading, name) or False for name in READING_FIELDS.values()
        )

    # ------------------------------------------------------------
    # TOOLS
    # ------------------------------------------------------------

    @api.model
    def _get_running_states(self):
        """States in which the limits run. Extend for states of your own."""
        return ("accepted", "review")

    @api.model
    def _get_running_domain(self):
        return (
            Domain("state", "in", self._get_running_states())
            | self._get_deemed_domain()
        ) & Domain("promised_due", "!=", False)

    @api.model
    def _get_deemed_domain(self):
        """Cases that count as accepted because nobody answered in time."""
        return Domain("state", "=", "received") & Domain(
            "answer_due", "<", local_today()
        )

    @api.model
    def _get_days_left_domain(self, operator, left, unit):
        """Due dates of which so many days are left, as a comparison of dates."""
        calendar = self.env["bianmin.calendar.day"]._get_working_calendar()
        if operator in ("<", ">="):
            left -= 1
        bound = deadline.latest_due(calendar, local_today(), left, unit)
        return Domain("promised_due", "<=" if operator in ("<", "<=") else ">", bound)

    def _get_deadline_label(self):
        """The time left in words; empty when no limit runs."""
        self.ensure_one()
        if self.paused_on:
            return self.env._("Limit paused")
        if self.deadline_status == "none":
            return False
        if not self.days_left:
            return self.env._("Due today")
        overdue, days = self.days_left < 0, abs(self.days_left)
        if self.day_unit == "working":
            if overdue:
                return self.env._("Overdue by %(days)s working days", days=days)
            return self.env._("%(days)s working days left", days=days)
        if overdue:
            return self.env._("Overdue by %(days)s days", days=days)
        return self.env._("%(days)s days left", days=days)

    def _get_limit_label(self):
        """The promised limit in words."""
        self.ensure_one()
        if self.day_unit == "working":
            return self.env._("%(days)s working days", days=self.promised_days)
        return self.env._("%(days)s days", days=self.promised_days)
