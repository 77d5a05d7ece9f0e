"""Counting of working days with the yearly arrangement of holidays (调休).

Administrative limits run in working days and the day of acceptance is day 0
(行政许可法 art. 82).
"""

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date

_SATURDAY = 5


@dataclass(frozen=True)
class WorkingCalendar:
    """Monday to Friday, corrected by what the State Council announced.

    :ivar holidays: days without work, weekends among them or not
    :ivar workdays: weekend days that are worked
    :ivar known_years: years whose announcement is contained; all others count
        Monday to Friday
    """

    holidays: frozenset = frozenset()
    workdays: frozenset = frozenset()
    known_years: frozenset = frozenset()
    # Ordinals of the days that differ from Monday to Friday, for counting by bisection
    _free_weekdays: tuple = field(init=False, repr=False, compare=False)
    _worked_weekends: tuple = field(init=False, repr=False, compare=False)

    def __post_init__(self):
        if both := self.holidays & self.workdays:
            raise ValueError(f"Days both free and worked: {sorted(both)}")
        free = sorted(d.toordinal() for d in self.holidays if d.weekday() < _SATURDAY)
        worked = sorted(
            d.toordinal() for d in self.workdays if d.weekday() >= _SATURDAY
        )
        # the class is frozen, so its own set-up has to go around __setattr__
        object.__setattr__(self, "_free_weekdays", tuple(free))
        object.__setattr__(self, "_worked_weekends", tuple(worked))

    def is_working_day(self, day):
        """Tell whether offices work on this date.

        :param date day: local date
        :rtype: bool
        """
        return day in self.workdays or (
            day.weekday() < _SATURDAY and day not in self.holidays
        )

    def add(self, start, n):
        """Return the n-th working day after ``start``; ``start`` itself for n = 0.

        :param date start: day 0, be it a working day or not
        :param int n: number of working days, not negative
        :rtype: datetime.date
        """
        if n < 0:
            raise ValueError("The number of working days can't be negative.")
        # A step of as many days as are missing never passes the goal, and the last
        # step consists of working days only, so it ends on one.
        target = start.toordinal() + n
        base = self._rank(start.toordinal())
        while missing := n - self._rank(target) + base:
            target += missing
        return date.fromordinal(target)

    def count(self, start, end):
        """Return the number of working days after ``start`` up to and with ``end``.

        Negative when ``end`` is before ``start``: an overdue limit has -3 days left.

        :rtype: int
        """
        return self._rank(end.toordinal()) - self._rank(start.toordinal())

    def unknown_years(self, start, end):
        """Return the years from ``start`` to ``end`` whose holidays are not known.

        :rtype: tuple[int]
        """
        first, last = sorted((start.year, end.year))
        return tuple(y for y in range(first, last + 1) if y not in self.known_years)

    def _rank(self, ordinal):
        """Return the number of working days up to and with the day ``ordinal``.

        0001-01-01 (ordinal 1) is a Monday, so the weeks need no shift.
        """
        weeks, rest = divmod(ordinal, 7)
        return (
            weeks * 5
            + min(rest, 5)
            - bisect_right(self._free_weekdays, ordinal)
            + bisect_right(self._worked_weekends, ordinal)
        )
