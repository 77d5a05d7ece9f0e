from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..tools.ticket_number import format_number, is_letter


class TestTicketNumber(BaseCase):
    def test_a_letter_and_three_digits(self):
        self.assertEqual(format_number("A", 1), "A001")
        self.assertEqual(format_number("Z", 999), "Z999")

    def test_past_999_a_fourth_digit_follows(self):
        self.assertEqual(format_number("A", 1000), "A1000")

    @settings(deadline=None)
    @given(st.integers(1, 99999), st.integers(1, 99999))
    def test_two_numbers_are_never_alike(self, one, other):
        alike = format_number("A", one) == format_number("A", other)
        self.assertEqual(alike, one == other)

    def test_only_capital_letters_of_one_byte(self):
        self.assertTrue(is_letter("A"))
        for text in ("", "a", "AB", "1", "民", "Ａ"):
            self.assertFalse(is_letter(text))

    def test_what_is_no_number_is_refused(self):
        for letter, sequence in (("a", 1), ("A", 0)):
            with self.assertRaises(ValueError):
                format_number(letter, sequence)
