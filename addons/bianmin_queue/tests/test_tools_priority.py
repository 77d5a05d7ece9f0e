from datetime import date

import pytest

from odoo.addons.bianmin_base.tools.identity_number import check_digit
from odoo.addons.bianmin_queue.tools.priority import is_old

TODAY = date(2026, 11, 25)


def make_number(born):
    first = f"990101{born:%Y%m%d}001"
    return first + check_digit(first)


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        (date(1966, 11, 25), True),
        (date(1966, 11, 26), False),
        (date(1931, 1, 1), True),
        (date(2001, 1, 1), False),
    ],
)
def test_sixty_years_are_old_from_the_birthday_on(born, expected):
    assert is_old(make_number(born), TODAY) is expected


@pytest.mark.parametrize("number", ["", "A007", "1234567890", "99010119310101001"])
def test_what_is_no_number_is_of_nobody(number):
    assert not is_old(number, TODAY)
