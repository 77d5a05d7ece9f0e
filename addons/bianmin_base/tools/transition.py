"""One allowed move of a record's state."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Transition:
    """A move from ``source`` to ``target`` that holders of ``group`` may make.

    :ivar source: state the record is in
    :ivar target: state it moves to
    :ivar group: external id of the group that is needed in the record's division
    """

    source: str
    target: str
    group: str
