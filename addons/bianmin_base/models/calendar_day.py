from odoo import api, fields, models, tools
from odoo.tools import SQL

from ..tools.local_time import local_today
from ..tools.working_days import WorkingCalendar

# The notice for the next year comes out in autumn.
REMINDED_FROM = 11


class BianminCalendarDay(models.Model):
    """A day on which offices do not follow Monday to Friday.

    The State Council announces the holidays of a year, and the weekends that are
    worked instead (调休), in the autumn before. Every limit in working days is
    counted with these rows.
    """

    _name = "bianmin.calendar.day"
    _description = "Calendar Day"
    _order = "date desc, id"

    date = fields.Date(required=True)
    kind = fields.Selection(
        selection=[
            ("holiday", "Holiday"),
            ("workday", "Working weekend"),
        ],
        required=True,
        default="holiday",
        help="Holiday: nobody works (放假). Working weekend: a Saturday or Sunday that "
        "is worked to make up for a holiday (调休上班).",
    )
    name = fields.Char(required=True, help="The holiday, such as 国庆节.")
    weekday = fields.Char(compute="_compute_weekday")

    _date_uniq = models.Constraint(
        "UNIQUE (date)",
        "This date is in the calendar already: change its entry instead.",
    )
    _workday_check = models.Constraint(
        "CHECK (kind != 'workday' OR EXTRACT(ISODOW FROM date) > 5)",
        "Only a Saturday or a Sunday can be a working weekend: the other days are "
        "worked without an entry.",
    )

    @api.depends("date")
    @api.depends_context("lang")
    def _compute_weekday(self):
        for day in self:
            day.weekday = tools.format_date(self.env, day.date, date_format="EEEE")

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        days = super().create(vals_list)
        self._clear_working_calendar()
        return days

    def write(self, vals):
        result = super().write(vals)
        self._clear_working_calendar()
        return result

    def unlink(self):
        result = super().unlink()
        self._clear_working_calendar()
        return result

    def _load_records(self, data_list, update=False):
        """Let the shipped rows fill only the years that the calendar does not know.

        What an administrator entered before our release, corrected or deleted
        stays as he left it when the module is updated.
        """
        if self.env.context.get("install_module"):
            known_years = self._get_working_calendar().known_years
            data_list = [
                {**data, "noupdate": True}
                for data in data_list
                if fields.Date.to_date(data["values"]["date"]).year not in known_years
            ]
        return super()._load_records(data_list, update)

    # ------------------------------------------------------------
    # TOOLS
    # ------------------------------------------------------------

    @api.model
    @tools.ormcache(cache="stable")
    def _get_working_calendar(self):
        """The arrangement of all years on record; a year with any row is known.

        :rtype: odoo.addons.bianmin_base.tools.working_days.WorkingCalendar
        """
        # sudo: bianmin.calendar.day – public dates, needed by whoever has a limit
        days_sudo = self.sudo().search_fetch([], ["date", "kind"])
        dates = {
            kind: frozenset(days.mapped("date"))
            for kind, days in days_sudo.grouped("kind").items()
        }
        return WorkingCalendar(
            holidays=dates.get("holiday", frozenset()),
            workdays=dates.get("workday", frozenset()),
            known_years=frozenset(day.date.year for day in days_sudo),
        )

    @api.model
    def _clear_working_calendar(self):
        self.env.registry.clear_cache("stable")

    @api.model
    def _add_working_days(self, start, n):
        """The n-th working day after ``start``, which is day 0 (行政许可法 art. 82).

        :param date start: local date of the receipt or acceptance
        :param int n: working days, not negative
        :rtype: datetime.date
        """
        return self._get_working_calendar().add(start, n)

    @api.model
    def _count_working_days(self, start, end):
        """The working days after ``start`` up to and with ``end``; negative when
        ``end`` is earlier.

        :param date start: local date
        :param date end: local date
        :rtype: int
        """
        return self._get_working_calendar().count(start, end)

    @api.model
    def _count_working_days_sql(self, start, end):
        """As :meth:`_count_working_days`, for the dates of many rows at once.

        :param SQL start: expression of a date
        :param SQL end: expression of a date that is not earlier
        :return: SQL of a whole number
        """
        # SQL: a database counts a million limits, Python would read them one by one
        return SQL(
            """(%(end_days)s - %(start_days)s + (
                SELECT coalesce(sum(
                    (off.kind = 'workday' AND extract(isodow FROM off.date) > 5)::int
                    - (off.kind = 'holiday' AND extract(isodow FROM off.date) < 6)::int
                ), 0)
                FROM bianmin_calendar_day off
                WHERE off.date > %(start)s AND off.date <= %(end)s))""",
            end_days=self._get_weekdays_sql(end),
            start_days=self._get_weekdays_sql(start),
            start=start,
            end=end,
        )

    @api.model
    def _get_weekdays_sql(self, day):
        """How many days from Monday to Friday lie between an old Monday and here."""
        days = SQL("(%s - date '1990-01-01')", day)
        return SQL("(%s / 7 * 5 + least(%s %% 7 + 1, 5))", days, days)

    @api.model
    def _get_unknown_year_warning(self, start, end):
        """A sentence to show beside a limit that was counted without holidays.

        :param date start: local date
        :param date end: local date
        :return: text, or False when all years from start to end are on record
        """
        years = self._get_working_calendar().unknown_years(start, end)
        if not years:
            return False
        return self.env._(
            "The holidays of %(years)s are not in the calendar yet: Monday to Friday "
            "were counted. Ask an administrator to enter them.",
            years=", ".join(map(str, years)),
        )

    # ------------------------------------------------------------
    # REMINDERS
    # ------------------------------------------------------------

    @api.model
    def _cron_remind_unknown_year(self):
        """From November on, give each administrator the task to enter next year."""
        today = local_today()
        year = today.year + 1
        known = self._get_working_calendar().known_years
        if today.month < REMINDED_FROM or year in known:
            return
        activity_type = self.env.ref("bianmin_base.activity_type_calendar")
        users = self.env.ref("bianmin_base.group_administrator").all_user_ids
        activities = self.env["mail.activity"]
        reminded = activities.search(
            [("activity_type_id", "=", activity_type.id), ("user_id", "in", users.ids)]
        ).user_id
        for user in users - reminded:
            user.partner_id.activity_schedule(
                activity_type_id=activity_type.id,
                user_id=user.id,
                summary=self.with_context(lang=user.lang).env._(
                    "The holidays of %(year)s are not in the calendar yet", year=year
                ),
            )

    @api.model
    def _close_reminders(self):
        """Take the tasks back when the year is entered, those of colleagues too."""
        # sudo: mail.activity – the task of all is done when one has done it
        self.env["mail.activity"].sudo().search(
            [
                (
                    "activity_type_id",
                    "=",
                    self.env.ref("bianmin_base.activity_type_calendar").id,
                )
            ]
        ).unlink()
