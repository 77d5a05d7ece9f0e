"""Who stands where on the notice board, and what an agent is paid."""

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
# What an agent did, and what he is paid for.
WORK = ("filed", "trip", "visit", "correction")


def rank(rows):
    """Put rows in the order of the notice board and number them.

    Who did more stands in front; of two who did as much, the one whose requests came
    back less often. Equals share a place, and the place after them is left out.

    :param list rows: dicts with the counts of :data:`WORK` and ``returned``
    :return: list of (place, row); equals stay in the order in which they came
    """
    ordered = sorted(rows, key=_key)
    placed = []
    for index, row in enumerate(ordered):
        same = placed and _key(placed[-1][1]) == _key(row)
        placed.append((placed[-1][0] if same else index + 1, row))
    return placed


def _key(row):
    return -sum(row[name] for name in WORK), row["returned"]


def allowance(counts, rates):
    """What an agent is paid for a month (代办员补贴).

    :param dict counts: how often he did each of :data:`WORK`
    :param dict rates: yuan for each time, and ``base`` for the month
    :return: Decimal of two digits
    """
    paid = Decimal(str(rates["base"])) + sum(
        counts[name] * Decimal(str(rates[name])) for name in WORK
    )
    return paid.quantize(CENT, ROUND_HALF_UP)
