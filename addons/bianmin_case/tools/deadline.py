"""Limits of a case: when they end, how many days are left, when to warn.

Plain dates and numbers; a calendar is a
:class:`~odoo.addons.bianmin_base.tools.working_days.WorkingCalendar`. Administrative
limits run in working days (行政许可法 art. 82), some benefits in calendar days; the
day of acceptance is day 0.
"""

from datetime import date, timedelta

WORKING = "working"
ONE_DAY = timedelta(days=1)

# A limit turns yellow with a fifth of its days left, at the latest on the last one.
WARNING_SHARE = 5
WARNING_AT_LEAST = 1

# Nobody asks for cases that are overdue for longer; it keeps the way back short.
FARTHEST_BACK = 5000


def due_date(calendar, start, days, unit):
    """The last day of a limit of ``days`` that runs from ``start`` (day 0)."""
    if unit == WORKING:
        return calendar.add(start, days)
    return start + timedelta(days=days)


def count_days(calendar, start, end, unit):
    """Days after ``start`` up to and including ``end``; 0 when there are none."""
    if end <= start:
        return 0
    if unit == WORKING:
        return calendar.count(start, end)
    return (end - start).days


def days_left(calendar, today, due, unit):
    """Days left after today; -1 and less once the limit has passed.

    A limit that ended on Friday is overdue by one day already on Saturday: zero
    would read as "due today".
    """
    if today <= due:
        return count_days(calendar, today, due, unit)
    return min(-1, -count_days(calendar, due, today, unit))


def warning_date(calendar, start, due, days, unit):
    """The first day on which a limit of ``days`` is shown in yellow."""
    threshold = max(WARNING_AT_LEAST, days // WARNING_SHARE)
    day = due
    while day > start and (count_days(calendar, day - ONE_DAY, due, unit) <= threshold):
        day -= ONE_DAY
    return day


def status(today, warn_on, due):
    """``green``, ``yellow`` or ``red``."""
    if today > due:
        return "red"
    return "yellow" if today >= warn_on else "green"


def latest_due(calendar, today, left, unit):
    """The last due date of which at most ``left`` days are left today.

    With it a search for days left becomes a comparison of stored dates:
    ``days_left(…, due) <= left`` exactly when ``due <= latest_due(…, left)``.
    """
    if left >= 0:
        return due_date(calendar, today, left + 1, unit) - ONE_DAY
    day = today - ONE_DAY
    if left < -FARTHEST_BACK:
        return date.min
    while -count_days(calendar, day, today, unit) > left:
        day -= ONE_DAY
    return day
