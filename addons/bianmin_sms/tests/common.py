import json
from contextlib import contextmanager
from unittest.mock import patch

from odoo.addons.bianmin_base.tests.common import BianminCase

from ..tools.receipt import read_receipts
from ..tools.sms_gateway import SmsGateway
from .fake_provider import KEY_ID, SECRET, ShortTimeouts


class SmsCase(ShortTimeouts, BianminCase):
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

    @classmethod
    def _create_template(cls, body):
        template = cls.env["sms.template"].create(
            {
                "name": "Test",
                "model_id": cls.env["ir.model"]._get_id("bianmin.division"),
                "body": body,
            }
        )
        template.with_context(lang="zh_CN").body = body
        return template

    @classmethod
    def _create_account(cls, gateway="aliyun", **vals):
        return cls.env["bianmin.sms.account"].create(
            {
                "name": "Contract",
                "gateway": gateway,
                "endpoint": "http://127.0.0.1:9",
                "sign_name": "便民",
                "key_id": KEY_ID,
                "secret": SECRET,
                "quiet_from": 0,
                "quiet_to": 0,
                **vals,
            }
        )

    def _use(self, server, gateway="aliyun", template=None, **vals):
        """Let the company send through a server of the tests."""
        account = self._create_account(gateway, endpoint=server.url, **vals)
        template = template or getattr(self, "template", None)
        if template:
            self.env["bianmin.sms.template.code"].create(
                {"account_id": account.id, "template_id": template.id, "code": "SMS_1"}
            )
        self.env.company.write({"sms_gateway": gateway, "sms_account_id": account.id})
        return account

    def _tell(self, account, entries):
        """What the address for receipts does with what a provider tells."""
        receipts = read_receipts(account.gateway, json.dumps(entries))
        self.env["sms.sms"]._apply_receipts(receipts)

    @contextmanager
    def _watch_triggers(self):
        """The moments for which the queue is woken."""
        moments = []
        with patch.object(
            self.env.registry["sms.sms"],
            "_trigger_queue",
            lambda _self, at=None: moments.append(at),
        ):
            yield moments

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
    reason = "isv.AMOUNT_NOT_ENOUGH"

    def _deliver(self, content, recipients):
        return [
            self._result(recipient, "account_empty", failure_reason=self.reason)
            for recipient in recipients
        ]
