from datetime import date

from odoo.tests import BaseCase, tagged

from ..tools.resident_row import parse

GOOD = {"name": "李志顺", "identity_number": "11010519491231002X", "village": "柳湾村"}


@tagged("post_install", "-at_install")
class TestResidentRow(BaseCase):
    def _mistakes(self, **cells):
        return parse(GOOD | cells).mistakes

    def test_a_good_row_has_no_mistake(self):
        row = parse(GOOD | {"categories": "低保、两女户,残疾", "phone": 13800130001.0})
        self.assertEqual(row.mistakes, [])
        self.assertEqual(row.values["categories"], ["低保", "两女户", "残疾"])
        self.assertEqual(row.values["phone"], "13800130001")

    def test_an_old_number_becomes_a_new_one(self):
        row = parse(GOOD | {"identity_number": "110105491231002"})
        self.assertEqual(row.values["identity_number"], "11010519491231002X")

    def test_each_mistake_is_named(self):
        for reason, cells in {
            "missing": {"identity_number": None},
            "number": {"identity_number": 110105194912310020},
            "identity_length": {"identity_number": "1101051949123100"},
            "identity_characters": {"identity_number": "11010519491231002A"},
            "identity_date": {"identity_number": "110105194902310020"},
            "identity_checksum": {"identity_number": "110105194912310021"},
            "phone": {"phone": "1234"},
            "unknown": {"relation_to_head": "邻居"},
            "date": {"death_date": "去年"},
            "before_birth": {"death_date": "1940-01-01"},
        }.items():
            with self.subTest(reason=reason):
                found = self._mistakes(**cells)
                self.assertEqual([mistake[1] for mistake in found], [reason])

    def test_a_wrong_number_passes_with_reason_and_evidence_and_a_warning(self):
        wrong = {"identity_number": "110105194912310021"}
        both = {
            "identity_override_reason": "派出所早年误编",
            "identity_basis": "户口簿第2页",
            "birth_date": "1949-12-30",
            "sex": "女",
        }
        row = parse(GOOD | wrong | both)
        self.assertEqual(row.mistakes, [])
        self.assertEqual(row.warnings, [("identity_number", "identity_checksum")])
        self.assertEqual(row.values["identity_number"], wrong["identity_number"])
        self.assertEqual(row.values["identity_basis"], "户口簿第2页")
        # The number says nothing that could be relied on: the columns do.
        self.assertEqual(row.values["birth_date"], date(1949, 12, 30))
        self.assertEqual(row.values["sex"], "female")

    def test_reason_or_evidence_alone_is_not_enough(self):
        wrong = {"identity_number": "110105194912310021"}
        found = ("identity_number", "identity_checksum")
        for given, missing in (
            ("identity_override_reason", "identity_basis"),
            ("identity_basis", "identity_override_reason"),
        ):
            with self.subTest(given=given):
                mistakes = self._mistakes(**wrong, **{given: "有"})
                self.assertEqual(mistakes, [found, (missing, "missing")])

    def test_a_right_number_needs_no_reason(self):
        row = parse(
            GOOD | {"identity_override_reason": "有", "identity_basis": "户口簿"}
        )
        self.assertEqual((row.mistakes, row.warnings), ([], []))
        self.assertNotIn("identity_basis", row.values)

    def test_a_row_without_a_name_says_so_once(self):
        self.assertEqual(self._mistakes(name="　"), [("name", "missing")])

    def test_the_words_of_registers_are_known(self):
        row = parse(GOOD | {"relation_to_head": "长子", "identity_type": "身份证"})
        self.assertEqual(row.values["relation_to_head"], "child")
        self.assertEqual(row.values["identity_type"], "resident_card")

    def test_another_paper_needs_no_check_digit_but_tells_no_birth(self):
        row = parse(
            GOOD
            | {
                "identity_type": "其他",
                "identity_number": "ab 12",
                "sex": "女",
                "birth_date": "1952年3月4日",
            }
        )
        self.assertEqual(row.mistakes, [])
        self.assertEqual(row.values["identity_number"], "AB12")
        self.assertEqual(row.values["sex"], "female")
        self.assertEqual(row.values["birth_date"], date(1952, 3, 4))

    def test_the_number_counts_more_than_the_columns_beside_it(self):
        row = parse(GOOD | {"sex": "男", "birth_date": "2000-01-01"})
        self.assertNotIn("sex", row.values)
        self.assertNotIn("birth_date", row.values)

    def test_the_dots_of_a_name_are_one(self):
        row = parse(GOOD | {"name": "买买提•艾力"})
        self.assertEqual(row.values["name"], "买买提·艾力")
