"""J3: a village needs a decision of the county; only the papers travel.

The agent files with photographs from the village, the township asks for what is
wanting, accepts and passes up; the county decides in its name and under its seal; the
result comes back down and is delivered in the village. The villager is told each step.
"""

from datetime import date, datetime

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.bianmin_base.tools.local_time import TIMEZONE

from .common import CountyDecisionCase

AGENT_CASES = "bianmin_agent.agent_case_action"
TO_ACCEPT = "bianmin_case.case_action_to_accept"


def at(day, hour):
    """An hour of a day of November 2026; the 24th is a Tuesday."""
    return datetime(2026, 11, day, hour, 0, tzinfo=TIMEZONE)


@tagged("post_install", "-at_install")
class TestCountyDecision(CountyDecisionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.centre = cls._create_service_point("centre", cls.county, "旅程县中心")
        cls.bureau = cls._create_office("旅程农业农村局", "旅程农业")
        cls.seal = cls._create_seal(
            cls.bureau, cls.centre, "bianmin_case.role_reviewer"
        )
        cls._set_up_registration()
        cls._set_up_officials()

    @classmethod
    def _set_up_registration(cls):
        cls.registration = cls._create_certified_item(
            "旅程乡村兽医登记",
            ["居民身份证复印件", "旅程兽医学历证明"],
            {
                "name": "旅程乡村兽医登记证",
                "character": "兽医登",
                "body": "<p>{holder}，准予登记。</p><p>登记机关：{office}</p>",
                "validity_months": 60,
            },
            item_type="10",
            legal_basis="《乡村兽医管理办法》第六条",
        )
        implementations = cls.env["bianmin.catalog.implementation"]
        decided_in_county = implementations.create(
            {
                "item_id": cls.registration.id,
                "service_point_id": cls.centre.id,
                "acts_as": "decide",
                "power_source": "1",
                "decision_department_id": cls.bureau.id,
                "review_department_id": cls.bureau.id,
                "seal_id": cls.seal.id,
                "handling_kind": "promised",
                "statutory_days": 20,
                "promised_days": 5,
            }
        )
        implementations.create(
            {
                "item_id": cls.registration.id,
                "service_point_id": cls.station.id,
                "acts_as": "accept",
                "decision_implementation_id": decided_in_county.id,
            }
        )

    @classmethod
    def _set_up_officials(cls):
        reviewer = ("bianmin_case.role_reviewer", cls.county)
        cls.official = cls._create_user("j3_official", reviewer)
        cls.outsider = cls._create_user("j3_other_bureau", reviewer)
        # Whoever works at the window of the township and in the bureau is two people.
        cls.window = cls._create_user(
            "j3_window", ("bianmin_case.role_window_clerk", cls.township), reviewer
        )
        cls.bureau.reviewer_ids = [Command.set((cls.official | cls.window).ids)]
        cls.porter = cls._create_user(
            "j3_agent",
            ("bianmin_agent.role_agent", cls.village),
            ("bianmin_case.role_issuing_clerk", cls.village),
        )
        cls._create_agent(cls.porter, cls.village, cls.station)

    # ------------------------------------------------------------
    # JOURNEY
    # ------------------------------------------------------------

    def test_from_the_village_to_the_county_and_back(self):
        self._walk_at(at(24, 9), "bianmin_j3_agent_files", AGENT_CASES, self.porter)
        case = self._check_filed()
        wanting = "bianmin_j3_clerk_finds_it_wanting"
        self._walk_at(at(24, 11), wanting, TO_ACCEPT, self.window)
        self._check_wanting(case)
        supplements = "bianmin_j3_agent_supplements"
        self._walk_at(at(25, 8), supplements, AGENT_CASES, self.porter)
        self._check_supplemented(case)
        self._walk_at(at(25, 10), "bianmin_j3_clerk_forwards", TO_ACCEPT, self.window)
        self._check_forwarded(case)
        to_decide = "bianmin_case.case_action_to_decide"
        decides = "bianmin_j3_reviewer_decides"
        self._walk_at(at(27, 15), decides, to_decide, self.official)
        certificate = self._check_decided(case)
        to_deliver = "bianmin_case.case_action_to_deliver"
        self._walk_at(at(30, 9), "bianmin_j3_agent_delivers", to_deliver, self.porter)
        self._check_delivered(case, certificate)
        self._check_messages(case)
        self._check_steps(case)

    # ------------------------------------------------------------
    # WHAT EACH STEP LEAVES
    # ------------------------------------------------------------

    def _check_filed(self):
        case = self._get_case(self.registration)
        self.assertEqual(case.state, "received")
        self.assertEqual(case.service_point_id, self.station)
        self.assertEqual(case.filed_by_id, self.porter)
        self.assertTrue(case.authorization_id.signature_is_intact)
        self._check_paper(case, "receipt", self.hall.name, self.porter)
        return case

    def _check_wanting(self, case):
        self.assertEqual(case.state, "supplement")
        self.assertEqual(case.material_ids.mapped("state"), ["received", "missing"])
        notice = self._check_paper(case, "supplement", self.hall.name, self.porter)
        self.assertIn("学历证明照片模糊", notice.content)

    def _check_supplemented(self, case):
        self.assertEqual(case.state, "received")
        photos = case.material_ids[1].attachment_ids
        self.assertEqual(set(photos.mapped("name")), {"blurred.png", "sharp.png"})
        with self.assertRaises(UserError, msg="one notice only"):
            case.with_user(self.window)._request_supplement(
                "还缺材料", date(2026, 12, 8)
            )

    def _check_forwarded(self, case):
        self.assertEqual(case.state, "accepted")
        self.assertEqual(case.clock_start, date(2026, 11, 25))
        self.assertEqual(case.promised_due, date(2026, 12, 2))
        forwarded = case.event_ids.filtered(lambda event: event.kind == "forward")
        self.assertEqual(forwarded.note, f"{self.hall.name} → {self.centre.name}")
        notice = self._check_paper(case, "acceptance", self.hall.name, self.window)
        self.assertIn(self.bureau.name, notice.content)
        self.assertEqual(case.review_department_id, self.bureau)
        for user in (self.window, self.outsider):
            with self.assertRaises(UserError):
                case.with_user(user).action_take()
            with self.assertRaises(UserError):
                case.with_user(user).action_start_review()

    def _check_decided(self, case):
        self.assertEqual((case.state, case.result), ("closed", "granted"))
        self.assertEqual(case.decided_by_id, self.official)
        decision = self._check_paper(case, "grant", self.bureau.name, self.official)
        self.assertEqual(decision.number, "旅程农业准字〔2026〕1号")
        certificate = case.certificate_ids
        self.assertEqual(certificate.office, self.bureau.name)
        self.assertEqual(certificate.valid_until, date(2031, 11, 26))
        for paper in (decision, certificate):
            self.assertIn(f"seal:{self.seal.id}", paper.content)
        returned = case.event_ids.filtered(lambda event: event.kind == "return")
        self.assertEqual(returned.note, f"{self.centre.name} → {self.station.name}")
        return certificate

    def _check_delivered(self, case, certificate):
        self.assertEqual(case.state, "delivered")
        printed = certificate.event_ids
        self.assertEqual(printed.mapped("kind"), ["printed"])
        self.assertEqual(printed.create_uid, self.porter)
        self._check_pdf(
            printed.with_user(self.porter)._get_download_action(), self.porter
        )
        receipt = self._check_paper(case, "delivery", self.hall.name, self.porter)
        for words in ("旅程农业准字〔2026〕1号", self.station.name, self.porter.name):
            self.assertIn(words, receipt.content)

    def _check_paper(self, case, kind, office, user):
        """One paper of this kind was issued in an office's name; a user prints it."""
        paper = case.document_ids.filtered(lambda document: document.kind == kind)
        self.assertEqual(len(paper), 1)
        self.assertEqual(paper.office, office)
        self._check_printed(paper, user)
        return paper

    def _check_messages(self, case):
        """Filed, wanting, accepted, granted, brought: in this order, nothing else."""
        texts = self.env["sms.sms"].search(
            [("origin_model", "=", "bianmin.case"), ("origin_id", "=", case.id)],
            order="id",
        )
        self.assertEqual(set(texts.mapped("number")), {self.villager.phone})
        bodies = texts.mapped("body")
        for body, words in zip(
            bodies,
            (
                self.porter.name,
                "学历证明照片模糊",
                "2026年12月2日",
                self.station.name,
                "送达",
            ),
            strict=True,
        ):
            self.assertIn(words, body)
            self.assertNotIn(self.villager.identity_number, body)

    def _check_steps(self, case):
        steps = self._report_minutes("J3", case, at(24, 8))
        self.assertEqual(
            [kind for kind, _minutes in steps],
            [
                "receive",
                "supplement_request",
                "supplement_receive",
                "accept",
                "forward",
                "assign",
                "review",
                "decide",
                "close",
                "return",
                "deliver",
            ],
        )
