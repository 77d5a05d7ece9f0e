import base64
from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..tools import spreadsheet
from .common import BianminCase

BEFORE = date(2018, 10, 31)
AFTER = date(2023, 6, 30)
FIRST = {
    "98": "样例省",
    "9801": "样例市",
    "980101": "样例县",
    "980101101": "双河镇",
    "980101101201": "李营村委会",
    "980101101202": "付家村村委会",
    "980101203": "北坡乡",
    "980101203201": "东沟村委会",
    "980101203202": "西沟村委会",
    "980102": "邻县",
    "980102101": "邻镇",
}
SECOND = {
    "98": "样例省",
    "9801": "样例市",
    "980101": "样例县",
    "980101101": "双河镇",
    "980101101201": "李营村村民委员会",
    "980101101202": "傅家村村民委员会",
    "980101104": "南岗镇",
    "980101104201": "东沟村民委员会",
    "980101104203": "后沟村民委员会",
    "980102": "邻区",
    "980102102": "新镇",
}


@tagged("post_install", "-at_install")
class TestDivisionImport(BianminCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Division = cls.env["bianmin.division"]
        cls.Division._import_rows(FIRST.items(), BEFORE)
        cls.sample_county = cls._get("980101")
        cls.administrator = cls._create_user(
            "sample_admin", ("bianmin_base.role_administrator", cls.sample_county)
        )

    @classmethod
    def _get(cls, code):
        return cls.Division._get_by_code(code)

    def _find_ended(self, code):
        return self.Division.search([("code", "=", code), ("valid_to", "!=", False)])

    def _open(self, content=None, user=None, county=True, **values):
        text = "code,name\n" + "\n".join(map(",".join, SECOND.items()))
        content = text.encode() if content is None else content
        return (
            self.env["bianmin.division.import"]
            .with_user(user or self.administrator)
            .create(
                {
                    "file": base64.b64encode(content),
                    "file_name": "divisions.csv",
                    "county_id": county and self.sample_county.id,
                    "valid_from": AFTER,
                    **values,
                }
            )
        )

    def test_preview_counts_and_writes_nothing(self):
        wizard = self._open()
        wizard.action_preview()
        self.assertEqual(wizard.state, "preview")
        self.assertEqual(wizard.new_count, 3)
        self.assertEqual(wizard.renamed_count, 1)
        self.assertEqual(wizard.corrected_count, 1)
        self.assertEqual(wizard.gone_count, 3)
        self.assertEqual(wizard.undecided_count, 3)
        self.assertEqual(wizard.unchanged_count, 2)
        self.assertFalse(self._find_ended("980101203"))
        shown = {(line.kind, line.code) for line in wizard.line_ids}
        self.assertIn(("gone", "980101203"), shown)
        self.assertIn(("renamed", "980101101202"), shown)
        self.assertIn(("new", "980101104"), shown)

    def test_only_the_chosen_county_changes(self):
        self._open().action_import()
        self.assertEqual(self._get("980102").name, "邻县")
        self.assertFalse(self._find_ended("980102101"))
        self.assertEqual(self._get("980101104").name, "南岗镇")

    def test_a_second_import_changes_nothing(self):
        self._open().action_import()
        before = self.Division.search([("code", "=like", "98%")]).mapped("write_date")
        wizard = self._open()
        wizard.action_import()
        self.assertEqual(wizard.unchanged_count, 7)
        self.assertFalse(wizard.new_count or wizard.gone_count or wizard.renamed_count)
        after = self.Division.search([("code", "=like", "98%")]).mapped("write_date")
        self.assertEqual(before, after)

    def test_what_is_gone_ends_the_day_before_and_keeps_its_row(self):
        self._open().action_import()
        ended = self._find_ended("980101203201")
        self.assertEqual(ended.valid_to, date(2023, 6, 29))
        self.assertEqual(ended.parent_id.code, "980101203")
        self.assertEqual(self._get("980101104201").valid_from, AFTER)

    def test_only_successors_beyond_doubt_are_set(self):
        first = {
            "97": "样例省",
            "9701": "样例市",
            "970101": "样例县",
            "970101201": "北坡乡",
            "970101201201": "东沟村委会",
            "970101201202": "西沟村委会",
        }
        second = {
            **dict(list(first.items())[:3]),
            "970101104": "北坡镇",
            "970101104201": "东沟村民委员会",
        }
        self.Division._import_rows(first.items(), BEFORE)
        self.Division._import_rows(second.items(), AFTER)
        self.assertEqual(
            self._find_ended("970101201").successor_id, self._get("970101104")
        )
        self.assertEqual(
            self._find_ended("970101201201").successor_id, self._get("970101104201")
        )
        self.assertFalse(self._find_ended("970101201202").successor_id)

    def test_a_proposal_waits_for_a_person(self):
        self._open().action_import()
        ended = self._find_ended("980101203201")
        self.assertFalse(ended.successor_id)
        self.assertEqual(ended.proposed_successor_id, self._get("980101104201"))
        with Form(ended.with_user(self.administrator)) as form:
            form.successor_id = ended.proposed_successor_id
        self.assertFalse(ended.proposed_successor_id)

    def test_a_renamed_village_is_found_by_its_old_name_and_initials(self):
        self._open().action_import()
        village = self._get("980101101202")
        self.assertEqual((village.name, village.former_names), ("傅家村", "付家村"))
        for text in ("傅家", "付家村", "fujiacun", "fjc"):
            found = dict(self.Division.name_search(text, limit=None))
            self.assertIn(village.id, found, text)

    def test_a_rename_by_hand_keeps_the_old_name_too(self):
        self.village.name = "新湾村"
        self.village.name = "柳河村"
        self.assertEqual(self.village.former_names, "新湾村、柳湾村")
        self.assertIn("lwc", self.village.pinyin)
        self.village.name = "柳湾村"
        self.assertEqual(self.village.former_names, "柳河村、新湾村")

    def test_a_code_given_to_another_village_ends_the_first(self):
        rows = {**FIRST, "980101101202": "新家村委会", "980101101209": "付家村村委会"}
        self.Division._import_rows(rows.items(), AFTER)
        ended = self._find_ended("980101101202")
        self.assertEqual(ended.name, "付家村")
        self.assertEqual(ended.successor_id, self._get("980101101209"))
        self.assertEqual(self._get("980101101202").name, "新家村")

    def test_nothing_ends_when_only_additions_are_wanted(self):
        wizard = self._open(end_missing=False)
        wizard.action_preview()
        self.assertFalse(wizard.gone_count)
        wizard.action_import()
        self.assertFalse(self._find_ended("980101203"))
        self.assertTrue(self._get("980101104"))

    def test_a_register_older_than_what_it_would_end_is_refused(self):
        with self.assertRaisesRegex(UserError, "must be newer"):
            self._open(valid_from=BEFORE).action_import()

    def test_bad_rows_are_told_at_once_and_nothing_is_written(self):
        content = "code,name\n980101105,好镇\n98010,短\n980101106,\n980199101,无县镇"
        with self.assertRaises(UserError) as caught:
            self._open(content.encode(), county=False).action_import()
        for number in ("3", "4", "5"):
            self.assertIn(f"Row {number}:", str(caught.exception))
        self.assertFalse(self.Division.search([("code", "=", "980101105")]))

    def test_a_file_that_cannot_be_read_is_told(self):
        with self.assertRaisesRegex(UserError, "cannot be read"):
            self._open(b"\x1f\x8bbroken").action_preview()
        with self.assertRaisesRegex(UserError, "choose the file"):
            self._open(b"").action_preview()

    def test_a_workbook_is_taken_too(self):
        content = spreadsheet.write_workbook(
            [("区划", ["区划代码", "名称"], [list(row) for row in SECOND.items()])]
        )
        wizard = self._open(content)
        wizard.action_preview()
        self.assertEqual((wizard.new_count, wizard.gone_count), (3, 3))

    def test_an_administrator_changes_only_what_he_administers(self):
        with self.assertRaisesRegex(AccessError, "do not administer"):
            self._open(county=False).action_import()
        other = self._create_user(
            "other_admin", ("bianmin_base.role_administrator", self.county)
        )
        with self.assertRaises(AccessError):
            self._open(user=other).action_import()
        self.assertFalse(self._find_ended("980101203"))

    def test_nobody_else_opens_the_window(self):
        clerk = self._create_user(
            "sample_auditor", ("bianmin_base.role_auditor", self.sample_county)
        )
        with self.assertRaises(AccessError):
            self._open(user=clerk)

    def test_a_window_is_not_seen_by_another_administrator(self):
        wizard = self._open()
        other = self._create_user(
            "other_admin", ("bianmin_base.role_administrator", self.sample_county)
        )
        with self.assertRaises(AccessError):
            wizard.with_user(other).action_preview()

    def test_queries_do_not_grow_with_the_changes(self):
        def change(count, year):
            rows = {**FIRST, "980101109": "老镇"}
            rows |= {f"980101109{n}": f"第{n}村" for n in range(300, 300 + count)}
            self.Division._import_rows(rows.items(), date(year, 1, 1))
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.Division._import_rows(FIRST.items(), date(year, 7, 1))
            return self.env.cr.sql_log_count - before

        few = change(100, 2024)
        self.assertLessEqual(change(600, 2025), few + 2)
