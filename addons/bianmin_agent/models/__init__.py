from . import agent
from . import agent_authorization_signing
from . import agent_authorization
from . import case_agent_filing
from . import case
from . import division
from . import ir_ui_menu
from . import resident
