from datetime import datetime

from odoo.tests import BaseCase, tagged

from ..tools.request_signing import aliyun_headers, canonical_query, tencent_headers


@tagged("post_install", "-at_install")
class TestRequestSigning(BaseCase):
    """Vectors worked out with the published software of both providers."""

    def test_aliyun_signs_the_sorted_query_and_its_own_headers(self):
        parameters = {
            "PhoneNumbers": "13800130001",
            "SignName": "便民",
            "TemplateCode": "SMS_1",
            "TemplateParam": '{"name": "李志顺 *~"}',
            "OutId": "abc",
        }
        headers = aliyun_headers(
            "dysmsapi.aliyuncs.com",
            "SendSms",
            parameters,
            "key",
            "secret",
            datetime(2026, 11, 24, 1, 2, 3),
            "nonce",
        )
        self.assertEqual(
            headers["authorization"],
            "ACS3-HMAC-SHA256 Credential=key,SignedHeaders=host;x-acs-action;"
            "x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,"
            "Signature="
            "6ae62a9fa567ed3e67ed33511dd78759c8b33ae2f049f97b27d8fee90c29d1f0",
        )

    def test_a_blank_is_no_plus_in_the_query(self):
        self.assertEqual(canonical_query({"b": "1 *", "a": "~"}), "a=~&b=1%20%2A")

    def test_tencent_signs_content_type_and_host(self):
        headers = tencent_headers(
            "sms.tencentcloudapi.com",
            "SendSms",
            b'{"PhoneNumberSet": ["+8613800130001"]}',
            "id",
            "secret",
            1795827723,
            "ap-beijing",
        )
        self.assertEqual(
            headers["authorization"],
            "TC3-HMAC-SHA256 Credential=id/2026-11-28/sms/tc3_request, "
            "SignedHeaders=content-type;host, Signature="
            "5d88e167ba1e75f526da87406f213d2eee2d960ea4574ccde8978373896e4768",
        )
        self.assertEqual(headers["x-tc-version"], "2021-01-11")
