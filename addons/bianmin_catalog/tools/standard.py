"""One standard for all places (统一): is what a place says better or worse?

A place may promise less time, take less money and ask for fewer papers than the place
above it says, never more.
"""

from odoo.addons.bianmin_base.tools.text import compact

# The fields that together say how long a matter may take.
LIMIT_FIELDS = ("handling_kind", "statutory_days", "promised_days", "day_unit")
# Seven calendar days hold five working days, holidays aside.
_LENGTH = {"calendar": 5, "working": 7}


def compare_limits(own, reference):
    """Compare two promises: negative when the own one is shorter, 0 when as long.

    :param tuple own: (handling kind, days, unit of the days)
    :param tuple reference: the same of the place above
    """
    return _get_length(own) - _get_length(reference)


def _get_length(limit):
    kind, days, unit = limit
    return 0 if kind == "instant" else days * _LENGTH[unit]


def get_additional_papers(own, reference):
    """The names of papers that a place asks for in addition, in its own order.

    :param own: names of papers; blanks and the width of characters do not matter
    :param reference: names of the papers that the place above asks for
    """
    known = {compact(name) for name in reference}
    return [name for name in own if compact(name) not in known]
