from odoo import fields, models
from odoo.orm.model_classes import add_to_registry
from odoo.tests import tagged

from .common import BianminHttpCase


class VerifiableTest(models.Model):
    """A paper with nothing but what the mixin brings."""

    _name = "bianmin.verifiable.test"
    _description = "Paper to Verify"
    _module = None  # no module brings it: only this test has it
    _inherit = ["bianmin.verifiable.mixin"]

    name = fields.Char()
    secret = fields.Char()
    withdrawn = fields.Boolean()

    def _prepare_verification_values(self):
        return {
            **super()._prepare_verification_values(),
            "office": "东河镇便民服务中心",
            "holder": "李*顺",
            "state": "withdrawn" if self.withdrawn else "valid",
        }


@tagged("post_install", "-at_install")
class TestVerify(BianminHttpCase):
    """The public page says whether a paper is genuine, and nothing personal."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        add_to_registry(cls.registry, VerifiableTest)
        cls.addClassCleanup(cls.registry.__delitem__, VerifiableTest._name)
        cls.registry._setup_models__(cls.env.cr, [VerifiableTest._name])
        cls.registry.init_models(
            cls.env.cr, [VerifiableTest._name], {"module": "bianmin_base"}
        )
        cls.paper = cls.env[VerifiableTest._name].create(
            {"name": "东河便民受字〔2026〕1号", "secret": "李志顺"}
        )

    def _open(self, token=None):
        return self.url_open(f"/verify/{token or self.paper.verification_token}")

    def test_a_genuine_paper_is_told_with_its_number_and_office(self):
        response = self._open()
        self.assertEqual(response.status_code, 200)
        for words in (self.paper.name, "东河镇便民服务中心", "李*顺", "state valid"):
            self.assertIn(words, response.text)
        self.assertNotIn("李志顺", response.text)

    def test_a_withdrawn_paper_is_told_so(self):
        self.paper.withdrawn = True
        self.assertIn("state withdrawn", self._open().text)

    def test_every_wrong_address_looks_the_same(self):
        answers = {
            (response.status_code, response.text)
            for token in ("x", "A" * 32, "A" * 999, str(self.paper.id), "%00", "%20")
            for response in [self._open(token)]
        }
        [(status, text)] = answers
        self.assertEqual(status, 404)
        self.assertIn("state unknown", text)

    def test_neither_caches_nor_search_engines_keep_it(self):
        for token in (None, "wrong"):
            headers = self._open(token).headers
            self.assertEqual(headers["Cache-Control"], "no-store")
            self.assertEqual(headers["X-Robots-Tag"], "noindex")
            self.assertEqual(headers["Referrer-Policy"], "no-referrer")

    def test_it_speaks_the_language_of_the_telephone(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        response = self.url_open(
            f"/verify/{self.paper.verification_token}",
            headers={"Accept-Language": "zh-CN"},
        )
        self.assertIn("真实有效", response.text)

    def test_tokens_cannot_be_guessed_and_are_not_copied(self):
        papers = self.paper.create([{"name": str(n)} for n in range(5)])
        papers += self.paper.copy()
        tokens = {*papers.mapped("verification_token"), self.paper.verification_token}
        self.assertEqual(len(tokens), 7)
        self.assertTrue(all(len(token) == 32 for token in tokens))

    def test_papers_from_before_get_a_token_each(self):
        papers = self.paper.create([{"name": str(n)} for n in range(5)])
        self.env.flush_all()
        self.env.cr.execute(
            "ALTER TABLE bianmin_verifiable_test DROP COLUMN verification_token;"
            "ALTER TABLE bianmin_verifiable_test ADD COLUMN verification_token varchar"
        )
        papers._init_column("verification_token")
        self.env.invalidate_all()
        tokens = set(papers.mapped("verification_token"))
        self.assertEqual(len(tokens), 5)
        self.assertTrue(all(len(token) == 32 for token in tokens))

    def test_the_code_holds_the_address(self):
        address = self.paper._get_verification_url()
        self.assertTrue(address.endswith(f"/verify/{self.paper.verification_token}"))
        self.assertEqual(
            self.paper._get_verification_qr(),
            self.env["ir.actions.report"]._get_qr_data_uri(address),
        )
        self.assertTrue(self.paper._get_verification_qr().startswith("data:image/png"))
