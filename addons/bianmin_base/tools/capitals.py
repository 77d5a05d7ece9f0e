"""Numbers and amounts of money in Chinese characters.

The capitals follow 正确填写票据和结算凭证的基本规定 (annex 1 of 支付结算办法).
num2words has no Chinese; the converter below is registered as its ``zh_CN``.
"""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from num2words import CONVERTER_CLASSES
from num2words.base import Num2Word_Base

_CAPITALS = ("零壹贰叁肆伍陆柒捌玖", ("", "拾", "佰", "仟"))
_LOWER = ("零一二三四五六七八九", ("", "十", "百", "千"))
_FEN = Decimal("0.01")
# 万 and 亿 name numbers up to 9999万9999亿: 16 digits
_TOO_LARGE = 10**16
_TEN_THOUSAND_PLACE = 4
_HUNDRED_MILLION_PLACE = 8


def amount_in_capitals(amount):
    """Return an amount of yuan in capitals: 1409.50 is 壹仟肆佰零玖元伍角整.

    Rounded half up to fen, 整 after 元 or 角, 负 before a negative amount; without the
    word 人民币, which the paper prints directly before it.

    :param amount: Decimal, str, int or float (by its shortest decimal form)
    :rtype: str
    :raise ValueError: for anything that is no number of at most 16 digits
    """
    try:
        fen = int(Decimal(str(amount)).quantize(_FEN, ROUND_HALF_UP).scaleb(2))
    except (InvalidOperation, OverflowError, ValueError):
        raise ValueError(f"No amount of money: {amount!r}") from None
    yuan, rest = divmod(abs(fen), 100)
    sign = "负" if fen < 0 else ""
    return sign + _read_yuan(yuan, rest) + _read_fraction(yuan, *divmod(rest, 10))


def _read_yuan(yuan, rest):
    if not yuan and rest:
        return ""
    return _read_integer(yuan, *_CAPITALS) + "元"


def _read_fraction(yuan, jiao, fen):
    digits = _CAPITALS[0]
    if not jiao and not fen:
        return "整"
    # 零 stands for a missing jiao, and for a run of zeros that ends in the yuan place;
    # a single zero there need not be written (107000.53, but 1680.32).
    zero = "零" if yuan and (not jiao or yuan % 100 == 0) else ""
    jiao_text = f"{digits[jiao]}角" if jiao else ""
    fen_text = f"{digits[fen]}分" if fen else "整"
    return zero + jiao_text + fen_text


def _read_integer(number, digits, units):
    """Return a whole number, its zeros inside written once for each run."""
    if number >= _TOO_LARGE:
        raise ValueError(f"No more than 16 digits can be read: {number}")
    text = ""
    zeros = 0
    for place in reversed(range(len(str(number)))):
        digit = number // 10**place % 10
        if digit:
            # a single zero in the place of 万 is left out: 107000 is 壹拾万柒仟
            if zeros > 1 or zeros and place != _TEN_THOUSAND_PLACE - 1:
                text += digits[0]
            text += digits[digit] + units[place % 4]
            zeros = 0
        else:
            zeros += 1
        text += _get_group_unit(number, place)
    return text or digits[0]


def _get_group_unit(number, place):
    """Return 万 or 亿 if one is said after the digit at ``place``."""
    if place == _HUNDRED_MILLION_PLACE:
        return "亿"
    if place % 8 == _TEN_THOUSAND_PLACE and number // 10**place % 10000:
        return "万"
    return ""


class Num2WordChinese(Num2Word_Base):
    """Simplified Chinese for num2words, and so for ``amount_to_text``."""

    def setup(self):
        self.negword = "负"
        self.pointword = "点"

    def to_cardinal(self, value):
        """Return 一千二百零三, with decimals digit by digit: 三点一四."""
        number = Decimal(str(value))
        whole, _point, decimals = f"{abs(number):f}".partition(".")
        text = _read_integer(int(whole), *_LOWER)
        # 10 to 19 are said without the leading one
        text = text.removeprefix("一") if text.startswith("一十") else text
        if decimals:
            text += self.pointword + _read_digits(decimals)
        return (self.negword if number < 0 else "") + text

    def to_ordinal(self, value):
        """Return 第十二."""
        self.verify_ordinal(value)
        return f"第{self.to_cardinal(value)}"

    def to_ordinal_num(self, value):
        """Return 第12."""
        self.verify_ordinal(value)
        return f"第{value}"

    def to_year(self, value, **kwargs):
        """Return 二〇二六年."""
        sign = "公元前" if value < 0 else ""
        return f"{sign}{_read_digits(str(abs(value))).replace('零', '〇')}年"

    def to_currency(self, val, currency="CNY", **kwargs):
        """Return an amount of yuan in capitals; other currencies have none."""
        if currency != "CNY":
            raise NotImplementedError(f"No Chinese capitals for {currency}")
        return amount_in_capitals(val)


def _read_digits(text):
    return "".join(_LOWER[0][int(digit)] for digit in text)


CONVERTER_CLASSES["zh_CN"] = Num2WordChinese()
