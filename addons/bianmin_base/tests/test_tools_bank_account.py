import unittest

from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum import luhn

from odoo.addons.bianmin_base.tools import bank_account

digits = st.text("0123456789", min_size=12, max_size=19)


def make(payload):
    return payload + luhn.calc_check_digit(payload)


class TestBankAccount(unittest.TestCase):
    def test_groups_and_full_width_digits_become_plain(self):
        self.assertEqual(
            bank_account.normalize(" 6222 0000-0000 ００００ 018 "),
            "6222000000000000018",
        )

    def test_nothing_is_an_empty_account(self):
        for nothing in (None, False, ""):
            self.assertEqual(bank_account.normalize(nothing), "")
            self.assertFalse(bank_account.passes_luhn(nothing))

    def test_the_sample_of_the_standard_passes(self):
        self.assertTrue(bank_account.passes_luhn("79927398713"))
        self.assertTrue(bank_account.passes_luhn("7992 7398 713"))

    def test_every_other_last_digit_fails(self):
        for digit in "012456789":
            self.assertFalse(bank_account.passes_luhn("7992739871" + digit))

    def test_an_account_with_letters_fails(self):
        self.assertFalse(bank_account.passes_luhn("NRA0000000000"))
        self.assertFalse(bank_account.passes_luhn("٧٩٩٢٧٣٩٨٧١٣"))

    @settings(deadline=None)
    @given(digits)
    def test_the_check_is_that_of_an_independent_library(self, number):
        self.assertEqual(bank_account.passes_luhn(number), luhn.is_valid(number))
        self.assertTrue(bank_account.passes_luhn(make(number)))

    @settings(deadline=None, max_examples=300)
    @given(digits, st.integers(0, 12), st.integers(1, 9))
    def test_every_single_wrong_digit_is_found(self, payload, place, shift):
        number = make(payload)
        wrong = str((int(number[place]) + shift) % 10)
        self.assertFalse(
            bank_account.passes_luhn(number[:place] + wrong + number[place + 1 :])
        )

    @settings(deadline=None)
    @given(st.text())
    def test_any_text_has_an_answer(self, text):
        self.assertIn(bank_account.passes_luhn(text), (True, False))
