import base64

from odoo.exceptions import AccessError, UserError

from odoo.addons.bianmin_base.tests.common import BianminCase
from odoo.addons.bianmin_base.tools.spreadsheet import pick_rows
from odoo.addons.bianmin_base.tools.table_file import read_table

from .name_correction_common import HEADERS, TITLE, NameCorrectionMixin


class TestNameCorrectionImport(NameCorrectionMixin, BianminCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_cases()
        cls._set_up_agents()
        cls._set_up_names()

    def _get_mistakes(self, wizard):
        """{row: reason} of the workbook of wrong rows."""
        table = read_table(base64.b64decode(wizard.error_file))
        labels = {"Row No.": "row", "行号": "row", "Reason": "why", "原因": "why"}
        rows = pick_rows(iter(table), labels, ["row", "why"])
        return {int(row.cells["row"]): row.cells["why"] for row in rows}

    def test_names_are_compared_and_those_that_are_right_are_not_kept(self):
        wizard = self._import(
            [
                self._row("王小艳", self.wang),
                self._row("善丽珍", self.shan),
                self._row("姚立睛", self.yao),
                self._row("买买提艾力", self.mai),
                self._row("张 春静", self.next),
                self._row("李长林", self.right),
            ]
        )
        lines = wizard.roster_id.correction_ids
        self.assertEqual(
            [(line.row_number, line.office_name, line.kind) for line in lines],
            [
                (4, "王小艳", "homophone"),
                (5, "善丽珍", "homophone"),
                (6, "姚立睛", "look_alike"),
                (7, "买买提艾力", "minority"),
                (8, "张 春静", "normalised"),
            ],
        )
        self.assertEqual(lines[0].comparison, "小→晓（xiao）")
        self.assertEqual(set(lines.mapped("state")), {"proposed"})
        self.assertEqual(lines.resident_id[0], self.wang)
        roster = wizard.roster_id
        self.assertEqual((roster.row_count, roster.same_count), (6, 1))
        self.assertEqual(roster.proposed_count, 5)
        self.assertEqual(roster.imported_by_id, self.clerk)

    def test_nothing_is_written_before_the_file_was_looked_at(self):
        wizard = (
            self.env["bianmin.name.correction.import"]
            .with_user(self.clerk)
            .create(
                {
                    "division_id": self.township.id,
                    "file": base64.b64encode(
                        self._make_file([self._row("王小艳", self.wang)])
                    ),
                }
            )
        )
        wizard.action_preview()
        self.assertEqual(wizard.new_count, 1)
        self.assertIn("王小艳", wizard.preview)
        self.assertFalse(wizard.roster_id)
        self.assertFalse(self.env["bianmin.name.correction"].search([]))

    def test_the_register_and_the_number_stay_as_they_are(self):
        line = self._import_one("王小艳", self.wang)
        line.action_confirm()
        self.assertEqual(self.wang.name, "王晓艳")
        self.assertNotIn(
            self.wang.sudo().identity_number, str(line.read()), "shown masked"
        )
        self.assertEqual(line.identity_number_masked, self.wang.identity_number_masked)
        with self.assertRaises(AccessError):
            line.read(["cells"])

    def test_without_a_number_birth_date_and_village_find_whoever_is_alike(self):
        cells = {"公民身份号码": "", "出生日期": "1962-03-04", "行政村": "柳湾村"}
        self._create_person("赵春兰", "19620304")
        line = self._import_one("王小艳", None, **cells)
        self.assertEqual((line.resident_id, line.matched_by), (self.wang, "birth"))

    def test_a_wrong_number_of_nobody_falls_back_to_birth_date_and_village(self):
        other = self._make_identity_number("19620304")
        line = self._import_one("王小艳", self.wang, 公民身份号码=other)
        self.assertEqual((line.resident_id, line.matched_by), (self.wang, "birth"))

    def test_a_real_number_with_a_wrong_check_finds_whoever_has_it(self):
        number = "130224196203049999"
        self.env.cr.execute(
            "UPDATE bianmin_resident SET identity_number = %s WHERE id = %s",
            (number, self.wang.id),
        )
        self.env.invalidate_all()
        line = self._import_one("王小艳", None, 公民身份号码=number)
        self.assertEqual((line.resident_id, line.matched_by), (self.wang, "number"))

    def test_who_has_moved_meanwhile_is_not_proposed_twice(self):
        line = self._import_one("王小艳", self.wang)
        self.wang.division_id = self.neighbour_village
        again = self._import(
            [self._row("王小艳", self.wang)],
            self.neighbour_user,
            self.neighbour_village,
        )
        self.assertEqual((again.new_count, again.unchanged_count), (0, 1))
        self.assertEqual(line.division_id, self.village)

    def test_rows_that_mean_nobody_or_several_come_back_with_their_reason(self):
        self._create_person("王小燕", "19620304")
        cells = {"出生日期": "19620304", "行政村": "柳湾村"}
        wizard = self._import(
            [
                self._row("王筱雁", None, **cells),
                self._row("钱不在", None, 公民身份号码=self._make_identity_number()),
                self._row("孙错号", None, 公民身份号码="130224196203049999"),
                self._row("", self.yao),
                self._row("周无号"),
                self._row("姚立睛", self.yao),
                self._row("姚力晴", self.yao),
                self._row("郑不像", None, **cells),
                self._row("陈错日", None, 出生日期="腊月初八", 行政村="柳湾村"),
            ]
        )
        mistakes = self._get_mistakes(wizard)
        self.assertEqual(sorted(mistakes), [4, 5, 6, 7, 8, 10, 11, 12])
        self.assertEqual(wizard.wrong_count, 8)
        self.assertIn("9", mistakes[10], "names the row that means the same person")
        self.assertEqual(wizard.roster_id.correction_ids.resident_id, self.yao)

    def test_xls_and_text_of_old_programs_are_read_alike(self):
        rows = [HEADERS, self._row("王小艳", self.wang)]
        text = "\r\n".join(",".join(row) for row in rows)
        for content in (text.encode("gb18030"), text.encode("utf-8-sig")):
            with self.subTest(content=content[:8]):
                wizard = self._import([], content=content)
                self.assertEqual(wizard.new_count + wizard.unchanged_count, 1)
                self.assertFalse(wizard.wrong_count)
        self.assertEqual(
            self.env["bianmin.name.correction"].search([]).office_name, "王小艳"
        )

    def test_what_is_no_table_is_refused_in_one_sentence(self):
        for content in (
            b"\x00\x01\x02",
            "一封信".encode(),
            "村,档次\n柳湾村,1".encode(),
        ):
            with self.assertRaises(UserError):
                self._import([], content=content)

    def test_a_row_that_is_known_is_not_proposed_again(self):
        line = self._import_one("王小艳", self.wang)
        line.action_reject()
        again = self._import([self._row("王小艳", self.wang)])
        self.assertEqual((again.new_count, again.unchanged_count), (0, 1))
        self.assertEqual(line.state, "rejected", "a person has decided")

    def test_the_layout_of_the_office_is_kept(self):
        roster = self._import([self._row("王小艳", self.wang)]).roster_id.sudo()
        self.assertEqual(roster.layout["headers"], HEADERS)
        self.assertEqual(
            [row[0] for row in roster.layout["above"]], [row[0] for row in TITLE]
        )

    def test_an_agent_reads_rosters_of_his_own_village_only(self):
        rows = [self._row("王小艳", self.wang), self._row("张春婧", self.next)]
        wizard = self._import(rows, self.agent_user, self.village)
        self.assertEqual(wizard.new_count, 1)
        self.assertEqual(list(self._get_mistakes(wizard)), [5])
        for division in (self.neighbour_village, self.township):
            with self.assertRaises(AccessError):
                self._import(rows, self.agent_user, division)

    def test_twice_the_rows_take_the_same_queries(self):
        people = [self._create_person(f"测试{n}", "19400101") for n in range(24)]
        counts = []
        for number in (8, 16):
            chosen, people = people[:number], people[number:]
            rows = [self._row(f"冊试{p.id}", p) for p in chosen]
            wizard = (
                self.env["bianmin.name.correction.import"]
                .with_user(self.clerk)
                .create(
                    {
                        "division_id": self.township.id,
                        "file": base64.b64encode(self._make_file(rows)),
                    }
                )
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            wizard.action_import()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(wizard.new_count, number)
        self.assertLessEqual(counts[1], counts[0])
