import unittest
from io import BytesIO

from PyPDF2 import PdfReader
from reportlab.pdfgen.canvas import Canvas

from odoo.addons.bianmin_catalog.tools.page_numbers import stamp_page_numbers


class TestPageNumbers(unittest.TestCase):
    def _make(self, pages):
        stream = BytesIO()
        canvas = Canvas(stream)
        for number in range(pages):
            canvas.drawString(100, 500, f"text {number}")
            canvas.showPage()
        canvas.save()
        return stream.getvalue()

    def test_each_page_keeps_its_text_and_gets_its_number(self):
        pages = PdfReader(BytesIO(stamp_page_numbers(self._make(3)))).pages
        texts = [page.extract_text() for page in pages]
        self.assertEqual(len(texts), 3)
        for number, text in enumerate(texts):
            self.assertIn(f"text {number}", text)
            self.assertIn(f"— {number + 1} —", text)

    def test_a_single_page_is_not_numbered(self):
        content = self._make(1)
        self.assertEqual(stamp_page_numbers(content), content)
