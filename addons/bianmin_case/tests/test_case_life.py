from odoo import Command, fields
from odoo.exceptions import AccessError, UserError

from .common import SIGNATURE, CaseCase

date = fields.Date.to_date


class TestOneClick(CaseCase):
    """即办件: one click from the draft, and every step is in the log."""

    def test_one_click_writes_every_event(self):
        case = self._create_case(user=self.clerk, point=self.instant_point)
        case.action_finish_on_the_spot()
        self.assertEqual((case.state, case.result), ("closed", "granted"))
        self.assertEqual(case.close_kind, "0")
        self.assertTrue(case.opinion)
        self.assertEqual(
            case.event_ids.mapped("kind"),
            ["receive", "accept", "review", "decide", "close"],
        )
        self.assertEqual(
            case.document_ids.mapped("kind"), ["acceptance", "grant"], "no receipt"
        )

    def test_what_takes_time_is_not_done_in_one_click(self):
        case = self._create_case(user=self.clerk, point=self.hall_point)
        with self.assertRaisesRegex(UserError, "(on the spot|当场|即办)"):
            case.action_finish_on_the_spot()
        self.assertEqual(case.state, "draft")


class TestSpecialProcedure(CaseCase):
    def _begin(self, case):
        self._confirm(
            case, "action_begin_special", special_kind="testing", reason="送检验机构"
        )

    def test_the_limits_stand_still_while_it_goes_on(self):
        with self._at("2026-11-02 09:00"):
            case = self._create_in_review()
        with self._at("2026-11-04 09:00"):
            self._begin(case)
            self.assertEqual(case.state, "special")
            self.assertEqual(case.paused_on, date("2026-11-04"))
            self.assertEqual(case.deadline_status, "none")
            self.assertTrue(case.deadline_label)
        with self._at("2026-11-11 09:00"):
            self._confirm(case, "action_end_special", reason="检验合格")
        self.assertEqual(case.state, "review")
        self.assertEqual(case.paused_days, 5)
        self.assertEqual(case.promised_due, date("2026-11-16"))
        self.assertEqual(
            case.event_ids.mapped("kind")[-2:], ["special_apply", "special_result"]
        )
        self.assertIn("送检验机构", case.event_ids[-2].note)
        self.assertEqual(case.event_ids[-1].note, "检验合格")

    def test_the_applicant_is_told_in_writing(self):
        case = self._create_in_review()
        self._begin(case)
        paper = self._get_papers(case, "special")
        self.assertIn("送检验机构", paper.content)
        self.assertEqual(self._get_messages(case)[-1].number, "13812345678")

    def test_it_needs_its_kind_and_a_word(self):
        case = self._create_in_review()
        with self.assertRaises(UserError):
            case._begin_special(False, "送检")
        with self.assertRaises(UserError):
            case._begin_special("testing", " ")

    def test_the_review_button_does_not_end_it(self):
        case = self._create_in_review()
        self._begin(case)
        with self.assertRaises(UserError):
            case.action_start_review()
        self.assertEqual(case.state, "special")


