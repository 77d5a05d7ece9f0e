import calendar
from datetime import date

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..tools import holiday_notice
from ..tools.local_time import local_today

ADMINISTRATOR = "bianmin_base.group_administrator"


class BianminCalendarPrepare(models.TransientModel):
    """Enter the holidays of a year from the State Council's notice."""

    _name = "bianmin.calendar.prepare"
    _description = "Prepare a Year"

    year = fields.Integer(required=True, default=lambda self: self._default_year())
    notice = fields.Text(
        help="The text of the notice with its dates (国务院办公厅关于节假日安排的通知)."
    )
    state = fields.Selection(
        [("text", "Text"), ("preview", "Preview")],
        string="Step",
        required=True,
        default="text",
    )
    holiday_count = fields.Integer(string="Free days", readonly=True)
    workday_count = fields.Integer(string="Worked weekends", readonly=True)
    former_count = fields.Integer(
        string="Days entered before",
        compute="_compute_former_count",
        help="They are replaced when you save.",
    )
    preview = fields.Html(compute="_compute_preview", sanitize=False)

    @api.model
    def _default_year(self):
        known = self.env["bianmin.calendar.day"]._get_working_calendar().known_years
        return max(known, default=local_today().year - 1) + 1

    @api.depends("year")
    def _compute_former_count(self):
        for wizard in self:
            wizard.former_count = len(wizard._get_former_days())

    @api.depends("notice", "year", "state")
    def _compute_preview(self):
        for wizard in self:
            wizard.preview = wizard.state == "preview" and wizard._render_preview()

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_preview(self):
        """Read the notice and show the year as it will be.

        :raise UserError: names the sentence that cannot be right
        """
        days = self._read_notice()
        self.write(
            {
                "state": "preview",
                "holiday_count": sum(day.kind == "holiday" for day in days),
                "workday_count": sum(day.kind == "workday" for day in days),
            }
        )
        return self._reopen()

    def action_back(self):
        """Go back to the text."""
        self.state = "text"
        return self._reopen()

    def action_save(self):
        """Put the year into the calendar, in place of what was entered for it.

        :raise AccessError: when the user administers nothing today
        """
        if not self.env.user._get_scope_division_ids(ADMINISTRATOR):
            raise AccessError(self.env._("The calendar is kept by administrators."))
        days = self._read_notice()
        calendar_days = self.env["bianmin.calendar.day"]
        # The turn of the year may reach into the year before.
        same = calendar_days.search([("date", "in", [day.date for day in days])])
        (self._get_former_days() | same).unlink()
        calendar_days.create(
            [{"date": day.date, "kind": day.kind, "name": day.name} for day in days]
        )
        calendar_days._close_reminders()
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    # ------------------------------------------------------------
    # TOOLS
    # ------------------------------------------------------------

    def _get_former_days(self):
        if not 1900 < self.year < 3000:
            return self.env["bianmin.calendar.day"]
        return self.env["bianmin.calendar.day"].search(
            [
                ("date", ">=", date(self.year, 1, 1)),
                ("date", "<=", date(self.year, 12, 31)),
            ]
        )

    def _read_notice(self):
        self.ensure_one()
        if not local_today().year - 30 < self.year < local_today().year + 5:
            raise UserError(self.env._("Please check the year."))
        try:
            return holiday_notice.parse(self.notice or "", self.year)
        except holiday_notice.NoticeError as error:
            raise UserError(self._get_error_sentence(error)) from error

    def _get_error_sentence(self, error):
        reasons = {
            "date": self.env._("There is no such date."),
            "weekday": self.env._("The date is another day of the week."),
            "count": self.env._("The number of days does not fit the dates."),
            "workday": self.env._("This day is worked anyway: it is no weekend."),
            "twice": self.env._("A day is free and worked at once."),
            "empty": self.env._(
                "No dates were found. Paste the text of the notice, with sentences "
                "such as “10月1日至7日放假，共7天”."
            ),
        }
        return "\n".join(filter(None, (reasons[error.reason], error.sentence)))

    def _render_preview(self):
        days = {day.date: day for day in self._read_notice()}
        weeks = calendar.Calendar(firstweekday=0)
        months = [
            [
                [
                    (day.day, days.get(day)) if day.month == month else (None, None)
                    for day in week
                ]
                for week in weeks.monthdatescalendar(self.year, month)
            ]
            for month in range(1, 13)
        ]
        return self.env["ir.qweb"]._render(
            "bianmin_base.calendar_preview", {"months": months}
        )

    def _reopen(self):
        return self._get_window_action(self.env._("Prepare a year"))
