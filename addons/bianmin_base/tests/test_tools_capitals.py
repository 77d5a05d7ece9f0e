import re
import unittest
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from num2words import num2words

from odoo.addons.bianmin_base.tools import capitals
from odoo.addons.bianmin_base.tools.capitals import amount_in_capitals

DIGITS = "零壹贰叁肆伍陆柒捌玖"
UNITS = {"拾": 10, "佰": 100, "仟": 1000}
FORM = re.compile(
    r"(?P<sign>负?)(?:(?P<yuan>.+)元)?(?P<zero>零?)"
    r"(?:(?P<jiao>[壹贰叁肆伍陆柒捌玖])角)?(?:(?P<fen>[壹贰叁肆伍陆柒捌玖])分)?(?P<whole>整?)"
)
LARGEST_FEN = 9_999_999_999_999_99
# Amounts as they come, and amounts full of zeros, where the rules are
fen_amounts = st.one_of(
    st.integers(0, LARGEST_FEN),
    st.lists(st.sampled_from("0000123456789"), min_size=1, max_size=15).map(
        lambda digits: int("".join(digits))
    ),
)


def parse_group(text):
    """Read up to 9999: 肆仟零玖."""
    total = digit = 0
    for character in text:
        if character in UNITS:
            total += digit * UNITS[character]
            digit = 0
        else:
            digit = DIGITS.index(character)
    return total + digit


def parse_below_hundred_million(text):
    upper, ten_thousand, lower = text.rpartition("万")
    return parse_group(upper) * 10000 * bool(ten_thousand) + parse_group(lower)


def parse_integer(text):
    upper, _hundred_million, lower = text.rpartition("亿")
    return parse_below_hundred_million(upper) * 10**8 + parse_below_hundred_million(
        lower
    )


def parse(text):
    """Read an amount in capitals back: the inverse, written independently."""
    match = FORM.fullmatch(text)
    if not match:
        raise ValueError(text)
    fen = parse_integer(match["yuan"] or "零") * 100
    fen += DIGITS.index(match["jiao"] or "零") * 10
    fen += DIGITS.index(match["fen"] or "零")
    return Decimal(-fen if match["sign"] else fen) / 100


def get_breaches(fen, text):
    """Return the rules of annex 1 of 支付结算办法 that ``text`` breaks.

    For each two neighbouring digits that are not zero, a 零 between them is needed
    when zeros lie between them, may be left out when these end in the place of 万
    (and 万 is said) or of 元, and is wrong when there are none.
    """
    number = str(fen)
    places = [len(number) - 1 - i for i, digit in enumerate(number) if digit != "0"]
    marks = re.findall(r"(零*)[壹贰叁肆伍陆柒捌玖]", text)
    breaches = []
    if len(marks) != len(places):
        return ["digits"]
    if marks and marks[0]:
        breaches.append("零 at the beginning")
    for upper, lower, mark in zip(places, places[1:], marks[1:], strict=False):
        has_ten_thousand = fen // 10**6 % 10**4 > 0
        optional = lower == 1 or (lower == 5 and has_ten_thousand)
        if len(mark) > 1:
            breaches.append("零 twice")
        if mark and upper - lower == 1:
            breaches.append("零 without a zero")
        if not mark and upper - lower > 1 and not optional:
            breaches.append("零 is missing")
    if text.endswith("整") == bool(fen % 10):
        breaches.append("整")
    return breaches


class TestCapitalsVectors(unittest.TestCase):
    def test_amounts_of_the_regulation(self):
        for amount, text in (
            ("0.00", "零元整"),
            ("0.05", "伍分"),
            ("0.50", "伍角整"),
            ("10.00", "壹拾元整"),
            ("100.05", "壹佰元零伍分"),
            ("1409.50", "壹仟肆佰零玖元伍角整"),
            ("6007.14", "陆仟零柒元壹角肆分"),
            ("1680.32", "壹仟陆佰捌拾元叁角贰分"),
            ("107000.53", "壹拾万柒仟元零伍角叁分"),
            ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
            ("100010000.00", "壹亿零壹万元整"),
            ("100001000.00", "壹亿零壹仟元整"),
        ):
            self.assertEqual(amount_in_capitals(amount), text)
            self.assertEqual(parse(text), Decimal(amount))
            self.assertEqual(get_breaches(int(Decimal(amount) * 100), text), [])

    def test_large_amounts(self):
        for amount, text in (
            (10**8, "壹亿元整"),
            (10**12, "壹万亿元整"),
            (1_0001_0000_0000, "壹万零壹亿元整"),
            (200004410, "贰亿零肆仟肆佰壹拾元整"),
            (1007000, "壹佰万零柒仟元整"),
            (
                "9999999999999.99",
                "玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分",
            ),
            (
                9999999999999999,
                "玖仟玖佰玖拾玖万" + "玖仟玖佰玖拾玖亿"
                "玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元整",
            ),
        ):
            self.assertEqual(amount_in_capitals(amount), text)

    def test_more_than_two_decimals_are_rounded_half_up(self):
        for amount, text in (
            ("2.999", "叁元整"),
            ("1.005", "壹元零壹分"),
            (1.005, "壹元零壹分"),
            (Decimal("1.0049"), "壹元整"),
            ("0.004", "零元整"),
            ("0.995", "壹元整"),
            (0.1 + 0.2, "叁角整"),
        ):
            self.assertEqual(amount_in_capitals(amount), text)

    def test_a_negative_amount_says_so_unless_it_is_nothing(self):
        self.assertEqual(amount_in_capitals("-3.50"), "负叁元伍角整")
        self.assertEqual(amount_in_capitals("-1.005"), "负壹元零壹分")
        self.assertEqual(amount_in_capitals("-0.001"), "零元整")

    def test_the_kind_of_number_does_not_matter(self):
        for amount in (1000, 1000.0, "1000", "1e3", Decimal("1E+3"), Decimal(1000)):
            self.assertEqual(amount_in_capitals(amount), "壹仟元整")

    def test_what_is_no_amount_is_refused(self):
        for amount in ("", "1,000.00", "abc", None, float("nan"), float("inf"), "NaN"):
            with self.assertRaises(ValueError, msg=repr(amount)):
                amount_in_capitals(amount)

    def test_more_than_16_digits_are_refused(self):
        for amount in (10**16, "9999999999999999.995", 1e300):
            with self.assertRaises(ValueError):
                amount_in_capitals(amount)

    def test_the_checker_finds_the_known_mistakes(self):
        for fen, wrong in (
            (10000100000, "壹亿壹仟元整"),
            (10005, "壹佰元伍分"),
            (140950, "壹仟肆佰玖元伍角整"),
            (10000, "壹佰零元"),
            (11000, "壹佰零壹拾元整"),
            (101000, "壹仟零零壹拾元整"),
            (500, "伍元"),
            (505, "伍元零伍分整"),
        ):
            self.assertTrue(get_breaches(fen, wrong), wrong)
        self.assertEqual(get_breaches(168032, "壹仟陆佰捌拾元零叁角贰分"), [])
        self.assertEqual(get_breaches(10700053, "壹拾万零柒仟元伍角叁分"), [])


