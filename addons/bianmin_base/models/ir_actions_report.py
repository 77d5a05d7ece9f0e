import segno

from odoo import api, models


class PagesOfPdf(dict):
    """Data of a report whose HTML is no export by itself: a PDF is made from it.

    A class and not a key: data and context of a report come from the browser too,
    and whoever prints must not be able to ask for silence.
    """


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    @api.model
    def _get_qr_data_uri(self, text):
        """A QR code as a data URI, so that a paper needs no second request.

        :param str text: what the code holds, usually an address with a random token
        """
        return segno.make(text, error="m", micro=False).png_data_uri(scale=8, border=0)

    def _render_qweb_pdf(self, report_ref, res_ids=None, data=None):
        pages = PagesOfPdf(data or {})
        pages.setdefault("report_type", "pdf")
        result = super()._render_qweb_pdf(report_ref, res_ids=res_ids, data=pages)
        self._log_report(report_ref, res_ids)
        return result

    def _render_qweb_html(self, report_ref, docids, data=None):
        result = super()._render_qweb_html(report_ref, docids, data=data)
        if not isinstance(data, PagesOfPdf):
            self._log_report(report_ref, docids)
        return result

    def _render_qweb_text(self, report_ref, docids, data=None):
        result = super()._render_qweb_text(report_ref, docids, data=data)
        self._log_report(report_ref, docids)
        return result

    def _render_xlsx(self, report_ref, docids, data):
        result = super()._render_xlsx(report_ref, docids, data)
        self._log_report(report_ref, docids)
        return result

    def _log_report(self, report_ref, res_ids):
        # sudo: ir.actions.report – which report it is, is no secret
        report_sudo = self.sudo()._get_report(report_ref)
        if not res_ids or report_sudo.model not in self.env:
            return
        ids = [res_ids] if isinstance(res_ids, int) else res_ids
        records = self.env[report_sudo.model].browse(ids)
        self.env["bianmin.export.log"]._log_export(
            "report",
            records,
            self._count_exported_rows(records),
            words=report_sudo.name,
        )

    @api.model
    def _count_exported_rows(self, records):
        """Rows that a report on these records hands out. Extend for reports that list
        what belongs to a record.
        """
        return len(records)
