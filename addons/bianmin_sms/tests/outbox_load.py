"""A whole county told at once, by a provider who is as bad as providers get.

5 % of the calls time out though the text goes out, 3 % are throttled at first, and 1 %
of the receipts come twice.
"""

import logging
import re
from contextlib import contextmanager

from odoo import fields

from .fake_provider import FakeAliyun, FakeTencent

FAKES = {"aliyun": FakeAliyun, "tencent": FakeTencent}
BUSY = {"aliyun": "Throttling.User", "tencent": "RequestLimitExceeded"}
SLOW_EACH, BUSY_EACH, BUSY_FIRST, TWICE_EACH = 20, 33, 7, 100

IDENTITY_NUMBER = "130224195001010019"
PHONE = "13900139000"
ACCOUNT = "6217000000001234567"
BATCH = 1000


class ServerLog(logging.Handler):
    """What a server of the usual log level writes into its file."""

    def __init__(self):
        super().__init__(logging.INFO)
        self.setFormatter(logging.Formatter("%(name)s %(message)s"))
        self.lines = []

    def emit(self, record):
        self.lines.append(self.format(record))

    @contextmanager
    def listening(self):
        root, odoo = logging.getLogger(), logging.getLogger("odoo")
        # The others go on writing no more than before.
        levels = {one: one.level for one in (odoo, *root.handlers)}
        for one in root.handlers:
            one.setLevel(max(one.level, odoo.getEffectiveLevel()))
        odoo.setLevel(logging.INFO)
        root.addHandler(self)
        try:
            yield self
        finally:
            root.removeHandler(self)
            for one, level in levels.items():
                one.setLevel(level)


class OutboxLoad:
    """For classes of ``SmsCase``: many messages, and what became of them."""

    def _create_many(self, template, size):
        return self.env["sms.sms"].create(
            [
                {
                    "number": f"138{number:08d}",
                    "body": f"李志顺{number}，您好，证号{IDENTITY_NUMBER}，"
                    f"电话{PHONE}，账号{ACCOUNT}。",
                    "division_id": self.village.id,
                    "template_id": template.id,
                    "variables": [["name", f"李志顺{number}"]],
                }
                for number in range(size)
            ]
        )

    def _make_difficult(self, server, gateway, messages):
        """Let the provider be slow with some messages, and throttle others once."""
        server.slow = set(messages[::SLOW_EACH].mapped("uuid"))
        throttled = set(messages[BUSY_FIRST::BUSY_EACH].mapped("uuid")) - server.slow
        waiting = set(throttled)

        def answer_for(identifier):
            with server.lock:
                if identifier not in waiting:
                    return None
                waiting.remove(identifier)
            return BUSY[gateway]

        server.answer_for = answer_for
        return throttled

    def _send_all(self, gateway, size):
        """Send ``size`` messages until none waits any more.

        :return: the provider, the account, the messages, identifiers once throttled
        """
        template = self._create_template("{{ object.name }}，您好。")
        parameters = self.env["ir.config_parameter"].sudo()
        parameters.set_param("sms.session.batch.size", BATCH)
        with FAKES[gateway](delay=2) as server:
            account = self._use(
                server,
                gateway,
                name=gateway,
                template=template,
                timeout_seconds=0.2,
                application="1400",
            )
            messages = self._create_many(template, size)
            throttled = self._make_difficult(server, gateway, messages)
            self._run_until_done(messages)
        return server, account, messages, throttled

    def _run_until_done(self, messages):
        for _run in range(2 * (len(messages) // BATCH + 1)):
            self._run_queue()
            waiting = messages.filtered(lambda message: message.state == "outgoing")
            if not waiting:
                return
            # As if the minutes had passed that a throttled message waits.
            waiting.next_attempt_at = fields.Datetime.now()

    def _tell_of_all(self, server, account, messages):
        """Receipts for every text that went out; some of them come twice."""
        if account.gateway == "aliyun":
            receipts = [
                {"out_id": identifier, "success": True, "err_code": "DELIVERED"}
                for identifier, _number in server.sent
            ]
        else:
            receipts = [
                {"sid": reference, "report_status": "SUCCESS", "mobile": "1"}
                for reference in filter(None, messages.mapped("provider_reference"))
            ]
        self._tell(account, receipts + receipts[::TWICE_EACH])
        self._tell(account, receipts[::TWICE_EACH])

    # ------------------------------------------------------------
    # CHECKS
    # ------------------------------------------------------------

    def _check_each_once_or_failed(self, server, messages, throttled):
        self.assertEqual(set(server.sent.values()), {1})
        self.assertEqual(set(messages.mapped("state")), {"pending", "error"})
        failed = messages.filtered(lambda message: message.state == "error")
        arrived = {identifier for identifier, _number in server.sent}
        self.assertLessEqual(set((messages - failed).mapped("uuid")), arrived)
        self.assertEqual(set(failed.mapped("failure_type")), {"sms_unclear"})
        # Where the machine is busy some answers are there before anyone looks.
        self.assertTrue(server.slow & set(failed.mapped("uuid")))
        again = messages.filtered(lambda message: message.uuid in throttled)
        self.assertGreaterEqual(min(again.mapped("attempt_count")), 2)

    def _check_counted_once(self, server, account, messages):
        """One row for each receipt, however often it came."""
        sent = {identifier for identifier, _number in server.sent}
        told = messages.filtered(
            lambda message: (
                message.uuid in sent
                if account.gateway == "aliyun"
                else message.provider_reference
            )
        )
        arrived = messages.filtered(lambda message: message.state == "sent")
        self.assertEqual(arrived, told)
        rows = self._get_logs(messages)
        delivered = rows.filtered(lambda row: row.result == "delivered")
        self.assertEqual(
            sorted(delivered.mapped("sms_uuid")), sorted(told.mapped("uuid"))
        )

    def _check_log_is_masked(self, messages):
        """No column of the log tells who somebody is or where the money goes."""
        rows = self._get_logs(messages)
        names = [
            name
            for name, field in rows._fields.items()
            if field.store and field.type in ("char", "text") and name != "sms_uuid"
        ]
        text = "\n".join(
            str(value)
            for row in rows.read(names, load="")
            for name, value in row.items()
            if name in names
        )
        for secret in (IDENTITY_NUMBER, PHONE, ACCOUNT):
            self.assertNotIn(secret, text)
        self.assertNotRegex(text, r"138\d{8}")

    def _check_server_log_is_masked(self, log):
        """Its own file tells as little; that texts went out it does tell."""
        text = "\n".join(log.lines)
        self.assertIn("odoo.addons", text)
        for secret in (IDENTITY_NUMBER, PHONE, ACCOUNT):
            self.assertFalse(secret in text, secret)
        # Identifiers of messages may hold such digits among others.
        self.assertEqual(re.findall(r"\b138\d{8}\b", text), [])
