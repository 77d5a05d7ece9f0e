from odoo.http import route

from odoo.addons.web.controllers.report import ReportController


class LoggedReportController(ReportController):
    """A printed paper is written into the export log: its page is no mere reading."""

    @route(readonly=False)
    def report_routes(self, reportname, docids=None, converter=None, **data):
        return super().report_routes(reportname, docids, converter, **data)
