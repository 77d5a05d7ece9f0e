import base64
import json

from odoo.exceptions import UserError
from odoo.http import Request
from odoo.tests import tagged

from ..tools.language import VILLAGER_LANGUAGE
from .common import BianminCase, BianminHttpCase, make_paper

MODEL = "bianmin.resident"


@tagged("post_install", "-at_install")
class TestUpload(BianminCase):
    def _create(self, name, raw, **vals):
        values = {"name": name, "raw": raw, "res_model": MODEL, "res_id": 0, **vals}
        return self.env["ir.attachment"].create(values)

    def test_a_paper_is_kept_as_what_it_is(self):
        paper = self._create("../身份证.exe", make_paper())
        self.assertEqual(paper.name, "身份证.jpg")
        self.assertEqual(paper.mimetype, "image/jpeg")

    def test_each_hostile_file_gets_one_sentence_that_names_it(self):
        for raw, sentence in (
            (b"", "“卡.jpg” is empty"),
            (b"MZ\x90\x00" + bytes(99), "“卡.jpg” is a program"),
            (make_paper()[:300], "“卡.jpg” is damaged"),
            (b"PK\x03\x04" + bytes(99), "“卡.jpg” is an archive"),
            (b"hello", "“卡.jpg” is neither a picture"),
            (
                b"%PDF-1.7 << /S /JavaScript >> %%EOF",
                "“卡.jpg” holds a script",
            ),
            (bytes(21 * 1024 * 1024), "“卡.jpg” has 21 MB; the most .* is 20 MB"),
        ):
            with self.assertRaisesRegex(UserError, sentence):
                self._create("卡.jpg", raw)
            with self.assertRaisesRegex(UserError, sentence):
                self._create("卡.jpg", None, datas=base64.b64encode(raw))

    def test_the_administrator_sets_how_large_a_paper_may_be(self):
        self.env["ir.config_parameter"].set_param("bianmin_base.upload_megabytes", "1")
        with self.assertRaisesRegex(UserError, "the most that is taken is 1 MB"):
            self._create("卡.jpg", bytes(2 * 1024 * 1024))

    def test_the_sentences_are_in_the_language_of_the_clerk(self):
        attachments = self.env["ir.attachment"].with_context(lang=VILLAGER_LANGUAGE)
        with self.assertRaisesRegex(UserError, "“卡.jpg”是空文件"):
            attachments._inspect_paper("卡.jpg", b"")

    def test_files_of_other_models_are_no_business_of_ours(self):
        for model in (False, "res.partner", "no.such.model"):
            file = self._create("notes.txt", b"hello", res_model=model)
            self.assertEqual(file.name, "notes.txt")

    def test_what_takes_the_place_of_a_paper_is_looked_at(self):
        paper = self._create("卡.jpg", make_paper())
        paper.datas = base64.b64encode(make_paper("PNG"))
        for vals in ({"raw": b"MZ"}, {"datas": base64.b64encode(b"MZ")}):
            with self.assertRaisesRegex(UserError, "“卡.jpg” is a program"):
                paper.write(vals)

    def test_old_papers_move_to_another_storage(self):
        paper = self._create("卡.jpg", b"from before", res_model=False)
        paper.res_model = MODEL
        paper.raw = b"from before"
        self.assertEqual(paper.raw, b"from before")

    def test_a_file_that_becomes_a_paper_is_looked_at(self):
        resident = self._create_resident()
        for raw in (b"hello", b"MZ\x90\x00"):
            file = self._create("卡.jpg", raw, res_model=False)
            with self.assertRaisesRegex(UserError, "“卡.jpg” is"):
                resident.identity_evidence_ids = file
        good = self._create("卡.jpg", make_paper(), res_model=False)
        resident.identity_evidence_ids = good
        self.assertEqual(good.res_model, MODEL)


@tagged("post_install", "-at_install")
class TestUploadOverHttp(BianminHttpCase):
    def _upload(self, *files, model=MODEL):
        answer = self.url_open(
            "/web/binary/upload_attachment",
            data={"csrf_token": Request.csrf_token(self), "model": model, "id": 0},
            files=[("ufile", file) for file in files],
        )
        return json.loads(answer.text)

    def test_good_papers_are_taken_and_each_bad_one_says_why(self):
        user = self._create_user(
            "upload_admin", ("bianmin_base.role_administrator", self.village)
        )
        self.authenticate(user.login, user.login)
        answers = self._upload(
            ("身份证.jpg", make_paper()),
            ("照片.jpg", b"MZ\x90\x00"),
            ("户口簿.png", make_paper()),
        )
        names = [answer.get("filename") for answer in answers]
        self.assertEqual(names, ["身份证.jpg", None, "户口簿.jpg"])
        self.assertRegex(answers[1]["error"], "^“照片.jpg”是程序")
        papers = self.env["ir.attachment"].search([("create_uid", "=", user.id)])
        self.assertEqual(len(papers), 2)

    def test_files_of_other_models_go_their_usual_way(self):
        user = self._create_user("upload_other")
        self.authenticate(user.login, user.login)
        answers = self._upload(("notes.txt", b"hello"), model="res.users")
        self.assertEqual(len(answers), 1)
