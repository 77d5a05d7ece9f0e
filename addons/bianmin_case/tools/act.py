"""A step of a case that leaves its state as it is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Act:
    """What holders of ``group`` may do with a case in one of ``states``.

    :ivar kind: kind of the event that tells of it
    :ivar states: states in which it may be done
    :ivar group: external id of the group that is needed in the case's division
    """

    kind: str
    states: tuple
    group: str