class TestExtension(CaseCase):
    def _request(self, case, **vals):
        self._confirm(
            case,
            "action_request_extension",
            **{"days": 10, "reason": "案情复杂"} | vals,
        )

    def test_the_head_adds_ten_days_and_the_applicant_is_told_why(self):
        with self._at("2026-11-02 09:00"):
            case = self._create_in_review()
            self._request(case)
            self.assertEqual(case.promised_due, date("2026-11-09"))
            self._confirm(case.with_user(self.manager), "action_approve_extension")
        self.assertEqual(case.extension_days, 10)
        self.assertEqual(case.promised_due, date("2026-11-23"))
        self.assertEqual(case.statutory_due, date("2026-12-14"))
        paper = self._get_papers(case, "extension")
        self.assertIn("案情复杂", paper.content)
        approved = case.event_ids[-1]
        self.assertEqual((approved.kind, approved.days), ("extension_approve", 10))
        self.assertEqual(approved.user_id, self.manager)

    def test_a_refused_extension_changes_no_limit(self):
        case = self._create_in_review()
        due = case.promised_due
        self._request(case)
        manager = case.with_user(self.manager)
        with self.assertRaises(UserError):
            self._confirm(manager, "action_refuse_extension")
        self._confirm(manager, "action_refuse_extension", reason="可以按期办结")
        self.assertEqual(case.promised_due, due)
        self.assertFalse(self._get_papers(case, "extension"))
        self.assertFalse(case.extension_days)

    def test_it_is_given_once(self):
        case = self._create_in_review()
        self._request(case)
        with self.assertRaises(UserError):
            self._request(case)
        case.with_user(self.manager)._decide_extension(True)
        with self.assertRaises(UserError):
            self._request(case)

    def test_it_has_at_most_ten_days(self):
        case = self._create_in_review()
        for days in (0, 11):
            with self.assertRaises(UserError):
                self._request(case, days=days)

    def test_it_comes_before_the_limit_of_the_law_has_ended(self):
        with self._at("2026-11-02 09:00"):
            case = self._create_in_review()
        with self._at("2026-12-01 00:30"), self.assertRaises(UserError):
            self._request(case)

    def test_who_asks_does_not_approve(self):
        self.env["res.users.role.line"].create(
            self._prepare_role_line(
                self.reviewer, "bianmin_case.role_hall_manager", self.township
            )
        )
        case = self._create_in_review()
        self._request(case)
        with self.assertRaisesRegex(UserError, case.name):
            case.with_user(self.reviewer)._decide_extension(True)


class TestEnding(CaseCase):
    def _end(self, case, ending, reason="事由"):
        self._confirm(case, "action_end", ending=ending, reason=reason)

    def test_papers_that_never_came(self):
        with self._at("2026-11-02 09:00"):
            case = self._create_received().with_user(self.clerk)
            case._request_supplement("缺", date("2026-11-09"))
        with self._at("2026-11-09 23:00"), self.assertRaises(UserError):
            self._end(case, "5")
        with self._at("2026-11-10 00:10"):
            self._end(case, "5")
        self.assertEqual((case.state, case.close_kind), ("closed", "5"))
        self.assertFalse(case.result)
        self.assertIn("事由", self._get_papers(case, "ending").content)
        case.with_user(self.issuer).action_archive_case()
        self.assertEqual(case.state, "archived")

    def test_who_asked_for_papers_in_the_review_ends_it(self):
        with self._at("2026-11-02 09:00"):
            case = self._create_in_review()
            case._request_supplement("缺", date("2026-11-09"))
        with self._at("2026-11-10 09:00"):
            with self.assertRaises(AccessError):
                self._end(case.with_user(self.clerk), "5")
            self._end(case, "5")
        self.assertEqual(case.close_kind, "5")

    def test_entered_by_mistake_leaves_no_paper(self):
        case = self._create_received().with_user(self.clerk)
        self._end(case, "3")
        self.assertEqual(case.close_kind, "3")
        self.assertFalse(self._get_papers(case, "ending"))
        with self.assertRaises(UserError):
            self._end(self._create_in_review(), "3")

    def test_passed_to_a_higher_level(self):
        case = self._create_in_review()
        self._end(case, "4", "报省厅审批")
        self.assertEqual(case.close_kind, "4")
        self.assertEqual(case.event_ids[-1].note, "报省厅审批")

    def test_what_has_no_result_is_not_delivered(self):
        case = self._create_in_review()
        self._end(case, "2")
        with self.assertRaises(UserError):
            case.with_user(self.issuer).action_deliver()

    def test_a_result_is_delivered_before_it_goes_on_file(self):
        case = self._create_closed().with_user(self.issuer)
        with self.assertRaises(UserError):
            case.action_archive_case()
        case.action_deliver()
        self.assertIn(
            self._get_papers(case, "grant").number,
            self._get_papers(case, "delivery").content,
        )
        case.action_archive_case()
        self.assertEqual(case.state, "archived")

    def test_how_it_ends_has_to_be_said(self):
        with self.assertRaises(UserError):
            self._end(self._create_in_review(), False)


