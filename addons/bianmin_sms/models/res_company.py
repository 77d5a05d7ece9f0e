from odoo import api, fields, models

from ..tools.account_gateways import (
    AccountGateway,
    AliyunGateway,
    HttpGateway,
    TencentGateway,
)
from ..tools.sms_gateway import LogGateway


class ResCompany(models.Model):
    _inherit = "res.company"

    sms_gateway = fields.Selection(
        selection="_selection_sms_gateway",
        string="Text Message Gateway",
        required=True,
        default="log",
        help="Who carries text messages. “Log only” writes them to the log and sends "
        "nothing; every other choice hands telephone numbers and texts to a provider.",
    )

    sms_account_id = fields.Many2one(
        "bianmin.sms.account",
        string="Text Message Account",
        ondelete="restrict",
        help="The contract with the provider that carries the messages.",
    )

    @api.model
    def _get_gateway_classes(self):
        """The gateways that can be chosen. Extend to add a provider.

        :return: dictionary of code → subclass of ``SmsGateway``
        """
        return {
            "log": LogGateway,
            "aliyun": AliyunGateway,
            "tencent": TencentGateway,
            "http": HttpGateway,
        }

    @api.model
    def _get_gateway_labels(self):
        """What the settings call each gateway. Extend together with the classes."""
        return {
            "log": self.env._("Log only: nothing is sent"),
            "aliyun": self.env._("Aliyun"),
            "tencent": self.env._("Tencent Cloud"),
            "http": self.env._("Another provider, by HTTP"),
        }

    @api.model
    def _selection_sms_gateway(self):
        labels = self._get_gateway_labels()
        gateways = [(code, labels[code]) for code in self._get_gateway_classes()]
        return [*gateways, ("odoo", self.env._("Odoo's own text message service"))]

    def _needs_sms_account(self):
        gateway = self._get_gateway_classes().get(self.sms_gateway)
        return bool(gateway) and issubclass(gateway, AccountGateway)

    def _get_sms_account_sudo(self):
        """The account that the chosen gateway sends by, as superuser; else none."""
        self.ensure_one()
        # sudo: bianmin.sms.account – its secrets are closed to whoever sends
        return self.sudo().sms_account_id.filtered(
            lambda account: account.gateway == self.sms_gateway
        )

    def _get_sms_quiet_until(self):
        """When texts may go out again, in UTC; False when they may now."""
        account_sudo = self._get_sms_account_sudo()
        return account_sudo and account_sudo._get_quiet_until()

    def _get_sms_api_class(self):
        self.ensure_one()
        gateway = self._get_gateway_classes().get(self.sms_gateway)
        return gateway or super()._get_sms_api_class()
