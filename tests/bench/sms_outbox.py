"""10,000 text messages through servers that answer as the providers do, at their worst.

5 % of the calls time out, 3 % are throttled at first, 1 % of the receipts come twice;
that each villager got his text once, or that it stands failed, is checked as well. The
floor is the same number of signed requests to the same server without Odoo.
"""

import dataclasses
from unittest import TestCase

from odoo.addons.bianmin_base.tests.common import BianminDataMixin
from odoo.addons.bianmin_sms.tests.common import SmsCase
from odoo.addons.bianmin_sms.tests.outbox_load import FAKES, OutboxLoad, ServerLog
from odoo.addons.bianmin_sms.tools.account_gateways import AliyunGateway, TencentGateway
from odoo.addons.bianmin_sms.tools.provider import Text, call_all

from tests.bench.bench import Row, bench, timed

MESSAGES = 10_000
SECONDS = 120
GATEWAYS = {"aliyun": AliyunGateway, "tencent": TencentGateway}


class Outbox(OutboxLoad, BianminDataMixin, TestCase):
    """The data and checks of the test, on a cursor that commits for good."""

    _create_message = SmsCase.__dict__["_create_message"]
    _create_template = SmsCase.__dict__["_create_template"]
    _create_account = SmsCase.__dict__["_create_account"]
    _use = SmsCase._use
    _tell = SmsCase._tell
    _get_logs = SmsCase._get_logs

    @classmethod
    def build(cls, env):
        cls.env = env
        cls._set_up_bianmin()
        env["sms.sms"].search([("state", "=", "outgoing")]).state = "canceled"

    def _run_queue(self):
        self.env["sms.sms"]._process_queue()
        self.env.invalidate_all()


@bench("sms-outbox-aliyun", "sms-outbox-tencent")
def sms_outbox(env):
    Outbox.build(env)
    outbox = Outbox()
    for gateway in FAKES:
        with ServerLog().listening() as log:
            with timed() as work:
                server, account, messages, throttled = outbox._send_all(
                    gateway, MESSAGES
                )
            outbox._check_each_once_or_failed(server, messages, throttled)
            outbox._tell_of_all(server, account, messages)
        outbox._check_counted_once(server, account, messages)
        outbox._check_log_is_masked(messages)
        outbox._check_server_log_is_masked(log)
        yield Row(
            f"sms-outbox-{gateway}",
            work.seconds,
            "s",
            goal=SECONDS,
            floor=_call_plainly(gateway, account),
        )


def _call_plainly(gateway, account):
    texts = [
        Text(str(number), f"138{number:08d}", "", "SMS_1", (("name", "李志顺"),))
        for number in range(MESSAGES)
    ]
    with FAKES[gateway](delay=0) as server:
        plain = dataclasses.replace(account._get_account(), endpoint=server.url)
        with timed() as timing:
            call_all(GATEWAYS[gateway].call, plain, texts)
    if len(server.sent) != MESSAGES:
        raise AssertionError(f"{len(server.sent)} of {MESSAGES} requests arrived.")
    return timing.seconds
