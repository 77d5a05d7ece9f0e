import unittest

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.bianmin_base.tools import identity_number

from ..tools.message_text import mobile_number, part_count, redact


class TestMobileNumber(unittest.TestCase):
    def test_accepts_what_people_type(self):
        for text in (
            "13800130001",
            "+86 138 0013 0001",
            "0086-138-0013-0001",
            "86 13800130001",
            "(138)00130001",
        ):
            with self.subTest(text=text):
                self.assertEqual(mobile_number(text), "13800130001")

    def test_refuses_what_cannot_receive(self):
        for text in (
            None,
            "",
            "0315-4100000",
            "12800130001",
            "1380013000",
            "138001300011",
            "+1 555 555 5555",
            "手机",
        ):
            with self.subTest(text=text):
                self.assertIsNone(mobile_number(text) or None)


class TestPartCount(unittest.TestCase):
    def test_lengths_around_the_limits(self):
        lengths = {0: 0, 1: 1, 70: 1, 71: 2, 134: 2, 135: 3, 201: 3, 202: 4}
        for length, parts in lengths.items():
            with self.subTest(length=length):
                self.assertEqual(part_count("补" * length), parts)

    @given(st.text(max_size=600))
    def test_parts_hold_the_text_and_no_part_is_empty(self, text):
        parts = part_count(text)
        if parts > 1:
            self.assertLessEqual(len(text), parts * 67)
            self.assertGreater(len(text), (parts - 1) * 67)
        else:
            self.assertLessEqual(len(text), 70)


class TestRedact(unittest.TestCase):
    def test_numbers_of_persons_are_masked(self):
        self.assertEqual(
            redact(
                "请联系13800130001，证件11010519491231002X，账户6217000000000001234。"
            ),
            "请联系138****0001，证件110105********002X，账户***************1234。",
        )

    def test_amounts_dates_and_case_numbers_stay(self):
        text = (
            "您2026年11月的补贴960.00元，办件130224105202611160001已办结，2026-11-16。"
        )
        self.assertEqual(redact(text), text)

    def test_nothing_is_nothing(self):
        self.assertEqual(redact(False), "")

    @given(
        st.text(alphabet="您的补贴已发放，。： ", max_size=20),
        st.integers(min_value=13000000000, max_value=19999999999),
        st.text(alphabet="请勿回复，。： ", max_size=20),
    )
    def test_no_mobile_number_survives(self, before, number, after):
        redacted = redact(f"{before}{number}{after}")
        self.assertNotIn(str(number), redacted)
        self.assertTrue(redacted.startswith(before))
        self.assertTrue(redacted.endswith(after))

    @given(
        st.from_regex(r"1[1-6][0-9]{4}19[0-9]{2}0[1-9]1[0-9]9[0-9]{2}", fullmatch=True)
    )
    def test_no_identity_number_survives(self, first17):
        number = first17 + identity_number.check_digit(first17)
        self.assertNotIn(number, redact(f"证件号{number}"))
        self.assertNotIn(number[6:14], redact(f"证件号{number}"))
