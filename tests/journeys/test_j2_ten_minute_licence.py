"""J2: a sole trader's licence at a township window, in ten minutes.

The township decides what the county has entrusted to it: the certificate is in the
county office's name and under the seal that it has lent. Every minute is told by the
events; the report is printed by the test.
"""

import base64
from datetime import UTC, datetime, timedelta

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.bianmin_base.tools.local_time import TIMEZONE

from ..common import SCAN, JourneyHttpCase

OPENING = datetime(2026, 11, 24, 9, 0, tzinfo=TIMEZONE)
# Minute after the doors open → what happens then.
MINUTES = {"receive": 1, "accept": 3, "decide": 7, "print": 8, "deliver": 10}
WORDS = {
    "receive": "收件",
    "accept": "受理",
    "review": "审查",
    "decide": "决定",
    "close": "办结",
    "deliver": "出件",
}


@tagged("post_install", "-at_install")
class TestTenMinuteLicence(JourneyHttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_licence()
        cls._set_up_seal()
        cls.window = cls._create_user(
            "j2_window", ("bianmin_case.role_window_clerk", cls.township)
        )
        cls.issuer = cls._create_user(
            "j2_issuer", ("bianmin_case.role_issuing_clerk", cls.township)
        )

    @classmethod
    def _set_up_licence(cls):
        cls.office = cls.env["bianmin.department"].create(
            {
                "name": "旅程行政审批局",
                "short_name": "旅程审批",
                "division_id": cls.county.id,
            }
        )
        cls.template = cls.env["bianmin.certificate.template"].create(
            {
                "name": "旅程营业执照",
                "character": "执照",
                "body": "<p>经营者：{holder}</p><p>登记机关：{office}</p>",
            }
        )
        cls.licence = cls.env["bianmin.catalog.item"].create(
            {
                "name": "旅程个体工商户设立登记",
                "category_id": cls.item.category_id.id,
                "item_type": "01",
                "legal_basis": "《中华人民共和国市场主体登记管理条例》第十九条",
                "material_ids": [
                    Command.create({"name": "登记申请书", "necessity": "required"}),
                    Command.create({"name": "身份证明", "necessity": "required"}),
                ],
                "result_ids": [
                    Command.create(
                        {
                            "name": "营业执照",
                            "certificate_template_id": cls.template.id,
                        }
                    )
                ],
            }
        )

    @classmethod
    def _set_up_seal(cls):
        cls.seal = cls.env["bianmin.seal"].create(
            {
                "name": "旅程行政审批局行政审批专用章",
                "kind": "approval",
                "department_id": cls.office.id,
                "picture": base64.b64encode(SCAN),
                "permission_ids": [
                    Command.create(
                        {
                            "service_point_id": cls.hall.id,
                            "role_id": cls.env.ref("bianmin_case.role_window_clerk").id,
                            "date_from": "2026-01-01",
                            "date_to": "2026-12-31",
                            "letter": "旅程审批委字〔2026〕1号",
                        }
                    )
                ],
            }
        )
        cls.counter = cls.env["bianmin.catalog.implementation"].create(
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
        case = self._receive()
        self._accept(case)
        self._decide(case)
        certificate = self._check_certificate(case)
        self._print(certificate)
        self._deliver(case)
        self._check_minutes(case)
        self._check_public_page(certificate)

    def _at(self, step):
        return freeze_time(OPENING + timedelta(minutes=MINUTES[step]))

    def _receive(self):
        with self._at("receive"):
            case = (
                self.env["bianmin.case"]
                .with_user(self.window)
                .create(
                    {
                        "resident_id": self.villager.id,
                        "item_id": self.licence.id,
                        "implementation_id": self.counter.id,
                    }
                )
            )
            for line in case.material_ids:
                scan = self._upload(self.window, "bianmin.case.material")
                line.attachment_ids = [Command.link(scan.id)]
            case.action_submit()
        return case

    def _accept(self, case):
        with self._at("accept"):
            case.action_accept()
        self.assertEqual(case.state, "accepted")

    def _decide(self, case):
        with self._at("decide"):
            case._decide("granted", "材料齐全，符合法定形式，准予登记。")
        self.assertEqual((case.state, case.result), ("closed", "granted"))

    def _check_certificate(self, case):
        certificate = case.certificate_ids
        self.assertEqual(certificate.number, "旅程审批执照字〔2026〕1号")
        self.assertEqual(certificate.office, self.office.name)
        self.assertIn(f"seal:{self.seal.id}", certificate.content)
        # sudo: bianmin.seal.use – the auditor's log, as the test sees it
        uses = self.seal.sudo().use_ids.filtered(
            lambda use: use.res_model == "bianmin.certificate"
        )
        self.assertEqual(uses.res_id, certificate.id)
        self.assertEqual(uses.user_id, self.window)
        self.assertEqual(uses.service_point_id, self.hall)
        return certificate

    def _print(self, certificate):
        with self.assertRaises(AccessError):
            certificate.with_user(self.window).action_print()
        with self._at("print"):
            action = certificate.with_user(self.issuer).action_print()
        self.authenticate(self.issuer.login, self.issuer.login)
        answer = self.url_open(action["url"])
        self.assertEqual(answer.headers["Content-Type"], "application/pdf")
        self.assertTrue(answer.content.startswith(b"%PDF"))

    def _deliver(self, case):
        with self._at("deliver"):
            case.with_user(self.issuer).action_deliver()
        self.assertEqual(case.state, "delivered")

    def _check_minutes(self, case):
        """Print the report of the journey: each step and the minutes since the last."""
        events = case.with_env(self.env).event_ids.sorted("id")
        steps = [event for event in events if event.kind in WORDS]
        lines, last = [], OPENING.astimezone(UTC).replace(tzinfo=None)
        for event in steps:
            minutes = int((event.at - last).total_seconds() // 60)
            lines.append((WORDS[event.kind], minutes))
            last = event.at
        total = sum(minutes for _word, minutes in lines)
        print(
            "\nJ2："
            + "，".join(f"{word} +{minutes} 分钟" for word, minutes in lines)
            + f"；共 {total} 分钟"
        )
        self.assertEqual(
            [word for word, _minutes in lines],
            ["收件", "受理", "审查", "决定", "办结", "出件"],
        )
        self.assertEqual([minutes for _word, minutes in lines], [1, 2, 4, 0, 0, 3])
        self.assertEqual(total, 10)

    def _check_public_page(self, certificate):
        self.authenticate(None, None)
        page = self.url_open(certificate._get_verification_url()).text
        self.assertIn("真实有效", page)
        self.assertIn(certificate.number, page)
        self.assertIn(self.office.name, page)
        self.assertNotIn(self.villager.name, page)
