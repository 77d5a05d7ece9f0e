import logging
import socket
from uuid import uuid4

from odoo import api, fields, models, tools
from odoo.exceptions import UserError, ValidationError

from odoo.addons.bianmin_base.tools.local_time import local_today

from ..tools.priority import is_old
from ..tools.queue_policy import NO_PRIORITY
from ..tools.roles import MANAGER

_logger = logging.getLogger(__name__)

# Nobody at a kiosk waits longer for a printer that has no paper.
PRINTER_SECONDS = 3


class BianminQueueDevice(models.Model):
    """A machine in the hall without a login: its address is its key (终端设备)."""

    _name = "bianmin.queue.device"
    _description = "Hall Device"
    _inherit = ["bianmin.scope.mixin"]
    _order = "hall_id, kind, name, id"

    name = fields.Char(required=True, help="Where it stands, such as 东门取号机.")
    active = fields.Boolean(default=True)
    kind = fields.Selection(
        [
            ("kiosk", "Kiosk for numbers"),
            ("display", "Big screen"),
            ("strip", "Screen above a window"),
        ],
        default="kiosk",
        required=True,
        help="取号机, 综合显示屏, 窗口屏.",
    )
    hall_id = fields.Many2one(
        "bianmin.queue.hall", required=True, index=True, ondelete="restrict"
    )
    division_id = fields.Many2one(
        related="hall_id.division_id", store=True, precompute=True, index=True
    )
    window_id = fields.Many2one(
        "bianmin.queue.window",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('hall_id', '=', hall_id)]",
        help="The window above which the screen hangs.",
    )
    token = fields.Char(
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: uuid4().hex,
        groups="bianmin_queue.group_queue_manager",
        help="What its address ends with: whoever has it may do what the device may.",
    )
    url = fields.Char(
        string="Address",
        compute="_compute_url",
        groups="bianmin_queue.group_queue_manager",
        help="Open it in the browser of the device.",
    )

    # slips
    printing = fields.Selection(
        [
            ("browser", "By its browser"),
            ("network", "By a slip printer in the network"),
            ("none", "No slips"),
        ],
        default="browser",
        required=True,
        help="How a kiosk prints the slip with the number (小票).",
    )
    printer_host = fields.Char(string="Printer address", help="Such as 192.168.1.50.")
    printer_port = fields.Integer(default=9100, aggregator=None)
    printer_has_rare = fields.Boolean(
        string="Printer knows rare characters",
        help="All of GB18030. Otherwise lines with rare characters are printed as "
        "pictures (生僻字).",
    )

    _token_uniq = models.UniqueIndex("(token)", "Two devices cannot share one address.")
    _printer_check = models.Constraint(
        "CHECK (printing != 'network' OR (printer_host IS NOT NULL "
        "AND printer_port BETWEEN 1 AND 65535))",
        "Enter the address of the slip printer.",
    )
    _strip_check = models.Constraint(
        "CHECK (kind != 'strip' OR window_id IS NOT NULL)",
        "Choose the window above which the screen hangs.",
    )

    @api.depends("token")
    def _compute_url(self):
        for device in self:
            device.url = f"{device.get_base_url()}{device._get_path()}"

    @api.constrains("window_id", "hall_id")
    def _check_window(self):
        for device in self:
            if device.window_id.hall_id - device.hall_id:
                raise ValidationError(
                    self.env._(
                        "“%(device)s” hangs above a window of its own hall.",
                        device=device.name,
                    )
                )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        devices = super().create(vals_list)
        # That there is no such token is kept too.
        self.env.registry.clear_cache()
        return devices

    def write(self, vals):
        result = super().write(vals)
        self.env.registry.clear_cache()
        if "hall_id" in vals:
            # The rules have looked where the device was, not where it goes.
            self._check_scope(MANAGER)
        return result

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_renew_token(self):
        """Give the device a new address; the old one is worth nothing at once."""
        for device in self:
            device.token = uuid4().hex

    def action_open(self):
        """Show the page of the device."""
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": self._get_path()}

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    @api.model
    def _get_by_token(self, token, *kinds):
        """The device that an address belongs to, with all rights, or none.

        :param kinds: which kinds of device may ask for this
        """
        # sudo: bianmin.queue.device – a device has no account, the token is its key
        device_id, kind = self.sudo()._find_token(token)
        return self.sudo().browse(device_id if kind in kinds else ())

    @tools.ormcache("token")
    def _find_token(self, token):
        """Id and kind of the device with a token; asked with every number."""
        device = self.search_fetch([("token", "=", token)], ["kind"], limit=1)
        return device.id, device.kind

    def _get_path(self):
        return f"/hall/device/{self.token}"

    def _take_number(self, business_id, priority_kind, request_key, number=""):
        """Give a number to whoever stands at the kiosk.

        :param str number: of his identity card, which is not kept: only whether he is
            old is taken from it
        :return: the ticket, or none when the kiosk's hall has no such business
        """
        self.ensure_one()
        business = self.env["bianmin.queue.business"].search_fetch(
            [("id", "=", business_id), ("hall_id", "=", self.hall_id.id)]
        )
        if not business:
            return self.env["bianmin.queue.ticket"]
        if not self.hall_id._is_open():
            raise UserError(self.env._("The hall gives numbers in its hours only."))
        if priority_kind == NO_PRIORITY and is_old(number, local_today()):
            priority_kind = "elderly"
        return business._give_number(priority_kind, request_key, self.name)

    def _print_slip(self, ticket):
        """Send a slip to the printer of the kiosk.

        :return: whether the printer took it; the number holds without a slip too
        """
        self.ensure_one()
        if self.printing != "network":
            return False
        slip = ticket._encode_slip(self.printer_has_rare)
        address = (self.printer_host, self.printer_port)
        try:
            with socket.create_connection(address, PRINTER_SECONDS) as printer:
                printer.sendall(slip)
        except OSError as error:
            _logger.warning("The printer of %s does not answer: %s", self.name, error)
            return False
        return True
