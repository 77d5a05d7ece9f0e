from odoo.http import route

from odoo.addons.web.controllers.report import ReportController


def _never(_controller, _rule, _args):
    return False


class LoggedReportController(ReportController):
    """A printed paper is written into the export log: its page is no mere reading."""

    # A function, because Odoo takes a plain False for a mistake.
    @route(readonly=_never)
    def report_routes(self, reportname, docids=None, converter=None, **data):
        return super().report_routes(reportname, docids, converter, **data)
