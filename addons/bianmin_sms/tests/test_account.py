from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import file_open, mute_logger

from ..tools.account_gateways import AliyunGateway
from .common import SmsCase


@tagged("post_install", "-at_install")
class TestAccount(SmsCase):
    def test_the_address_of_a_known_provider_is_filled_in(self):
        with Form(self.env["bianmin.sms.account"]) as form:
            form.name = "Contract"
            form.sign_name = "便民"
            form.gateway = "tencent"
            form.application = "1400"
            self.assertEqual(form.endpoint, "https://sms.tencentcloudapi.com")

    def test_an_address_without_a_protocol_is_refused(self):
        with self.assertRaises(ValidationError):
            self._create_account(endpoint="dysmsapi.aliyuncs.com")

    def test_a_body_that_is_no_json_is_refused_when_it_is_typed(self):
        with self.assertRaisesRegex(ValidationError, "JSON"):
            self._create_account("http", request_body='{"phone": {phone}}')

    def test_an_hour_is_one_of_the_day(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._create_account(quiet_from=25)

    def test_a_gateway_needs_an_account_of_its_own_provider(self):
        Settings = self.env["res.config.settings"]
        account = self._create_account()
        with self.assertRaisesRegex(ValidationError, "account"):
            Settings.create({"sms_gateway": "aliyun"})
        with self.assertRaises(ValidationError):
            Settings.create({"sms_gateway": "tencent", "sms_account_id": account.id})
        Settings.create({"sms_gateway": "aliyun", "sms_account_id": account.id})
        self.assertIs(self.env.company._get_sms_api_class(), AliyunGateway)

    def test_the_settings_ask_for_the_account(self):
        account = self._create_account()
        with Form(self.env["res.config.settings"]) as settings:
            settings.sms_gateway = "aliyun"
            settings.sms_account_id = account
        settings.record.execute()
        self.assertEqual(self.env.company.sms_account_id, account)

    def test_only_who_runs_the_system_sees_the_contract(self):
        account = self._create_account()
        administrator = new_test_user(
            self.env, "administrator", groups="bianmin_base.group_administrator"
        )
        with self.assertRaises(AccessError):
            account.with_user(administrator).read(["secret"])

    def test_a_neutralized_copy_has_no_secret(self):
        account = self._create_account()
        self.env.flush_all()
        with file_open("bianmin_sms/data/neutralize.sql") as script:
            self.cr.execute(script.read())
        self.env.invalidate_all()
        self.assertFalse(account.secret)

    def test_the_text_to_register_follows_the_provider(self):
        template = self._create_template("{{ object.name }}，您的申请已受理。")
        account = self._create_account("tencent", application="1400")
        line = self.env["bianmin.sms.template.code"].create(
            {"account_id": account.id, "template_id": template.id, "code": "77"}
        )
        self.assertEqual(line.registered_text, "{1}，您的申请已受理。")
        self.assertEqual(line.variable_names, "name")
        line.variable_names = "name， code"
        self.assertEqual(account._get_codes()[template.id].names, ("name", "code"))
