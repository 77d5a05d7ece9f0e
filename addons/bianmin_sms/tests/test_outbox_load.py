from odoo.tests import tagged

from .common import SmsCase
from .outbox_load import OutboxLoad, ServerLog

SIZE = 600


@tagged("post_install", "-at_install")
class TestOutboxLoad(OutboxLoad, SmsCase):
    """Each villager gets each text once, or it stands failed for a person to see.

    The benchmark ``sms-outbox`` does the same with 10,000.
    """

    def _check(self, gateway):
        with ServerLog().listening() as log:
            server, account, messages, throttled = self._send_all(gateway, SIZE)
            self.assertTrue(throttled)
            self._check_each_once_or_failed(server, messages, throttled)
            self._tell_of_all(server, account, messages)
        self._check_counted_once(server, account, messages)
        self._check_log_is_masked(messages)
        self._check_server_log_is_masked(log)

    def test_aliyun(self):
        self._check("aliyun")

    def test_tencent(self):
        self._check("tencent")
