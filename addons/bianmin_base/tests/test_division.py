import psycopg2

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import BianminCase

DAY = "2023-06-30"


@tagged("post_install", "-at_install")
class TestDivision(BianminCase):
    ROWS = [
        ("98", "样例省"),
        ("9801", "样例市"),
        ("980101", "样例县"),
        ("980101101", "双河镇"),
        ("980101101201", "李营村村民委员会"),
        ("980101101202", "平安村委会"),
        ("980101101001", "东关社区居委会"),
        ("980101101203", "王家庄村民委员会"),
    ]

    def _import(self, rows=None):
        return self.env["bianmin.division"]._import_rows(
            self.ROWS if rows is None else rows, DAY
        )

    def _get(self, code):
        return self.env["bianmin.division"]._get_by_code(code)

    def test_import_builds_the_tree(self):
        self.assertEqual(self._import(), len(self.ROWS))
        village = self._get("980101101201")
        self.assertEqual(village.level, "village")
        self.assertEqual(village.parent_id.code, "980101101")
        path = self._get("98") + self._get("9801") + self._get("980101")
        path += self._get("980101101") + village
        self.assertEqual(village.parent_path, "/".join(map(str, path.ids)) + "/")
        self.assertEqual(village.complete_name, "样例县 / 双河镇 / 李营村")

    def test_import_keeps_the_name_people_say(self):
        self._import()
        self.assertEqual(self._get("980101101201").name, "李营村")
        self.assertEqual(self._get("980101101202").name, "平安村")
        self.assertEqual(self._get("980101101001").name, "东关社区")
        self.assertEqual(self._get("980101101203").name, "王家庄村")
        self.assertEqual(self._get("980101101203").official_name, "王家庄村民委员会")

    def test_import_twice_changes_nothing(self):
        self._import()
        before = self.env["bianmin.division"].search([]).mapped("write_date")
        self.assertEqual(self._import(), 0)
        self.assertEqual(
            self.env["bianmin.division"].search([]).mapped("write_date"), before
        )

    def test_import_takes_over_a_corrected_name(self):
        self._import()
        rows = [
            (c, "李家营村民委员会" if c.endswith("1201") else n) for c, n in self.ROWS
        ]
        self.assertEqual(self._import(rows), 0)
        self.assertEqual(self._get("980101101201").name, "李家营村")
        self.assertEqual(
            self._get("980101101201").pinyin, "lijiayingcun ljyc liyingcun lyc"
        )

    def test_import_of_one_county_finds_its_prefecture(self):
        self._import(self.ROWS[:2])
        self.assertEqual(self._import(self.ROWS[2:]), len(self.ROWS) - 2)

    def test_import_names_the_bad_row_and_writes_nothing(self):
        with self.assertRaisesRegex(UserError, "3"):
            self._import([*self.ROWS[:2], ("98010", "五位码")])
        self.assertFalse(self.env["bianmin.division"].search([("code", "=", "98")]))

    def test_import_refuses_a_row_without_its_parent(self):
        with self.assertRaisesRegex(UserError, "980101101201"):
            self._import([*self.ROWS[:3], self.ROWS[4]])

    def test_number_of_queries_does_not_grow_with_the_rows(self):
        rows = [*self.ROWS[:4]]
        rows += [(f"980101101{n:03d}", f"第{n}村") for n in range(200, 400)]
        with self.assertQueryCount(13):
            self._import(rows)
        rows += [(f"980101101{n:03d}", f"第{n}村") for n in range(400, 999)]
        with self.assertQueryCount(13):
            self._import(rows)

    def test_village_is_found_by_code_name_official_name_and_initials(self):
        self._import()
        village = self._get("980101101201")
        for text in ("李营", "李营村村民", "lyc", "LYC", "liying"):
            found = self.env["bianmin.division"].name_search(text, limit=None)
            self.assertIn(village.id, [row[0] for row in found], text)

    def test_code_must_begin_with_the_code_of_the_parent(self):
        with self.assertRaises(ValidationError):
            self._create_division("990102101", "错位镇", self.county)
        with self.assertRaises(ValidationError):
            self._create_division("990101199001", "越级村", self.county)

    @mute_logger("odoo.sql_db")
    def test_only_one_division_in_force_carries_a_code(self):
        with self.assertRaises(psycopg2.IntegrityError), self.cr.savepoint():
            self.township.copy(
                {"valid_from": "2020-01-01", "parent_id": self.county.id}
            )

    @mute_logger("odoo.sql_db")
    def test_length_of_the_code_fits_the_level(self):
        with self.assertRaises(psycopg2.IntegrityError), self.cr.savepoint():
            self.village.level = "county"
            self.village.flush_recordset()

    def test_unknown_code_is_told(self):
        with self.assertRaisesRegex(UserError, "123456"):
            self._get("123456")

    def test_division_lies_within_itself_and_what_is_above(self):
        both = self.village + self.neighbour_village
        self.assertTrue(both._lies_within(self.township.ids))
        self.assertTrue(self.village._lies_within(self.village.ids))
        self.assertFalse(both._lies_within(self.village.ids))
        self.assertFalse(self.township._lies_within(self.village.ids))
        self.assertFalse(self.village._lies_within([]))

    def test_ancestor_of_a_level(self):
        self.assertEqual(self.village._get_ancestor("county"), self.county)
        self.assertEqual(self.village._get_ancestor("village"), self.village)
        self.assertFalse(self.county._get_ancestor("village"))
