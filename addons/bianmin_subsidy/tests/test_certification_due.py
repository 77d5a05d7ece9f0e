from datetime import date, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError

from .common import TODAY, SubsidyCase


class TestCertificationDue(SubsidyCase):
    """Whose proof runs out, who is told when, and the photo session."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scheme.certification_months = 12

    def enrol_due(self, days, **vals):
        """Somebody whose proof runs out in so many days."""
        person = self._create_payee(**{"name": f"还剩{days}天", **vals})
        until = TODAY + timedelta(days=days)
        self._enrol(person, valid_from=until.replace(year=until.year - 1))
        return person

    def test_the_proof_that_runs_out_first_counts(self):
        six = self._create_scheme(code="SIX", certification_months=6)
        self._enrol(valid_from="2026-10-01")
        self.assertEqual(self.resident.certified_until, date(2027, 10, 1))
        second = self._enrol(scheme=six, valid_from="2026-10-02")
        self.assertEqual(self.resident.certified_until, date(2027, 4, 2))
        second.with_user(self.officer)._end("迁出", TODAY)
        self.assertEqual(self.resident.certified_until, date(2027, 10, 1))

    def test_status_by_days_left(self):
        for days, status in (
            (-1, "overdue"),
            (0, "7"),
            (7, "7"),
            (8, "30"),
            (30, "30"),
            (31, "60"),
            (60, "60"),
            (61, "later"),
        ):
            with self.subTest(days=days):
                person = self.enrol_due(days)
                self.assertEqual(person.certification_days, days)
                self.assertEqual(person.certification_status, status)
        self.assertFalse(self.resident.certification_status)

    # ------------------------------------------------------------
    # MESSAGES
    # ------------------------------------------------------------

    def remind(self, day):
        with freeze_time(f"{day} 02:00:00"):
            self.env["bianmin.resident"]._send_reminders_of_today(500)

    def test_each_step_is_told_once_and_what_was_missed_is_not_told_twice(self):
        person = self.enrol_due(61)
        until = person.certified_until
        told = []
        for day in range(70):
            today = TODAY + timedelta(days=day)
            before = len(self._get_texts(person))
            for _twice in range(2):
                self.remind(today)
            if len(self._get_texts(person)) > before:
                told.append((until - today).days)
        self.assertEqual(told, [60, 30, 7, -1])

    def test_message_names_day_and_agent_and_no_number(self):
        person = self.enrol_due(5)
        self.remind(TODAY)
        body = self._get_texts(person).body
        self.assertIn("2026-11-29", body)
        self.assertIn("姚春燕 13900000001", body)
        self.assertNotIn(person.identity_number, body)

    def test_a_new_proof_begins_anew_and_the_dead_are_not_told(self):
        person = self.enrol_due(5)
        dead = self.enrol_due(5, name="已故", death_date="2026-11-01")
        self.remind(TODAY)
        self._certify(person)
        self.remind(TODAY + timedelta(days=8))
        self.assertEqual(len(self._get_texts(person)), 1)
        self.remind(TODAY + timedelta(days=305))
        self.assertEqual(len(self._get_texts(person)), 2)
        self.assertFalse(self._get_texts(dead))

    def test_overdue_message_says_that_payment_is_held_back(self):
        person = self.enrol_due(-3)
        self.remind(TODAY)
        due = self.enrol_due(3)
        self.remind(TODAY)
        self.assertNotEqual(
            self._get_texts(person).body[-30:], self._get_texts(due).body[-30:]
        )

    def test_button_tells_who_is_due_in_ones_own_villages(self):
        due, later = self.enrol_due(20), self.enrol_due(100)
        people = due | later
        people.with_user(self.agent_user).action_remind()
        self.assertEqual(self._get_texts(people).mapped("origin_id"), due.ids)
        with self.assertRaises(AccessError):
            people.with_user(self.neighbour_user).action_remind()
        with self.assertRaises(AccessError):
            people.with_user(self.auditor).action_remind()

    def test_reminding_costs_the_same_for_few_and_many(self):
        queries = []
        for count in (5, 60):
            people = self._enrol_many(count, valid_from="2025-12-01").beneficiary_id
            people.phone = "13700000000"
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.env["bianmin.resident"]._send_reminders_of_today(500)
            self.env.flush_all()
            queries.append(self.cr.sql_log_count - before)
            self.assertEqual(len(self._get_texts(people)), count)
        self.assertLessEqual(queries[1], queries[0] + 6)

    # ------------------------------------------------------------
    # PHOTO SESSION
    # ------------------------------------------------------------

    def session(self, user, search=""):
        residents = self.env["bianmin.resident"].with_user(user)
        return residents.get_certification_session(search)

    def test_session_shows_who_is_due_in_the_agents_villages(self):
        first, second = self.enrol_due(40), self.enrol_due(-2)
        self.enrol_due(90, name="不急")
        self.enrol_due(10, name="邻村", division_id=self.neighbour_village.id)
        self.enrol_due(10, name="已故", death_date="2026-11-01")
        session = self.session(self.agent_user)
        self.assertEqual(session["place"], "柳湾村")
        self.assertEqual(
            [person["id"] for person in session["people"]], [second.id, first.id]
        )
        self.assertEqual(session["people"][0]["days"], -2)
        for person in session["people"]:
            self.assertIn("****", person["identity"])
        with self.assertRaises(AccessError):
            self.session(self.finance)

    def test_session_finds_others_by_name(self):
        person = self.enrol_due(90, name="不急")
        self.enrol_due(90, name="不急邻村", division_id=self.neighbour_village.id)
        found = self.session(self.agent_user, "不急")["people"]
        self.assertEqual([p["id"] for p in found], person.ids)

    def test_sixty_people_in_one_session(self):
        people = self._enrol_many(60, valid_from="2025-11-01").beneficiary_id
        self.assertEqual(len(self.session(self.agent_user)["people"]), 60)
        for person in people:
            self._certify(person)
        self.assertEqual(self.session(self.agent_user)["people"], [])
        self.assertEqual(set(people.mapped("certified_until")), {date(2027, 11, 24)})
