"""J4: one way to the hall with the medical insurance of a whole village.

48 villagers of 李营村: 31 give the agent their money, nine bring the proof that they
pay nothing, eight stand in the insurance office's roster with a wrong name, five of
them with one that only sounds alike. One sheet, one hand-in, one receipt, each
villager his own result and his own messages.
"""

import base64
import io
import subprocess
import unicodedata

from odoo import Command
from odoo.tests import tagged
from odoo.tools.pdf import PdfFileReader

from odoo.addons.bianmin_base.tools.table_file import write_table
from odoo.addons.bianmin_catalog.tests.test_guide import RADICALS

from ..common import SCAN, JourneyHttpCase

TRIPS = "bianmin_agent.agent_trip_action"
NAMES = "bianmin_agent.name_correction_action"
TO_DECIDE = "bianmin_case.case_action_to_decide"
REPORT = "bianmin_agent.agent_trip_report"

PREMIUM = 400
PAYERS, EXEMPT = 31, 9
# In the register, in the office's roster, what the comparison must call it.
MISSPELT = [
    ("旅晓艳", "旅小艳", "homophone"),
    ("旅丽珍", "旅立珍", "homophone"),
    ("旅志顺", "旅志舜", "homophone"),
    ("旅春静", "旅春净", "homophone"),
    ("旅立民", "旅利民", "homophone"),
    ("旅立晴", "旅立睛", "look_alike"),
    ("旅迪·艾力", "旅迪艾力", "minority"),
    ("旅长林", "旅有福", "different"),
]
HEADERS = ["序号", "人员姓名", "公民身份号码", "行政村"]
# The one whom the office refuses after it has accepted him.
REFUSED = "旅免丁"


def name_people(kind, count):
    """Names that nobody has: 旅缴甲, 旅缴乙 …"""
    stems, branches = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉"
    return [
        f"旅{kind}{stems[n] if n < 10 else branches[n // 10] + stems[n % 10]}"
        for n in range(count)
    ]


