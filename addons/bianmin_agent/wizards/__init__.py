from . import agent_authorization_revoke
from . import agent_authorization_sign
from . import name_correction_export
from . import name_correction_matching
from . import name_correction_import
