import unittest

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.addons.bianmin_base.tools import masking

# without the country code 0086, which the mask of a phone drops
codes = st.text("123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", max_size=30)
han = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)
MASKS = (masking.mask_identity_number, masking.mask_phone, masking.mask_account)


class TestMasking(unittest.TestCase):
    def test_an_identity_number_hides_the_birth_date(self):
        self.assertEqual(
            masking.mask_identity_number("11010519491231002X"), "110105********002X"
        )

    def test_a_first_generation_number_hides_the_birth_date_too(self):
        self.assertEqual(
            masking.mask_identity_number("110105491231002"), "110105*****1002"
        )

    def test_a_short_document_number_is_not_shown_whole(self):
        self.assertEqual(masking.mask_identity_number("E12345678"), "******678")
        self.assertEqual(masking.mask_identity_number("12"), "**")

    def test_a_mobile_phone_hides_its_middle(self):
        for phone in (
            "13800003210",
            "138 0000 3210",
            "138-0000-3210",
            "+86 138 0000 3210",
            "008613800003210",
            "１３８００００３２１０",
        ):
            self.assertEqual(masking.mask_phone(phone), "138****3210")

    def test_a_landline_hides_its_middle(self):
        self.assertEqual(masking.mask_phone("0315-4123456"), "031****3456")
        self.assertEqual(masking.mask_phone("12345"), "****5")

    def test_an_account_shows_its_last_four_digits(self):
        self.assertEqual(
            masking.mask_account("6222 0000 0000 0003 018"), "*" * 15 + "3018"
        )
        self.assertEqual(masking.mask_account("1234"), "***4")

    def test_a_name_keeps_its_first_and_from_three_on_its_last_character(self):
        for name, masked in (
            ("张丽", "张*"),
            ("李志敏", "李*敏"),
            ("欧阳小敏", "欧**敏"),
            ("阿依古丽·买买提", "阿******提"),
            ("张", "*"),
            (" 李 敏 ", "李*"),
        ):
            self.assertEqual(masking.mask_name(name), masked)

    def test_nothing_stays_nothing(self):
        for mask in (*MASKS, masking.mask_name):
            for nothing in (None, False, "", " "):
                self.assertEqual(mask(nothing), "")

    @settings(deadline=None)
    @given(codes)
    def test_at_least_four_characters_or_two_thirds_stay_hidden(self, code):
        for mask in MASKS:
            masked = mask(code)
            self.assertEqual(len(masked), len(code))
            self.assertGreaterEqual(masked.count("*"), min(4, -(-len(code) * 2 // 3)))

    @settings(deadline=None)
    @given(st.text("0123456789", min_size=18, max_size=18))
    def test_two_people_who_differ_in_the_birth_date_look_the_same(self, number):
        other = number[:6] + "19500101" + number[14:]
        self.assertEqual(
            masking.mask_identity_number(number), masking.mask_identity_number(other)
        )

    @settings(deadline=None)
    @given(st.text(han, min_size=1, max_size=8))
    def test_a_masked_name_never_is_the_name(self, name):
        masked = masking.mask_name(name)
        self.assertEqual(len(masked), len(name))
        self.assertGreaterEqual(masked.count("*"), max(1, len(name) - 2))
