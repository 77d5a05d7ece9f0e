"""What changed between two states of somebody's roles, division by division."""

from typing import NamedTuple


class RoleState(NamedTuple):
    """One role line: ids of user and role, its days, ids of its divisions."""

    user: int
    role: int
    date_from: object
    date_to: object
    divisions: frozenset


class RoleChange(NamedTuple):
    """One entry of the log: ``kind`` is given, changed or taken.

    ``division`` is None for a line that is held nowhere; ``before`` are the days
    that a change replaced.
    """

    kind: str
    user: int
    role: int
    division: int | None
    date_from: object
    date_to: object
    before: tuple | None = None


def find_changes(before, after):
    """What happened to one role line.

    :param before: its ``RoleState``, or None when the line is new
    :param after: its ``RoleState``, or None when the line is deleted
    :return: list of ``RoleChange``, one per division; empty when nothing changed
    """
    if before and after and before[:2] != after[:2]:
        # The line was turned over to another person or role.
        return find_changes(before, None) + find_changes(None, after)
    old, new = _get_places(before), _get_places(after)
    changes = [_change("taken", before, place) for place in _sorted(old - new)]
    changes += [_change("given", after, place) for place in _sorted(new - old)]
    if before and after and before[2:4] != after[2:4]:
        changes += [
            _change("changed", after, place, before[2:4])
            for place in _sorted(old & new)
        ]
    return changes


def _get_places(state):
    return (state.divisions or {None}) if state else set()


def _sorted(places):
    return sorted(places, key=lambda place: place or 0)


def _change(kind, state, place, before=None):
    return RoleChange(
        kind, state.user, state.role, place, state.date_from, state.date_to, before
    )
