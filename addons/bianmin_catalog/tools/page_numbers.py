"""Page numbers for PDFs: wkhtmltopdf with unpatched Qt prints no footers."""

import io

from PyPDF2 import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

FONT_SIZE = 11
BOTTOM = 26


def stamp_page_numbers(content):
    """Write — 1 — below each page, as official documents have it (GB/T 9704).

    :param bytes content: a PDF
    :return: the PDF with numbers; unchanged when it has a single page
    """
    reader = PdfReader(io.BytesIO(content))
    if len(reader.pages) < 2:
        return content
    writer = PdfWriter()
    for number, page in enumerate(reader.pages, 1):
        page.merge_page(_make_stamp(number, page.mediabox))
        writer.add_page(page)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def _make_stamp(number, box):
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(float(box.width), float(box.height)))
    canvas.setFont("Times-Roman", FONT_SIZE)
    canvas.drawCentredString(float(box.width) / 2, BOTTOM, f"— {number} —")
    canvas.save()
    return PdfReader(io.BytesIO(stream.getvalue())).pages[0]
