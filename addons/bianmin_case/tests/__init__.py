from . import test_tools_deadline
from . import test_tools_paper
from . import test_case_deadline
from . import test_case_flow
from . import test_case_gate
