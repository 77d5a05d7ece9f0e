"""Who is called next: the one rule, for the database as for a simulation.

Whoever came first is called first. People with priority (the old, the disabled,
soldiers, the pregnant) come before, by one of three policies:

``strict``
    before all others.
``ratio``
    before all others, but after so many of them in a row at a window the next one there
    is an ordinary ticket. Counted at each window, so that windows do not wait for each
    other.
``ageing``
    as if they had come so many minutes earlier. Nobody waits for ever: whoever came
    longer before is called before them.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

KINDS = ("strict", "ratio", "ageing")
NO_PRIORITY = "none"


@dataclass(frozen=True)
class Waiting:
    """Somebody who waits.

    :ivar id: decides between two who came in the same moment
    :ivar queued_at: since when he waits
    :ivar is_priority: whether he comes before others
    """

    id: int
    queued_at: datetime
    is_priority: bool = False


@dataclass(frozen=True)
class Policy:
    """How a hall treats people with priority.

    :ivar kind: one of ``KINDS``
    :ivar ratio: people with priority in a row before an ordinary ticket
    :ivar head_start: how much earlier they count as come
    """

    kind: str = "strict"
    ratio: int = 3
    head_start: timedelta = timedelta(minutes=20)


@dataclass(frozen=True)
class Order:
    """What the waiting are sorted by: class, time, id.

    :ivar first: whether those with priority come first, or None when both are sorted
        together by time
    :ivar head_start: what is taken from the time of those with priority
    """

    first: bool | None
    head_start: timedelta


def get_order(policy, streak):
    """What a window sorts by now.

    :param int streak: how many with priority it has called in a row
    """
    if policy.kind == "ageing":
        return Order(None, policy.head_start)
    if policy.kind == "ratio" and streak >= policy.ratio:
        return Order(False, timedelta())
    return Order(True, timedelta())


def choose(policy, waiting, streak=0):
    """Who is called next, or None when nobody waits.

    :param waiting: iterable of :class:`Waiting`
    :param int streak: how many with priority the window has called in a row
    """
    order = get_order(policy, streak)

    def key(ticket):
        lead = order.head_start if ticket.is_priority else timedelta()
        behind = order.first is not None and ticket.is_priority != order.first
        return behind, ticket.queued_at - lead, ticket.id

    return min(waiting, key=key, default=None)


def next_streak(streak, is_priority):
    """How many with priority were called in a row, after one more call."""
    return streak + 1 if is_priority else 0
