"""Opening hours in few lines, as they stand on the door of an office, and what they
say of a moment.
"""

MINUTES_PER_HOUR = 60
MONDAY, SATURDAY = 0, 5


def group_opening_hours(attendances):
    """Join days that follow each other and have the same hours.

    Monday to Friday 8:30-12:00 and 13:30-17:30 gives one line for all five days.

    :param attendances: (weekday 0-6 with Monday 0, from, to) with hours as floats
    :return: [(first weekday, last weekday, ["8:30-12:00", …])] in the order of the week
    :rtype: list
    """
    hours_by_day = {}
    for day, start, end in sorted(set(attendances)):
        hours_by_day.setdefault(day, []).append((start, end))
    lines = []
    for day, spans in hours_by_day.items():
        hours = _write_hours(spans)
        if lines and lines[-1][1:] == (day - 1, hours):
            lines[-1] = (lines[-1][0], day, hours)
        else:
            lines.append((day, day, hours))
    return lines


def is_open(attendances, moment, is_working_day):
    """Whether an office with these hours is open at a moment.

    A holiday on a weekday closes it. A weekend that is worked (调休) opens it, with the
    hours of a Monday unless it has hours of its own; a weekend that it is open on
    anyway stays open.

    :param attendances: as for :func:`group_opening_hours`
    :param datetime moment: in local time
    :param bool is_working_day: what the calendar says of that day
    :rtype: bool
    """
    day = moment.weekday()
    if day < SATURDAY and not is_working_day:
        return False
    spans = _get_spans(attendances, day)
    if day >= SATURDAY and is_working_day and not spans:
        spans = _get_spans(attendances, MONDAY)
    hour = moment.hour + moment.minute / MINUTES_PER_HOUR
    return any(start <= hour < end for start, end in spans)


def _get_spans(attendances, day):
    return [(start, end) for weekday, start, end in attendances if weekday == day]


def _write_hours(spans):
    """[(8.5, 12.0), (12.0, 17.5)] gives ["8:30-17:30"]: nobody closes between."""
    joined = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return [f"{_write_hour(start)}-{_write_hour(end)}" for start, end in joined]


def _write_hour(hour):
    hours, minutes = divmod(round(hour * MINUTES_PER_HOUR), MINUTES_PER_HOUR)
    return f"{hours}:{minutes:02d}"