@tagged("post_install", "-at_install")
class TestInsuranceTrip(JourneyHttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The printer fetches style sheets from the server of the test.
        cls.env["ir.config_parameter"].set_param("report.url", cls.base_url())
        cls.office = cls.env["bianmin.department"].create(
            {
                "name": "旅程医疗保障局",
                "short_name": "旅程医保",
                "division_id": cls.county.id,
            }
        )
        cls.payment = cls._create_matter("旅程居民医保缴费", ["居民身份证复印件"])
        cls.exemption = cls._create_matter(
            "旅程居民医保免缴认定", ["居民身份证复印件", "低保证复印件"]
        )
        cls.correction = cls._create_matter(
            "旅程参保信息变更", ["居民身份证复印件", "户口簿复印件"]
        )
        cls.insurance = cls._create_user(
            "j4_insurance", ("bianmin_case.role_reviewer", cls.township)
        )
        cls.office.reviewer_ids = cls.insurance
        cls.payers = cls._create_villagers(name_people("缴", PAYERS))
        cls.exempt = cls._create_villagers(name_people("免", EXEMPT))
        cls.misspelt = cls._create_villagers([names[0] for names in MISSPELT])
        cls.villagers = cls.payers | cls.exempt | cls.misspelt
        cls._authorize(cls.villagers)

    @classmethod
    def _create_matter(cls, name, papers):
        """What the village takes and the insurance window of the township decides."""
        item = cls.env["bianmin.catalog.item"].create(
            {
                "name": name,
                "category_id": cls.item.category_id.id,
                "item_type": "07",
                "legal_basis": "《社会保险法》第二十五条",
                "material_ids": [
                    Command.create({"name": paper, "necessity": "required"})
                    for paper in papers
                ],
            }
        )
        implementations = cls.env["bianmin.catalog.implementation"]
        at_hall = implementations.create(
            {
                "item_id": item.id,
                "service_point_id": cls.hall.id,
                "acts_as": "decide",
                "review_department_id": cls.office.id,
                "handling_kind": "promised",
                "statutory_days": 20,
                "promised_days": 3,
            }
        )
        implementations.create(
            {
                "item_id": item.id,
                "service_point_id": cls.station.id,
                "acts_as": "accept",
                "decision_implementation_id": at_hall.id,
            }
        )
        return item

    @classmethod
    def _create_villagers(cls, names):
        return cls.env["bianmin.resident"].union(
            *(
                cls._create_resident(
                    name=name,
                    phone=f"139{cls._person_order:08d}",
                    identity_number=cls._make_identity_number("19620304"),
                )
                for name in names
            )
        )

    @classmethod
    def _authorize(cls, villagers):
        """Each signs for all matters, at home, before the season."""
        authorizations = cls.env["bianmin.agent.authorization"].with_user(
            cls.agent_user
        )
        for authorization in authorizations.create(
            [
                {
                    "resident_id": villager.id,
                    "agent_id": cls.agent.id,
                    "identity_copy_ids": [
                        Command.set(
                            cls._upload(cls.agent_user, authorizations._name).ids
                        )
                    ],
                }
                for villager in villagers
            ]
        ):
            authorization._sign(base64.b64encode(SCAN), authorization.resident_id.name)

    # ------------------------------------------------------------
    # JOURNEY
    # ------------------------------------------------------------

    def test_from_the_roster_of_names_to_48_results(self):
        self._import_roster()
        self._walk("bianmin_j4_agent_confirms_names", NAMES, self.agent_user)
        corrections = self._check_corrections()
        self._draw_up_requests()
        self._walk("bianmin_j4_agent_packs", TRIPS, self.agent_user)
        trip = self._check_packed()
        self._walk("bianmin_j4_agent_sets_off", TRIPS, self.agent_user)
        self._check_on_the_way(trip)
        told_before = self._count_messages()
        self._walk("bianmin_j4_window_takes_over", TRIPS, self.clerk)
        self._check_handed_in(trip)
        self._check_told(told_before)
        self._walk("bianmin_j4_insurance_decides", TO_DECIDE, self.insurance)
        self._check_results(trip)
        self._check_messages(trip)
        self.assertEqual(set(corrections.mapped("state")), {"corrected"})
        self.assertEqual(self.misspelt.mapped("name"), [one[0] for one in MISSPELT])

    # ------------------------------------------------------------
    # AT HOME
    # ------------------------------------------------------------

    def _import_roster(self):
        """The office's file: eight wrong names, and forty that are right."""
        names = [one[1] for one in MISSPELT]
        names += (self.payers | self.exempt).mapped("name")
        people = self.misspelt | self.payers | self.exempt
        rows = [
            [
                *(str(number), name, person.sudo().identity_number),
                person.division_id.name,
            ]
            for number, (name, person) in enumerate(zip(names, people, strict=True), 1)
        ]
        title = [["2026年度城乡居民医保未绑定人员名单"]]
        wizard = (
            self.env["bianmin.name.correction.import"]
            .with_user(self.agent_user)
            .create(
                {
                    "division_id": self.village.id,
                    "item_id": self.correction.id,
                    "file": base64.b64encode(write_table(title, HEADERS, rows)),
                    "file_name": "未绑定人员名单.xlsx",
                }
            )
        )
        wizard.action_preview()
        wizard.action_import()
        self.roster = wizard.roster_id
        found = self.roster.correction_ids
        self.assertEqual(
            [(one.register_name, one.office_name, one.kind) for one in found], MISSPELT
        )
        self.assertEqual(found.mapped("kind").count("homophone"), 5)
        self.assertEqual((self.roster.row_count, self.roster.same_count), (48, 40))
        # What only looks alike is proved by the household book; the tour proves one.
        for line in found[5:7].with_user(self.agent_user):
            line.evidence_note = "已核对户口簿"

    def _check_corrections(self):
        corrections = self.roster.correction_ids
        self.assertEqual(set(corrections.mapped("state")), {"filed"})
        self.assertEqual(corrections.decided_by_id, self.agent_user)
        self.assertEqual(corrections.case_id.resident_id, self.misspelt)
        self.assertEqual(len(corrections.case_id), 8)
        return corrections

    def _draw_up_requests(self):
        """The agent enters who pays and who is exempt, and takes all papers along."""
        cases = self.env["bianmin.case"].with_user(self.agent_user)
        cases.create(
            [
                {"resident_id": villager.id, "item_id": item.id}
                for item, villagers in (
                    (self.payment, self.payers),
                    (self.exemption, self.exempt),
                )
                for villager in villagers
            ]
        )
        self.cases = cases.search([("resident_id", "in", self.villagers.ids)])
        self.assertEqual(len(self.cases), 48)
        self.cases.material_ids.collection_mode = "1"

    def _check_packed(self):
        trip = self.env["bianmin.agent.trip"].search([("agent_id", "=", self.agent.id)])
        self.assertEqual(len(trip), 1)
        self.assertEqual(trip.line_ids.case_id, self.cases.with_env(self.env))
        paid = trip.line_ids.filtered("money")
        self.assertEqual(paid.mapped("applicant_name"), ["旅缴甲"], "as it was typed")
        for line in trip.line_ids.with_user(self.agent_user):
            if line.item_id == self.payment:
                line.money = PREMIUM
        return trip

    # ------------------------------------------------------------
    # ON THE WAY AND AT THE WINDOW
    # ------------------------------------------------------------

    def _check_on_the_way(self, trip):
        self.assertEqual(trip.state, "carried")
        self.assertEqual(set(trip.line_ids.mapped("case_state")), {"received"})
        papers = PAYERS + 2 * EXEMPT + 2 * len(MISSPELT)
        self.assertEqual((trip.case_count, trip.paper_count), (48, papers))
        self.assertEqual(trip.money, PAYERS * PREMIUM)
        text = self._print(trip, "sheet")
        self.assertIn("集中代办清单", text)
        self.assertIn("壹万贰仟肆佰元整", text)

    def _check_handed_in(self, trip):
        self.assertEqual(trip.state, "handed_in")
        self.assertEqual(trip.received_by_id, self.clerk)
        self.assertEqual(trip.signed_by_name, self.agent.name)
        self.assertTrue(trip.signature_is_intact)
        self.assertEqual(trip.papers_counted, trip.paper_count)
        self.assertEqual(trip.money_counted, trip.money)
        answers = trip.line_ids.grouped("state")
        self.assertEqual(
            {state: len(lines) for state, lines in answers.items()},
            {"accepted": 46, "supplement": 1, "rejected": 1},
        )
        refused = answers["supplement"] | answers["rejected"]
        self.assertEqual(
            {line.applicant_name: line.reason for line in refused},
            {"旅缴丙": "身份证复印件看不清", "旅免乙": "低保证已经过期"},
        )
        self.assertEqual(set(answers["accepted"].mapped("case_state")), {"accepted"})
        taken = self._get_papers(answers["accepted"].case_id, "acceptance")
        self.assertEqual(len(set(taken.mapped("number"))), 46)
        self.assertEqual(answers["supplement"].case_state, "supplement")
        self.assertEqual(answers["rejected"].case_state, "rejected")
        text = self._print(trip, "receipt")
        for words in ("集中代办收件回执", "身份证复印件看不清", "低保证已经过期"):
            self.assertIn(words, text)

    def _print(self, trip, kind):
        """The text of the sheet as the printer has it, with everybody on it."""
        reports = self.env["ir.actions.report"].with_user(self.clerk)
        reports = reports.with_context(force_report_rendering=True)
        content, found = reports._render_qweb_pdf(REPORT, trip.ids)
        self.assertEqual(found, "pdf")
        self.assertLessEqual(len(PdfFileReader(io.BytesIO(content)).pages), 4, kind)
        text = subprocess.run(
            ["pdftotext", "-", "-"],
            input=content,
            capture_output=True,
            check=True,
        ).stdout.decode()
        # Fonts may write some characters as radicals of the same look.
        text = unicodedata.normalize("NFKC", text).translate(RADICALS)
        text = "".join(text.split())
        for number in (trip.number, *trip.line_ids.case_id.mapped("name")):
            self.assertIn(number, text)
        return text

    # ------------------------------------------------------------
    # RESULTS
    # ------------------------------------------------------------

    def _check_results(self, trip):
        cases = trip.line_ids.case_id
        closed = cases.filtered(lambda case: case.state == "closed")
        self.assertEqual(len(closed), 46)
        self.assertEqual(closed.decided_by_id, self.insurance)
        refused = closed.filtered(lambda case: case.result == "refused")
        self.assertEqual(refused.mapped("applicant_name"), [REFUSED])
        self.assertEqual(set((closed - refused).mapped("result")), {"granted"})
        results = self._get_papers(closed, "grant") | self._get_papers(
            closed, "refusal"
        )
        self.assertEqual(results.case_id, closed)
        self.assertEqual(len(set(results.mapped("number"))), 46)
        for paper in results:
            self.assertIn(paper.case_id.applicant_name, paper.content)
        # The one that lacks a paper is still open.
        self.assertEqual(trip.finished_count, 47)

    def _get_papers(self, cases, kind):
        return cases.document_ids.filtered(lambda paper: paper.kind == kind)

    # ------------------------------------------------------------
    # MESSAGES
    # ------------------------------------------------------------

    def _count_messages(self):
        """How many texts went to each phone about a request."""
        counts = self.env["sms.sms"]._read_group(
            [
                ("origin_model", "=", "bianmin.case"),
                ("origin_id", "in", self.cases.ids),
            ],
            ["origin_id"],
            ["__count"],
        )
        return dict(counts)

    def _check_told(self, before):
        """When the window has taken over, each of the 48 is told what became of it."""
        self.assertEqual(before, dict.fromkeys(self.cases.ids, 1), "filed by the agent")
        after = self._count_messages()
        self.assertEqual(sum(after.values()) - sum(before.values()), 48)
        self.assertEqual(after, dict.fromkeys(self.cases.ids, 2))

    def _check_messages(self, trip):
        phones = self.env["sms.sms"]._read_group(
            [
                ("origin_model", "=", "bianmin.case"),
                ("origin_id", "in", self.cases.ids),
            ],
            ["origin_id"],
            ["number:array_agg"],
        )
        self.assertEqual(len(phones), 48)
        self.assertEqual(len({number for _id, all_ in phones for number in all_}), 48)
        not_taken = trip.line_ids.filtered(lambda line: line._is_refused()).case_id
        counts = self._count_messages()
        self.assertEqual(
            counts, {case.id: 2 if case in not_taken else 3 for case in self.cases}
        )
