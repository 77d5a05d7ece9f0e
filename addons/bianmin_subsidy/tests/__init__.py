from . import test_bank_export
from . import test_bank_file
from . import test_generation
from . import test_handover
from . import test_period
from . import test_return_file
from . import test_return_import
from . import test_round_approval
