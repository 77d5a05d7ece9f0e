"""Personal data as it may be seen: in lists, messages, public notices and logs.

PIPL art. 28 and 51 ask for de-identification; the visible parts are the usual ones of
public notices: number 6+4, phone 3+4, account the last 4, name first and last.
"""

from .text import compact

_STAR = "*"
# Fewer hidden characters than this could be guessed.
_HIDDEN_AT_LEAST = 4


def mask_identity_number(number):
    """Return the number with its birth date hidden: ``130430********1234``.

    :rtype: str
    """
    return _mask(compact(number), 6, 4)


def mask_phone(phone):
    """Return ``138****3210``; the country code 86 is dropped.

    :rtype: str
    """
    phone = compact(phone).replace("-", "")
    for prefix in ("+86", "0086"):
        phone = phone.removeprefix(prefix)
    return _mask(phone, 3, 4)


def mask_account(number):
    """Return the account with only its last four digits readable.

    :rtype: str
    """
    return _mask(compact(number), 0, 4)


def mask_name(name):
    """Return ``张*`` for two characters, ``李*敏`` or ``欧**敏`` for more.

    :rtype: str
    """
    name = compact(name)
    if len(name) < 3:
        return name[: len(name) - 1] + _STAR if name else ""
    return name[0] + _STAR * (len(name) - 2) + name[-1]


def _mask(text, head, tail):
    """Hide all but the first ``head`` and last ``tail`` characters.

    What is too short for that shows at most its last third.
    """
    length = len(text)
    if length < head + tail + _HIDDEN_AT_LEAST:
        head, tail = 0, min(tail, length // 3)
    return text[:head] + _STAR * (length - head - tail) + text[length - tail :]
