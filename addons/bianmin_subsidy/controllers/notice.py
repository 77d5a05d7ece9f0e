from odoo import http
from odoo.http import request

from odoo.addons.bianmin_base.controllers.verify import TOKEN


class NoticeController(http.Controller):
    """The public notice of a roster, by a secret address that hangs on the board."""

    @http.route(
        "/bianmin/notice/<string:token>", type="http", auth="public", readonly=True
    )
    def notice(self, token, page="1"):
        """Masked names, villages and amounts; the same page for every wrong address."""
        notice_sudo = TOKEN.fullmatch(token) and request.env[
            "bianmin.subsidy.notice"
        ]._get_by_token(token)
        if not notice_sudo:
            return request.not_found()
        number = int(page) if page.isascii() and page.isdigit() else 1
        response = request.render(
            "bianmin_subsidy.notice_page",
            {"token": token, "notice": notice_sudo._prepare_public_values(number)},
        )
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex"
        return response
