from odoo import fields

from .common import CaseCase

date = fields.Date.to_date


class TestLimits(CaseCase):
    def _accept_at(self, moment, received=None, **vals):
        with self._at(received or moment):
            case = self._create_received(**vals).with_user(self.clerk)
        with self._at(moment):
            case.action_accept()
        return case

    def test_day_of_acceptance_is_day_zero_over_a_holiday(self):
        """National Day 2019, with a worked Sunday (09-29) and Saturday (10-12)."""
        case = self._accept_at("2019-09-27 10:00")
        self.assertEqual(case.clock_start, date("2019-09-27"))
        self.assertEqual(case.promised_due, date("2019-10-10"))
        self.assertEqual(case.statutory_due, date("2019-10-30"))

    def test_spring_festival_2020(self):
        case = self._accept_at("2020-01-20 10:00")
        self.assertEqual(case.statutory_due, date("2020-02-25"))

    def test_the_local_date_counts_after_midnight(self):
        """00:30 in China is still yesterday in UTC."""
        case = self._accept_at("2026-09-18 00:30")
        self.assertEqual(case.clock_start, date("2026-09-18"))
        self.assertEqual(case.promised_due, date("2026-09-24"))

    def test_five_days_to_answer_or_it_counts_as_accepted_on_receipt(self):
        """行政许可法 art. 32 (4)."""
        in_time = self._accept_at("2026-11-30 17:00", received="2026-11-23 09:00")
        self.assertEqual(in_time.clock_start, date("2026-11-30"))
        late = self._accept_at("2026-12-01 00:30", received="2026-11-23 09:00")
        self.assertEqual(late.clock_start, date("2026-11-23"))

    def test_after_a_supplement_the_day_it_came_in_counts(self):
        with self._at("2026-11-02 09:00"):
            case = self._create_received().with_user(self.clerk)
            case._request_supplement("缺", date("2026-11-20"))
        with self._at("2026-11-18 09:00"):
            case.with_user(self.agent).action_supplement_received()
            case.action_accept()
        self.assertEqual(case.complete_on, date("2026-11-18"))
        self.assertEqual(case.clock_start, date("2026-11-18"))
        self.assertEqual(case.paused_days, 0)

    def test_calendar_days_run_on_over_the_weekend(self):
        self.hall_point.day_unit = "calendar"
        case = self._accept_at("2026-11-20 10:00")
        self.assertEqual(case.promised_due, date("2026-11-25"))

    def test_a_year_without_holidays_on_record_says_so(self):
        case = self._accept_at("2026-11-24 10:00")
        self.assertFalse(case.calendar_note)
        late = self._accept_at("2040-11-24 10:00")
        self.assertIn("2040", late.calendar_note)
        self.assertEqual(late.promised_due, date("2040-11-30"))


class TestPauses(CaseCase):
    def _pause(self, accepted, stopped, resumed):
        with self._at(accepted):
            case = self._create_in_review()
        with self._at(stopped):
            case._request_supplement("缺", date("2099-01-01"))
        self.assertEqual(case.deadline_status, "none")
        self.assertTrue(case.deadline_label)
        with self._at(resumed):
            case.with_user(self.agent).action_supplement_received()
        return case

    def test_a_pause_adds_exactly_its_working_days(self):
        case = self._pause("2026-11-02 09:00", "2026-11-04 10:00", "2026-11-11 10:00")
        self.assertEqual(case.paused_days, 5)
        self.assertEqual(case.promised_due, date("2026-11-16"))
        self.assertFalse(case.paused_on)

    def test_a_pause_over_a_holiday_from_rest_day_to_rest_day(self):
        """Stopped on Sunday 2019-10-06, resumed on Sunday 10-13; 10-12 is worked."""
        case = self._pause("2019-09-27 09:00", "2019-10-06 10:00", "2019-10-13 10:00")
        self.assertEqual(case.paused_days, 5)
        self.assertEqual(case.promised_due, date("2019-10-16"))

    def test_a_pause_within_a_day_adds_nothing(self):
        case = self._pause("2026-11-02 09:00", "2026-11-03 09:00", "2026-11-03 16:00")
        self.assertEqual(case.paused_days, 0)
        self.assertEqual(case.promised_due, date("2026-11-09"))

    def test_pauses_add_up_in_both_limits(self):
        case = self._pause("2026-11-02 09:00", "2026-11-03 09:00", "2026-11-05 09:00")
        with self._at("2026-11-06 09:00"):
            case.with_user(self.reviewer)._request_supplement(
                "再缺", date("2099-01-01")
            )
        with self._at("2026-11-09 09:00"):
            case.with_user(self.agent).action_supplement_received()
        self.assertEqual(case.paused_days, 3)
        self.assertEqual(case.promised_due, date("2026-11-12"))
        self.assertEqual(
            case.statutory_due,
            self.env["bianmin.calendar.day"]._add_working_days(date("2026-11-02"), 23),
        )

    def test_what_waits_before_acceptance_has_no_clock_to_pause(self):
        case = self._create_received().with_user(self.clerk)
        case._request_supplement("缺", date("2099-01-01"))
        self.assertFalse(case.paused_on)
        self.assertFalse(case.deadline_label)


