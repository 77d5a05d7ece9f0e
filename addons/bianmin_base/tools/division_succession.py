"""Who took over from a division that is gone: a proposal from codes and names.

Only a proposal: a name that stands twice, or a village that went elsewhere, is left
for a person to decide.
"""

import re
from collections import Counter, defaultdict
from typing import NamedTuple

from .division_register import parent_code, short_name

# What changes when a county becomes a district, a township a town.
KIND_SUFFIX = re.compile(r"(自治县|县|区|市|街道办事处|办事处|街道|镇|乡|社区|村)$")

# A township is taken for the heir when so many of the villages went there.
SURE_SHARE = 2 / 3
LIKELY_SHARE = 1 / 2


class Successor(NamedTuple):
    code: str
    certain: bool


def propose(plan):
    """Return a :class:`Successor` by code for what a register ends.

    :param plan: :class:`~.division_register.Plan`
    """
    arrived = {**plan.new, **plan.renamed, **plan.reassigned}
    gone = {**plan.gone, **plan.taken}
    return find_successors(
        {code: short_name(name) for code, name in gone.items()},
        {code: short_name(name) for code, name in arrived.items()},
    )


def find_successors(gone, arrived):
    """Return a :class:`Successor` by the code of each division that has one.

    - township: the same name in the same county, else where most of its villages went
    - county: the same name in the same prefecture, else where most townships went
    - village: the same name in the successor of its township; elsewhere in the county
      or prefecture only as a guess

    :param dict gone: name people say by code, of the divisions that ended
    :param dict arrived: the same of the divisions that began or got their name then
    """
    found = {}
    villages = {code: name for code, name in gone.items() if len(code) == 12}
    townships = {code: name for code, name in gone.items() if len(code) == 9}
    counties = {code: name for code, name in gone.items() if len(code) == 6}
    by_name = _index(arrived)
    votes = _count_votes(villages, by_name)
    for code, name in townships.items():
        found[code] = _find_upper(code, name, by_name, votes.get(code))
    votes = defaultdict(Counter)
    for code in townships:
        if parent_code(code) in counties and found[code]:
            votes[parent_code(code)][parent_code(found[code].code)] += 1
    for code, name in counties.items():
        found[code] = _find_upper(code, name, by_name, votes.get(code))
    for code, name in townships.items():
        if heir := found.get(parent_code(code)):
            found[code] = _find_in_heir(code, name, by_name, heir) or found[code]
    for code, name in villages.items():
        # A township that did not end is its own heir.
        own = Successor(parent_code(code), True)
        heir = found.get(parent_code(code)) if own.code in gone else own
        found[code] = _find_village(code, name, heir, by_name)
    return {code: successor for code, successor in found.items() if successor}


def _index(names):
    """Codes by level, the code of an upper division, and the stem of the name."""
    index = defaultdict(list)
    for code, name in names.items():
        for length in (4, 6, 9):
            if length < len(code):
                index[len(code), code[:length], _get_stem(name)].append(code)
    return index


def _get_stem(name):
    return KIND_SUFFIX.sub("", name) or name


def _count_votes(villages, by_name):
    """Where the villages of each township went, by name within the prefecture."""
    votes = defaultdict(Counter)
    for code, name in villages.items():
        found = by_name.get((12, code[:4], _get_stem(name)), ())
        heirs = {parent_code(other) for other in found}
        near = {heir for heir in heirs if heir[:6] == code[:6]} or heirs
        if len(near) == 1:
            votes[parent_code(code)][near.pop()] += 1
        else:
            votes[parent_code(code)][None] += 1
    return votes


def _find_upper(code, name, by_name, votes):
    same_name = by_name.get((len(code), parent_code(code), _get_stem(name)), ())
    if len(same_name) == 1:
        return Successor(same_name[0], True)
    if not votes:
        return None
    total = sum(votes.values())
    heir, count = max(
        ((heir, count) for heir, count in votes.items() if heir),
        key=lambda vote: (vote[1], vote[0]),
        default=(None, 0),
    )
    if not heir or count < total * LIKELY_SHARE:
        return None
    return Successor(heir, total > 2 and count >= total * SURE_SHARE)


def _find_in_heir(code, name, by_name, heir):
    """The township of the same name in the successor of its county."""
    same_name = by_name.get((len(code), heir.code, _get_stem(name)), ())
    return Successor(same_name[0], heir.certain) if len(same_name) == 1 else None


def _find_village(code, name, heir, by_name):
    stem = _get_stem(name)
    if heir:
        inside = by_name.get((12, heir.code, stem), ())
        if len(inside) == 1:
            return Successor(inside[0], heir.certain)
    for length in (6, 4):
        near = by_name.get((12, code[:length], stem), ())
        if len(near) == 1:
            return Successor(near[0], False)
    return None
