import pickle
import unittest

from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.cn import uscc as stdnum_uscc

from odoo.addons.bianmin_base.tools import uscc
from odoo.addons.bianmin_base.tools.uscc import UsccError

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
SAMPLES = ("91350100M000100Y43", "91110000600037341L")


def characters(size):
    return st.text(ALPHABET, min_size=size, max_size=size)


@st.composite
def codes(draw):
    region = draw(st.integers(0, 999999))
    first17 = f"{draw(characters(2))}{region:06}{draw(characters(9))}"
    return first17 + uscc.check_character(first17)


class TestUscc(unittest.TestCase):
    def _assert_reason(self, code, reason):
        with self.assertRaises(UsccError) as caught:
            uscc.validate(code)
        self.assertEqual(caught.exception.reason, reason, code)

    def test_known_codes_are_valid(self):
        for code in SAMPLES:
            self.assertEqual(uscc.validate(code), code)

    def test_typing_habits_are_forgiven(self):
        for typed in (
            "91350100m000100y43",
            " 9135 0100-M000-100Y43",
            "９1350100M000100Y43",
        ):
            self.assertEqual(uscc.validate(typed), SAMPLES[0])

    def test_the_codes_of_village_co_operatives_begin_with_a_letter(self):
        first17 = "N2130224MF0123456"
        code = first17 + uscc.check_character(first17)
        self.assertEqual(uscc.validate(code), code)

    def test_a_wrong_length_is_named_first(self):
        for code in (None, False, "", "91350100M000100Y4", SAMPLES[0] + "1"):
            self._assert_reason(code, "length")

    def test_characters_that_are_mistaken_for_digits_are_refused(self):
        for letter in "IOSVZ":
            self._assert_reason(f"91350100M00010{letter}Y43", "characters")

    def test_the_region_consists_of_digits(self):
        self._assert_reason("9135A100M000100Y43", "characters")

    def test_a_wrong_check_is_named_last(self):
        self._assert_reason("91350100M000100Y44", "checksum")

    def test_the_error_is_a_value_error_that_survives_a_process_border(self):
        error = pickle.loads(pickle.dumps(UsccError("length")))
        self.assertIsInstance(error, ValueError)
        self.assertEqual(error.reason, "length")

    @settings(deadline=None)
    @given(st.integers(10000000, 99999999), characters(9))
    def test_the_check_is_that_of_an_independent_library(self, first8, organisation):
        first17 = f"{first8}{organisation}"
        self.assertEqual(
            uscc.check_character(first17), stdnum_uscc.calc_check_digit(first17)
        )

    @settings(deadline=None)
    @given(codes())
    def test_round_trip(self, code):
        self.assertEqual(uscc.validate(code.lower()), code)

    @settings(deadline=None, max_examples=300)
    @given(codes(), st.integers(0, 17), st.integers(1, 30))
    def test_every_single_wrong_character_is_found(self, code, place, shift):
        wrong = ALPHABET[(ALPHABET.index(code[place]) + shift) % 31]
        with self.assertRaises(UsccError):
            uscc.validate(code[:place] + wrong + code[place + 1 :])

    @settings(deadline=None)
    @given(st.text())
    def test_any_text_is_valid_or_refused_with_a_known_reason(self, text):
        try:
            uscc.validate(text)
        except UsccError as error:
            self.assertIn(error.reason, uscc.REASONS)
