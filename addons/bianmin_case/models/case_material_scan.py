import base64
import io

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools.pdf import PdfFileReader

from odoo.addons.bianmin_base.tools import scanned_page
from odoo.addons.bianmin_base.tools.scanned_page import Page, PageProblem
from odoo.addons.bianmin_base.tools.uploaded_file import MEGABYTE

MOST_PAGES = 50


class BianminCaseMaterial(models.Model):
    """Pages of a paper that a camera takes at the counter, kept as one PDF."""

    _inherit = "bianmin.case.material"

    scan_id = fields.Many2one(
        "ir.attachment",
        index="btree_not_null",
        copy=False,
        readonly=True,
        help="The file that was made of the pages taken by camera (扫描件).",
    )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def get_scanned_page_count(self):
        """How many pages the camera has taken of this paper.

        :return: number of pages of the file that is there, 0 without one
        """
        self.ensure_one()
        scan = self._get_scan()
        return len(PdfFileReader(io.BytesIO(scan.raw)).pages) if scan else 0

    def add_scan(self, pages, append=False):
        """Keep pages of this paper as one PDF.

        :param list pages: dicts of ``picture`` (JPEG or PNG in base64), ``turns``
            (quarter turns clockwise) and ``cut`` (left, top, right, bottom of what is
            kept, as parts of the turned picture), in their order
        :param bool append: put them behind the pages that are there; else they take
            their place. Other files of the paper stay.
        :raise UserError: when a page is no whole picture or all are too large
        """
        self.ensure_one()
        self._check_open()
        self.check_access("write")
        earlier = self._get_scan()
        file = self.env["ir.attachment"].create(
            {
                "name": f"{self.name}.pdf",
                "raw": self._make_scan(pages, earlier.raw if append else b""),
                "res_model": self._name,
                "res_id": self.id,
            }
        )
        self.write(
            {
                "attachment_ids": [Command.link(file.id)],
                "scan_id": file.id,
                "collection_mode": "3",
            }
        )
        earlier.unlink()

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _get_scan(self):
        """The file of the camera, unless somebody took it off the paper again."""
        return self.scan_id & self.attachment_ids

    def _make_scan(self, pages, earlier):
        limit = self.env["ir.attachment"]._get_upload_megabytes() * MEGABYTE
        if not pages or len(pages) > MOST_PAGES:
            raise UserError(
                self.env._(
                    "Take 1 to %(most)s pages at a time.",
                    most=MOST_PAGES,
                )
            )
        try:
            data = scanned_page.make_pdf(
                [self._read_page(number, page) for number, page in enumerate(pages, 1)],
                limit,
            )
            return scanned_page.append_pdf(earlier, data, limit) if earlier else data
        except PageProblem as problem:
            raise UserError(self._get_page_sentence(problem.code)) from problem

    def _read_page(self, number, vals):
        name = self.env._("Page %(number)s", number=number)
        try:
            picture = base64.b64decode(vals["picture"], validate=True)
            page = Page(picture, int(vals["turns"]), tuple(map(float, vals["cut"])))
        except PageProblem:
            raise
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise UserError(
                self.env._("“%(page)s” did not arrive whole. Take it again.", page=name)
            ) from error
        if self.env["ir.attachment"]._inspect_paper(name, picture) not in (
            "jpg",
            "png",
        ):
            raise UserError(
                self.env._("“%(page)s” is no picture. Take it again.", page=name)
            )
        return page

    def _get_page_sentence(self, code):
        return {
            "cut": self.env._("Too little of a page is left. Cut off less of it."),
            "large": self.env._(
                "All the pages together are too large. Take fewer pages at a time, or "
                "upload them as files of their own."
            ),
        }[code]
