from . import test_gateway, test_message_text, test_sms_log, test_sms_settings
