import json

from odoo.http import request

from odoo.addons.web.controllers import export


class ExportWithDomain:
    """Tells the export log what the exported list was restricted to."""

    def base(self, data):
        params = json.loads(data)
        if not params.get("ids"):
            request.bianmin_export_domain = params.get("domain") or []
        return super().base(data)


class CsvExport(ExportWithDomain, export.CSVExport):
    """CSV of a list."""


class ExcelExport(ExportWithDomain, export.ExcelExport):
    """XLSX of a list."""
