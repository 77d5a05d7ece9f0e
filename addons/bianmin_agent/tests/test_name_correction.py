import base64
from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time

from odoo.addons.bianmin_base.tests.common import BianminCase
from odoo.addons.bianmin_base.tools.table_file import read_table

from .name_correction_common import HEADERS, NameCorrectionMixin


class TestNameCorrection(NameCorrectionMixin, BianminCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_cases()
        cls._set_up_agents()
        cls._set_up_names()
        cls.line = cls._import_one("王小艳", cls.wang)

    def _get_export(self, roster):
        action = roster.action_export()
        self.assertEqual(action["type"], "ir.actions.act_url")
        export_id = int(action["url"].split("/")[4])
        export = self.env["bianmin.name.correction.export"].browse(export_id)
        return base64.b64decode(export.with_user(self.clerk).file)

    # ------------------------------------------------------------
    # A PERSON DECIDES
    # ------------------------------------------------------------

    def test_who_confirms_stands_there_with_the_hour(self):
        with freeze_time("2026-11-24 02:00:00"):
            self.line.action_confirm()
        self.assertEqual(self.line.state, "confirmed")
        self.assertEqual(self.line.decided_by_id, self.clerk)
        self.assertEqual(str(self.line.decided_at), "2026-11-24 02:00:00")
        self.assertEqual(
            (self.line.office_name, self.line.register_name), ("王小艳", "王晓艳")
        )

    def test_nothing_is_set_by_hand(self):
        for name, value in (
            ("state", "confirmed"),
            ("register_name", "王小艳"),
            ("office_name", "王晓艳"),
            ("kind", "different"),
            ("resident_id", self.shan.id),
            ("decided_by_id", self.manager.id),
        ):
            with self.assertRaises(UserError):
                self.line.write({name: value})

    def test_a_row_comes_from_nowhere_but_a_roster(self):
        with self.assertRaises(AccessError):
            self.line.copy()
        with self.assertRaises(AccessError):
            self.line.unlink()

    def test_what_does_not_sound_alike_needs_evidence(self):
        line = self._import_one("姚立睛", self.yao)
        with self.assertRaises(UserError):
            line.action_confirm()
        line.evidence_note = "户口簿第二页"
        line.action_confirm()
        self.assertEqual(line.state, "confirmed")

    def test_who_was_found_without_a_number_needs_evidence(self):
        line = self._import_one(
            "善丽珍", self.shan, 公民身份号码="", 出生日期=date(1955, 1, 2).isoformat()
        )
        with self.assertRaises(UserError):
            line.action_confirm()

    def test_evidence_is_fixed_once_it_is_decided(self):
        self.line.evidence_note = "身份证"
        self.line.action_confirm()
        with self.assertRaises(UserError):
            self.line.evidence_note = "没看"
        self.line.action_reopen()
        self.assertFalse(self.line.decided_by_id)
        self.line.evidence_note = "户口簿"

    def test_a_register_that_has_changed_since_is_not_confirmed(self):
        self.wang.name = "王晓燕"
        with self.assertRaises(UserError):
            self.line.action_confirm()

    def test_an_agent_confirms_in_his_village_as_long_as_his_role_lasts(self):
        line = self.line.with_user(self.agent_user)
        with self.assertRaises(AccessError):
            self.line.with_user(self.neighbour_user).action_confirm()
        self._end_role(self.agent_user, "2026-01-01")
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            line.action_confirm()
        self.assertEqual(self.line.state, "proposed")

    def test_who_only_handles_cases_reads_and_decides_nothing(self):
        line = self.line.with_user(self.reviewer)
        self.assertEqual(line.register_name, "王晓艳")
        with self.assertRaises(AccessError):
            line.action_confirm()

    def test_what_is_open_goes_to_the_successor_of_the_village(self):
        done = self._import_one("善丽珍", self.shan)
        done.action_reject()
        self.village.write(
            {"valid_to": "2023-06-29", "successor_id": self.other_village.id}
        )
        self.village._move_to_successors()
        self.env.invalidate_all()
        self.assertEqual(self.line.sudo().division_id, self.other_village)
        self.assertEqual(done.division_id, self.village)

    # ------------------------------------------------------------
    # REQUEST
    # ------------------------------------------------------------

    def test_a_request_is_drawn_up_for_what_is_confirmed(self):
        with self.assertRaises(UserError):
            self.line.action_file()
        self.line.action_confirm()
        action = self.line.action_file()
        case = self.line.case_id
        self.assertEqual(action["res_id"], case.id)
        self.assertEqual((self.line.state, case.state), ("filed", "draft"))
        self.assertEqual(case.resident_id, self.wang)
        self.assertEqual(case.item_id, self.correction_item)
        self.assertEqual(case.division_id, self.village)
        self.assertIn("王小艳", case.note)
        self.assertIn("王晓艳", case.note)

    def test_an_agent_draws_it_up_at_his_station(self):
        line = self._import(
            [self._row("善丽珍", self.shan)], self.agent_user, self.village
        ).roster_id.correction_ids.with_user(self.agent_user)
        line.action_confirm()
        line.action_file()
        self.assertEqual(line.case_id.service_point_id, self.station)
        self.assertEqual(line.case_id.agent_id.user_id, self.agent_user)

    def test_without_a_matter_or_a_place_no_request(self):
        other = self._import_one("张春婧", self.next)
        (self.line | other).action_confirm()
        self.line.roster_id.item_id = False
        with self.assertRaises(UserError):
            self.line.action_file()
        (self.correction_hall | self.correction_point)._pass_gate("paused")
        with self.assertRaises(UserError):
            other.action_file()
        self.assertEqual(other.state, "confirmed")

    def test_the_end_of_the_request_ends_the_row(self):
        line = self._import_one("张春婧", self.next)
        line.action_confirm()
        line.action_file()
        self.assertEqual(line.case_id.service_point_id, self.hall)
        case = line.case_id.with_user(self.clerk)
        case.action_submit()
        case.action_accept()
        reviewed = case.with_user(self.reviewer)
        reviewed.action_start_review()
        reviewed._decide("granted", "已更正")
        self.assertEqual(line.state, "corrected")

    def test_a_request_that_is_thrown_away_or_withdrawn_can_be_drawn_up_again(self):
        self.line.action_confirm()
        self.line.action_file()
        self.line.case_id.unlink()
        self.assertEqual(self.line.state, "confirmed")
        self.line.action_file()
        self.line.case_id.sudo()._pass_gate("received")
        self.line.case_id.sudo()._pass_gate("withdrawn")
        self.assertEqual(self.line.state, "confirmed")

    # ------------------------------------------------------------
    # FILE
    # ------------------------------------------------------------

    def test_the_round_trip_proves_itself(self):
        wizard = self._import(
            [
                self._row("善丽珍", self.shan, 序号="1"),
                self._row("姚立睛", self.yao, 序号="2"),
                self._row("李长林", self.right, 序号="3"),
                self._row("张春婧", self.next, 序号="4", 缴费档次="620"),
            ]
        )
        shan, _yao, zhang = wizard.roster_id.correction_ids.with_user(self.clerk)
        (shan | zhang).action_confirm()
        content = self._get_export(wizard.roster_id.with_user(self.clerk))
        table = [list(values) for _number, values in read_table(content)]
        self.assertEqual(table[0][0], "2026年度城乡居民医保未绑定人员名单")
        self.assertEqual(table[2][: len(HEADERS)], HEADERS)
        rows = [self._row("善丽珍", self.shan, 序号="1")]
        rows += [self._row("张春婧", self.next, 序号="4", 缴费档次="620")]
        self.assertEqual(
            [["" if cell is None else cell for cell in row[:6]] for row in table[3:]],
            rows,
        )
        self.assertEqual([row[6] for row in table[3:]], ["单丽珍", "张春静"])

        # What went out is known when it comes back: nothing new, nothing wrong.
        again = self._import([], content=content)
        self.assertEqual(
            (again.new_count, again.changed_count, again.unchanged_count), (0, 0, 2)
        )
        self.assertFalse(again.wrong_count)
        self.assertEqual(shan.state, "confirmed")

        # The office has written the names: its next roster proves it.
        done = self._import(
            [
                self._row("单丽珍", self.shan),
                self._row("姚立睛", self.yao),
                self._row("张春静", self.next),
            ]
        )
        self.assertEqual((done.new_count, done.changed_count), (0, 2))
        self.assertEqual((shan | zhang).mapped("state"), ["corrected", "corrected"])
        self.assertEqual(self.shan.name, "单丽珍")

    def test_each_export_is_logged_with_its_rows(self):
        self.line.action_confirm()
        self._get_export(self.line.roster_id)
        log = self.env["bianmin.export.log"].search([], limit=1)
        self.assertEqual((log.user_id, log.row_count), (self.clerk, 1))
        self.assertEqual(log.division_id, self.village)

    def test_nothing_confirmed_is_nothing_to_hand_out(self):
        with self.assertRaises(UserError):
            self.line.roster_id.action_export()

    def test_an_export_is_for_who_compares_names_there(self):
        self.line.action_confirm()
        for user in (self.reviewer, self.neighbour_user, self.other_clerk):
            with self.assertRaises(AccessError):
                self.line.roster_id.with_user(user).action_export()

    def test_the_window_of_somebody_else_stays_closed(self):
        self.line.action_confirm()
        action = self.line.roster_id.action_export()
        export = self.env["bianmin.name.correction.export"].browse(
            int(action["url"].split("/")[4])
        )
        with self.assertRaises(AccessError):
            export.with_user(self.agent_user).read(["file"])
