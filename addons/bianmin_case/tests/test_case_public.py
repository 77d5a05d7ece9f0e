from odoo.tests import tagged

from odoo.addons.bianmin_base.tests.common import make_paper, tamper

from .common import CaseHttpCase

SCAN = make_paper()


@tagged("post_install", "-at_install")
class TestPublicPage(CaseHttpCase):
    """The page behind the QR code shows where the case stands and nothing personal."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hall.phone = "0315-4100000"
        cls.case = cls._create_accepted()
        cls.address = f"/bianmin/case/{cls.case.sudo().token}"

    def test_the_applicant_sees_state_item_number_and_date(self):
        response = self.url_open(self.address)
        self.assertEqual(response.status_code, 200)
        for words in ("两女补贴", self.case.name, "0315-4100000"):
            self.assertIn(words, response.text)
        self.assertIn(str(self.case.promised_due.year), response.text)

    def test_it_speaks_the_language_of_the_telephone(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        response = self.url_open(self.address, headers={"Accept-Language": "zh-CN"})
        due = self.case.promised_due
        for words in (
            "办件进度查询",
            "已受理",
            f"{due.year}年{due.month}月{due.day}日",
        ):
            self.assertIn(words, response.text)

    def test_nothing_personal_is_on_it(self):
        text = self.url_open(self.address).text
        resident_sudo = self.resident.sudo()
        for secret in (
            "李志顺",
            "5678",
            resident_sudo.identity_number[-4:] + "<",
            resident_sudo.identity_number_masked,
            "柳湾村",
            self.clerk.name,
            "身份证",
        ):
            self.assertNotIn(secret, text)

    def test_neither_caches_nor_search_engines_keep_it(self):
        headers = self.url_open(self.address).headers
        self.assertEqual(headers["Cache-Control"], "no-store")
        self.assertEqual(headers["X-Robots-Tag"], "noindex")
        self.assertEqual(headers["Referrer-Policy"], "no-referrer")

    def test_every_wrong_address_looks_the_same(self):
        answers = {
            (response.status_code, response.text.replace(token, ""))
            for token in ("x", "A" * 32, str(self.case.id), self.case.name)
            for response in [self.url_open(f"/bianmin/case/{token}")]
        }
        self.assertEqual(len(answers), 1)
        self.assertEqual(answers.pop()[0], 404)

    def test_tokens_cannot_be_guessed(self):
        tokens = {self._create_case().sudo().token for _number in range(5)}
        self.assertEqual(len(tokens), 5)
        self.assertTrue(all(len(token) == 32 for token in tokens))


@tagged("post_install", "-at_install")
class TestDocumentAddress(CaseHttpCase):
    """The addresses of papers and files answer only to those who see the case."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._create_case()
        cls.line = cls.case.material_ids[0]
        cls.file = (
            cls.env["ir.attachment"]
            .with_user(cls.agent)
            .create(
                {
                    "name": "身份证.jpg",
                    "raw": SCAN,
                    "res_model": "bianmin.case.material",
                    "res_id": cls.line.id,
                }
            )
        )
        cls.line.attachment_ids = cls.file
        cls.case.action_submit()
        cls.case.with_user(cls.clerk).action_accept()
        cls.document = cls._get_papers(cls.case)

    def _open(self, user, address):
        self.authenticate(user.login, user.login)
        return self.url_open(address)

    def test_insiders_open_the_paper(self):
        address = f"/bianmin/case/documents/{self.document.id}"
        for user in (self.agent, self.clerk):
            response = self._open(user, address)
            self.assertEqual(response.status_code, 200)
            self.assertEqual(response.headers["Content-Type"], "application/pdf")
            self.assertTrue(response.content.startswith(b"%PDF"))

    def test_several_papers_come_in_one_file(self):
        other = self._create_accepted()
        ids = f"{self.document.id},{self._get_papers(other).id}"
        response = self._open(self.clerk, f"/bianmin/case/documents/{ids}")
        self.assertTrue(response.content.startswith(b"%PDF"))

    def test_outsiders_find_nothing_at_any_address(self):
        pdf = self.document._get_pdf()
        addresses = (
            f"/bianmin/case/documents/{self.document.id}",
            f"/web/content/{pdf.id}",
            f"/web/content/{self.file.id}",
            f"/web/content/bianmin.case.document/{self.document.id}/content",
        )
        for user in (self.neighbour, self.other_clerk, self.placeless):
            for address in addresses:
                response = self._open(user, address)
                self.assertEqual(response.status_code, 404, (user.login, address))
                self.assertNotEqual(response.content, SCAN)

    def test_insiders_open_the_file(self):
        response = self._open(self.reviewer, f"/web/content/{self.file.id}")
        self.assertEqual(response.content, SCAN)

    def test_strange_addresses_find_nothing(self):
        for ids in ("x", "1,x", "0", ",".join(map(str, range(1000000, 1000200)))):
            response = self._open(self.clerk, f"/bianmin/case/documents/{ids}")
            self.assertEqual(response.status_code, 404)
        self.authenticate(None, None)
        response = self.url_open(f"/bianmin/case/documents/{self.document.id}")
        self.assertIn("/web/login", response.url)


@tagged("post_install", "-at_install")
class TestVerification(CaseHttpCase):
    """Whoever is shown a notice can check it, without learning whose it is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._create_accepted()
        cls.document = cls._get_papers(cls.case).sudo()

    def _open(self):
        return self.url_open(f"/verify/{self.document.verification_token}")

    def test_a_notice_is_told_with_number_office_day_and_masked_name(self):
        response = self._open()
        self.assertEqual(response.status_code, 200)
        for words in (self.document.number, self.hall.name, "李*顺", "state valid"):
            self.assertIn(words, response.text)

    def test_nothing_personal_is_on_it(self):
        text = self._open().text
        for secret in ("李志顺", "5678", "两女补贴", "柳湾村", self.clerk.name):
            self.assertNotIn(secret, text)

    def test_a_notice_that_was_tampered_with_is_told_so(self):
        tamper(
            self.env,
            "bianmin_case_document",
            "UPDATE bianmin_case_document SET content = content || ' ' WHERE id = %s",
            [self.document.id],
        )
        self.assertIn("state altered", self._open().text)
