"""J2: a sole trader's licence at a township window, in ten minutes.

The township decides what the county has entrusted to it: the certificate is in the
county office's name and under the seal that it has lent. Clerk and issuing clerk press
every button in the browser, in Chinese; every minute is told by the events, and the
report is printed by the test.
"""

from datetime import datetime, timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.bianmin_base.tools.local_time import TIMEZONE

from .common import CountyDecisionCase

OPENING = datetime(2026, 11, 24, 9, 0, tzinfo=TIMEZONE)
TO_ACCEPT = "bianmin_case.case_action_to_accept"
TO_DELIVER = "bianmin_case.case_action_to_deliver"


@tagged("post_install", "-at_install")
class TestTenMinuteLicence(CountyDecisionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.office = cls._create_office("旅程行政审批局", "旅程审批")
        cls.seal = cls._create_seal(
            cls.office, cls.hall, "bianmin_case.role_window_clerk"
        )
        cls._set_up_licence()
        cls.window = cls._create_user(
            "j2_window", ("bianmin_case.role_window_clerk", cls.township)
        )
        cls.issuer = cls._create_user(
            "j2_issuer", ("bianmin_case.role_issuing_clerk", cls.township)
        )

    @classmethod
    def _set_up_licence(cls):
        cls.licence = cls._create_certified_item(
            "旅程个体工商户设立登记",
            ["登记申请书", "身份证明"],
            {
                "name": "旅程营业执照",
                "character": "执照",
                "body": "<p>经营者：{holder}</p><p>登记机关：{office}</p>",
            },
            item_type="01",
            legal_basis="《中华人民共和国市场主体登记管理条例》第十九条",
        )
        cls.env["bianmin.catalog.implementation"].create(
            {
                "item_id": cls.licence.id,
                "service_point_id": cls.hall.id,
                "acts_as": "decide",
                "power_source": "5",
                "decision_department_id": cls.office.id,
                "entrusting_department_id": cls.office.id,
                "entrusted_from": "2026-01-01",
                "seal_id": cls.seal.id,
                "handling_kind": "instant",
                "statutory_days": 3,
                "promised_days": 1,
            }
        )

    # ------------------------------------------------------------
    # JOURNEY
    # ------------------------------------------------------------

    def test_from_the_door_to_the_licence(self):
        mine = "bianmin_case.case_action_mine"
        self._walk_minute(1, "bianmin_j2_clerk_receives", mine, self.window)
        case = self._check_received()
        self._walk_minute(3, "bianmin_j2_clerk_accepts", TO_ACCEPT, self.window)
        self._check_accepted(case)
        self._walk_minute(7, "bianmin_j2_clerk_decides", mine, self.window)
        certificate = self._check_decided(case)
        self._walk_minute(8, "bianmin_j2_issuer_prints", TO_DELIVER, self.issuer)
        self._check_certificate_printed(certificate)
        self._walk_minute(10, "bianmin_j2_issuer_delivers", TO_DELIVER, self.issuer)
        self._check_delivered(case)
        self._check_minutes(case)
        self._check_public_page(certificate)

    def _walk_minute(self, minute, *args):
        self._walk_at(OPENING + timedelta(minutes=minute), *args)

    # ------------------------------------------------------------
    # WHAT EACH STEP LEAVES
    # ------------------------------------------------------------

    def _check_received(self):
        case = self._get_case(self.licence)
        self.assertEqual(case.state, "received")
        self.assertEqual(case.filed_by_id, self.window)
        self.assertEqual(case.name[:17], "13022410520261124")
        self.assertEqual(set(case.material_ids.mapped("state")), {"received"})
        for line in case.material_ids:
            self.assertEqual(line.attachment_ids.res_id, line.id)
        self.assertFalse(case.document_ids, "he waits: he needs no proof of receipt")
        return case

    def _check_accepted(self, case):
        self.assertEqual(case.state, "accepted")
        notice = case.document_ids
        self.assertEqual(notice.kind, "acceptance")
        self.assertEqual(notice.office, self.hall.name)
        self._check_printed(notice, self.window)

    def _check_decided(self, case):
        self.assertEqual((case.state, case.result), ("closed", "granted"))
        decision = case.document_ids.filtered(lambda paper: paper.kind == "grant")
        certificate = case.certificate_ids
        for paper in (decision, certificate):
            self.assertEqual(paper.office, self.office.name)
            self.assertIn(f"seal:{self.seal.id}", paper.content)
        self.assertEqual(certificate.number, "旅程审批执照字〔2026〕1号")
        self._check_printed(decision, self.window)
        # sudo: bianmin.seal.use – the auditor's log, as the test sees it
        uses = self.seal.sudo().use_ids
        self.assertEqual(
            {(use.res_model, use.res_id) for use in uses},
            {(paper._name, paper.id) for paper in (decision, certificate)},
        )
        self.assertEqual(uses.user_id, self.window)
        self.assertEqual(uses.service_point_id, self.hall)
        return certificate

    def _check_certificate_printed(self, certificate):
        self.assertEqual(certificate.event_ids.mapped("kind"), ["printed"])
        self.assertEqual(certificate.event_ids.create_uid, self.issuer)
        with self.assertRaises(AccessError):
            certificate.with_user(self.window).action_print()
        printed = certificate.event_ids.with_user(self.issuer)
        self._check_pdf(printed._get_download_action(), self.issuer)

    def _check_delivered(self, case):
        self.assertEqual(case.state, "delivered")
        receipt = case.document_ids.filtered(lambda paper: paper.kind == "delivery")
        decision = case.document_ids.filtered(lambda paper: paper.kind == "grant")
        self.assertIn(decision.number, receipt.content)
        self._check_printed(receipt, self.issuer)

    def _check_minutes(self, case):
        self.assertEqual(
            self._report_minutes("J2", case, OPENING),
            [
                ("receive", 1),
                ("accept", 2),
                ("review", 4),
                ("decide", 0),
                ("close", 0),
                ("deliver", 3),
            ],
        )

    def _check_public_page(self, certificate):
        self.authenticate(None, None)
        page = self.url_open(certificate._get_verification_url()).text
        self.assertIn("真实有效", page)
        self.assertIn(certificate.number, page)
        self.assertIn(self.office.name, page)
        self.assertNotIn(self.villager.name, page)
