from . import (
    test_account,
    test_account_gateway,
    test_gateway,
    test_message_text,
    test_receipt,
    test_sms_log,
    test_sms_settings,
    test_tools_provider,
    test_tools_quiet_hours,
    test_tools_receipt,
    test_tools_request_signing,
    test_tools_template_variables,
)
