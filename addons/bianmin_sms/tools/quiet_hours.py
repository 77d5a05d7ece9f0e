"""The hours in which villagers are left to sleep. Without Odoo."""

from datetime import datetime, time, timedelta


def to_time(hours):
    """8.5 → 08:30; 24 is the end of the day, which is the beginning of the next."""
    minutes = round(hours * 60) % (24 * 60)
    return time(minutes // 60, minutes % 60)


def quiet_until(now, begin, end):
    """When the quiet hours that ``now`` lies in end.

    :param datetime now: local time, with its zone
    :param float begin: first quiet hour of the day, such as 21.0
    :param float end: hour at which it is over, such as 8.0; equal to ``begin``: never
        quiet
    :return: local time with the same zone, or None when it is not quiet
    """
    first, last = to_time(begin), to_time(end)
    at = now.time()
    if first == last:
        return None
    over_midnight = first > last
    quiet = (at >= first or at < last) if over_midnight else first <= at < last
    if not quiet:
        return None
    day = now.date() + timedelta(days=over_midnight and at >= first)
    return datetime.combine(day, last, tzinfo=now.tzinfo)
