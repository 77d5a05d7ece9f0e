"""Names that sound alike but are written differently (同音不同字): 王小燕, 王晓艳."""

from functools import lru_cache

from pypinyin import Style, pinyin

from .pinyin import SURNAME_READINGS
from .text import compact


def sounds_alike(name, other):
    """Whether two names are the same, or may be read the same character by character.

    A character with several readings is like each of them, so that too many pairs are
    found rather than too few: a person decides.

    :param str name: full name
    :param str other: full name
    :rtype: bool
    """
    name, other = compact(name), compact(other)
    return (
        bool(name)
        and len(name) == len(other)
        and all(
            one == two or _readings(one) & _readings(two)
            for one, two in zip(name, other, strict=True)
        )
    )


@lru_cache(maxsize=8192)
def _readings(character):
    readings = pinyin(character, style=Style.NORMAL, heteronym=True)
    surname = SURNAME_READINGS.get(character, ())
    return frozenset(readings[0] if readings else ()).union(surname)
