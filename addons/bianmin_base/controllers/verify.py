import re

from odoo import http
from odoo.http import request

# What no token looks like is not worth a look into the database.
TOKEN = re.compile(r"[\w-]{20,64}", re.ASCII)


class VerifyController(http.Controller):
    """Whether a paper is genuine, for anybody who holds it."""

    @http.route("/verify/<string:token>", type="http", auth="public", readonly=True)
    def verify(self, token):
        """What was issued under this token; the same page for every wrong one."""
        paper_sudo = TOKEN.fullmatch(token) and request.env[
            "bianmin.verifiable.mixin"
        ]._find_verifiable(token)
        values = paper_sudo and paper_sudo._prepare_verification_values()
        response = request.render(
            "bianmin_base.verify", {"paper": values}, status=200 if values else 404
        )
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex"
        return response
