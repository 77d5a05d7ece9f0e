import re

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from ..tools.read_committed import see_committed

# What no token or key looks like is not worth a look into the database.
TOKEN = re.compile(r"[0-9a-f]{32}")
KEY = re.compile(r"[\w-]{16,64}", re.ASCII)


class DeviceController(http.Controller):
    """What the machines of a hall ask for; the token in their address is their key."""

    @http.route(
        "/hall/device/<string:token>/issue",
        type="jsonrpc",
        auth="public",
        methods=["POST"],
        save_session=False,
    )
    def issue(self, token, business_id, priority_kind, request_key):
        """Take a number at a kiosk.

        :param str request_key: made by the kiosk for one person; when it asks again
            with the same one, because no answer came, it gets the same number
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
                business_id, priority_kind, request_key
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
