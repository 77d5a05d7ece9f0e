from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import RefusingGateway, SmsCase


@tagged("post_install", "-at_install")
class TestSmsLog(SmsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.auditor = cls._create_user(
            "sms.auditor", ("bianmin_base.role_auditor", cls.township)
        )
        cls.administrator = cls._create_user(
            "sms.administrator", ("bianmin_base.role_administrator", cls.village)
        )
        cls.homeless = cls._create_user(
            "sms.homeless",
            ("bianmin_base.role_auditor", cls.env["bianmin.division"]),
        )
        cls.message = cls._create_message(
            body="请13800130001本人带证件领取。", number="+86 138 0013 0001"
        )
        cls.neighbour_message = cls._create_message(division=cls.neighbour_village)
        cls.other_message = cls._create_message(division=cls.other_village)
        messages = cls.message | cls.neighbour_message | cls.other_message
        messages._send_handed_over()

    def _search_as(self, user):
        messages = self.message | self.neighbour_message | self.other_message
        return (
            self.env["bianmin.sms.log"]
            .with_user(user)
            .search([("sms_uuid", "in", messages.mapped("uuid"))])
        )

    def test_an_entry_tells_what_happened_without_the_number(self):
        log = self._get_logs(self.message)
        self.assertEqual(log.result, "sent")
        self.assertEqual(log.gateway, "log")
        self.assertEqual(log.phone_masked, "138****0001")
        self.assertEqual(log.body_masked, "请138****0001本人带证件领取。")
        self.assertEqual(log.length, len(self.message.body))
        self.assertEqual(log.part_count, 1)
        self.assertEqual(log.division_id, self.village)
        self.assertTrue(log.at)

    def test_a_failure_keeps_the_words_of_the_provider(self):
        self._choose_gateway(RefusingGateway, code="refusing")
        message = self._create_message()
        self._run_queue()
        log = self._get_logs(message)
        self.assertEqual(log.result, "failed")
        self.assertEqual(log.failure_type, "sms_credit")
        self.assertEqual(log.failure_reason, "isv.AMOUNT_NOT_ENOUGH")

    def test_a_provider_who_repeats_the_telephone_is_masked(self):
        gateway = type(
            "Repeating",
            (RefusingGateway,),
            {"reason": "13800130001 is not in service"},
        )
        self._choose_gateway(gateway, code="repeating")
        message = self._create_message()
        self._run_queue()
        self.assertEqual(
            self._get_logs(message).failure_reason, "138****0001 is not in service"
        )

    def test_entries_are_never_changed_or_deleted(self):
        log = self._get_logs(self.message)
        for changed in (log, log.with_user(self.auditor), log.sudo()):
            with self.assertRaises(UserError):
                changed.write({"result": "failed"})
            with self.assertRaises(UserError):
                changed.unlink()

    def test_nobody_writes_an_entry_by_hand(self):
        for user in (self.auditor, self.administrator):
            with self.assertRaises(AccessError):
                self.env["bianmin.sms.log"].with_user(user).create(
                    {"sms_uuid": "x", "gateway": "log", "result": "sent"}
                )

    def test_the_database_refuses_a_second_success(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.env["bianmin.sms.log"].create(
                {"sms_uuid": self.message.uuid, "gateway": "log", "result": "sent"}
            )
            self.env.flush_all()

    def test_the_log_is_read_in_the_divisions_of_the_role_only(self):
        logs = self._get_logs(self.message | self.neighbour_message)
        self.assertEqual(self._search_as(self.auditor), logs.sorted("id", reverse=True))
        self.assertEqual(
            self._search_as(self.administrator), self._get_logs(self.message)
        )
        self.assertFalse(self._search_as(self.homeless))

    def test_counts_and_groups_obey_the_scope(self):
        Log = self.env["bianmin.sms.log"].with_user(self.administrator)
        domain = [
            (
                "sms_uuid",
                "in",
                (self.message | self.neighbour_message).mapped("uuid"),
            )
        ]
        self.assertEqual(Log.search_count(domain), 1)
        groups = Log._read_group(domain, ["division_id"], ["__count"])
        self.assertEqual(groups, [(self.village, 1)])

    def test_who_has_no_role_for_it_reads_nothing(self):
        user = self._create_user("sms.nobody")
        with self.assertRaises(AccessError):
            self.env["bianmin.sms.log"].with_user(user).search([])
