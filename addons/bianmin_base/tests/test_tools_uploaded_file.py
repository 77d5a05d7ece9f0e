import io
import unittest
import zipfile
import zlib

from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from odoo.addons.bianmin_base.tools import uploaded_file
from odoo.addons.bianmin_base.tools.uploaded_file import (
    MEGABYTE,
    UploadProblem,
    clean_name,
    inspect,
)


def picture(kind="JPEG", size=(40, 30)):
    buffer = io.BytesIO()
    Image.new("RGB", size, "white").save(buffer, kind)
    return buffer.getvalue()


def archive(members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return buffer.getvalue()


def pdf(body=b"", dictionary=b"/Filter /FlateDecode", packed=b""):
    """A PDF with an object in the open and a stream that holds packed objects."""
    return (
        b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog "
        + body
        + b" >>\nendobj\n2 0 obj\n<< /Type /ObjStm "
        + dictionary
        + b" >>\nstream\n"
        + zlib.compress(packed)
        + b"\nendstream\nendobj\ntrailer << /Root 1 0 R >>\nstartxref\n9\n%%EOF\n"
    )


class TestInspect(unittest.TestCase):
    def refuse(self, code, data, **options):
        with self.assertRaises(UploadProblem) as caught:
            inspect(data, **options)
        self.assertEqual(caught.exception.code, code)
        return caught.exception

    def test_papers_of_every_kind_are_taken(self):
        self.assertEqual(inspect(picture("JPEG")), "jpg")
        self.assertEqual(inspect(picture("PNG")), "png")
        self.assertEqual(inspect(pdf(packed=b"<< /Type /Page >>")), "pdf")
        for member, kind in uploaded_file.ARCHIVE_KINDS.items():
            self.assertEqual(inspect(archive({member: "<x/>"})), kind)

    def test_nothing_is_no_file(self):
        self.refuse("empty", b"")

    def test_a_large_file_is_told_its_size(self):
        problem = self.refuse("large", bytes(200 * MEGABYTE))
        self.assertEqual(problem.megabytes, 200)
        self.refuse("large", picture(), limit=100)

    def test_a_program_is_a_program_whatever_it_says(self):
        for head in (b"MZ\x90\x00", b"\x7fELF\x02", b"#!/bin/sh\n"):
            self.refuse("program", head + bytes(200))
        self.refuse("program", b"MZ" + bytes(20) + pdf())

    def test_text_and_pages_are_not_papers(self):
        self.refuse("unknown", "姓名,金额\n".encode())
        self.refuse("unknown", b"<html><script>alert(1)</script></html>")
        self.refuse("unknown", b"<svg xmlns='http://www.w3.org/2000/svg'/>")

    def test_a_broken_picture_is_refused(self):
        for kind in ("JPEG", "PNG"):
            whole = picture(kind, (400, 300))
            self.refuse("broken", whole[: len(whole) // 2])
        self.refuse("broken", b"\xff\xd8\xff\xe0scan")

    def test_a_picture_that_unpacks_to_too_many_points_is_refused(self):
        buffer = io.BytesIO()
        Image.new("1", (20_000, 20_000)).save(buffer, "PNG")
        self.assertLess(len(buffer.getvalue()), MEGABYTE)
        self.refuse("pixels", buffer.getvalue())

    def test_an_archive_is_not_a_paper(self):
        self.refuse("archive", archive({"身份证.jpg": picture()}))
        self.refuse("archive", b"PK\x03\x04" + bytes(40))
        self.refuse("archive", b"Rar!\x1a\x07" + bytes(40))

    def test_a_document_that_unpacks_to_too_much_is_refused(self):
        bomb = archive({"word/document.xml": bytes(301 * MEGABYTE)})
        self.assertLess(len(bomb), MEGABYTE)
        self.refuse("bomb", bomb)
        self.refuse("bomb", archive({f"{i}.xml": "" for i in range(2001)}))

    def test_a_document_with_macros_is_refused(self):
        members = {"xl/workbook.xml": "<x/>", "xl/vbaProject.bin": "macro"}
        self.refuse("active", archive(members))

    def test_a_pdf_with_a_script_is_refused_wherever_it_hides(self):
        for action in (
            b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>",
            b"/OpenAction << /S /J#61vaScr#69pt /JS (app.alert(1)) >>",
            b"/OpenAction << /S /Launch /F (calc.exe) >>",
            b"/Names << /EmbeddedFiles 3 0 R >>",
        ):
            self.refuse("active", pdf(body=action))
            self.refuse("active", pdf(packed=b"<< /Type /Page >>" + action))
            self.refuse("active", pdf(packed=b" " * (MEGABYTE - 30) + action))

    def test_a_pdf_that_packs_its_objects_oddly_is_refused(self):
        self.refuse("active", pdf(dictionary=b"/Filter [/ASCIIHexDecode /FlateDecode]"))

    def test_a_pdf_that_unpacks_to_too_much_is_refused(self):
        self.refuse("bomb", pdf(packed=bytes(301 * MEGABYTE)))

    def test_a_pdf_with_a_password_or_without_an_end_is_refused(self):
        self.refuse("locked", pdf(body=b"/Encrypt 5 0 R"))
        self.refuse("broken", pdf()[:-20])

    @given(st.binary(max_size=400))
    @settings(max_examples=300, deadline=None)
    def test_whatever_comes_in_is_taken_or_refused_with_a_reason(self, data):
        try:
            self.assertIn(inspect(data), uploaded_file.MIMETYPES)
        except UploadProblem as problem:
            self.assertTrue(problem.code)

    @given(st.data())
    @settings(max_examples=100, deadline=None)
    def test_a_damaged_paper_never_breaks_the_inspection(self, data):
        whole = data.draw(st.sampled_from([picture(), picture("PNG"), pdf()]))
        position = data.draw(st.integers(0, len(whole) - 1))
        damaged = whole[:position] + data.draw(st.binary(max_size=9)) + whole[position:]
        try:
            inspect(damaged)
        except UploadProblem as problem:
            self.assertTrue(problem.code)


class TestCleanName(unittest.TestCase):
    def test_a_plain_name_stays(self):
        self.assertEqual(clean_name("身份证 正面.jpg", "jpg"), "身份证 正面.jpg")

    def test_the_ending_is_that_of_the_content(self):
        self.assertEqual(clean_name("身份证.exe", "pdf"), "身份证.pdf")
        self.assertEqual(clean_name("身份证", "png"), "身份证.png")
        self.assertEqual(clean_name("一、身份证. 正面", "png"), "一、身份证. 正面.png")

    def test_folders_and_invisible_characters_go(self):
        self.assertEqual(clean_name("../../etc/passwd", "jpg"), "passwd.jpg")
        self.assertEqual(clean_name("C:\\扫描\\户口簿.pdf", "pdf"), "户口簿.pdf")
        self.assertEqual(clean_name("a\u202egpj.exe", "jpg"), "agpj.jpg")
        self.assertEqual(clean_name("a\x00\nb<c>.jpg", "jpg"), "ab_c_.jpg")

    def test_a_name_of_nothing_or_of_a_device_gets_a_line_before_it(self):
        self.assertEqual(clean_name("", "pdf"), "_.pdf")
        self.assertEqual(clean_name(" . ", "pdf"), "_.pdf")
        self.assertEqual(clean_name("con.pdf", "pdf"), "_con.pdf")

    @given(st.text(max_size=300), st.sampled_from(sorted(uploaded_file.MIMETYPES)))
    def test_every_name_becomes_one_that_every_system_keeps(self, name, kind):
        clean = clean_name(name, kind)
        self.assertTrue(clean.endswith(f".{kind}"))
        self.assertLessEqual(len(clean), 90)
        self.assertFalse(set(clean) & set('/\\<>:"|?*\n\r\t\0'))
        self.assertEqual(clean_name(clean, kind), clean)
