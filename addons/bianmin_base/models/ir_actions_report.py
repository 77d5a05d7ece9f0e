import segno

from odoo import api, models


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    @api.model
    def _get_qr_data_uri(self, text):
        """A QR code as a data URI, so that a paper needs no second request.

        :param str text: what the code holds, usually an address with a random token
        """
        return segno.make(text, error="m", micro=False).png_data_uri(scale=8, border=0)

    def _render_qweb_pdf(self, report_ref, res_ids=None, data=None):
        # A PDF is made from the HTML: one export, one line in the log.
        report = self.with_context(bianmin_export_logged=True)
        result = super(IrActionsReport, report)._render_qweb_pdf(
            report_ref, res_ids=res_ids, data=data
        )
        self._log_report(report_ref, res_ids)
        return result

    def _render_qweb_html(self, report_ref, docids, data=None):
        result = super()._render_qweb_html(report_ref, docids, data=data)
        self._log_report(report_ref, docids)
        return result

    def _render_xlsx(self, report_ref, docids, data):
        result = super()._render_xlsx(report_ref, docids, data)
        self._log_report(report_ref, docids)
        return result

    def _log_report(self, report_ref, res_ids):
        # sudo: ir.actions.report – which report it is, is no secret
        report_sudo = self.sudo()._get_report(report_ref)
        if (
            not res_ids
            or report_sudo.model not in self.env
            or self.env.context.get("bianmin_export_logged")
        ):
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