class TestReopening(CaseCase):
    def test_a_decided_case_goes_back_into_review(self):
        with self._at("2026-11-02 09:00"):
            case = self._create_closed()
        with self._at("2026-11-09 09:00"):
            self._confirm(
                case.with_user(self.manager), "action_reopen", reason="决定有误"
            )
        self.assertEqual(case.state, "review")
        for name in ("result", "opinion", "close_kind", "decided_by_id", "closed_at"):
            self.assertFalse(case[name], name)
        self.assertEqual(case.paused_days, 5)
        self.assertEqual(case.promised_due, date("2026-11-16"))
        reopened = case.event_ids[-1]
        self.assertEqual((reopened.kind, reopened.note), ("reopen", "决定有误"))
        case.with_user(self.reviewer)._decide("refused", "不符合条件")
        self.assertEqual(case.result, "refused")
        self.assertEqual(len(self._get_papers(case, "grant")), 1, "kept as issued")

    def test_one_that_was_not_accepted_comes_back_to_the_window(self):
        case = self._create_received().with_user(self.clerk)
        number = case.name
        case._reject("理由")
        self._confirm(case.with_user(self.manager), "action_reopen", reason="应当受理")
        self.assertEqual((case.state, case.name), ("received", number))
        self.assertEqual(len(self._get_papers(case, "receipt")), 1)
        case.action_accept()
        self.assertEqual(case.state, "accepted")

    def test_it_needs_a_reason(self):
        case = self._create_closed()
        with self.assertRaises(UserError):
            self._confirm(case.with_user(self.manager), "action_reopen", reason=" ")

    def test_no_other_button_reopens(self):
        case = self._create_closed()
        self.env["res.users.role.line"].create(
            self._prepare_role_line(
                self.reviewer, "bianmin_case.role_hall_manager", self.township
            )
        )
        for button in ("action_start_review", "action_submit", "action_accept"):
            with self.assertRaises(UserError):
                getattr(case.with_user(self.reviewer), button)()
        self.assertEqual(case.state, "closed")


