"""Bank account numbers."""

import re

from .text import compact

_DIGITS = re.compile(r"[0-9]+")
# The sum of the digits of 2n, for the digit n
_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


def normalize(text):
    """Return the account in half-width characters without blanks and hyphens.

    :rtype: str
    """
    return compact(text).replace("-", "").upper()


def passes_luhn(number):
    """Tell whether the card number fulfils ISO/IEC 7812-1 annex B.

    UnionPay cards do; old passbook accounts need not, so warn, never refuse.

    :rtype: bool
    """
    number = normalize(number)
    if not _DIGITS.fullmatch(number):
        return False
    digits = [int(digit) for digit in reversed(number)]
    return (sum(digits[::2]) + sum(_DOUBLED[d] for d in digits[1::2])) % 10 == 0
