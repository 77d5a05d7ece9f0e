"""Pictures of paper, as a camera takes them, put together as one PDF of A4 pages.

Each page is turned and cut as the clerk said, set on a sheet of A4 as large as it goes
and kept no larger than it takes to read it.
"""

import io
from dataclasses import dataclass

from PIL import Image, ImageOps

from odoo.tools.pdf import merge_pdf

# A4 (ISO 216) in millimetres, and the white that printers leave at its edges.
SHORT_MM, LONG_MM, MARGIN_MM = 210, 297, 5
MM_PER_INCH = 25.4
# Dots per inch and quality of JPEG. DA/T 31-2017 asks for 200 dots per inch; there are
# less only where the file would become too large to be taken.
QUALITIES = ((200, 80), (150, 70), (110, 60))
QUARTERS = {
    1: Image.Transpose.ROTATE_270,
    2: Image.Transpose.ROTATE_180,
    3: Image.Transpose.ROTATE_90,
}
# A strip thinner than this part of a page shows nothing.
THINNEST = 0.02
WHOLE = (0.0, 0.0, 1.0, 1.0)


class PageProblem(ValueError):
    """Why pages make no file; ``code`` is one of cut, large."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Page:
    """One picture and what is done to it.

    :param bytes picture: JPEG or PNG
    :param int turns: quarter turns clockwise
    :param tuple cut: left, top, right and bottom of what is kept, as parts of the
        turned picture
    """

    picture: bytes
    turns: int = 0
    cut: tuple = WHOLE

    def __post_init__(self):
        left, top, right, bottom = self.cut
        inside = 0 <= left and right <= 1 and 0 <= top and bottom <= 1
        if not inside or right - left < THINNEST or bottom - top < THINNEST:
            raise PageProblem("cut")


def make_pdf(pages, limit):
    """Put pages together, as fine as the limit allows.

    :param list pages: ``Page`` in their order, at least one
    :param int limit: the most bytes that the file may have
    :return: the PDF, as bytes
    :raise PageProblem: when even the coarsest is too large
    """
    for dots_per_inch, quality in QUALITIES:
        data = _write_pdf(pages, dots_per_inch, quality)
        if len(data) <= limit:
            return data
    raise PageProblem("large")


def append_pdf(first, second, limit):
    """Put one PDF behind another.

    :raise PageProblem: when both together are larger than ``limit`` bytes
    """
    data = merge_pdf([first, second])
    if len(data) > limit:
        raise PageProblem("large")
    return data


def prepare_sheet(page, dots_per_inch):
    """A page as a picture of a sheet of A4, lying when the paper lies.

    :param Page page: what was taken
    :param int dots_per_inch: how fine the sheet is
    :return: ``PIL.Image.Image``
    """
    with Image.open(io.BytesIO(page.picture), formats=("JPEG", "PNG")) as opened:
        # A camera notes how it was held (EXIF 0x0112): that comes first.
        picture = _flatten(ImageOps.exif_transpose(opened))
    if page.turns % 4:
        picture = picture.transpose(QUARTERS[page.turns % 4])
    picture = picture.crop(_get_box(page.cut, picture.size))
    size = [round(mm / MM_PER_INCH * dots_per_inch) for mm in (SHORT_MM, LONG_MM)]
    if picture.width > picture.height:
        size.reverse()
    margin = round(MARGIN_MM / MM_PER_INCH * dots_per_inch)
    picture = ImageOps.contain(
        picture, (size[0] - 2 * margin, size[1] - 2 * margin), Image.Resampling.LANCZOS
    )
    sheet = Image.new("RGB", size, "white")
    sheet.paste(picture, tuple((size[i] - picture.size[i]) // 2 for i in (0, 1)))
    return sheet


def _flatten(picture):
    """What is transparent shows the white of the sheet."""
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        layered = picture.convert("RGBA")
        white = Image.new("RGBA", layered.size, "white")
        return Image.alpha_composite(white, layered).convert("RGB")
    return picture.convert("RGB")


def _get_box(cut, size):
    """The cut in dots, never empty."""
    left, top = (min(int(cut[i] * size[i]), size[i] - 1) for i in (0, 1))
    right, bottom = (round(cut[i + 2] * size[i]) for i in (0, 1))
    return left, top, max(right, left + 1), max(bottom, top + 1)


def _write_pdf(pages, dots_per_inch, quality):
    # One after the other: a sheet takes a dozen megabytes of memory until it is packed.
    return merge_pdf([_write_sheet(page, dots_per_inch, quality) for page in pages])


def _write_sheet(page, dots_per_inch, quality):
    stream = io.BytesIO()
    prepare_sheet(page, dots_per_inch).save(
        stream, "PDF", resolution=dots_per_inch, quality=quality
    )
    return stream.getvalue()
