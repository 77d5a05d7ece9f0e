from odoo import models

from ..tools.sms_gateway import SmsGateway


class SmsSms(models.Model):
    """Text messages: sent by the gateway of the company, kept and logged."""

    _inherit = "sms.sms"

    def _split_by_api(self):
        """Let the button “Send Now” use the chosen gateway as the queue does.

        The standard method goes straight to Odoo's own service.
        """
        for company, messages in self.grouped(
            lambda sms: sms._get_sms_company()
        ).items():
            api_class = company._get_sms_api_class()
            if issubclass(api_class, SmsGateway):
                gateway = api_class(self.env)
                gateway._set_company(company)
                yield gateway, messages
            else:
                yield from super(SmsSms, messages)._split_by_api()

    def _send_with_api(
        self, sms_api, unlink_failed=False, unlink_sent=True, raise_exception=False
    ):
        """Keep what was sent: the outbox shows what a villager was told, and when."""
        return super()._send_with_api(
            sms_api,
            unlink_failed=False,
            unlink_sent=False,
            raise_exception=raise_exception,
        )

    def _handle_call_result_hook(self, results):
        self.env["bianmin.sms.log"]._log_results(self, results)
        return super()._handle_call_result_hook(results)
