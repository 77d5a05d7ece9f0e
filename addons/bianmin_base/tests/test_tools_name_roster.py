import unittest
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from ..tools.identity_number import check_digit
from ..tools.name_roster import Person, parse

CELLS = st.text("0123456789X年月日村李·- ", max_size=20) | st.sampled_from(
    [
        None,
        0,
        12.5,
        130224196203049018,
        date(1962, 3, 4),
        "1962-03-04",
        "130224620304901",
    ]
)


def make_number(birth):
    first = f"130224{birth:%Y%m%d}901"
    return first + check_digit(first)


class TestNameRoster(unittest.TestCase):
    def test_a_number_says_who_is_meant_and_when_born(self):
        number = make_number(date(1962, 3, 4))
        person, mistakes = parse({"name": " 王小艳 ", "identity_number": f"{number} "})
        self.assertFalse(mistakes)
        self.assertEqual(person, Person("王小艳", number, date(1962, 3, 4)))

    def test_a_number_of_fifteen_digits_is_made_whole(self):
        person, _mistakes = parse({"name": "李", "identity_number": "130224620304901"})
        self.assertEqual(person.number[:17], "13022419620304901")

    def test_birth_date_and_village_do_too(self):
        person, mistakes = parse(
            {"name": "王小艳", "birth_date": "1962年3月4日", "village": " 李营村"}
        )
        self.assertFalse(mistakes)
        self.assertEqual(person, Person("王小艳", "", date(1962, 3, 4), "李营村"))

    def test_what_is_wrong_is_told_by_its_column(self):
        for cells, mistake in (
            ({"name": "王"}, ("identity_number", "missing")),
            (
                {"name": "王", "birth_date": "1962-03-04"},
                ("identity_number", "missing"),
            ),
            ({"identity_number": make_number(date(1962, 3, 4))}, ("name", "missing")),
            (
                {"name": "王", "identity_number": "12"},
                ("identity_number", "identity_length"),
            ),
            (
                {"name": "王", "identity_number": 130224196203049018},
                ("identity_number", "number"),
            ),
            (
                {"name": "王", "birth_date": "腊月", "village": "村"},
                ("birth_date", "date"),
            ),
        ):
            self.assertEqual(parse(cells)[1], [mistake], cells)

    def test_a_number_with_a_wrong_check_may_be_real(self):
        number = make_number(date(1962, 3, 4))
        wrong = number[:17] + ("0" if number[17] != "0" else "1")
        person, mistakes = parse({"name": "王", "identity_number": wrong})
        self.assertFalse(mistakes)
        self.assertEqual((person.number, person.doubt), (wrong, "identity_checksum"))

    @given(CELLS, CELLS, CELLS, CELLS)
    def test_any_row_is_read_or_told(self, name, number, born, village):
        cells = {"name": name, "identity_number": number, "birth_date": born}
        cells["village"] = village
        person, mistakes = parse(cells)
        if not mistakes:
            self.assertTrue(person.name)
            self.assertTrue(person.number or (person.birth_date and person.village))
