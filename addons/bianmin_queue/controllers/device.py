import re

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.bus.websocket import WebsocketConnectionHandler

from ..tools.read_committed import see_committed
from .public_page import TOKEN, make_json, render_page, speak_chinese

# What no key looks like is not worth a look into the database.
KEY = re.compile(r"[\w-]{16,64}", re.ASCII)


class DeviceController(http.Controller):
    """What the machines of a hall ask for; the token in their address is their key."""

    @http.route(
        "/hall/device/<string:token>",
        type="http",
        auth="public",
        methods=["GET"],
        readonly=True,
        save_session=False,
    )
    def page(self, token):
        """The page of a kiosk or screen."""
        speak_chinese()
        device_sudo = self._get_device(token, "kiosk", "display", "strip")
        if device_sudo.kind == "kiosk":
            values = device_sudo.hall_id._prepare_kiosk_values()
        else:
            values = {
                "name": device_sudo.hall_id.name,
                "window": device_sudo.window_id.number,
                "version": WebsocketConnectionHandler._VERSION,
            }
        return render_page(
            f"public_{device_sudo.kind}",
            {
                "path": device_sudo._get_path(),
                "printing": device_sudo.printing,
                "hall": values,
                "token": token,
            },
        )

    @http.route(
        "/hall/device/<string:token>/snapshot.json",
        type="http",
        auth="public",
        methods=["GET"],
        readonly=True,
        save_session=False,
    )
    def snapshot(self, token):
        """All that a screen shows now."""
        speak_chinese()
        device_sudo = self._get_device(token, "display", "strip")
        return make_json(device_sudo.hall_id._prepare_snapshot())

    @http.route(
        "/hall/device/<string:token>/print/<string:ticket_token>",
        type="jsonrpc",
        auth="public",
        methods=["POST"],
        save_session=False,
    )
    def print_slip(self, token, ticket_token):
        """Print a slip of the kiosk's own hall.

        :return: whether the printer took it
        """
        speak_chinese()
        device_sudo = self._get_device(token, "kiosk")
        ticket_sudo = request.env["bianmin.queue.ticket"]._get_by_token(ticket_token)
        if ticket_sudo.hall_id != device_sudo.hall_id:
            raise request.not_found()
        return device_sudo._print_slip(ticket_sudo)

    @http.route(
        "/hall/device/<string:token>/issue",
        type="jsonrpc",
        auth="public",
        methods=["POST"],
        save_session=False,
    )
    def issue(self, token, business_id, priority_kind, request_key, identity_number=""):
        """Take a number at a kiosk.

        :param str request_key: made by the kiosk for one person; when it asks again
            with the same one, because no answer came, it gets the same number
        :param str identity_number: as the reader of cards types it, or nothing
        :return: dict of what the kiosk shows, or of why there is no number
        """
        see_committed(request.env)
        device_sudo = self._get_device(token, "kiosk")
        kinds = request.env["bianmin.queue.ticket"]._fields["priority_kind"]
        if (
            not KEY.fullmatch(str(request_key))
            or priority_kind not in kinds.get_values(request.env)
            or not isinstance(business_id, int)
        ):
            raise request.not_found()
        try:
            ticket_sudo = device_sudo._take_number(
                business_id, priority_kind, request_key, str(identity_number)
            )
        except UserError as error:
            return {"refused": str(error)}
        if not ticket_sudo:
            raise request.not_found()
        return ticket_sudo._prepare_public_values()

    # ------------------------------------------------------------
    # HELPERS
    # ------------------------------------------------------------

    def _get_device(self, token, *kinds):
        """The device of a token; the one answer to all that is not there is 404."""
        device_sudo = TOKEN.fullmatch(token) and request.env[
            "bianmin.queue.device"
        ]._get_by_token(token, *kinds)
        if not device_sudo:
            raise request.not_found()
        return device_sudo
