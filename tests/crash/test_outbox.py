"""The process that sends text messages is killed: none is sent twice, none is lost."""

from odoo.addons.bianmin_sms.tests.fake_provider import (
    KEY_ID,
    SECRET,
    FakeAliyun,
    FakeTencent,
)

from tests.committed import CommittedCase
from tests.crash.process import ProcessMixin

MESSAGES, BATCH = 300, 100
SEND = 'env.ref("sms.ir_cron_sms_scheduler_action").method_direct_trigger()'


class TestOutboxCrash(ProcessMixin, CommittedCase):
    def _set_up(self, server, gateway):
        with self._env() as env:
            company = env.company
            before = {
                "sms_gateway": company.sms_gateway,
                "sms_account_id": company.sms_account_id.id,
            }
            self.addCleanup(self._restore, before)
            env["ir.config_parameter"].set_param("sms.session.batch.size", BATCH)
            account = env["bianmin.sms.account"].create(
                {
                    "name": "Crash",
                    "gateway": gateway,
                    "endpoint": server.url,
                    "sign_name": "便民",
                    "application": "1400",
                    "key_id": KEY_ID,
                    "secret": SECRET,
                    "quiet_from": 0,
                    "quiet_to": 0,
                }
            )
            template = env["sms.template"].create(
                {
                    "name": "Crash",
                    "model_id": env["ir.model"]._get_id("bianmin.division"),
                    "body": "{{ object.name }}",
                }
            )
            env["bianmin.sms.template.code"].create(
                {"account_id": account.id, "template_id": template.id, "code": "SMS_1"}
            )
            company.write({"sms_gateway": gateway, "sms_account_id": account.id})
            env["sms.sms"].search([("state", "=", "outgoing")]).state = "canceled"
            messages = env["sms.sms"].create(
                [
                    {
                        "number": f"138{number:08d}",
                        "body": "您申请的事项已受理。",
                        "template_id": template.id,
                        "variables": [["name", "柳湾村"]],
                    }
                    for number in range(MESSAGES)
                ]
            )
            self.message_ids = messages.ids

    def _restore(self, values):
        with self._env() as env:
            env.company.write(values)
            env["ir.config_parameter"].set_param("sms.session.batch.size", False)

    def _check(self, fake, gateway):
        with fake(delay=0) as server:
            self._set_up(server, gateway)
            # In the middle of the second batch.
            with self._process(SEND) as process:
                self._wait_until(lambda: len(server.sent) > BATCH + 20)
                self._kill(process)
            gone = set(server.sent)
            self.assertLess(len(gone), 2 * BATCH + 1)
            # Ten minutes later nobody believes any more that it is still at work.
            with self._env() as env:
                env.cr.execute(
                    "UPDATE sms_sms SET handed_at = handed_at - interval '11 minutes'"
                )
            self._run_process(SEND)
            self.assertEqual(set(server.sent.values()), {1})
            self._check_fates(server, gone)

    def _check_fates(self, server, gone):
        arrived = {identifier for identifier, _number in server.sent}
        with self._env() as env:
            messages = env["sms.sms"].browse(self.message_ids)
            failed = messages.filtered(lambda message: message.state == "error")
            self.assertEqual(len(failed), BATCH, "the batch that was under way")
            self.assertEqual(set(failed.mapped("failure_type")), {"sms_unclear"})
            others = messages - failed
            self.assertEqual(set(others.mapped("state")), {"pending"})
            self.assertLessEqual(set(others.mapped("uuid")), arrived)
            in_doubt = {identifier for identifier, _number in gone}
            self.assertTrue(in_doubt & set(failed.mapped("uuid")))
            self.assertEqual(
                env["bianmin.sms.log"].search_count(
                    [("sms_uuid", "in", messages.mapped("uuid"))]
                ),
                MESSAGES,
            )

    def test_aliyun(self):
        self._check(FakeAliyun, "aliyun")

    def test_tencent(self):
        self._check(FakeTencent, "tencent")
