from datetime import date, timedelta

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.bianmin_base.tests.common import tamper
from odoo.addons.bianmin_base.tools.local_time import local_today

from .common import CaseCase, CaseHttpCase


class CertificateMixin:
    @classmethod
    def _set_up_certificates(cls):
        cls.template = cls.env["bianmin.certificate.template"].create(
            {
                "name": "小餐饮登记证",
                "character": "餐登",
                "body": "<p>经营者：{holder}</p><p>有效期至：{valid_until}</p>",
                "validity_months": 36,
            }
        )
        for item in cls.item + cls.instant_item:
            item.result_ids = [
                Command.create(
                    {"name": "登记证", "certificate_template_id": cls.template.id}
                )
            ]
        cls.hall.short_name = "柳湾便民"

    @classmethod
    def _create_certificate(cls):
        return cls._create_closed().certificate_ids.with_env(cls.env)


class TestCertificate(CertificateMixin, CaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_certificates()

    # ------------------------------------------------------------
    # ISSUE
    # ------------------------------------------------------------

    def test_granting_issues_what_the_item_promises(self):
        with self._at("2026-11-24 09:00"):
            certificate = self._create_certificate()
        self.assertEqual(len(certificate), 1)
        self.assertEqual(certificate.number, "柳湾便民餐登字〔2026〕1号")
        self.assertEqual(certificate.holder_name, "李志顺")
        self.assertEqual(certificate.valid_from, date(2026, 11, 24))
        self.assertEqual(certificate.valid_until, date(2029, 11, 23))
        self.assertEqual(certificate.office, self.hall.name)
        self.assertIn("经营者：李志顺", certificate.content)
        self.assertIn("有效期至：2029年11月23日", certificate.content)
        self.assertTrue(certificate.is_intact)

    def test_refusing_issues_none(self):
        self.assertFalse(self._create_closed("refused").certificate_ids)

    def test_an_item_without_a_certificate_issues_none(self):
        self.item.result_ids.certificate_template_id = False
        self.assertFalse(self._create_certificate())

    def test_what_is_done_on_the_spot_has_its_certificate_at_once(self):
        case = self._create_received(self.clerk, self.instant_point)
        case.with_user(self.clerk)._decide("granted", "符合条件")
        self.assertEqual(len(case.certificate_ids), 1)

    def test_many_cases_cost_no_more_queries_each(self):
        def count(size):
            cases = self.env["bianmin.case"].union(
                *(self._create_in_review() for _index in range(size))
            )
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            cases.with_user(self.reviewer)._issue_certificates()
            self.env.flush_all()
            return self.cr.sql_log_count - before

        few, many = count(3), count(12)
        self.assertLessEqual(many, few + 3)

    def test_a_certificate_without_an_end_has_none(self):
        self.template.validity_months = 0
        certificate = self._create_certificate()
        self.assertFalse(certificate.valid_until)
        self.assertEqual(certificate.state, "valid")

    def test_a_name_is_not_markup(self):
        self.resident.name = "<b>李</b>"
        self.assertIn("&lt;b&gt;李", self._create_certificate().content)

    def test_a_template_with_an_unknown_place_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "{identity} is not known"):
            self.template.body = "<p>{holder} {identity}</p>"

    def test_later_edits_change_no_issued_certificate(self):
        certificate = self._create_certificate()
        content = certificate.content
        self.template.write({"name": "新证", "body": "<p>{holder}</p>"})
        self.resident.name = "李长林"
        self.assertEqual(certificate.content, content)
        self.assertEqual(certificate.holder_name, "李志顺")

    # ------------------------------------------------------------
    # LIFE
    # ------------------------------------------------------------

    def test_status_follows_the_day_and_the_search_agrees(self):
        with self._at("2026-11-24 09:00"):
            certificate = self._create_certificate()
        for local, state in (
            ("2029-11-23 23:50", "valid"),
            ("2029-11-24 00:10", "expired"),
        ):
            with self._at(local):
                certificate.invalidate_recordset(["state"])
                self.assertEqual(certificate.state, state)
                for value in ("valid", "expired", "withdrawn"):
                    found = certificate.search(
                        [("id", "=", certificate.id), ("state", "=", value)]
                    )
                    self.assertEqual(bool(found), value == state)

    def test_the_original_is_printed_once_and_again_only_for_a_reason(self):
        certificate = self._create_certificate().with_user(self.issuer)
        action = certificate.action_print()
        self.assertEqual(action["type"], "ir.actions.act_url")
        self.assertEqual(certificate.event_ids.mapped("kind"), ["printed"])
        with self.assertRaises(UserError):
            self._confirm(certificate, "action_print", reason=" ")
        self._confirm(certificate, "action_print", reason="遗失补证")
        certificate.invalidate_recordset(["event_ids"])
        self.assertEqual(certificate.print_count, 2)
        self.assertEqual(certificate.event_ids[0].reason, "遗失补证")
        self.assertEqual(certificate.event_ids[0].done_by_id, self.issuer)

    @mute_logger("odoo.sql_db")
    def test_two_who_press_at_once_print_one_original(self):
        certificate = self._create_certificate()
        certificate._log("printed")
        with self.assertRaises(IntegrityError):
            certificate._log("printed")

    def test_only_who_issues_prints_and_only_who_decides_withdraws(self):
        certificate = self._create_certificate()
        for user in (self.agent, self.clerk, self.reviewer, self.other_clerk):
            with self.assertRaises(AccessError):
                certificate.with_user(user).action_print()
        for user in (self.agent, self.clerk, self.issuer, self.other_clerk):
            with self.assertRaises(AccessError):
                certificate.with_user(user)._withdraw("revoked", "材料虚假")
        self.assertFalse(certificate.event_ids)

    def test_a_withdrawn_certificate_does_not_stand_any_more(self):
        certificate = self._create_certificate()
        self._confirm(
            certificate.with_user(self.reviewer),
            "action_withdraw",
            kind="revoked",
            reason="材料虚假",
        )
        self.assertEqual(certificate.state, "withdrawn")
        with self.assertRaisesRegex(UserError, "does not stand any more"):
            certificate.with_user(self.issuer).action_print()
        with self.assertRaisesRegex(UserError, "does not stand any more"):
            certificate.with_user(self.reviewer)._withdraw("cancelled", "注销")

    @mute_logger("odoo.sql_db")
    def test_nobody_withdraws_twice_not_even_past_the_buttons(self):
        certificate = self._create_certificate()
        certificate._log("revoked", "材料虚假")
        with self.assertRaises(IntegrityError):
            certificate._log("cancelled", "注销")

    def test_nobody_changes_or_deletes_what_was_issued(self):
        certificate = self._create_certificate()
        certificate._log("printed")
        for record in (certificate, certificate.event_ids):
            for user in (self.reviewer, self.issuer, self.env.user):
                with self.assertRaises(UserError):
                    record.with_user(user).write({"create_date": False})
                with self.assertRaises(UserError):
                    record.with_user(user).unlink()

    def test_the_neighbours_see_nothing(self):
        certificate = self._create_certificate()
        certificate._log("printed")
        for user in (self.neighbour, self.other_clerk, self.placeless):
            for model in (certificate, certificate.event_ids):
                self.assertFalse(model.with_user(user).search_count([]))
        for user in (self.agent, self.clerk, self.issuer):
            self.assertEqual(certificate.with_user(user).search_count([]), 1)


