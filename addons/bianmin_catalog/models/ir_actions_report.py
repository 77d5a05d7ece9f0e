import io
from copy import copy

from odoo import models

from ..tools.page_numbers import stamp_page_numbers

GUIDE = "bianmin_catalog.report_catalog_guide"
ONE_BY_ONE = (
    GUIDE,
    "bianmin_catalog.report_catalog_poster",
    "bianmin_catalog.report_service_point_poster",
)


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        """Print each guide and poster for itself.

        wkhtmltopdf with unpatched Qt takes one document, and so the pages of each
        guide begin with 1.
        """
        # sudo: ir.actions.report – which report it is, is no secret
        name = self.sudo()._get_report(report_ref).report_name
        prepare = super()._render_qweb_pdf_prepare_streams
        if name not in ONE_BY_ONE or not res_ids:
            return prepare(report_ref, data, res_ids=res_ids)
        streams = {}
        for res_id in dict.fromkeys(res_ids):
            streams |= prepare(report_ref, copy(data or {}), res_ids=[res_id])
            if name == GUIDE:
                content = streams[res_id]["stream"].getvalue()
                streams[res_id]["stream"] = io.BytesIO(stamp_page_numbers(content))
        return streams
