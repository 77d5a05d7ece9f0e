import hashlib

from lxml import html

from odoo.exceptions import UserError

from odoo.addons.bianmin_base.tests.common import tamper

from .common import CaseCase

# The smallest PNG there is.
PICTURE = (
    b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAA"
    b"AABJRU5ErkJggg=="
)


class TestNotice(CaseCase):
    """受理通知书 with the fields that domain practice asks for, and frozen."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hall.phone = "0315-4100000"
        with cls._at(cls, "2026-11-24 09:00"):
            cls.case = cls._create_accepted()
        cls.document = cls._get_papers(cls.case)

    def _get_text(self, document=None):
        page = html.document_fromstring((document or self.document).content)
        return " ".join(page.find("body").text_content().split())

    def test_one_numbered_notice_is_issued_on_acceptance(self):
        self.assertEqual(len(self.document), 1)
        self.assertEqual(self.document.kind, "acceptance")
        self.assertEqual(self.document.number, "东河便民受字〔2026〕1号")
        self.assertEqual(self.document.issued_by_id, self.clerk)
        self.assertEqual(self.document.division_id, self.village)

    def test_it_says_what_the_law_asks_for(self):
        text = self._get_text()
        for words in (
            self.document.number,
            self.case.name,
            "李志顺",
            "138****5678",
            "两女补贴",
            "2026年11月24日",
            "2026年12月1日",
            "第三十五条",
            "身份证复印件",
            "户口簿复印件",
            self.clerk.name,
            self.hall.name,
            "0315-4100000",
        ):
            self.assertIn(words, text)

    def test_it_tells_no_complete_number(self):
        resident_sudo = self.resident.sudo()
        for number in (resident_sudo.phone, resident_sudo.identity_number):
            self.assertNotIn(number, self.document.content)

    def test_its_qr_code_leads_to_the_public_page(self):
        self.assertIn(
            f'src="qr:{self.case.get_base_url()}/bianmin/case/{self.case.sudo().token}"',
            self.document.content,
        )

    def test_its_other_code_leads_to_the_check_of_the_paper(self):
        self.assertIn(
            f'src="qr:{self.document._get_verification_url()}"', self.document.content
        )

    def test_it_is_in_chinese_whatever_the_clerk_speaks(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.clerk.lang = "en_US"
        self.assertIn(
            "受理通知书", self._get_text(self._get_papers(self._create_accepted()))
        )

    def test_nothing_in_it_is_loaded_from_elsewhere(self):
        for word in ("<link", "<script", "/web/assets", "http-equiv"):
            self.assertNotIn(word, self.document.content)

    def test_markup_in_a_name_is_text(self):
        self.resident.name = "<b>李</b><script>"
        document = self._get_papers(self._create_accepted())
        self.assertNotIn("<script>", document.content)
        self.assertIn("<b>李</b><script>", self._get_text(document))

    def test_later_changes_leave_it_as_issued(self):
        content, fingerprint = self.document.content, self.document.sha256
        self.case.with_user(self.clerk).applicant_phone_masked = "13987654321"
        self.resident.name = "李改名"
        self.item.name = "别的事项"
        self.hall.name = "别的大厅"
        self.item.legal_basis = "别的法律"
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(self.document.content, content)
        self.assertEqual(self.document.sha256, fingerprint)
        self.assertEqual(fingerprint, hashlib.sha256(content.encode()).hexdigest())
        self.assertTrue(self.document.is_intact)

    def test_numbers_run_without_gap_per_office(self):
        with self._at("2026-11-25 09:00"):
            cases = self._create_accepted() | self._create_accepted()
        self.assertEqual(
            self._get_papers(cases).mapped("number"),
            ["东河便民受字〔2026〕2号", "东河便民受字〔2026〕3号"],
        )
        with self._at("2027-01-04 09:00"):
            later = self._create_accepted()
        self.assertEqual(self._get_papers(later).number, "东河便民受字〔2027〕1号")

    def test_a_refused_acceptance_uses_no_number(self):
        case = self._create_received()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            (case | self.case).with_user(self.clerk).action_accept()
        case.with_user(self.clerk).action_accept()
        self.assertTrue(self._get_papers(case).number.endswith("2号"))

    def test_an_office_without_a_short_name_issues_nothing(self):
        case = self._create_received().with_user(self.clerk)
        self.hall.short_name = False
        with self.assertRaisesRegex(UserError, self.hall.name):
            case.action_accept()

    def test_the_hall_issues_for_the_village_and_a_station_that_decides_for_itself(
        self,
    ):
        self.assertEqual(self.case.acceptance_point_id, self.hall)
        item = self._create_item("村级证明")
        point = self._create_implementation(
            item, self.station, promised_days=1, statutory_days=1
        )
        case = self._create_received(point=point)
        self.assertEqual(case.acceptance_point_id, self.station)


class TestPdf(CaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._create_accepted()
        cls.document = cls._get_papers(cls.case).with_user(cls.clerk)

    def test_the_pdf_is_drawn_once_and_kept(self):
        self.assertFalse(self.document.attachment_id)
        pdf = self.document._get_pdf()
        self.assertTrue(pdf.raw.startswith(b"%PDF"))
        self.assertEqual(pdf.name, f"{self.document.number}.pdf")
        self.assertEqual(self.document.attachment_id, pdf)
        self.item.name = "别的事项"
        self.assertEqual(self.document.with_user(self.reviewer)._get_pdf(), pdf)

    def test_the_pdf_belongs_to_the_case(self):
        pdf = self.document._get_pdf().sudo()
        for user in (self.agent, self.clerk, self.reviewer):
            self.assertTrue(pdf.with_user(user).has_access("read"))
            self.assertFalse(pdf.with_user(user).has_access("write"))
            self.assertFalse(pdf.with_user(user).has_access("unlink"))
        for user in (self.neighbour, self.other_clerk, self.placeless):
            self.assertFalse(pdf.with_user(user).has_access("read"))

    def test_a_text_that_was_tampered_with_is_not_printed(self):
        self.env.flush_all()
        tamper(
            self.env,
            "bianmin_case_document",
            "UPDATE bianmin_case_document SET content = content || ' ' WHERE id = %s",
            [self.document.id],
        )
        self.assertFalse(self.document.is_intact)
        with self.assertRaisesRegex(UserError, self.document.number[:4]):
            self.document._get_pdf()

    def test_many_print_in_one_file(self):
        other = self._create_accepted()
        cases = (self.case | other).with_user(self.clerk)
        action = cases.action_print_documents()
        self.assertEqual(
            action["url"],
            "/bianmin/case/documents/"
            + ",".join(map(str, (self.case | other).document_ids.ids)),
        )
        self.assertTrue(cases.document_ids._get_printout().startswith(b"%PDF"))

    def test_too_many_or_none_are_told_so(self):
        with self.assertRaises(UserError):
            self._create_case(
                user=self.clerk, point=self.hall_point
            ).action_print_documents()
        many = self.env["bianmin.case.document"].browse(range(1, 102))
        with self.assertRaisesRegex(UserError, "100"):
            many.action_print()


class TestSeal(CaseCase):
    """A notice carries the seal that the clerk may use at his hall today."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        office = cls.env["bianmin.department"].create(
            {"name": "东河镇人民政府", "division_id": cls.township.id}
        )
        cls.seal = cls.env["bianmin.seal"].create(
            {
                "name": "东河镇受理专用章",
                "kind": "acceptance",
                "department_id": office.id,
                "picture": PICTURE,
            }
        )
        cls.permission = cls.env["bianmin.seal.permission"].create(
            {
                "seal_id": cls.seal.id,
                "service_point_id": cls.hall.id,
                "role_id": cls.env.ref("bianmin_case.role_window_clerk").id,
                "date_from": "2026-01-01",
            }
        )

    def test_the_notice_is_sealed_and_the_use_logged(self):
        document = self._get_papers(self._create_accepted())
        self.assertIn(f'src="seal:{self.seal.id}"', document.content)
        self.assertEqual(self.seal.use_ids.paper, document.number)
        self.assertEqual(self.seal.use_ids.user_id, self.clerk)
        self.assertEqual(self.seal.use_ids.service_point_id, self.hall)

    def test_the_picture_is_drawn_into_the_pdf(self):
        document = self._get_papers(self._create_accepted())
        uri = document._get_seal_data_uri(self.seal.id)
        self.assertEqual(uri, "data:image/png;base64," + PICTURE.decode())
        self.assertTrue(document._get_pdf().raw.startswith(b"%PDF"))

    def test_without_a_permission_there_is_room_for_a_stamp(self):
        self.permission.date_to = "2026-01-02"
        document = self._get_papers(self._create_accepted())
        self.assertNotIn("seal:", document.content)
        self.assertFalse(self.seal.use_ids)


