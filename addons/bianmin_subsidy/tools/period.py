"""Periods of a subsidy: the month, quarter or year a payment is for.

A period is written in a fixed way, because the database keeps "paid once for a
scheme and period" unique on this text: ``2026-11``, ``2026-Q4``, ``2026`` or,
for a subsidy that is paid once in a life, ``once``.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

CYCLES = ("month", "quarter", "year", "once")

_PATTERNS = {
    "month": re.compile(r"(?P<year>\d{4})-(?P<part>0[1-9]|1[0-2])", re.ASCII),
    "quarter": re.compile(r"(?P<year>\d{4})-Q(?P<part>[1-4])", re.ASCII),
    "year": re.compile(r"(?P<year>\d{4})", re.ASCII),
}
_FIRST_YEAR = 1949
_LAST_YEAR = 2999


class PeriodError(ValueError):
    """The text is no period of this cycle."""


@dataclass(frozen=True)
class Period:
    """One period: its cycle, its text, its first and last day (inclusive)."""

    cycle: str
    text: str
    start: date
    end: date

    @property
    def label(self):
        """Return the period as it is printed: 2026年11月, 2026年第4季度, 2026年."""
        if self.cycle == "month":
            return f"{self.start.year}年{self.start.month}月"
        if self.cycle == "quarter":
            return f"{self.start.year}年第{(self.start.month + 2) // 3}季度"
        if self.cycle == "year":
            return f"{self.start.year}年"
        return "一次性"

    def following(self):
        """Return the period after this one; a single payment has none."""
        if self.cycle == "once":
            return self
        return containing(self.cycle, date.fromordinal(self.end.toordinal() + 1))


def _build(cycle, text, year, first_month, months):
    last_month = first_month + months - 1
    return Period(
        cycle,
        text,
        date(year, first_month, 1),
        date(year, last_month, monthrange(year, last_month)[1]),
    )


def parse(cycle, text, reference=None):
    """Return the period that ``text`` names.

    :param cycle: one of :data:`CYCLES`
    :param reference: the day that stands for start and end of a single payment,
        which belongs to no part of the calendar
    :raise PeriodError: when the text does not fit the cycle
    """
    text = (text or "").strip()
    if cycle == "once":
        if text != "once":
            raise PeriodError(text)
        day = reference or date.today()
        return Period(cycle, text, day, day)
    match = _PATTERNS[cycle].fullmatch(text)
    if not match or not _FIRST_YEAR <= int(match["year"]) <= _LAST_YEAR:
        raise PeriodError(text)
    year = int(match["year"])
    if cycle == "month":
        return _build(cycle, text, year, int(match["part"]), 1)
    if cycle == "quarter":
        return _build(cycle, text, year, 3 * int(match["part"]) - 2, 3)
    return _build(cycle, text, year, 1, 12)


def containing(cycle, day):
    """Return the period of this cycle in which ``day`` lies."""
    if cycle == "month":
        return parse(cycle, f"{day.year:04d}-{day.month:02d}")
    if cycle == "quarter":
        return parse(cycle, f"{day.year:04d}-Q{(day.month + 2) // 3}")
    if cycle == "year":
        return parse(cycle, f"{day.year:04d}")
    return parse("once", "once", reference=day)
