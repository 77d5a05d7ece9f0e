from odoo import fields
from odoo.exceptions import AccessError, UserError

from .common import CaseCase

date = fields.Date.to_date


class TestSupervision(CaseCase):
    """Those in charge are told once; the colours do not wait for it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with cls._at(cls, "2026-11-23 09:00"):
            cls.case = cls._create_in_review()

    def _watch(self, moment):
        with self._at(moment):
            self.env["bianmin.case.supervision"]._cron_watch()

    def _get_kinds(self, case=None):
        return (case or self.case).supervision_ids.sorted("id").mapped("kind")

    def _get_told(self, case=None):
        return (
            self.env["mail.activity"]
            .search(
                [
                    ("res_model", "=", "bianmin.case"),
                    ("res_id", "=", (case or self.case).id),
                ]
            )
            .user_id
        )

    def test_in_time_nobody_is_told(self):
        self._watch("2026-11-26 09:00")
        self.assertFalse(self.case.supervision_ids)

    def test_the_reviewer_is_told_when_it_is_nearly_due(self):
        self._watch("2026-11-27 09:00")
        self.assertEqual(self._get_kinds(), ["yellow"])
        self.assertEqual(self._get_told(), self.reviewer)

    def test_the_manager_too_when_it_is_overdue(self):
        self._watch("2026-12-01 00:30")
        self.assertEqual(self._get_kinds(), ["red"])
        self.assertEqual(self.case.supervision_ids.due, date("2026-11-30"))
        self.assertEqual(self.case.supervision_ids.user_id, self.reviewer)
        self.assertEqual(self._get_told(), self.reviewer | self.manager)
        self.assertEqual(self.case.event_ids[-1].kind, "supervise")

    def test_each_is_told_once(self):
        for moment in ("2026-11-27 09:00", "2026-11-27 13:00", "2026-12-01 09:00"):
            self._watch(moment)
        self._watch("2026-12-02 09:00")
        self.assertEqual(self._get_kinds(), ["yellow", "red"])

    def test_after_an_extension_it_is_watched_anew(self):
        self._watch("2026-11-27 09:00")
        with self._at("2026-11-27 10:00"):
            self.case._request_extension(5, "案情复杂")
            self.case.with_user(self.manager)._decide_extension(True)
        self._watch("2026-11-27 13:00")
        self.assertEqual(self._get_kinds(), ["yellow"])
        self._watch(f"{self.case.promised_due} 09:00")
        self.assertEqual(self._get_kinds(), ["yellow", "yellow"])

    def test_what_nobody_answered_goes_to_the_manager(self):
        with self._at("2026-11-23 09:00"):
            case = self._create_received()
        self._watch("2026-11-30 23:00")
        self.assertFalse(case.supervision_ids)
        self._watch("2026-12-01 00:30")
        self.assertEqual(self._get_kinds(case), ["answer"])
        self.assertEqual(self._get_told(case), self.manager)

    def test_the_tasks_go_when_it_is_decided(self):
        self._watch("2026-12-01 09:00")
        self.case._decide("granted", "同意")
        self.assertFalse(self._get_told())

    def test_the_colour_does_not_wait_for_anybody(self):
        with self._at("2026-12-01 00:30"):
            self.env.invalidate_all()
            self.assertEqual(self.case.deadline_status, "red")
            self.assertFalse(self.case.supervision_ids)

    def test_the_manager_asks_and_the_reviewer_answers(self):
        self._confirm(
            self.case.with_user(self.manager), "action_supervise", reason="请说明进度"
        )
        supervision = self.case.supervision_ids
        self.assertEqual((supervision.kind, supervision.note), ("manual", "请说明进度"))
        own = supervision.with_user(self.reviewer)
        with self.assertRaises(UserError):
            own.write({"answer": "x", "note": "改"})
        own.answer = "等待检验报告，明日办结"
        self.assertTrue(own.answered_at)
        for user in (self.manager, self.clerk, self.agent):
            with self.assertRaises(UserError):
                supervision.with_user(user).answer = "x"

    def test_only_the_manager_asks(self):
        for user in (self.reviewer, self.clerk, self.agent):
            with self.assertRaises(AccessError):
                self.case.with_user(user)._supervise("请说明")

    def test_watching_needs_no_query_per_case(self):
        counts = []
        for count in (2, 2, 12):
            with self._at("2026-11-23 09:00"):
                for _number in range(count):
                    self._create_in_review()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._watch("2026-12-01 09:00")
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1] + 10)

    def test_many_places_need_one_look_for_their_managers(self):
        places = self.village | self.township | self.neighbour_village
        watch = self.env["bianmin.case"]
        managers = watch._get_managers(places | self.other_township)
        for place in places:
            self.assertIn(self.manager, managers[place])
        self.assertNotIn(self.manager, managers[self.other_township])
        counts = []
        for divisions in (self.village, self.village, places | self.other_township):
            self.env.invalidate_all()
            divisions.mapped("parent_path")
            before = self.env.cr.sql_log_count
            watch._get_managers(divisions)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1])
