from odoo import http
from odoo.http import request

from .public_page import TOKEN, make_json, render_page, speak_chinese


class TicketController(http.Controller):
    """Whoever holds a number follows it on his phone."""

    @http.route(
        "/hall/ticket/<string:token>",
        type="http",
        auth="public",
        methods=["GET"],
        readonly=True,
        save_session=False,
    )
    def page(self, token):
        """How many are before him, how long it will take, where he is to go."""
        speak_chinese()
        values = self._get_ticket(token)._prepare_page_values()
        return render_page("public_ticket", {"ticket": values})

    @http.route(
        "/hall/ticket/<string:token>/state.json",
        type="http",
        auth="public",
        methods=["GET"],
        readonly=True,
        save_session=False,
    )
    def state(self, token):
        """The same for the page that is open already, and for the kiosk."""
        speak_chinese()
        return make_json(self._get_ticket(token)._prepare_page_values())

    def _get_ticket(self, token):
        tickets = request.env["bianmin.queue.ticket"]
        ticket_sudo = TOKEN.fullmatch(token) and tickets._get_by_token(token)
        if not ticket_sudo:
            raise request.not_found()
        return ticket_sudo
