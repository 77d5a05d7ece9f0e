from . import test_agent
from . import test_authorization
from . import test_authorization_end
from . import test_filing
from . import test_filing_refused
from . import test_scope
from . import test_screens
from . import test_tours
