from odoo.addons.bianmin_base.tests.common import BianminCase

from ..tools.sms_gateway import SmsGateway


class SmsCase(BianminCase):
    """Text messages of two neighbouring villages, and a gateway that remembers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.sms_gateway = "log"
        cls.env["sms.sms"].search([("state", "=", "outgoing")]).state = "canceled"

    @classmethod
    def _create_message(cls, number="13800130001", division=None, **vals):
        return cls.env["sms.sms"].create(
            {
                "number": number,
                "body": "您申请的事项已受理。",
                "division_id": (division or cls.village).id,
                **vals,
            }
        )

    def _run_queue(self):
        """What the scheduled action does, without its commits."""
        with self.enter_registry_test_mode():
            self.env.ref("sms.ir_cron_sms_scheduler_action").method_direct_trigger()

    def _get_logs(self, messages):
        return self.env["bianmin.sms.log"].search(
            [("sms_uuid", "in", messages.mapped("uuid"))], order="id"
        )

    def _choose_gateway(self, gateway, code="probe", label="Probe"):
        """Register a gateway as an addon of a provider would, and choose it."""
        company_class = self.env.registry["res.company"]
        classes = self.env["res.company"]._get_gateway_classes() | {code: gateway}
        labels = self.env["res.company"]._get_gateway_labels() | {code: label}
        self.patch(company_class, "_get_gateway_classes", lambda self: classes)
        self.patch(company_class, "_get_gateway_labels", lambda self: labels)
        self.env.company.sms_gateway = code


class ProbeGateway(SmsGateway):
    """Takes everything, and remembers what it was given."""

    delivered = []

    def _deliver(self, content, recipients):
        self.delivered += [(content, r["number"]) for r in recipients]
        return [self._result(recipient, "success") for recipient in recipients]


class RefusingGateway(SmsGateway):
    """A provider whose account is empty."""

    PROVIDER_TO_SMS_FAILURE_TYPE = SmsGateway.PROVIDER_TO_SMS_FAILURE_TYPE | {
        "account_empty": "sms_credit"
    }

    def _deliver(self, content, recipients):
        return [
            self._result(
                recipient, "account_empty", failure_reason="isv.AMOUNT_NOT_ENOUGH"
            )
            for recipient in recipients
        ]
