from . import agent_authorization_revoke
from . import agent_authorization_sign
