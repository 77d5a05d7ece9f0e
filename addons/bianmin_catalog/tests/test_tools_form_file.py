from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from odoo.addons.bianmin_base.tests.common import make_paper
from odoo.addons.bianmin_base.tests.test_tools_uploaded_file import archive, pdf

from ..tools.form_file import (
    COMPOUND,
    COMPOUND_ENDINGS,
    KINDS,
    MAXIMUM_BYTES,
    find_form_mistake,
)

FILES = {
    pdf(): KINDS["pdf"],
    make_paper("PNG"): KINDS["png"],
    make_paper("JPEG"): KINDS["jpg"],
    archive({"word/document.xml": "<x/>"}): KINDS["docx"],
    archive({"xl/workbook.xml": "<x/>"}): KINDS["xlsx"],
    COMPOUND + b"x": COMPOUND_ENDINGS,
}


@tagged("post_install", "-at_install")
class TestFormFile(BaseCase):
    def test_each_kind_is_taken_under_its_own_endings_only(self):
        everything = {ending for endings in FILES.values() for ending in endings}
        for content, endings in FILES.items():
            for ending in everything | {"html", "exe"}:
                expected = None if ending in endings else "name"
                for name in (f"申请表.{ending}", f"v1.申请表.{ending.upper()}"):
                    self.assertEqual(find_form_mistake(content, name), expected, name)

    def test_a_file_without_a_name_is_known_by_its_content(self):
        self.assertIsNone(find_form_mistake(pdf(), None))
        self.assertIsNone(find_form_mistake(pdf(), "申请表"))

    @given(st.binary(max_size=40), st.sampled_from(["a.pdf", "a.docx", "", None]))
    def test_what_begins_like_none_of_the_kinds_is_refused(self, content, name):
        if not any(content[:3] == whole[:3] for whole in FILES):
            assert find_form_mistake(content, name) == "kind"

    def test_a_page_that_calls_itself_a_form_is_refused(self):
        page = b"<html><script>alert(1)</script></html>"
        self.assertEqual(find_form_mistake(page, "申请表.pdf"), "kind")

    def test_a_form_has_ten_megabytes_at_most(self):
        form = b"%PDF-" + bytes(MAXIMUM_BYTES - 10) + b"%%EOF"
        self.assertIsNone(find_form_mistake(form, "a.pdf"))
        self.assertEqual(find_form_mistake(form + b"x", "a.pdf"), "size")

    def test_what_would_harm_whoever_opens_it_is_not_given_out(self):
        for content in (
            pdf(body=b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"),
            pdf(packed=b"<< /S /Launch >>"),
            archive({"xl/workbook.xml": "<x/>", "xl/vbaProject.bin": "macro"}),
            make_paper("JPEG")[:300],
        ):
            self.assertEqual(find_form_mistake(content, "申请表"), "unsafe")
