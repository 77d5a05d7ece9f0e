"""Who comes before others without asking for it."""

from odoo.addons.bianmin_base.tools.identity_number import (
    IdentityNumberError,
    birth_date,
    validate,
)

# 《中华人民共和国老年人权益保障法》第二条
OLD_AGE = 60


def is_old(number, today):
    """Whether an identity number is of somebody of sixty years or more.

    :param str number: as a card reader types it; what is no number is of nobody
    :param date today: local date
    """
    try:
        born = birth_date(validate(number, today))
    except IdentityNumberError:
        return False
    had_birthday = (today.month, today.day) >= (born.month, born.day)
    return today.year - born.year - (not had_birthday) >= OLD_AGE
