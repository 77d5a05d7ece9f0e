from odoo import api, fields, models

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

    @api.model
    def _get_gateway_classes(self):
        """The gateways that can be chosen. Extend to add a provider.

        :return: dictionary of code → subclass of ``SmsGateway``
        """
        return {"log": LogGateway}

    @api.model
    def _get_gateway_labels(self):
        """What the settings call each gateway. Extend together with the classes."""
        return {"log": self.env._("Log only: nothing is sent")}

    @api.model
    def _selection_sms_gateway(self):
        labels = self._get_gateway_labels()
        gateways = [(code, labels[code]) for code in self._get_gateway_classes()]
        return [*gateways, ("odoo", self.env._("Odoo's own text message service"))]

    def _get_sms_api_class(self):
        self.ensure_one()
        gateway = self._get_gateway_classes().get(self.sms_gateway)
        return gateway or super()._get_sms_api_class()
