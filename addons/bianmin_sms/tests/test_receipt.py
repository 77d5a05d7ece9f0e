import json

from odoo.tests import HttpCase, tagged

from .common import SmsCase


@tagged("post_install", "-at_install")
class TestReceipt(SmsCase):
    def setUp(self):
        super().setUp()
        self.account = self._create_account()
        self.message = self._create_message()
        self.message.state = "pending"

    def _tell_of(self, message, **values):
        self._tell(self.account, [{"out_id": message.uuid, "success": True} | values])

    def test_what_arrived_is_delivered(self):
        self._tell_of(self.message)
        self.assertEqual(self.message.state, "sent")
        self.assertEqual(self._get_logs(self.message).result, "delivered")

    def test_what_did_not_arrive_is_an_error_to_see(self):
        self._tell_of(self.message, success=False)
        self.assertEqual(self.message.failure_type, "sms_not_delivered")
        self.assertEqual(self._get_logs(self.message).result, "undelivered")

    def test_a_repeated_receipt_changes_nothing(self):
        for _time in range(2):
            self._tell_of(self.message, success=False)
        self.assertEqual(len(self._get_logs(self.message)), 1)

    def test_a_late_refusal_does_not_take_back_what_arrived(self):
        self._tell_of(self.message)
        self._tell_of(self.message, success=False)
        self.assertEqual(self.message.state, "sent")

    def test_a_receipt_clears_a_doubt(self):
        self.message.action_set_error("sms_unclear")
        self._tell_of(self.message)
        self.assertEqual(self.message.state, "sent")
        self.assertFalse(self.message.failure_type)

    def test_a_number_that_two_providers_gave_means_the_latest_message(self):
        later = self._create_message()
        (self.message | later).write({"state": "pending", "provider_reference": "7"})
        tencent = self._create_account("tencent", name="Other", application="1400")
        self._tell(tencent, [{"sid": "7", "report_status": "SUCCESS"}])
        self.assertEqual((self.message.state, later.state), ("pending", "sent"))

    def test_a_message_that_arrived_is_never_handed_over_again(self):
        self._tell_of(self.message)
        self.message.action_set_outgoing()
        self._run_queue()
        self.assertEqual(self._get_logs(self.message).mapped("result"), ["delivered"])

    def test_many_receipts_need_no_query_each(self):
        def count_queries(size):
            messages = self.env["sms.sms"].create(
                [
                    {"number": f"138{n:08d}", "body": "好", "state": "pending"}
                    for n in range(size)
                ]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self._tell(
                self.account,
                [{"out_id": uuid, "success": True} for uuid in messages.mapped("uuid")],
            )
            self.env.flush_all()
            return self.cr.sql_log_count - before

        count_queries(10)
        few = count_queries(50)
        self.assertLessEqual(count_queries(100), few + 5)


@tagged("post_install", "-at_install")
class TestReceiptAddress(HttpCase, SmsCase):
    def _post(self, account, content, token=None):
        path = f"/bianmin_sms/receipt/{token or account.receipt_token}"
        return self.url_open(
            path, data=content, headers={"content-type": "application/json"}
        )

    def test_the_provider_tells_and_hears_that_it_was_taken(self):
        account = self._create_account()
        message = self._create_message()
        answer = self._post(
            account, json.dumps([{"out_id": message.uuid, "success": True}])
        )
        self.assertEqual(answer.json()["code"], 0)
        self.assertEqual(message.state, "sent")
        tencent = self._create_account("tencent", name="Other", application="1400")
        self.assertEqual(self._post(tencent, "[]").json()["result"], 0)

    def test_a_wrong_token_finds_nothing(self):
        account = self._create_account()
        message = self._create_message()
        answer = self._post(
            account,
            json.dumps([{"out_id": message.uuid, "success": True}]),
            token="0" * 32,
        )
        self.assertEqual(answer.status_code, 404)
        self.assertEqual(message.state, "outgoing")

    def test_nonsense_is_refused_without_a_trace(self):
        account = self._create_account()
        self.assertEqual(self._post(account, "<xml/>").status_code, 400)
        self.assertEqual(self._post(account, " " * (1 << 21)).status_code, 413)
