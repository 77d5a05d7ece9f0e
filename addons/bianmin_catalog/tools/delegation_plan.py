"""What a letter that hands items down changes at a place."""

from dataclasses import dataclass

OWN_BY_LAW = "1"


@dataclass(frozen=True)
class Holding:
    """What a place holds of an item, or what a letter would give it.

    :ivar str acts_as: ``accept`` or ``decide``
    :ivar str power_source: code of 权力来源; of no meaning where it only accepts
    :ivar department: whose power it is, if it is entrusted
    :ivar decision: where it is decided, if the place only accepts
    :ivar letter: the letter in force that gave it, or None
    :ivar bool is_cancelled: whether the place gave the item up
    """

    acts_as: str
    power_source: str = OWN_BY_LAW
    department: object = None
    decision: object = None
    letter: object = None
    is_cancelled: bool = False

    @property
    def power(self):
        """What the place may do, whichever letter gave it."""
        if self.acts_as == "accept":
            return self.acts_as, self.decision
        return self.acts_as, self.power_source, self.department


def judge(held, given):
    """What a letter does at a place.

    A letter adds power and takes none away: what a place decides already, by law or
    handed down, it does not become the mere counter of.

    :param held: :class:`Holding` of the place, or None
    :param given: :class:`Holding` that the letter gives
    :return: pair of kind (``new``, ``changed``, ``present`` or ``conflict``) and, for
        a conflict, the reason: ``cancelled``, ``letter`` or ``power``
    """
    if held is None:
        return "new", None
    if held.is_cancelled:
        return "conflict", "cancelled"
    if held.power == given.power:
        return "present", None
    if held.letter not in (None, given.letter):
        return "conflict", "letter"
    decides = held.acts_as == "decide"
    if decides and (given.acts_as == "accept" or held.power_source == OWN_BY_LAW):
        return "conflict", "power"
    return "changed", None