class TestSilence(CaseCase):
    """行政许可法 art. 32 (4), without any job having run."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with cls._at(cls, "2026-11-23 09:00"):
            cls.case = cls._create_received().with_user(cls.clerk)

    def _look(self, moment):
        with self._at(moment):
            self.env.invalidate_all()
            case = self.case
            found = case.search_count(
                [("id", "=", case.id), ("is_deemed_accepted", "=", True)]
            )
            self.assertEqual(bool(found), case.is_deemed_accepted)
            return case.is_deemed_accepted, case.deadline_status

    def test_after_five_days_it_counts_as_accepted_at_midnight_local_time(self):
        self.assertEqual(self.case.answer_due, date("2026-11-30"))
        self.assertEqual(self._look("2026-11-30 23:59"), (False, "none"))
        # 00:30 in China is still the day before in UTC.
        self.assertEqual(self._look("2026-12-01 00:30"), (True, "red"))

    def test_the_form_opens_before_the_acceptance(self):
        self.assertFalse(self.case.calendar_note)

    def test_then_nothing_is_asked_for_and_nothing_is_turned_away(self):
        with self._at("2026-12-01 00:30"):
            with self.assertRaisesRegex(UserError, self.case.name):
                self.case._request_supplement("缺", date("2099-01-01"))
            with self.assertRaisesRegex(UserError, self.case.name):
                self.case._reject("不受理")
            self.case.action_accept()
        self.assertEqual(self.case.clock_start, date("2026-11-23"))
        self.assertEqual(self.case.promised_due, date("2026-11-30"))
        self.assertFalse(self.case.answer_due)

    def test_the_public_page_promises_nothing_before_the_acceptance(self):
        self.assertTrue(self.case.promised_due)
        self.assertFalse(self.case._prepare_public_values()["promised_due"])


class TestUpAndDown(CaseCase):
    """转报: what a village files and the county decides."""

    def test_the_way_up_and_back_is_in_the_log(self):
        item = self._create_item("乡村兽医登记")
        centre_point = self._create_implementation(
            item, self.centre, promised_days=10, statutory_days=20
        )
        village_point = self._create_implementation(
            item, self.station, decided_at=centre_point
        )
        county = self._create_user(
            "case_county", ("bianmin_case.role_reviewer", self.county)
        )
        case = self._create_received(point=village_point)
        case.with_user(self.clerk).action_accept()
        case.with_user(county).action_start_review()
        case.with_user(county)._decide("granted", "准予登记")
        kinds = case.event_ids.mapped("kind")
        self.assertEqual(
            kinds,
            ["receive", "accept", "forward", "review", "decide", "close", "return"],
        )
        passed = case.event_ids.filtered(lambda e: e.kind in ("forward", "return"))
        self.assertEqual(
            passed.mapped("note"),
            [
                f"{self.hall.name} → {self.centre.name}",
                f"{self.centre.name} → {self.station.name}",
            ],
        )
        grant = self._get_papers(case, "grant")
        self.assertEqual(grant.office, self.centre.name)
        self.assertTrue(grant.number.startswith("测试政务准字"))


class TestDelegation(CaseCase):
    """A decision under an entrusted power: in whose name and under whose seal."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bureau = cls.env["bianmin.department"].create(
            {
                "name": "测试县行政审批局",
                "short_name": "测试审批",
                "division_id": cls.county.id,
            }
        )
        cls.hall_point.write(
            {"power_source": "5", "entrusting_department_id": cls.bureau.id}
        )

    def _lend_seal(self, department, mark=""):
        seal = self.env["bianmin.seal"].create(
            {
                "name": f"{department.name}审批专用章{mark}",
                "kind": "approval",
                "picture": SIGNATURE,
                "department_id": department.id,
                "permission_ids": [
                    Command.create(
                        {
                            "service_point_id": self.hall.id,
                            "role_id": self.env.ref("bianmin_case.role_reviewer").id,
                            "date_from": "2018-01-01",
                        }
                    )
                ],
            }
        )
        return seal

    def test_it_bears_name_number_and_seal_of_who_entrusts(self):
        seal = self._lend_seal(self.bureau)
        case = self._create_closed()
        grant = self._get_papers(case, "grant")
        self.assertEqual(grant.office, "测试县行政审批局")
        self.assertTrue(grant.number.startswith("测试审批准字"))
        self.assertIn(f'src="seal:{seal.id}"', grant.content)
        self.assertEqual(seal.use_ids.service_point_id, self.hall)
        self.assertEqual(self._get_papers(case).office, self.hall.name)

    def test_the_seal_of_another_office_is_not_put_on_it(self):
        other = self.env["bianmin.department"].create(
            {"name": "东河镇人民政府", "division_id": self.township.id}
        )
        self._lend_seal(other)
        grant = self._get_papers(self._create_closed(), "grant")
        self.assertNotIn("seal:", grant.content)

    def test_the_seal_that_the_catalogue_names_goes_before_others(self):
        named, other = self._lend_seal(self.bureau), self._lend_seal(self.bureau, "二")
        self.hall_point.seal_id = named
        grant = self._get_papers(self._create_closed(), "grant")
        self.assertIn(f'src="seal:{named.id}"', grant.content)
        self.assertFalse(other.use_ids)
        named.permission_ids.date_to = "2018-01-02"
        grant = self._get_papers(self._create_closed(), "grant")
        self.assertNotIn("seal:", grant.content)

    def test_a_refusal_names_the_ways_to_object(self):
        case = self._create_closed(result="refused")
        self.assertIn("测试县", self._get_papers(case, "refusal").content)
