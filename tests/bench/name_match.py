"""Names that are compared: how often the kind is right, on a labelled set.

What the set is made of, and from what its labels come, stands in make_name_pairs.
"""

import csv

from odoo.addons.bianmin_base.tools.name_match import compare_names

from tests.bench.bench import Row, bench
from tests.bench.make_name_pairs import PAIRS

PRECISION, RECALL = 0.99, 0.97


def read_pairs():
    with PAIRS.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def measure(pairs, kind):
    """Precision and recall of one kind."""
    found = {
        (pair["name"], pair["other"])
        for pair in pairs
        if compare_names(pair["name"], pair["other"]).kind == kind
    }
    labelled = {(p["name"], p["other"]) for p in pairs if p["label"] == kind}
    right = len(found & labelled)
    return right / len(found), right / len(labelled)


def measure_rows():
    pairs = read_pairs()
    precision, recall = measure(pairs, "homophone")
    yield Row("name-match precision", precision, "", goal=PRECISION, at_least=True)
    yield Row("name-match recall", recall, "", goal=RECALL, at_least=True)
    # For a person to look at in any case: told, and no goal.
    precision, recall = measure(pairs, "look_alike")
    yield Row("name-match look-alikes precision", precision, "")
    yield Row("name-match look-alikes recall", recall, "")


@bench("name-match")
def name_match(env):
    yield from measure_rows()