class TestCapitalsProperties(unittest.TestCase):
    @settings(deadline=None, max_examples=2000)
    @given(fen_amounts)
    def test_every_amount_is_readable_and_keeps_the_rules(self, fen):
        amount = Decimal(fen) / 100
        text = amount_in_capitals(amount)
        self.assertEqual(parse(text), amount, text)
        self.assertEqual(get_breaches(fen, text), [], text)

    def test_all_small_amounts_are_readable_and_keep_the_rules(self):
        for fen in range(0, 200_000, 3):
            text = amount_in_capitals(Decimal(fen) / 100)
            self.assertEqual(parse(text), Decimal(fen) / 100, text)
            self.assertEqual(get_breaches(fen, text), [], text)

    @settings(deadline=None)
    @given(st.integers(1, LARGEST_FEN))
    def test_a_debt_is_the_amount_with_a_sign(self, fen):
        amount = Decimal(fen) / 100
        self.assertEqual(amount_in_capitals(-amount), "负" + amount_in_capitals(amount))

    @settings(deadline=None)
    @given(st.integers(0, 10**11))
    def test_the_float_of_the_orm_reads_as_the_decimal_of_the_database(self, fen):
        amount = Decimal(fen) / 100
        self.assertEqual(amount_in_capitals(float(amount)), amount_in_capitals(amount))


class TestChineseNumbers(unittest.TestCase):
    def test_capitals_are_registered_as_the_currency_of_zh_cn(self):
        self.assertEqual(
            num2words("1680.32", lang="zh_CN", to="currency"), "壹仟陆佰捌拾元叁角贰分"
        )
        self.assertEqual(
            num2words(5, lang="zh_CN", to="currency", currency="CNY"), "伍元整"
        )

    def test_other_currencies_have_no_capitals(self):
        with self.assertRaises(NotImplementedError):
            num2words(5, lang="zh_CN", to="currency", currency="USD")

    def test_cardinals(self):
        for number, text in (
            (0, "零"),
            (2, "二"),
            (10, "十"),
            (12, "十二"),
            (20, "二十"),
            (110, "一百一十"),
            (1203, "一千二百零三"),
            (100000, "十万"),
            (150000000, "一亿五千万"),
            (-7, "负七"),
            (3.14, "三点一四"),
            ("10.05", "十点零五"),
        ):
            self.assertEqual(num2words(number, lang="zh_CN"), text)

    def test_ordinals_and_years(self):
        self.assertEqual(num2words(12, lang="zh_CN", to="ordinal"), "第十二")
        self.assertEqual(num2words(12, lang="zh_CN", to="ordinal_num"), "第12")
        self.assertEqual(num2words(2026, lang="zh_CN", to="year"), "二〇二六年")
        self.assertEqual(num2words(-221, lang="zh_CN", to="year"), "公元前二二一年")
        for number in (-1, 1.5):
            with self.assertRaises(TypeError):
                num2words(number, lang="zh_CN", to="ordinal")

    def test_a_number_beyond_16_digits_is_refused(self):
        with self.assertRaises(ValueError):
            num2words(10**16, lang="zh_CN")

    @settings(deadline=None)
    @given(st.integers(0, 10**16 - 1))
    def test_a_cardinal_reads_like_its_capitals(self, number):
        upper = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
        text = num2words(number, lang="zh_CN").translate(upper)
        if text.startswith("拾"):
            text = "壹" + text
        self.assertEqual(text + "元整", amount_in_capitals(number))

    def test_other_languages_of_num2words_are_untouched(self):
        self.assertEqual(num2words(12, lang="en"), "twelve")
        self.assertIs(
            type(capitals.CONVERTER_CLASSES["zh_CN"]), capitals.Num2WordChinese
        )
