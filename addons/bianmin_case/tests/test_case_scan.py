import base64
import io

from odoo.exceptions import AccessError, UserError
from odoo.tools.pdf import PdfFileReader

from odoo.addons.bianmin_base.tests.common import make_paper

from ..models.case_material_scan import MOST_PAGES
from .common import CaseCase

WHOLE = [0, 0, 1, 1]


class TestScan(CaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._create_case()
        cls.case.material_ids.write({"collection_mode": False})
        cls.case.material_ids.write({"state": "missing"})
        cls.paper = cls.case.material_ids[0].with_user(cls.agent)

    def _prepare_page(self, picture=None, turns=0, cut=None):
        return {
            "picture": base64.b64encode(picture or make_paper()).decode(),
            "turns": turns,
            "cut": cut or WHOLE,
        }

    def _count_pages(self, file):
        return len(PdfFileReader(io.BytesIO(file.raw)).pages)

    def test_pages_become_one_file_of_the_paper(self):
        self.paper.add_scan([self._prepare_page(), self._prepare_page(turns=1)])
        file = self.paper.attachment_ids
        self.assertEqual(file.name, "身份证复印件.pdf")
        self.assertEqual(file.mimetype, "application/pdf")
        owner = (file.res_model, file.res_id)
        self.assertEqual(owner, (self.paper._name, self.paper.id))
        self.assertEqual(self._count_pages(file), 2)
        self.assertEqual(self.paper.state, "received")
        self.assertEqual(self.paper.collection_mode, "3")

    def test_new_pages_come_behind_those_that_are_there(self):
        self.paper.add_scan([self._prepare_page()])
        earlier = self.paper.attachment_ids
        self.paper.add_scan([self._prepare_page()] * 2, append=True)
        self.assertFalse(earlier.exists())
        self.assertEqual(self._count_pages(self.paper.attachment_ids), 3)
        self.assertEqual(self.paper.get_scanned_page_count(), 3)

    def test_new_pages_take_the_place_of_those_that_are_there(self):
        self.paper.add_scan([self._prepare_page()] * 2)
        self.paper.add_scan([self._prepare_page()])
        self.assertEqual(self._count_pages(self.paper.attachment_ids), 1)

    def test_files_that_were_uploaded_stay(self):
        upload = (
            self.env["ir.attachment"]
            .with_user(self.agent)
            .create(
                {
                    "name": "户口.jpg",
                    "raw": make_paper(),
                    "res_model": self.paper._name,
                    "res_id": self.paper.id,
                }
            )
        )
        self.paper.attachment_ids = upload
        self.assertEqual(self.paper.get_scanned_page_count(), 0)
        for append in (True, False):
            self.paper.add_scan([self._prepare_page()], append=append)
            self.assertIn(upload, self.paper.attachment_ids)
            self.assertEqual(len(self.paper.attachment_ids), 2)

    def test_a_scan_taken_off_the_paper_is_not_continued(self):
        self.paper.add_scan([self._prepare_page()])
        self.paper.attachment_ids = False
        self.assertEqual(self.paper.get_scanned_page_count(), 0)
        self.paper.add_scan([self._prepare_page()], append=True)
        self.assertEqual(self.paper.get_scanned_page_count(), 1)

    def test_what_is_no_whole_picture_is_refused_by_its_content(self):
        for picture, sentence in (
            (b"MZ\x90\x00", "“Page 2” is a program"),
            (make_paper()[:300], "“Page 2” is damaged"),
            (b"%PDF-1.7 %%EOF", "“Page 2” is no picture"),
        ):
            with self.assertRaisesRegex(UserError, sentence):
                self.paper.add_scan([self._prepare_page(), self._prepare_page(picture)])
        self.assertFalse(self.paper.attachment_ids)

    def test_what_does_not_arrive_whole_is_refused(self):
        page = self._prepare_page()
        for damage in (
            {"picture": "not base64"},
            {"picture": None},
            {"turns": "x"},
            {"turns": float("inf")},
            {"cut": None},
            {"cut": [0, 0, 1]},
        ):
            with self.assertRaisesRegex(UserError, "did not arrive whole"):
                self.paper.add_scan([{**page, **damage}])
        with self.assertRaisesRegex(UserError, "Too little of a page"):
            self.paper.add_scan([self._prepare_page(cut=[0.5, 0, 0.5, 1])])

    def test_the_number_of_pages_and_the_size_have_a_limit(self):
        for count in (0, MOST_PAGES + 1):
            with self.assertRaisesRegex(UserError, "Take 1 to 50 pages"):
                self.paper.add_scan([self._prepare_page()] * count)
        self.patch(
            type(self.env["ir.attachment"]), "_get_upload_megabytes", lambda _self: 0.01
        )
        with self.assertRaisesRegex(UserError, "too large"):
            self.paper.add_scan([self._prepare_page()] * 3)

    def test_only_who_may_edit_the_case_adds_pages(self):
        for user in (self.neighbour, self.other_clerk, self.reviewer, self.placeless):
            with self.assertRaises(AccessError):
                self.paper.with_user(user).add_scan([self._prepare_page()])
        for user in (self.neighbour, self.placeless):
            with self.assertRaises(AccessError):
                self.paper.with_user(user).get_scanned_page_count()

    def test_the_file_of_another_paper_is_not_continued(self):
        """Whoever writes the field by hand reads nothing through it."""
        case = self._create_case(user=self.clerk, point=self.hall_point)
        other = case.material_ids[0]
        other.with_user(self.clerk).add_scan([self._prepare_page()] * 2)
        self.paper.scan_id = other.scan_id
        self.paper.add_scan([self._prepare_page()], append=True)
        self.assertEqual(self.paper.get_scanned_page_count(), 1)
        self.assertTrue(other.attachment_ids.exists())

    def test_papers_on_file_take_no_more_pages(self):
        self._take_papers(self.case)
        self.case.with_user(self.agent).action_submit()
        self.case.with_user(self.clerk).action_accept()
        for user in (self.agent, self.clerk):
            with self.assertRaisesRegex(UserError, "its papers are on file"):
                self.paper.with_user(user).add_scan([self._prepare_page()])
