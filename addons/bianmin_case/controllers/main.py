from odoo import http
from odoo.http import content_disposition, request

from ..models.case_document import PRINTED_AT_ONCE


class CaseController(http.Controller):
    """The applicant's view of a case, by a secret address."""

    @http.route(
        "/bianmin/case/<string:token>", type="http", auth="public", readonly=True
    )
    def case_progress(self, token):
        """Where the case stands. Nothing personal: papers with the address get lost."""
        case_sudo = request.env["bianmin.case"]._get_by_token(token)
        if not case_sudo:
            return request.not_found()
        response = request.render(
            "bianmin_case.progress", case_sudo._prepare_public_values()
        )
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    @http.route("/bianmin/case/documents/<string:ids>", type="http", auth="user")
    def documents(self, ids):
        """The PDF of papers that the user may read; for others there is nothing."""
        try:
            document_ids = {int(number) for number in ids.split(",")}
        except ValueError:
            return request.not_found()
        documents = request.env["bianmin.case.document"].search(
            [("id", "in", document_ids)]
        )
        if not documents or len(documents) > PRINTED_AT_ONCE:
            return request.not_found()
        name = documents.number if len(documents) == 1 else documents[:1].number + "…"
        return request.make_response(
            documents._get_printout(),
            [
                ("Content-Type", "application/pdf"),
                ("Content-Disposition", content_disposition(f"{name}.pdf", "inline")),
            ],
        )