class TestDecisionPaper(CaseCase):
    """What the papers at the end of a case say."""

    def _get_content(self, cases, kind):
        return self._get_papers(cases, kind).content

    def test_a_licence_is_called_a_licence(self):
        self.assertIn("准予决定书", self._get_content(self._create_closed(), "grant"))
        self.item.item_type = "01"
        granted, refused = self._create_closed(), self._create_closed("refused")
        self.assertIn("准予行政许可决定书", self._get_content(granted, "grant"))
        self.assertIn("不予行政许可决定书", self._get_content(refused, "refusal"))

    def test_who_is_refused_is_told_where_to_turn(self):
        content = self._get_content(self._create_closed("refused"), "refusal")
        self.assertIn(f"向{self.county.official_name}人民政府申请行政复议", content)
        self.assertIn("六十日", content)
        self.assertIn("六个月内依法向有管辖权的人民法院提起行政诉讼", content)

    def test_reasons_keep_the_lines_in_which_they_were_written(self):
        case = self._create_in_review()
        case._decide("refused", "一、材料不实；\n二、不符合条件。")
        content = self._get_content(case, "refusal")
        self.assertIn('class="text-prewrap">一、材料不实；\n二、不符合条件。', content)
        self.assertRegex(content, r"\.text-prewrap\s*{\s*white-space: pre-wrap")

    def test_only_what_was_taken_in_is_listed(self):
        content = self._get_content(self._create_received(), "receipt")
        self.assertIn("银行卡", content)
        self.assertNotIn("照片", content)

    def test_the_notice_names_in_whose_name_is_decided(self):
        self.hall_point.decision_department_id = self.env["bianmin.department"].create(
            {
                "name": "测试县行政审批局",
                "short_name": "测审批",
                "division_id": self.county.id,
            }
        )
        content = self._get_content(self._create_accepted(), "acceptance")
        self.assertIn("测试县行政审批局", content)
