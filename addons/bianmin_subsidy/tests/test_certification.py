from datetime import date

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import mute_logger

from .common import TODAY, SubsidyCase, make_photo


class TestCertification(SubsidyCase):
    """Who was seen alive, by whom, when and where; what a report of a death does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scheme.certification_months = 12
        cls.enrolment = cls._enrol(valid_from="2026-01-15")

    def test_enrolling_is_the_first_proof_and_each_success_moves_the_day(self):
        self.assertEqual(self.enrolment.certified_until, date(2027, 1, 15))
        self._certify(certified_on="2026-03-01")
        self.assertEqual(self.enrolment.certified_until, date(2027, 3, 1))
        self._certify()
        self.assertEqual(self.enrolment.certified_until, date(2027, 11, 24))
        self._certify(certified_on="2026-05-01")
        self.assertEqual(self.enrolment.certified_until, date(2027, 11, 24))

    def test_months_are_those_of_the_scheme(self):
        other = self._create_scheme(code="SIX", certification_months=6)
        none = self._create_scheme(code="NONE")
        half = self._enrol(scheme=other, valid_from="2026-08-31")
        self.assertEqual(half.certified_until, date(2027, 2, 28))
        self.assertFalse(self._enrol(scheme=none).certified_until)
        self.scheme.certification_months = 24
        self.assertEqual(self.enrolment.certified_until, date(2028, 1, 15))

    def test_scheme_may_ask_from_a_day_on(self):
        enrolment = self._enrol(
            self._create_payee(name="张三"), valid_from="2019-01-01"
        )
        self.assertEqual(enrolment.certified_until, date(2020, 1, 1))
        self.scheme.certification_from = "2026-06-01"
        self.assertEqual(enrolment.certified_until, date(2027, 6, 1))

    def test_not_met_moves_nothing(self):
        self._certify(result="absent", photo=False)
        self.assertEqual(self.enrolment.certified_until, date(2027, 1, 15))

    def test_withdrawn_proof_no_longer_counts(self):
        proof = self._certify()
        with self.assertRaises(AccessError):
            proof._settle("withdrawn", "认错人", self.env["ir.attachment"])
        proof.with_user(self.officer)._settle(
            "withdrawn", "认错人", self.env["ir.attachment"]
        )
        self.assertEqual(self.enrolment.certified_until, date(2027, 1, 15))
        self.assertEqual(proof.settled_by_id, self.officer)
        # Both the day and the photo are free again.
        self._certify(photo=make_photo(self.photo_order))

    # ------------------------------------------------------------
    # EVIDENCE
    # ------------------------------------------------------------

    def test_whoever_was_met_is_photographed(self):
        for method in ("onsite", "visit", "video"):
            with (
                self.subTest(method=method),
                self.assertRaisesRegex(ValidationError, "李志顺"),
                self.cr.savepoint(),
            ):
                self._certify(method=method, photo=False)
        self._certify(method="data", photo=False)

    def test_a_photo_proves_one_person(self):
        other = self._create_payee(name="张三")
        photo = make_photo(7)
        self._certify(photo=photo)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
        ):
            self._certify(other, photo=photo)
            self.env.flush_all()

    def test_pressing_twice_proves_once(self):
        self._certify()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
        ):
            self._certify()
            self.env.flush_all()

    def test_impossible_days_are_refused(self):
        dead = self._create_payee(name="已故", death_date="2026-05-01")
        for resident, day in (
            (self.resident, "2026-11-25"),
            (self.resident, "1949-12-31"),
            (dead, "2026-05-02"),
        ):
            with self.subTest(day=day), self.assertRaises(ValidationError):
                self._certify(resident, certified_on=day)
        self._certify(dead, certified_on="2026-05-01")

    def test_nobody_proves_his_own_life(self):
        self.agent.resident_id = self.resident
        with self.assertRaises(ValidationError):
            self._certify()
        self._certify(user=self.officer)

    def test_photo_is_read_in_the_village_only(self):
        proof = self._certify()
        self.assertTrue(proof.with_user(self.agent_user).photo)
        for user in (self.neighbour_user, self.other_officer):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                proof.with_user(user).read(["photo"])

    # ------------------------------------------------------------
    # WHO
    # ------------------------------------------------------------

    def test_agent_certifies_in_his_villages_only(self):
        self._certify()
        with self.assertRaises(AccessError):
            self._certify(user=self.neighbour_user, certified_on="2026-11-23")
        with self.assertRaises(AccessError):
            self._certify(user=self.finance, certified_on="2026-11-23")

    def test_written_once(self):
        proof = self._certify()
        for user in (self.agent_user, self.officer):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                proof.with_user(user).write({"certified_on": "2026-11-01"})
        with self.assertRaises(UserError):
            self._certify(certified_on="2026-11-22", operator_id=self.officer.id)
        with self.assertRaises(UserError):
            self._certify(certified_on="2026-11-22", state="confirmed")
        with self.assertRaises(UserError):
            proof.sudo().unlink()
        self.assertEqual(proof.operator_id, self.agent_user)

    # ------------------------------------------------------------
    # REPORTS
    # ------------------------------------------------------------

    def _report(self, **vals):
        values = {"result": "died", "death_date": "2026-11-20", "photo": False, **vals}
        return self._certify(**values)

    def test_report_of_a_death_says_the_day(self):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
        ):
            self._report(death_date=False)
            self.env.flush_all()

    def test_reported_death_holds_the_payment_until_it_is_looked_into(self):
        report = self._report()
        self.assertEqual(report.state, "reported")
        record = self._create_round()
        self.assertEqual(self._get_line(record).block_reason, "reported")
        with self.assertRaises(UserError):
            report.with_user(self.officer)._settle(
                "dismissed", " ", self.env["ir.attachment"]
            )
        report.with_user(self.officer)._settle(
            "dismissed", "同名的另一人", self.env["ir.attachment"]
        )
        record.action_generate()
        self.assertFalse(self._get_line(record).block_reason)
        self.assertFalse(self.resident.death_date)

    def test_confirmed_death_goes_into_the_register_with_its_evidence(self):
        report = self._report().with_user(self.officer)
        certificate = self.env["ir.attachment"].create({"name": "死亡证明.jpg"})
        action = report.action_ask_confirm()
        wizard = self.env[action["res_model"]].browse(action["res_id"])
        wizard.write({"note": "死亡医学证明", "evidence_ids": certificate.ids})
        wizard.with_user(self.officer).action_confirm()
        self.assertEqual(report.state, "confirmed")
        self.assertEqual(self.resident.death_date, date(2026, 11, 20))
        event = self.resident.event_ids
        self.assertEqual((event.kind, event.evidence_ids), ("death", certificate))
        with self.assertRaises(UserError):
            report._settle("dismissed", "又说不是", certificate)

    def test_confirmed_removal_suspends(self):
        report = self._report(result="moved", death_date=False)
        report.with_user(self.officer)._settle(
            "confirmed", "已迁往外县", self.env["ir.attachment"]
        )
        self.assertEqual(self.enrolment.state, "suspended")
        self.assertEqual(self.enrolment.state_reason, "已迁往外县")

    def test_reports_are_settled_by_the_officer_of_the_township(self):
        report = self._report()
        for user in (self.agent_user, self.auditor, self.other_officer):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                report.with_user(user)._settle(
                    "dismissed", "不是", self.env["ir.attachment"]
                )
        self.assertEqual(report.certified_on, TODAY)
