"""Resident identity numbers as in GB 11643-1999.

18 characters: 6 region, 8 birth date, 3 order (odd for men) and a check character
(ISO 7064 MOD 11-2). The region is where the number was first issued: it may long be
abolished and says nothing about the present domicile, so it is never validated
(python-stdnum does, and rejects the very numbers of the elderly).
"""

import re
from datetime import date
from operator import mul

from .local_time import local_today
from .text import compact

REASONS = ("length", "characters", "date", "checksum")

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_CHARACTERS = "10X98765432"
_EARLIEST_YEAR = 1880
_FORM_18 = re.compile(r"[0-9]{17}[0-9X]")
_FORM_15 = re.compile(r"[0-9]{15}")


class IdentityNumberError(ValueError):
    """The text is no valid identity number.

    :ivar reason: one of ``REASONS``
    """

    def __init__(self, reason):
        super().__init__(f"Not an identity number: {reason}")
        self.reason = reason

    def __reduce__(self):
        return type(self), (self.reason,)


def normalize(text):
    """Return the number in half-width capitals and without blanks.

    :rtype: str
    """
    return compact(text).upper()


def check_digit(first17):
    """Return the check character of the first 17 digits: sum of weights mod 11.

    :rtype: str
    """
    return _CHECK_CHARACTERS[sum(map(mul, _WEIGHTS, map(int, first17))) % 11]


def to_18(number15):
    """Return the 18 characters of a first-generation number (15 digits, before 1999).

    These have a year of two digits, always of the 20th century, and no check.

    :rtype: str
    :raise IdentityNumberError: for anything but 15 digits
    """
    number = normalize(number15)
    if len(number) != 15:
        raise IdentityNumberError("length")
    if not _FORM_15.fullmatch(number):
        raise IdentityNumberError("characters")
    first17 = number[:6] + "19" + number[6:]
    return first17 + check_digit(first17)


def validate(number, today=None):
    """Return the canonical 18 characters of a valid number of 15 or 18 characters.

    :param number: text as typed, normalized here
    :param date today: last possible birth date, by default the local date
    :rtype: str
    :raise IdentityNumberError: with the first reason found, in the order of ``REASONS``
    """
    number = _canonical(number)
    born = _parse_birth_date(number)
    if not _EARLIEST_YEAR <= born.year or born > (today or local_today()):
        raise IdentityNumberError("date")
    if check_digit(number[:17]) != number[17]:
        raise IdentityNumberError("checksum")
    return number


def birth_date(number):
    """Return the birth date written in the number; the check is not looked at, since
    some real numbers carry a wrong one.

    :rtype: datetime.date
    :raise IdentityNumberError: when there is no readable date in it
    """
    return _parse_birth_date(_canonical(number))


def sex(number):
    """Return 'male' for an odd order code and 'female' for an even one.

    :rtype: str
    :raise IdentityNumberError: for a wrong length or wrong characters
    """
    return "male" if int(_canonical(number)[16]) % 2 else "female"


def region(number):
    """Return the six digits of the county where the number was first issued.

    :rtype: str
    :raise IdentityNumberError: for a wrong length or wrong characters
    """
    return _canonical(number)[:6]


def _canonical(number):
    """Return 18 well-formed characters, whatever the date and the check may be."""
    if not _FORM_18.fullmatch(number or ""):
        number = normalize(number)
        if len(number) == 15:
            return to_18(number)
        if len(number) != 18:
            raise IdentityNumberError("length")
        if not _FORM_18.fullmatch(number):
            raise IdentityNumberError("characters")
    return number


def _parse_birth_date(number):
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise IdentityNumberError("date") from None
