"""The camera on the counter: pages of a paper become one file of its case.

A real browser with the camera that Chromium pretends to have.
"""

import io
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tests.common import ChromeBrowser
from odoo.tools.pdf import PdfFileReader

from odoo.addons.bianmin_case.tests.common import CaseHttpCase

CAMERA = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")


@tagged("post_install", "-at_install")
class TestCaptureOfPapers(CaseHttpCase):
    def test_two_pages_become_one_file_and_a_third_joins_them(self):
        case = self._create_case(user=self.clerk, point=self.hall_point)
        paper = case.material_ids[0]
        self._walk("bianmin_case_capture", case)
        file = paper.attachment_ids
        self.assertEqual(len(file), 1)
        self.assertEqual(
            (file.mimetype, file.name), ("application/pdf", "身份证复印件.pdf")
        )
        self.assertEqual(file.create_uid, self.clerk)
        # The camera gives lying pictures; the second was turned.
        self.assertEqual(self._get_shapes(file), ["lying", "upright"])
        self.assertEqual((paper.state, paper.collection_mode), ("received", "3"))
        self._walk("bianmin_case_capture_more", case)
        file = paper.attachment_ids
        self.assertEqual(self._get_shapes(file), ["lying", "upright", "lying"])

    def _walk(self, tour, case):
        spawn = ChromeBrowser._spawn_chrome

        def spawn_with_camera(browser, command):
            return spawn(browser, [*command, *CAMERA])

        with patch.object(ChromeBrowser, "_spawn_chrome", spawn_with_camera):
            self.start_tour(
                f"/odoo/action-bianmin_case.case_action/{case.id}",
                tour,
                login=self.clerk.login,
            )
        self.env.invalidate_all()

    def _get_shapes(self, file):
        boxes = [page.mediabox for page in PdfFileReader(io.BytesIO(file.raw)).pages]
        return ["lying" if box.width > box.height else "upright" for box in boxes]
