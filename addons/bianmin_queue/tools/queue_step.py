"""What may happen to a ticket: one table of steps."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """A step of a ticket.

    :ivar kind: kind of the event that tells of it
    :ivar sources: states in which it may be taken
    :ivar target: state it leads to
    """

    kind: str
    sources: tuple
    target: str


# Somebody stands at a window, or has gone to fetch a paper: his clerk's ticket.
AT_WINDOW = ("called", "serving", "held")
# A window has room for one of these.
OCCUPYING = ("called", "serving")

STEPS = {
    step.kind: step
    for step in (
        Step("call", ("waiting",), "called"),
        Step("recall", ("called",), "called"),
        Step("start", ("called",), "serving"),
        Step("finish", ("serving",), "done"),
        Step("hold", ("serving",), "held"),
        Step("resume", ("held",), "serving"),
        Step("transfer", ("waiting", *AT_WINDOW), "waiting"),
        Step("return", AT_WINDOW, "waiting"),
        Step("no_show", ("called",), "missed"),
        Step("reinstate", ("missed",), "waiting"),
        Step("cancel", ("waiting", "called", "held", "missed"), "cancelled"),
    )
}
