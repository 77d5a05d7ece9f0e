"""What an export was restricted to, in words and without anybody's numbers."""

import re

from .masking import mask_account

# ID numbers, accounts and telephone numbers, also in part.
_LONG_NUMBER = re.compile(r"\d{7,}[\dXx]?")


def hide_numbers(text):
    """Mask every long number in a text.

    :rtype: str
    """
    return _LONG_NUMBER.sub(lambda match: mask_account(match[0]), text)


def describe(conditions, labels):
    """Conditions as a sentence: ``村 child_of 12；状态 = 已受理``.

    :param conditions: iterable of (field name, operator, value)
    :param dict labels: field name -> label; names without one stay as they are
    :rtype: str
    """
    parts = []
    for name, operator, value in conditions:
        label = labels.get(str(name).split(".", 1)[0], name)
        if isinstance(value, list | tuple | set | frozenset):
            value = "、".join(map(str, value))
        parts.append(hide_numbers(f"{label} {operator} {value}"))
    return "；".join(parts)
