from odoo import http
from odoo.http import request


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
