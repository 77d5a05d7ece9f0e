from . import agent_authorization_revoke
from . import agent_authorization_sign
from . import agent_trip_hand_in
from . import agent_trip_hand_in_line
from . import name_correction_export
from . import name_correction_matching
from . import name_correction_import