@tagged("post_install", "-at_install")
class TestCertificateOverHttp(CertificateMixin, CaseHttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_certificates()
        cls.certificate = cls._create_certificate()

    def _open(self, address, user=None):
        self.authenticate(user and user.login, user and user.login)
        return self.url_open(address)

    def test_who_prints_gets_the_paper_and_nobody_else_by_his_address(self):
        address = self.certificate.with_user(self.issuer).action_print()["url"]
        answer = self._open(address, self.issuer)
        self.assertEqual(answer.headers["Content-Type"], "application/pdf")
        self.assertTrue(answer.content.startswith(b"%PDF"))
        for user in (self.clerk, self.other_clerk):
            self.assertEqual(self._open(address, user).status_code, 404)

    def test_the_public_page_tells_how_it_stands_and_nothing_personal(self):
        address = self.certificate._get_verification_url()
        page = self._open(address).text
        self.assertIn("真实有效", page)
        self.assertIn(self.certificate.number, page)
        self.assertNotIn("李志顺", page)
        self.certificate._log("cancelled", "停业")
        self.assertIn("现已撤回", self._open(address).text)

    def test_the_public_page_tells_of_an_end_and_of_tampering(self):
        address = self.certificate._get_verification_url()
        yesterday = local_today() - timedelta(days=1)
        statement = "UPDATE bianmin_certificate SET valid_from = %s, valid_until = %s"
        tamper(self.env, "bianmin_certificate", statement, (yesterday, yesterday))
        self.assertIn("已过有效期", self._open(address).text)
        tamper(
            self.env,
            "bianmin_certificate",
            "UPDATE bianmin_certificate SET content = replace(content, '李', '王')",
        )
        self.assertIn("与出具时不一致", self._open(address).text)