class TestDaysLeft(CaseCase):
    """Colours change at midnight, local time, without anything being written."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with cls._at(cls, "2026-11-23 09:00"):
            cls.case = cls._create_accepted()

    def _look(self, moment):
        with self._at(moment):
            self.env.invalidate_all()
            return self.case.days_left, self.case.deadline_status

    def test_green_yellow_red(self):
        self.assertEqual(self._look("2026-11-23 10:00"), (5, "green"))
        self.assertEqual(self._look("2026-11-26 23:59"), (2, "green"))
        self.assertEqual(self._look("2026-11-27 00:00"), (1, "yellow"))
        self.assertEqual(self._look("2026-11-30 12:00"), (0, "yellow"))
        self.assertEqual(self._look("2026-11-30 23:59"), (0, "yellow"))
        self.assertEqual(self._look("2026-12-01 00:00"), (-1, "red"))

    def test_a_decided_case_has_no_clock(self):
        with self._at("2026-11-24 09:00"):
            self.case.with_user(self.reviewer).action_start_review()
            self.case.with_user(self.reviewer)._decide("granted", "同意")
        self.assertEqual(self._look("2026-12-24 09:00"), (0, "none"))

    def test_the_label_says_it_in_words(self):
        labels = {
            "2026-11-24 10:00": "4",
            "2026-12-02 10:00": "2",
        }
        for moment, days in labels.items():
            with self._at(moment):
                self.env.invalidate_all()
                self.assertIn(days, self.case.deadline_label)
        self.hall_point.day_unit = "calendar"
        with self._at("2026-11-23 09:00"):
            other = self._create_accepted()
        for moment in ("2026-11-24 10:00", "2026-11-28 10:00", "2026-12-24 10:00"):
            with self._at(moment):
                self.env.invalidate_all()
                self.assertTrue(other.deadline_label)

    def test_searches_find_what_the_screen_shows(self):
        self.hall_point.day_unit = "calendar"
        with self._at("2026-11-21 09:00"):
            cases = self.case | self._create_accepted() | self._create_received()
        model = self.env["bianmin.case"].with_user(self.clerk)
        ours = [("id", "in", cases.ids)]
        for moment in (
            "2026-11-23 10:00",
            "2026-11-26 10:00",
            "2026-11-28 00:30",
            "2026-11-30 10:00",
            "2026-12-01 00:30",
            "2026-12-06 10:00",
        ):
            with self._at(moment):
                self.env.invalidate_all()
                for status in ("green", "yellow", "red", "none"):
                    self.assertEqual(
                        model.search([("deadline_status", "=", status), *ours]),
                        cases.filtered(lambda case, s=status: case.deadline_status == s)
                        .with_user(self.clerk)
                        .sorted("id", reverse=True),
                    )
                running = cases.filtered(lambda case: case.deadline_status != "none")
                for left in range(-8, 8):
                    for operator, holds in (
                        ("=", lambda days, n: days == n),
                        ("<", lambda days, n: days < n),
                        ("<=", lambda days, n: days <= n),
                        (">", lambda days, n: days > n),
                        (">=", lambda days, n: days >= n),
                    ):
                        found = model.search([("days_left", operator, left), *ours])
                        self.assertEqual(
                            set(found.ids),
                            {c.id for c in running if holds(c.days_left, left)},
                            (moment, operator, left),
                        )

    def test_a_negative_search_is_the_complement(self):
        model = self.env["bianmin.case"]
        with self._at("2026-12-01 10:00"):
            self.assertIn(self.case, model.search([("deadline_status", "!=", "green")]))
            self.assertNotIn(
                self.case, model.search([("deadline_status", "!=", "red")])
            )
            self.assertNotIn(self.case, model.search([("days_left", "!=", -1)]))

    def test_groups_and_counts_by_colour_use_the_same_search(self):
        with self._at("2026-12-01 10:00"):
            model = self.env["bianmin.case"].with_user(self.clerk)
            self.assertEqual(model.search_count([("deadline_status", "=", "red")]), 1)
