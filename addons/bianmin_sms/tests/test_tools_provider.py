import json

from odoo.tests import BaseCase, tagged

from ..tools.provider import (
    Account,
    Answer,
    Text,
    call_aliyun,
    call_all,
    call_http,
    call_tencent,
    fill_body,
)
from .fake_provider import (
    KEY_ID,
    SECRET,
    FakeAliyun,
    FakeBroken,
    FakeHttp,
    FakeTencent,
    ShortTimeouts,
)

TEXT = Text("id-1", "13800130001", "您的申请已受理。", "SMS_1", (("name", "李志顺"),))


def account(server, **values):
    values = {"key_id": KEY_ID, "secret": SECRET, "sign_name": "便民"} | values
    return Account(server.url, application="1400", region="ap-beijing", **values)


def http_account(server, **values):
    body = {"phone": "{phone}", "content": "{text}", "id": "{id}"}
    return account(
        server,
        request_body=json.dumps(body),
        success_path="code",
        success_value="0",
        reference_path="data.id",
        **values,
    )


@tagged("post_install", "-at_install")
class TestProvider(ShortTimeouts, BaseCase):
    def test_aliyun_accepts_our_signature_and_gets_names(self):
        with FakeAliyun() as server:
            answers = call_all(call_aliyun, account(server), [TEXT])
        self.assertEqual(answers, [Answer("success", "reference-1")])
        self.assertEqual(server.texts, {"id-1": {"name": "李志顺"}})
        self.assertEqual(server.sent, {("id-1", "13800130001"): 1})

    def test_tencent_accepts_our_signature_and_gets_an_ordered_list(self):
        with FakeTencent() as server:
            answers = call_all(call_tencent, account(server), [TEXT])
        self.assertEqual(answers, [Answer("success", "reference-1")])
        self.assertEqual(server.texts, {"id-1": ["李志顺"]})

    def test_any_other_provider_gets_the_text_with_its_sender(self):
        with FakeHttp() as server:
            answers = call_all(call_http, http_account(server), [TEXT])
        self.assertEqual(answers, [Answer("success", "reference-1")])
        self.assertEqual(server.texts, {"id-1": "【便民】您的申请已受理。"})

    def test_a_wrong_secret_is_refused_and_nothing_is_sent(self):
        for fake, call in ((FakeAliyun, call_aliyun), (FakeTencent, call_tencent)):
            with self.subTest(call=call.__name__), fake() as server:
                [answer] = call_all(call, account(server, secret="other"), [TEXT])
                self.assertIn(answer.state, ("server_error", "unregistered"))
                self.assertFalse(server.sent)

    def test_an_answer_that_comes_too_late_is_unclear_not_failed(self):
        for fake, call in ((FakeAliyun, call_aliyun), (FakeTencent, call_tencent)):
            with self.subTest(call=call.__name__), fake() as server:
                server.slow = {"id-1"}
                [answer] = call_all(call, account(server, timeout=0.2), [TEXT])
                self.assertEqual(answer.state, "unclear")
                self.assertEqual(server.sent["id-1", "13800130001"], 1)

    def test_a_provider_out_of_reach_has_sent_nothing(self):
        with FakeAliyun() as server:
            gone = account(server)
        [answer] = call_all(call_aliyun, gone, [TEXT])
        self.assertEqual(answer.state, "throttled")

    def test_an_answer_that_is_none_is_unclear_but_a_busy_one_is_not(self):
        for status, state in ((502, "unclear"), (200, "unclear"), (503, "throttled")):
            with self.subTest(status=status), FakeBroken() as server:
                server.status = status
                [answer] = call_all(call_aliyun, account(server), [TEXT])
                self.assertEqual(answer.state, state)

    def test_the_words_of_a_provider_become_a_reason(self):
        aliyun = {
            "isv.BUSINESS_LIMIT_CONTROL": "limited",
            "isv.AMOUNT_NOT_ENOUGH": "insufficient_credit",
            "isv.MOBILE_NUMBER_ILLEGAL": "wrong_number_format",
            "isv.SMS_TEMPLATE_ILLEGAL": "template_unknown",
            "Throttling.User": "throttled",
            "isv.NEWS": "server_error",
        }
        tencent = {
            "LimitExceeded.PhoneNumberDailyLimit": "limited",
            "RequestLimitExceeded": "throttled",
            "AuthFailure.SecretIdNotFound": "unregistered",
            "FailedOperation.InsufficientBalanceInSmsPackage": "insufficient_credit",
            "InternalError.Timeout": "unclear",
            "LimitExceededBy": "server_error",
        }
        for fake, call, codes in (
            (FakeAliyun, call_aliyun, aliyun),
            (FakeTencent, call_tencent, tencent),
        ):
            with fake() as server:
                for code, state in codes.items():
                    server.answer_for = lambda identifier, code=code: code
                    [answer] = call_all(call, account(server), [TEXT])
                    self.assertEqual(answer, Answer(state, "", code), code)

    def test_answers_come_in_the_order_of_the_texts(self):
        texts = [TEXT._replace(identifier=str(n)) for n in range(60)]
        with FakeAliyun() as server:
            server.answer_for = lambda identifier: (
                "isv.SOMETHING" if int(identifier) % 3 == 0 else None
            )
            answers = call_all(call_aliyun, account(server), texts)
        self.assertEqual(
            [answer.state == "success" for answer in answers],
            [number % 3 != 0 for number in range(60)],
        )
        self.assertEqual(set(server.sent.values()), {1})

    def test_a_quotation_mark_in_the_text_breaks_no_request(self):
        described = Account("http://x", request_body='{"a": ["{text}", 3], "b": true}')
        filled = fill_body(described, TEXT._replace(content='"}, {"'))
        self.assertEqual(json.loads(filled), {"a": ['【】"}, {"', 3], "b": True})

    def test_places_stand_inside_other_words_too(self):
        body = '{"to": "+86{phone}", "vars": "{variables}", "note": "{id}/{code}"}'
        filled = fill_body(Account("http://x", request_body=body), TEXT)
        self.assertEqual(
            json.loads(filled),
            {"to": "+8613800130001", "vars": {"name": "李志顺"}, "note": "id-1/SMS_1"},
        )

    def test_a_text_that_looks_like_a_place_is_left_alone(self):
        described = Account("http://x", request_body='{"a": "{text}"}')
        filled = fill_body(described, TEXT._replace(content="{phone}"))
        self.assertEqual(json.loads(filled), {"a": "【】{phone}"})

    def test_the_secret_is_in_no_traceback(self):
        self.assertNotIn("geheim", repr(Account("http://x", secret="geheim")))
