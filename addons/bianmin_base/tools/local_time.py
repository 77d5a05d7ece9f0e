"""The office's wall clock.

Odoo stores naive UTC. Every date of the law (receipt, limit, birthday, period) is a
Chinese one, also between midnight and eight o'clock, when UTC is still at yesterday.
"""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

TIMEZONE = ZoneInfo("Asia/Shanghai")


def local_today():
    """Return today's date in China.

    :rtype: datetime.date
    """
    return datetime.now(TIMEZONE).date()


def to_local(moment):
    """Return the moment as an aware datetime of the Chinese wall clock.

    :param datetime moment: naive means UTC, as Odoo stores it
    :rtype: datetime.datetime
    """
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment.astimezone(TIMEZONE)


def local_date(moment):
    """Return the Chinese date of a moment.

    :param datetime moment: naive means UTC, as Odoo stores it
    :rtype: datetime.date
    """
    return to_local(moment).date()


def day_start_utc(day):
    """Return the naive UTC moment at which the Chinese day begins.

    For domains: ``[('at', '>=', day_start_utc(a)), ('at', '<', day_start_utc(b))]``.

    :param date day: Chinese date
    :rtype: datetime.datetime
    """
    start = datetime.combine(day, time.min, tzinfo=TIMEZONE)
    return start.astimezone(UTC).replace(tzinfo=None)
