"""What changed from one version of an item to the next, as rows for a table."""

from typing import NamedTuple


class Change(NamedTuple):
    """One line of the comparison: of what, and what it said before and after."""

    where: str
    old: str
    new: str


def compare_values(old, new):
    """Return the changes between two records, in the order of ``new``.

    :param dict old: text by label, before
    :param dict new: text by label, after; a label that one side lacks counts as empty
    """
    labels = [*new, *(label for label in old if label not in new)]
    return [
        Change(label, old.get(label, ""), new.get(label, ""))
        for label in labels
        if old.get(label, "") != new.get(label, "")
    ]


def compare_rows(old, new):
    """Return the changes between two lists of rows, of which each has a name.

    A row that is only on one side counts as one change; a row on both sides as one
    change for each of its values that differs. Rows of the same name are matched in
    their order.

    :param list old: pairs (name, dict of text by label), before
    :param list new: the same, after
    """
    before, after = _by_name(old), _by_name(new)
    changes = []
    for key in [*after, *(key for key in before if key not in after)]:
        name = key[0]
        if key not in before:
            changes.append(Change(name, "", _describe(name, after[key])))
        elif key not in after:
            changes.append(Change(name, _describe(name, before[key]), ""))
        else:
            changes += [
                Change(f"{name}: {change.where}", change.old, change.new)
                for change in compare_values(before[key], after[key])
            ]
    return changes


def _by_name(rows):
    """Rows by name and by how often the name came before."""
    numbered = {}
    for name, values in rows:
        count = sum(1 for key in numbered if key[0] == name)
        numbered[name, count] = values
    return numbered


def _describe(name, values):
    details = "; ".join(f"{label}: {text}" for label, text in values.items() if text)
    return f"{name} ({details})" if details else name
