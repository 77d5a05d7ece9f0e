import io

from odoo.exceptions import AccessError, UserError
from odoo.tools.pdf import PdfFileReader

from odoo.addons.bianmin_base.tests.common import tamper

from .common import SIGNATURE, CaseCase


class TestSignature(CaseCase):
    """A paper is signed on the screen, and what was signed can be proved."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._create_accepted()
        cls.document = cls._get_papers(cls.case).with_user(cls.clerk)

    def _open(self, document=None):
        action = (document or self.document).action_sign()
        wizard = self.env[action["res_model"]].with_user(self.clerk)
        return wizard.browse(action["res_id"])

    def _sign(self, role="applicant", name="李志顺", document=None):
        document = document or self.document
        return document.env["bianmin.case.signature"]._sign(
            document, role, name, SIGNATURE
        )

    def test_the_applicant_reads_and_signs(self):
        wizard = self._open()
        self.assertEqual(wizard.name, "李志顺")
        self.assertIn(self.document.number, str(wizard.preview))
        self.assertNotIn("<img", str(wizard.preview))
        wizard.signature = SIGNATURE
        wizard.action_sign()
        signature = self.document.signature_ids
        self.assertEqual(signature.role, "applicant")
        self.assertEqual(signature.signed_by_name, "李志顺")
        self.assertEqual(signature.recorded_by_id, self.clerk)
        self.assertTrue(signature.signature_is_intact)
        self.assertEqual(self.document.signed_by, "李志顺")

    def test_who_acts_for_him_says_his_own_name(self):
        wizard = self._open()
        wizard.write({"role": "agent", "name": "姚春燕", "signature": SIGNATURE})
        wizard.action_sign()
        self.assertEqual(self.document.signed_by, "姚春燕")

    def test_each_signs_once(self):
        self._sign()
        self._sign("agent", "姚春燕")
        self.assertEqual(self.document.signed_by, "李志顺、姚春燕")
        with self.assertRaisesRegex(UserError, self.document.number):
            self._sign()

    def test_without_signature_or_name_nothing_is_kept(self):
        signatures = self.document.env["bianmin.case.signature"]
        for name, picture in (("李志顺", False), (False, SIGNATURE), ("李志顺", "?")):
            with self.assertRaises(UserError):
                signatures._sign(self.document, "applicant", name, picture)
        self.assertFalse(self.document.signature_ids)

    def test_the_pdf_shows_it_and_the_text_stays_as_it_was_issued(self):
        content, before = self.document.content, self.document._get_pdf()
        self._sign()
        self.assertEqual(self.document.content, content)
        self.assertTrue(self.document.is_intact)
        after = self.document._get_pdf()
        self.assertNotEqual(after, before)
        self.assertTrue(before.exists())
        [page] = PdfFileReader(io.BytesIO(after.raw)).pages
        self.assertIn(
            self.document.signature_ids.signed_hash[:16],
            page.extract_text().replace(" ", ""),
        )
        self.assertEqual(self.document._get_pdf(), after)

    def test_a_paper_that_was_changed_no_longer_matches_its_signature(self):
        signature = self._sign()
        tamper(
            self.env,
            "bianmin_case_document",
            "UPDATE bianmin_case_document SET content = content || ' ' WHERE id = %s",
            [self.document.id],
        )
        self.env.invalidate_all()
        self.assertFalse(signature.signature_is_intact)
        with self.assertRaises(UserError):
            self._sign("agent", "姚春燕")

    def test_a_signature_is_never_changed(self):
        signature = self._sign()
        with self.assertRaises(UserError):
            signature.sudo().signed_by_name = "别人"
        with self.assertRaises(UserError):
            signature.sudo().unlink()
        with self.assertRaises(AccessError):
            signature.with_user(self.clerk).create(
                {"document_id": self.document.id, "role": "agent"}
            )

    def test_only_who_handles_papers_there_lets_sign(self):
        for user in (self.agent, self.clerk, self.issuer):
            self.document.env["bianmin.case.signature"].with_user(user)._check_may_sign(
                self.document.with_user(user)
            )
        for user in (self.reviewer, self.other_clerk, self.neighbour, self.placeless):
            with self.assertRaises(AccessError):
                self._sign(document=self.document.with_user(user))

    def test_the_window_tells_nothing_of_a_paper_that_one_may_not_see(self):
        windows = self.env["bianmin.case.sign"].with_user(self.other_clerk)
        with self.assertRaises(AccessError):
            windows.create({"document_id": self.document.id}).mapped("name")
        with self.assertRaises(AccessError):
            windows.new({"document_id": self.document.id}).mapped("preview")

    def test_the_window_is_ones_own(self):
        wizard = self._open()
        wizard.signature = SIGNATURE
        with self.assertRaises(AccessError):
            wizard.with_user(self.issuer).read(["signature"])
