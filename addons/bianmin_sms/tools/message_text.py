"""The text of a message: what it costs, whom it can reach, what may be kept of it."""

import re

from odoo.addons.bianmin_base.tools import masking

# One message carries 70 characters; a longer one is cut into parts of 67, the
# rest of each part tells the telephone how to join them (3GPP TS 23.040).
SINGLE_LENGTH = 70
PART_LENGTH = 67

MOBILE = re.compile(r"(?:\+?86|0086)?(1[3-9]\d{9})")
SEPARATORS = re.compile(r"[\s\-()（）]")
# Runs of digits that stand alone: a case number of 21 digits is no person's number.
NUMBER_IN_TEXT = re.compile(r"(?<!\d)(?:\d{17}[\dXx]|\d{11,19})(?!\d)")


def mobile_number(text):
    """The 11 digits of a mainland mobile number, or None when it is none.

    Accepts what people type: +86, spaces, hyphens and brackets. A fixed line
    cannot receive text messages.
    """
    match = MOBILE.fullmatch(SEPARATORS.sub("", text or ""))
    return match and match[1]


def part_count(text):
    """How many messages the operator bills for ``text``."""
    length = len(text or "")
    if length <= SINGLE_LENGTH:
        return 1 if length else 0
    return -(-length // PART_LENGTH)


def redact(text):
    """``text`` with the numbers of persons masked, fit to be kept in a log.

    Mobile numbers keep 3 + 4 digits, identity numbers 6 + 4, everything else
    that may be an account its last 4.
    """
    return NUMBER_IN_TEXT.sub(_mask_number, text or "")


def _mask_number(match):
    number = match[0]
    if MOBILE.fullmatch(number):
        return masking.mask_phone(number)
    if len(number) in (15, 18):
        return masking.mask_identity_number(number)
    return masking.mask_account(number)
