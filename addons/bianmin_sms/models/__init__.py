from . import sms_account
from . import sms_template_code
from . import text_message_mixin
from . import sms_template
from . import sms_log
from . import sms_sms
from . import res_company
from . import res_config_settings
