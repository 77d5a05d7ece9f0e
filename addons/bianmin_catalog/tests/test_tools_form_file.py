from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..tools.form_file import KINDS, MAXIMUM_BYTES, find_form_mistake


@tagged("post_install", "-at_install")
class TestFormFile(BaseCase):
    def test_each_kind_is_taken_under_its_own_endings_only(self):
        everything = {ending for endings in KINDS.values() for ending in endings}
        for start, endings in KINDS.items():
            for ending in everything | {"html", "exe"}:
                expected = None if ending in endings else "name"
                for name in (f"申请表.{ending}", f"v1.申请表.{ending.upper()}"):
                    self.assertEqual(
                        find_form_mistake(start + b"x", name), expected, name
                    )

    def test_a_file_without_a_name_is_known_by_its_content(self):
        self.assertIsNone(find_form_mistake(b"%PDF-1.4", None))
        self.assertIsNone(find_form_mistake(b"%PDF-1.4", "申请表"))

    @given(st.binary(max_size=40), st.sampled_from(["a.pdf", "a.docx", "", None]))
    def test_what_begins_like_none_of_the_kinds_is_refused(self, content, name):
        if not content.startswith(tuple(KINDS)):
            assert find_form_mistake(content, name) == "kind"

    def test_a_page_that_calls_itself_a_form_is_refused(self):
        page = b"<html><script>alert(1)</script></html>"
        self.assertEqual(find_form_mistake(page, "申请表.pdf"), "kind")

    def test_a_form_has_ten_megabytes_at_most(self):
        form = b"%PDF-" + bytes(MAXIMUM_BYTES - 5)
        self.assertIsNone(find_form_mistake(form, "a.pdf"))
        self.assertEqual(find_form_mistake(form + b"x", "a.pdf"), "size")
