from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.sms.tools.sms_api import SmsApi

from ..tools.sms_gateway import LogGateway, SmsGateway
from .common import ProbeGateway, RefusingGateway, SmsCase


@tagged("post_install", "-at_install")
class TestLogGateway(SmsCase):
    def test_a_new_company_writes_to_the_log(self):
        company = self.env["res.company"].create({"name": "New county"})
        self.assertEqual(company.sms_gateway, "log")
        self.assertIs(company._get_sms_api_class(), LogGateway)

    def test_nothing_leaves_the_machine(self):
        message = self._create_message()
        with (
            patch.object(SmsApi, "_contact_iap", autospec=True) as contact,
            patch.object(SmsApi, "__init__", autospec=True) as init,
        ):
            self._create_message().send()
            self._run_queue()
        contact.assert_not_called()
        init.assert_not_called()
        self.assertEqual(message.state, "pending")

    def test_the_queue_marks_the_message_sent_and_keeps_it(self):
        message = self._create_message()
        self._run_queue()
        self.assertEqual(message.state, "pending")
        self.assertFalse(message.failure_type)
        self.assertFalse(message.to_delete)
        self.env["sms.sms"]._gc_device()
        self.assertTrue(message.exists())

    def test_the_button_leaves_it_to_the_queue(self):
        message = self._create_message()
        message.send()
        self.assertEqual(message.state, "outgoing", "nothing leaves before the commit")
        self._run_queue()
        self.assertEqual(message.state, "pending")
        self.assertEqual(self._get_logs(message).gateway, "log")

    def test_running_the_queue_again_sends_nothing_again(self):
        message = self._create_message()
        self._run_queue()
        self._run_queue()
        self.assertEqual(len(self._get_logs(message)), 1)

    def test_a_number_that_cannot_receive_is_an_error_and_stops_nobody(self):
        landline = self._create_message(number="0315-4100000")
        nobody = self._create_message(number=False)
        mobile = self._create_message()
        self._run_queue()
        self.assertEqual(landline.state, "error")
        self.assertEqual(landline.failure_type, "sms_number_format")
        self.assertEqual(nobody.failure_type, "sms_number_missing")
        self.assertEqual(mobile.state, "pending")

    def test_a_large_queue_needs_no_query_for_each_message(self):
        parameter = self.env["ir.config_parameter"].sudo()
        parameter.set_param("sms.session.batch.size", 50)

        def count_queries(size):
            messages = self.env["sms.sms"].create(
                [
                    {
                        "number": f"138{number:08d}",
                        "body": f"第{number % 7}条",
                        "division_id": self.village.id,
                    }
                    for number in range(size)
                ]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            messages.send()
            self._run_queue()
            self.env.flush_all()
            queries = self.cr.sql_log_count - before
            self.assertEqual(set(messages.mapped("state")), {"pending"})
            self.assertEqual(len(self._get_logs(messages)), size)
            return queries

        count_queries(50)
        one_batch = count_queries(50)
        self.assertLessEqual(count_queries(150), 3 * one_batch + 10)
        self.assertLess(one_batch, 50)


@tagged("post_install", "-at_install")
class TestProvider(SmsCase):
    def setUp(self):
        super().setUp()
        self.patch(ProbeGateway, "delivered", [])

    def test_an_addon_adds_a_gateway_by_extending_the_registry(self):
        self._choose_gateway(ProbeGateway)
        message = self._create_message(number="+86 138-0013-0001")
        self._run_queue()
        self.assertEqual(ProbeGateway.delivered, [(message.body, "13800130001")])
        self.assertEqual(message.state, "pending")
        self.assertEqual(self._get_logs(message).gateway, "probe")

    def test_the_choice_is_offered_in_the_settings(self):
        self._choose_gateway(ProbeGateway)
        choices = dict(self.env["res.company"]._selection_sms_gateway())
        self.assertEqual(
            list(choices), ["log", "aliyun", "tencent", "http", "probe", "odoo"]
        )
        self.assertEqual(choices["probe"], "Probe")

    def test_a_gateway_that_delivers_nothing_is_a_mistake_of_its_addon(self):
        message = self._create_message()
        gateway = SmsGateway(self.env)
        with self.assertRaises(NotImplementedError):
            message.with_context(sms_api=gateway)._send(raise_exception=True)

    def test_one_text_to_many_goes_out_in_one_call(self):
        self._choose_gateway(ProbeGateway)
        self._create_message(number="13800130001", body="停电通知")
        self._create_message(number="13800130002", body="停电通知")
        with patch.object(
            ProbeGateway, "_deliver", autospec=True, side_effect=ProbeGateway._deliver
        ) as deliver:
            self._run_queue()
        self.assertEqual(deliver.call_count, 1)
        self.assertEqual(len(ProbeGateway.delivered), 2)

    def test_what_the_provider_took_is_never_sent_twice(self):
        self._choose_gateway(ProbeGateway)
        message = self._create_message()
        self._run_queue()
        message.action_set_outgoing()
        self._run_queue()
        self.assertEqual(len(ProbeGateway.delivered), 1)
        self.assertEqual(message.state, "pending")
        self.assertEqual(len(self._get_logs(message)), 1)

    def test_a_refusal_says_why_and_can_be_retried(self):
        self._choose_gateway(RefusingGateway, code="refusing")
        message = self._create_message()
        self._run_queue()
        self.assertEqual(message.state, "error")
        self.assertEqual(message.failure_type, "sms_credit")
        self._choose_gateway(ProbeGateway)
        message.action_set_outgoing()
        self._run_queue()
        self.assertEqual(message.state, "pending")
        self.assertEqual(self._get_logs(message).mapped("result"), ["failed", "sent"])

    def test_a_provider_out_of_reach_leaves_an_error_not_a_loss(self):
        self._choose_gateway(ProbeGateway)
        message = self._create_message()
        with patch.object(ProbeGateway, "_deliver", side_effect=UserError("time-out")):
            self._run_queue()
        self.assertEqual(message.state, "error")
        self.assertEqual(message.failure_type, "sms_server")
        self.assertEqual(self._get_logs(message).result, "failed")

    def test_odoo_is_asked_only_when_it_was_chosen(self):
        self.env.company.sms_gateway = "odoo"
        message = self._create_message()

        def contact(_self, _endpoint, params, timeout=15):
            return [
                {"uuid": number["uuid"], "state": "success"}
                for text in params["messages"]
                for number in text["numbers"]
            ]

        with patch.object(SmsApi, "_contact_iap", autospec=True, side_effect=contact):
            self._run_queue()
        self.assertEqual(message.state, "pending")
        self.assertEqual(self._get_logs(message).gateway, "odoo")
