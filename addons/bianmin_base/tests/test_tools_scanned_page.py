import io
import re
import unittest

from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from odoo.tools.pdf import PdfFileReader

from ..tools import uploaded_file
from ..tools.scanned_page import (
    Page,
    PageProblem,
    append_pdf,
    make_pdf,
    prepare_sheet,
)

MEGABYTE = 1024 * 1024
EXIF_ORIENTATION = 0x0112
COLOURS = {"red": (255, 0, 0), "blue": (0, 0, 255), "white": (255, 255, 255)}


def make_picture(size=(200, 100), orientation=None, kind="JPEG", mode="RGB"):
    """Red on the left half, blue on the right half."""
    width, height = size
    picture = Image.new(mode, size, "red")
    picture.paste("blue", (width // 2, 0, width, height))
    exif = Image.Exif()
    if orientation:
        exif[EXIF_ORIENTATION] = orientation
    stream = io.BytesIO()
    picture.save(stream, kind, exif=exif, quality=95)
    return stream.getvalue()


def read_pages(data):
    return PdfFileReader(io.BytesIO(data)).pages


class TestScannedPage(unittest.TestCase):
    def _get_colour(self, sheet, across, down):
        point = sheet.getpixel(
            (int(across * (sheet.width - 1)), int(down * (sheet.height - 1)))
        )
        return min(
            COLOURS,
            key=lambda name: sum(
                abs(one - other)
                for one, other in zip(COLOURS[name], point, strict=True)
            ),
        )

    def test_each_page_is_a_sheet_of_a4(self):
        data = make_pdf(
            [Page(make_picture()), Page(make_picture((100, 300)))], 5 * MEGABYTE
        )
        lying, upright = (page.mediabox for page in read_pages(data))
        for box, size in ((lying, (842, 595)), (upright, (595, 842))):
            self.assertAlmostEqual(float(box.width), size[0], delta=1)
            self.assertAlmostEqual(float(box.height), size[1], delta=1)

    def test_a_turn_goes_clockwise(self):
        for turns, top, bottom in ((1, "red", "blue"), (3, "blue", "red")):
            sheet = prepare_sheet(Page(make_picture(), turns), 50)
            self.assertGreater(sheet.height, sheet.width)
            self.assertEqual(self._get_colour(sheet, 0.5, 0.2), top)
            self.assertEqual(self._get_colour(sheet, 0.5, 0.8), bottom)

    def test_how_the_camera_was_held_comes_before_turns_and_cuts(self):
        # Orientation 6: the top of the picture is on its right-hand side.
        page = Page(make_picture(orientation=6), 0, (0, 0, 1, 0.4))
        sheet = prepare_sheet(page, 50)
        self.assertEqual(self._get_colour(sheet, 0.5, 0.5), "red")
        page = Page(make_picture(orientation=6), 1, (0, 0, 0.4, 1))
        self.assertEqual(self._get_colour(prepare_sheet(page, 50), 0.5, 0.5), "blue")

    def test_what_is_cut_off_is_gone(self):
        sheet = prepare_sheet(Page(make_picture(), 0, (0.55, 0, 1, 1)), 50)
        colours = {self._get_colour(sheet, 0.5, down / 10) for down in range(11)}
        self.assertEqual(colours - {"white"}, {"blue"})

    def test_a_cut_outside_of_the_page_or_too_thin_is_refused(self):
        for cut in (
            (-0.1, 0, 1, 1),
            (0, 0, 1.1, 1),
            (0, 0.5, 1, 0.5),
            (0.6, 0, 0.4, 1),
            (float("nan"), 0, 1, 1),
        ):
            with self.assertRaises(PageProblem) as caught:
                Page(b"", 0, cut)
            self.assertEqual(caught.exception.code, "cut")

    def test_what_is_transparent_becomes_white(self):
        stream = io.BytesIO()
        Image.new("RGBA", (50, 50), (255, 0, 0, 0)).save(stream, "PNG")
        sheet = prepare_sheet(Page(stream.getvalue()), 50)
        self.assertEqual(self._get_colour(sheet, 0.5, 0.5), "white")

    def test_grey_and_palette_pictures_are_taken(self):
        for mode in ("L", "P", "1"):
            stream = io.BytesIO()
            Image.new(mode, (50, 50), 1).save(stream, "PNG")
            self.assertEqual(prepare_sheet(Page(stream.getvalue()), 50).mode, "RGB")

    def test_the_file_becomes_coarser_before_it_becomes_too_large(self):
        noise = Image.effect_noise((1600, 2200), 120).convert("RGB")
        stream = io.BytesIO()
        noise.save(stream, "JPEG", quality=90)
        page = Page(stream.getvalue())
        fine = make_pdf([page], 50 * MEGABYTE)
        coarse = make_pdf([page], len(fine) - 1)
        self.assertLess(len(coarse), len(fine))
        with self.assertRaises(PageProblem) as caught:
            make_pdf([page], 1000)
        self.assertEqual(caught.exception.code, "large")

    def test_small_print_stays_legible(self):
        """200 dots per inch: the sheet holds all of a picture of that size."""
        data = make_pdf([Page(make_picture((1500, 2200)))], 5 * MEGABYTE)
        width = int(re.search(rb"/Width (\d+)", data)[1])
        self.assertEqual(width, round(210 / 25.4 * 200))

    def test_pages_come_behind_those_that_are_there(self):
        first = make_pdf([Page(make_picture())], MEGABYTE)
        second = make_pdf([Page(make_picture((100, 300)))], MEGABYTE)
        both = append_pdf(first, second, MEGABYTE)
        widths = [float(page.mediabox.width) for page in read_pages(both)]
        self.assertGreater(widths[0], widths[1])
        with self.assertRaises(PageProblem):
            append_pdf(first, second, len(first))

    def test_what_is_made_here_passes_the_check_of_uploads(self):
        data = make_pdf([Page(make_picture())] * 3, MEGABYTE)
        self.assertEqual(uploaded_file.inspect(data), "pdf")
        self.assertEqual(uploaded_file.inspect(append_pdf(data, data, MEGABYTE)), "pdf")

    @settings(max_examples=40, deadline=None)
    @given(
        size=st.tuples(st.integers(1, 300), st.integers(1, 300)),
        turns=st.integers(-9, 9),
        orientation=st.sampled_from((None, *range(1, 9))),
        corner=st.tuples(st.floats(0, 0.9), st.floats(0, 0.9)),
        extent=st.tuples(st.floats(0.05, 1), st.floats(0.05, 1)),
    )
    def test_every_page_becomes_one_sheet(
        self, size, turns, orientation, corner, extent
    ):
        ends = tuple(min(1, corner[i] + extent[i]) for i in (0, 1))
        picture = make_picture(size, orientation)
        sheet = prepare_sheet(Page(picture, turns, corner + ends), 30)
        self.assertEqual(sorted(sheet.size), [248, 351])

    @settings(max_examples=20, deadline=None)
    @given(turns=st.integers(0, 3))
    def test_turns_back_and_forth_change_nothing(self, turns):
        picture = make_picture()
        once = prepare_sheet(Page(picture, turns), 30)
        again = prepare_sheet(Page(picture, turns - 4), 30)
        self.assertEqual(once.tobytes(), again.tobytes())
