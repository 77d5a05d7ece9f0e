"""How two spellings of a person's name differ (domain: 同音不同字).

An insurance office and the civil register write one villager differently: 王小燕 and
王晓艳. What is found here is a proposal; a person looks and decides.
"""

import csv
import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from pypinyin import Style, pinyin

from .pinyin import NAME_READINGS, SURNAME_READINGS
from .text import compact

# From the surest to the least sure.
KINDS = ("same", "normalised", "homophone", "look_alike", "minority", "different")

# Made by scripts/tools/build_characters.py.
_TABLE = Path(__file__).with_name("characters.csv")
# The dot between the parts of a name (GB 18030: A1A4), and what is typed instead.
DOT = "\u00b7"
_DOTS = re.compile(r"[.•・‧∙⋅●·]+")
# A second reading that 现代汉语词典 gives as a surname of its own.
_FURTHER_SURNAME_READINGS = {
    "乐": ("le",),
    "牟": ("mou",),
    "翟": ("di",),
    "覃": ("tan",),
    "隗": ("kui",),
}


class Difference(NamedTuple):
    """One character beside another; ``why`` is the reading they share, ``shape``, or
    nothing when they have nothing in common."""

    character: str
    other: str
    why: str


class Comparison(NamedTuple):
    """``kind`` is one of ``KINDS``; ``differences`` are told only when the names are
    equally long."""

    kind: str
    differences: tuple = ()


def normalize_name(name):
    """The name as it is stored: half-width, no blanks, U+00B7 between its parts.

    :param str name: as typed; None and False count as empty
    :rtype: str
    """
    name = compact(unicodedata.normalize("NFKC", name or ""))
    return _DOTS.sub(DOT, name).strip(DOT)


def compare_names(name, other):
    """Say how two spellings differ.

    ``homophone`` (同音不同字): as long, and each character can be read as the other
    one; the first as a surname. ``look_alike`` (形近字): a character that cannot looks
    like the other one. ``minority``: names with a dot which differ in the dot, or of
    which one leaves a part out.

    :param str name: full name
    :param str other: full name
    :rtype: Comparison
    """
    if name == other:
        return Comparison("same" if normalize_name(name) else "different")
    one, two = normalize_name(name).upper(), normalize_name(other).upper()
    if not one or not two:
        return Comparison("different")
    if one == two:
        return Comparison("normalised")
    kind, differences = _compare_characters(one, two)
    if kind == "different" and _differ_in_parts(one, two):
        kind, differences = "minority", ()
    return Comparison(kind, differences)


def sounds_alike(name, other):
    """Whether two spellings may be one name as it is spoken."""
    return compare_names(name, other).kind in ("same", "normalised", "homophone")


def get_readings(character):
    """Readings without tones that a character has in today's names.

    :rtype: frozenset
    """
    found = _read_table().get(character)
    readings = found[0] if found else _get_rare_readings(character)
    return readings.union(NAME_READINGS.get(character, ()))


def look_alike(character, other):
    """Whether two characters are easily taken for each other (晴 and 睛)."""
    return other in _read_table().get(character, (None, ""))[1]


def _compare_characters(one, two):
    if len(one) != len(two):
        return "different", ()
    differences = tuple(
        Difference(character, other, _get_likeness(readings, others, character, other))
        for character, readings, other, others in zip(
            one, _read_name(one), two, _read_name(two), strict=True
        )
        if character != other
    )
    reasons = {difference.why for difference in differences}
    if "" in reasons:
        return "different", differences
    return ("look_alike" if "shape" in reasons else "homophone"), differences


def _get_likeness(readings, others, character, other):
    shared = readings & others
    if shared:
        return min(shared)
    return "shape" if look_alike(character, other) else ""


def _read_name(name):
    """The readings of each character, a surname as a surname."""
    readings = [get_readings(character) for character in name]
    if DOT in name:
        return readings
    surname = name[:2] if len(name) > 2 and name[:2] in SURNAME_READINGS else name[:1]
    if own := SURNAME_READINGS.get(surname):
        readings[: len(own)] = [frozenset([syllable]) for syllable in own]
        readings[0] |= {*_FURTHER_SURNAME_READINGS.get(surname, ())}
    return readings


def _differ_in_parts(one, two):
    """买买提艾力 or 买买提 beside 买买提·艾力."""
    parts, others = one.split(DOT), two.split(DOT)
    if max(len(parts), len(others)) == 1:
        return False
    kind, _differences = _compare_characters("".join(parts), "".join(others))
    if kind == "homophone":
        return True
    fewer, more = sorted((parts, others), key=len)
    return len(fewer) < len(more) and more[: len(fewer)] == fewer


@lru_cache(maxsize=1)
def _read_table():
    """{character: (readings, characters that look alike)}"""
    with _TABLE.open(encoding="utf-8", newline="") as stream:
        return {
            row["character"]: (
                frozenset(row["readings"].split()),
                frozenset(row["look_alikes"]),
            )
            for row in csv.DictReader(stream)
        }


@lru_cache(maxsize=8192)
def _get_rare_readings(character):
    """What a character outside the standard list may be read as; itself when nothing
    is known, so that it is like no other."""
    found = pinyin(
        character, style=Style.NORMAL, heteronym=True, errors=lambda part: None
    )
    return frozenset(found[0] if found else (character,))
