from odoo.tests import Form, tagged
from odoo.tools import file_open

from .common import SmsCase


@tagged("post_install", "-at_install")
class TestSmsSettings(SmsCase):
    def test_the_gateway_is_chosen_in_the_settings(self):
        with Form(self.env["res.config.settings"]) as settings:
            self.assertEqual(settings.sms_gateway, "log")
            settings.sms_gateway = "odoo"
        settings.record.execute()
        self.assertEqual(self.env.company.sms_gateway, "odoo")

    def test_a_neutralized_copy_sends_nothing(self):
        self.env.company.sms_gateway = "odoo"
        self.env.flush_all()
        with file_open("bianmin_sms/data/neutralize.sql") as script:
            self.cr.execute(script.read())
        self.env.invalidate_all()
        self.assertEqual(self.env.company.sms_gateway, "log")
