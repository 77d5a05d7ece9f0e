import pytest

from odoo.addons.bianmin_queue.tools.slip import Line, encode_slip, is_common
from odoo.addons.bianmin_queue.tools.slip_picture import draw_line

from .slip_printer import SlipPrinter

ADDRESS = "https://hall.example/hall/ticket/0123456789abcdef0123456789abcdef"
# Of names of people and villages; GBK has none of them.
RARE = "㛃𬭎䶮"


def print_slip(*lines, has_rare=False):
    return SlipPrinter(encode_slip(lines, ADDRESS, draw_line, has_rare))


def test_a_slip_says_what_was_sent_and_is_cut_off():
    slip = print_slip(Line("姚王庄镇"), Line("A007", "huge"), Line("社会保险", "large"))
    assert slip.texts == ["姚王庄镇", "A007", "社会保险"]
    assert slip.address == ADDRESS
    assert slip.is_cut
    assert slip.pictures == 0


@pytest.mark.parametrize("character", RARE)
def test_a_rare_character_is_drawn_where_the_printer_lacks_it(character):
    assert not is_common(character)
    slip = print_slip(Line(f"{character}村"))
    assert (slip.texts, slip.pictures) == ([], 1)


@pytest.mark.parametrize("character", RARE)
def test_its_picture_shows_the_character_itself(character):
    _width, rows = draw_line(character, 48)
    _other_width, other = draw_line("\U0010fffd", 48)
    assert rows != other, "the sign for a missing character"
    black = sum(bin(byte).count("1") for row in rows for byte in row)
    assert black > 150


def test_a_printer_that_knows_it_gets_the_character():
    slip = print_slip(Line(f"{RARE}村"), has_rare=True)
    assert (slip.texts, slip.pictures) == ([f"{RARE}村"], 0)


def test_common_characters_are_two_bytes_each():
    assert is_common("喆堃镕")
    assert b"\x86\xb4" in encode_slip([Line("喆")], ADDRESS, draw_line)


def test_rows_of_a_picture_have_the_width_that_is_told():
    width, rows = draw_line("㛃村", 24)
    assert {len(row) for row in rows} == {width}
    assert width * 8 >= 48
