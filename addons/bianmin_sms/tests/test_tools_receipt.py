import json

from odoo.tests import BaseCase, tagged

from ..tools.receipt import Receipt, read_receipts


@tagged("post_install", "-at_install")
class TestReceipt(BaseCase):
    def test_aliyun_tells_our_identifier(self):
        entry = {
            "phone_number": "13800130001",
            "success": True,
            "err_code": "DELIVERED",
            "biz_id": "9001",
            "out_id": "abc",
        }
        self.assertEqual(
            read_receipts("aliyun", json.dumps([entry])),
            [Receipt("abc", "9001", "13800130001", True, "DELIVERED")],
        )

    def test_tencent_tells_its_own_number(self):
        entry = {
            "mobile": "13800130001",
            "report_status": "FAIL",
            "errmsg": "user is unreachable",
            "sid": "8:1",
        }
        self.assertEqual(
            read_receipts("tencent", json.dumps([entry]).encode()),
            [Receipt("", "8:1", "13800130001", False, "user is unreachable")],
        )

    def test_a_single_object_is_a_list_of_one(self):
        [receipt] = read_receipts("http", b'{"id": "abc", "delivered": true}')
        self.assertTrue(receipt.delivered)

    def test_a_word_is_no_yes(self):
        [receipt] = read_receipts("http", b'{"id": "abc", "delivered": "false"}')
        self.assertFalse(receipt.delivered)

    def test_what_names_no_message_is_left_out(self):
        self.assertEqual(read_receipts("http", b"[{}]"), [])

    def test_anything_else_is_refused(self):
        for content in (b"", b"<xml/>", b"[1]", b"3", b"\xff"):
            with self.subTest(content=content), self.assertRaises(ValueError):
                read_receipts("aliyun", content)
