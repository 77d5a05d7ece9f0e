from datetime import datetime
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import SmsCase
from .fake_provider import FakeAliyun, FakeHttp, FakeTencent


@tagged("post_install", "-at_install")
class TestAccountGateway(SmsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls._create_template("{{ object.name }}，{{ object.code }}好。")
        cls.variables = [["name", "李志顺"], ["code", "您"]]

    def _create_text(self, **vals):
        return self._create_message(
            **{"template_id": self.template.id, "variables": self.variables} | vals
        )

    def test_a_registered_text_goes_out_by_its_code(self):
        with FakeAliyun() as server:
            self._use(server)
            message = self._create_text()
            self._run_queue()
        self.assertEqual(message.state, "pending")
        self.assertEqual(message.provider_reference, "reference-1")
        self.assertEqual(server.texts[message.uuid], {"name": "李志顺", "code": "您"})

    def test_tencent_gets_the_variables_in_the_registered_order(self):
        with FakeTencent() as server:
            account = self._use(server, "tencent", application="1400")
            account.template_code_ids.variable_names = "code,name"
            message = self._create_text()
            self._run_queue()
        self.assertEqual(server.texts[message.uuid], ["您", "李志顺"])

    def test_another_provider_gets_any_text(self):
        with FakeHttp() as server:
            self._use(server, "http", reference_path="data.id")
            message = self._create_message()
            self._run_queue()
        self.assertEqual(message.state, "pending")
        self.assertEqual(message.provider_reference, "reference-1")

    def test_a_text_that_is_not_registered_says_so(self):
        with FakeAliyun() as server:
            self._use(server)
            message = self._create_message()
            self._run_queue()
            self.assertFalse(server.sent)
        self.assertEqual(message.failure_type, "sms_template")

    def test_without_an_account_nothing_is_lost(self):
        with FakeAliyun() as server:
            self._use(server)
            self.env.flush_all()
            # As a restored copy may have it: the constraint would refuse this.
            self.env.cr.execute("UPDATE res_company SET sms_account_id = NULL")
            self.env.invalidate_all()
            message = self._create_text()
            self._run_queue()
        self.assertEqual(message.failure_type, "sms_acc")

    def test_an_unclear_message_is_not_sent_again_by_itself(self):
        with FakeAliyun() as server:
            self._use(server, timeout_seconds=0.1)
            message = self._create_text()
            server.slow = {message.uuid}
            self._run_queue()
            self._run_queue()
            self.assertEqual(set(server.sent.values()), {1})
        self.assertEqual(message.state, "error")
        self.assertEqual(message.failure_type, "sms_unclear")

    def test_a_person_may_send_an_unclear_message_again(self):
        with FakeAliyun() as server:
            self._use(server, timeout_seconds=0.1)
            message = self._create_text()
            server.slow = {message.uuid}
            self._run_queue()
            message.action_send_again()
            self._run_queue()
        self.assertEqual(message.state, "pending")
        self.assertEqual(len(server.sent), 2, "another identifier, so another message")

    def test_only_a_failed_message_is_sent_again(self):
        message = self._create_text()
        with self.assertRaises(UserError):
            message.action_send_again()

    def test_one_repeats_only_messages_of_the_own_divisions(self):
        reader = new_test_user(
            self.env, "reader", groups="bianmin_base.group_text_message_reader"
        )
        message = self._create_text()
        message.action_set_error("sms_credit")
        with self.assertRaises(AccessError):
            message.with_user(reader).action_send_again()

    def test_a_busy_provider_is_tried_later_and_not_for_ever(self):
        with freeze_time("2026-11-24 02:00:00") as clock, FakeAliyun() as server:
            server.answer_for = lambda identifier: "Throttling.User"
            self._use(server)
            message = self._create_text()
            waits = []
            while message.state != "error":
                self._run_queue()
                if message.next_attempt_at:
                    waits.append(message.next_attempt_at - fields.Datetime.now())
                    self._run_queue()
                    clock.move_to(message.next_attempt_at)
        self.assertEqual([wait.seconds // 60 for wait in waits], [2, 4, 8, 16])
        self.assertEqual(message.attempt_count, 5)
        self.assertEqual(message.failure_type, "sms_server")

    def test_a_killed_run_leaves_its_messages_in_doubt(self):
        """What was handed over before the process died may have gone out."""
        message = self._create_text()
        with freeze_time("2026-11-24 02:00:00"):
            with (
                self.enter_registry_test_mode(),
                patch.object(self.env.registry["ir.cron"], "_commit_progress"),
                patch.object(self.env.registry["sms.sms"], "_send") as send,
            ):
                # The provider was called, and what came back was never written.
                self.env["sms.sms"]._process_queue()
            send.assert_called_once()
            self.assertEqual(message.state, "process")
            self._run_queue()
            self.assertEqual(message.state, "process", "it may still be under way")
        with freeze_time("2026-11-24 02:11:00"):
            self._run_queue()
        self.assertEqual(message.failure_type, "sms_unclear")
        self.assertEqual(self._get_logs(message).result, "failed")

    def test_at_night_only_urgent_texts_leave(self):
        with FakeAliyun() as server:
            self._use(server, quiet_from=21, quiet_to=8)
            message = self._create_text()
            code = self._create_text(is_urgent=True, number="13800130002")
            # 22:30 in China
            with freeze_time("2026-11-24 14:30:00"), self._watch_triggers() as moments:
                self._run_queue()
            self.assertEqual(code.state, "pending")
            self.assertEqual(message.state, "outgoing")
            self.assertIn(datetime(2026, 11, 25, 0, 0), moments)
            with freeze_time("2026-11-25 00:00:00"):
                self._run_queue()
            self.assertEqual(message.state, "pending")

    def test_the_log_knows_no_night(self):
        message = self._create_message()
        with freeze_time("2026-11-24 18:30:00"):
            self._run_queue()
        self.assertEqual(message.state, "pending")

    def test_the_variables_of_a_record_are_rendered_in_the_villagers_language(self):
        template = self._create_template("{{ object.code }}，{{ object.name }}【】")
        values = template._get_variables(self.village | self.township)
        self.assertEqual(
            values[self.village.id],
            [["code", self.village.code], ["name", self.village.name]],
        )
        self.assertEqual(len(values), 2)
        plain = self._create_template("停电通知")
        self.assertEqual(plain._get_variables(self.village), {self.village.id: []})
