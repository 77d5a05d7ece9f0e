"""The clock of a case, read from its events.

Nothing is counted up step by step: the events say when the clock began, stood still and
stopped, and this reads them from the first to the last. Whoever reads them again on
another day gets the same dates. Plain dates and numbers, no ORM.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from .deadline import count_days, due_date, warning_date

# 行政许可法 art. 32 (4): what has to be supplemented is told within five days, or the
# application counts as accepted from the day it was received.
DAYS_TO_ANSWER = 5

# Steps that stop the clock for a while, let it run on, and end it.
PAUSING = frozenset({"supplement_request", "special_apply"})
RESUMING = frozenset({"supplement_receive", "special_result"})
ENDING = frozenset({"decide", "close", "withdraw", "reject"})
# Steps that the clock listens to; all others leave it alone.
CLOCK_STEPS = (
    PAUSING | RESUMING | ENDING | {"receive", "accept", "reopen", "extension_approve"}
)


class Step(NamedTuple):
    """One event of a case: what, on which local day, and days that it gives."""

    kind: str
    day: date
    days: int = 0


@dataclass(frozen=True)
class Limits:
    """Days from acceptance to decision, promised and by law, in ``unit``."""

    promised: int
    statutory: int
    unit: str


@dataclass
class Clock:
    """What the events say about the time of a case.

    :ivar complete_on: day on which the application came in complete
    :ivar answer_due: last day to accept or to say what is missing
    :ivar start: day 0 of the limits, once accepted
    :ivar paused_on: the limits have stood still since this day
    :ivar paused_days: days during which they stood still
    :ivar extension_days: days that the head of the office has added
    :ivar promised_due: last day of the promised limit; of a case that nobody has
        accepted yet, the day that counts if it is accepted by silence
    :ivar warn_on: first day on which it is shown in yellow
    :ivar statutory_due: last day of the limit of the law
    """

    complete_on: date | None = None
    answer_due: date | None = None
    start: date | None = None
    paused_on: date | None = None
    paused_days: int = 0
    extension_days: int = 0
    promised_due: date | None = None
    warn_on: date | None = None
    statutory_due: date | None = None
    _stopped_on: date | None = field(default=None, repr=False)
    _pauses: list = field(default_factory=list, repr=False)


def read_clock(calendar, limits, steps):
    """Read the clock of one case from its steps.

    :param calendar: a ``WorkingCalendar``
    :param Limits limits: as they were when the case was filed
    :param steps: :class:`Step` of the case, in their order
    :rtype: Clock
    """
    clock = Clock()
    for step in steps:
        _take_step(calendar, clock, step)
    clock.paused_days = sum(
        count_days(calendar, stop, resume, limits.unit)
        for stop, resume in clock._pauses
    )
    if clock.complete_on and not clock.start:
        clock.answer_due = calendar.add(clock.complete_on, DAYS_TO_ANSWER)
    _set_limits(calendar, clock, limits)
    return clock


def _take_step(calendar, clock, step):
    if step.kind == "receive":
        clock.complete_on = step.day
    elif step.kind == "accept":
        clock.start = _get_start(calendar, clock.complete_on, step.day)
    elif step.kind in PAUSING:
        _pause(clock, step.day)
    elif step.kind in RESUMING:
        _resume(clock, clock.paused_on, step.day)
        clock.paused_on = None
    elif step.kind in ENDING:
        # A case that ends while it waits has stood still since it began to wait.
        clock._stopped_on = clock._stopped_on or clock.paused_on or step.day
        clock.paused_on = None
    elif step.kind == "reopen":
        _resume(clock, clock._stopped_on, step.day)
        clock._stopped_on = None
    elif step.kind == "extension_approve":
        clock.extension_days += step.days


def _get_start(calendar, complete_on, accepted_on):
    """Day 0: the day of acceptance, or the day of receipt when the answer is late."""
    complete_on = complete_on or accepted_on
    late = calendar.count(complete_on, accepted_on) > DAYS_TO_ANSWER
    return complete_on if late else accepted_on


def _pause(clock, day):
    if clock.start:
        clock.paused_on = day
    else:
        # Nobody has to answer while the applicant is looking for papers.
        clock.complete_on = None


def _resume(clock, stopped_on, day):
    if not clock.start:
        clock.complete_on = day
    elif stopped_on:
        clock._pauses.append((stopped_on, day))


def _set_limits(calendar, clock, limits):
    start = clock.start or clock.complete_on
    if not start:
        return
    promised = limits.promised + clock.extension_days
    statutory = limits.statutory + clock.extension_days
    clock.promised_due = _get_end(calendar, clock, start, promised, limits.unit)
    clock.statutory_due = _get_end(calendar, clock, start, statutory, limits.unit)
    clock.warn_on = warning_date(
        calendar, start, clock.promised_due, promised, limits.unit
    )


def _get_end(calendar, clock, start, days, unit):
    """The last day of a limit: each pause that began within it moves it on by its
    days. What was overdue already stays overdue.
    """
    due = due_date(calendar, start, days, unit)
    for stop, resume in clock._pauses:
        if stop < due:
            paused = count_days(calendar, stop, resume, unit)
            due = due_date(calendar, due, paused, unit)
    return due
