"""Unified social credit codes as in GB 32100-2015.

18 characters: 1 registering department, 1 class, 6 region digits, 9 organisation code
(GB 11714) and a check character. Letters in the first two places are real: village
co-operatives are registered by the agricultural departments under N.
"""

import re

from .text import compact

REASONS = ("length", "characters", "checksum")

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUES = {character: value for value, character in enumerate(_ALPHABET)}
_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_FORM = re.compile(rf"[{_ALPHABET}]{{2}}[0-9]{{6}}[{_ALPHABET}]{{10}}")


class UsccError(ValueError):
    """The text is no valid unified social credit code.

    :ivar reason: one of ``REASONS``
    """

    def __init__(self, reason):
        super().__init__(f"Not a unified social credit code: {reason}")
        self.reason = reason

    def __reduce__(self):
        return type(self), (self.reason,)


def check_character(first17):
    """Return the check character: (31 - weighted sum mod 31) mod 31.

    :rtype: str
    """
    total = sum(
        weight * _VALUES[character]
        for weight, character in zip(_WEIGHTS, first17, strict=True)
    )
    return _ALPHABET[-total % 31]


def validate(text):
    """Return the code in half-width capitals without blanks and hyphens.

    :rtype: str
    :raise UsccError: with the first reason found, in the order of ``REASONS``
    """
    code = compact(text).replace("-", "").upper()
    if len(code) != 18:
        raise UsccError("length")
    if not _FORM.fullmatch(code):
        raise UsccError("characters")
    if check_character(code[:17]) != code[17]:
        raise UsccError("checksum")
    return code
