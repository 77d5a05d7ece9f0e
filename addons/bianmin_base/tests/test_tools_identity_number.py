import pickle
import unittest
from datetime import UTC, date, datetime, timedelta

from freezegun import freeze_time
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.cn import ric

from odoo.addons.bianmin_base.tools import identity_number as idn
from odoo.addons.bianmin_base.tools.identity_number import IdentityNumberError

CHARACTERS = "0123456789X"
TODAY = date(2026, 11, 24)

regions = st.integers(110000, 830000).map(str)
birth_dates = st.dates(date(1880, 1, 1), TODAY)
orders = st.integers(0, 999)


def make(region, born, order):
    first17 = f"{region}{born:%Y%m%d}{order:03}"
    # the check of python-stdnum is right, only its list of regions is not
    return first17 + ric.calc_check_digit(first17 + "0")


numbers = st.builds(make, regions, birth_dates, orders)


class TestIdentityNumberVectors(unittest.TestCase):
    def _assert_reason(self, number, reason, **kwargs):
        with self.assertRaises(IdentityNumberError) as caught:
            idn.validate(number, **kwargs)
        self.assertEqual(caught.exception.reason, reason, number)

    def test_the_samples_of_the_standard_are_valid(self):
        for number in ("11010519491231002X", "440524188001010014"):
            self.assertEqual(idn.validate(number), number)

    def test_a_number_of_the_first_generation_becomes_18_characters(self):
        self.assertEqual(idn.to_18("110105491231002"), "11010519491231002X")
        self.assertEqual(idn.validate("110105491231002"), "11010519491231002X")

    def test_typing_habits_are_forgiven(self):
        for typed in (
            "11010519491231002x",
            "  11010519491231002X ",
            "110105 19491231 002x",
            "１１０１０５１９４９１２３１００２Ｘ",
        ):
            self.assertEqual(idn.validate(typed), "11010519491231002X")
            self.assertEqual(idn.normalize(typed), "11010519491231002X")

    def test_the_elderly_keep_the_numbers_of_abolished_and_new_counties(self):
        # python-stdnum refuses all of these
        for region in ("130408", "130284", "130606", "132328", "810000", "830000"):
            for born in (date(1931, 2, 28), date(1948, 2, 29), date(1980, 12, 31)):
                number = make(region, born, 901)
                self.assertEqual(idn.validate(number), number)

    def test_a_wrong_length_is_named_first(self):
        for number in (None, False, "", "1", "1" * 14, "1" * 16, "1" * 17, "1" * 19):
            self._assert_reason(number, "length")

    def test_letters_in_a_wrong_place_are_named(self):
        for number in (
            "11010519491231X02X",
            "11010519491231002Y",
            "1101054912310O2",
            "٠١٢٣٤٥٦٧٨٩٠١٢٣٤٥٦٧",
            "11010519491231002²",
        ):
            self._assert_reason(number, "characters")

    def test_an_impossible_birth_date_is_named_before_the_check(self):
        for number in (
            "110105194902290021",
            "110105194913310021",
            "110105000012310021",
            "110105490229002",
        ):
            self._assert_reason(number, "date")

    def test_nobody_is_born_before_1880_or_tomorrow(self):
        self._assert_reason(make("130224", date(1879, 12, 31), 900), "date")
        tomorrow = make("130224", TODAY + timedelta(days=1), 900)
        self._assert_reason(tomorrow, "date", today=TODAY)
        newborn = make("130224", TODAY, 900)
        self.assertEqual(idn.validate(newborn, today=TODAY), newborn)

    def test_today_is_the_chinese_date_after_midnight(self):
        newborn = make("130224", TODAY, 900)
        half_past_midnight = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)
        with freeze_time(half_past_midnight):
            self.assertEqual(idn.validate(newborn), newborn)
        with freeze_time(half_past_midnight - timedelta(hours=1)):
            self._assert_reason(newborn, "date")

    def test_a_wrong_check_is_named_last(self):
        self._assert_reason("110105194912310021", "checksum")

    def test_the_parts_of_a_number_with_a_wrong_check_are_readable(self):
        number = "110105194912310021"
        self.assertEqual(idn.birth_date(number), date(1949, 12, 31))
        self.assertEqual(idn.sex(number), "female")
        self.assertEqual(idn.region(number), "110105")

    def test_the_parts_of_a_first_generation_number_are_readable(self):
        number = "132328310405901"
        self.assertEqual(idn.birth_date(number), date(1931, 4, 5))
        self.assertEqual(idn.sex(number), "male")
        self.assertEqual(idn.region(number), "132328")

    def test_what_is_no_number_has_no_parts(self):
        for read in (idn.birth_date, idn.sex, idn.region, idn.to_18):
            with self.assertRaises(IdentityNumberError):
                read("E12345678")

    def test_only_15_digits_become_18(self):
        for number, reason in (
            ("11010519491231002X", "length"),
            ("11010549123100X", "characters"),
        ):
            with self.assertRaises(IdentityNumberError) as caught:
                idn.to_18(number)
            self.assertEqual(caught.exception.reason, reason)

    def test_the_error_is_a_value_error_that_survives_a_process_border(self):
        error = pickle.loads(pickle.dumps(IdentityNumberError("date")))
        self.assertIsInstance(error, ValueError)
        self.assertEqual(error.reason, "date")
        self.assertIn(error.reason, idn.REASONS)


class TestIdentityNumberProperties(unittest.TestCase):
    @settings(deadline=None)
    @given(regions, birth_dates, orders)
    def test_round_trip(self, region, born, order):
        number = make(region, born, order)
        self.assertEqual(idn.validate(number, today=TODAY), number)
        self.assertEqual(idn.validate(number.lower(), today=TODAY), number)
        self.assertEqual(idn.region(number), region)
        self.assertEqual(idn.birth_date(number), born)
        self.assertEqual(idn.sex(number), "male" if order % 2 else "female")
        self.assertEqual(idn.check_digit(number[:17]), number[17])

    @settings(deadline=None)
    @given(regions, st.dates(date(1900, 1, 1), date(1999, 12, 31)), orders)
    def test_both_generations_name_the_same_person(self, region, born, order):
        old = f"{region}{born:%y%m%d}{order:03}"
        self.assertEqual(idn.validate(old, today=TODAY), make(region, born, order))

    @settings(deadline=None, max_examples=300)
    @given(numbers, st.integers(0, 17), st.integers(1, 10))
    def test_every_single_wrong_character_is_found(self, number, place, shift):
        wrong = CHARACTERS[(CHARACTERS.index(number[place]) + shift) % 11]
        with self.assertRaises(IdentityNumberError):
            idn.validate(number[:place] + wrong + number[place + 1 :], today=TODAY)

    @settings(deadline=None, max_examples=300)
    @given(numbers, st.integers(0, 16))
    def test_every_swap_of_neighbours_is_found(self, number, place):
        left, right = number[place : place + 2]
        swapped = number[:place] + right + left + number[place + 2 :]
        if left == right:
            self.assertEqual(idn.validate(swapped, today=TODAY), number)
        else:
            with self.assertRaises(IdentityNumberError):
                idn.validate(swapped, today=TODAY)

    @settings(deadline=None, max_examples=300)
    @given(st.one_of(st.text(), st.from_regex(r"\d{14,18}[0-9Xx]?", fullmatch=True)))
    def test_any_text_is_valid_or_refused_with_a_known_reason(self, text):
        try:
            number = idn.validate(text, today=TODAY)
        except IdentityNumberError as error:
            self.assertIn(error.reason, idn.REASONS)
        else:
            self.assertRegex(number, r"\A[0-9]{17}[0-9X]\Z")
