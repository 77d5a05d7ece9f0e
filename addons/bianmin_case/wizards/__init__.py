from . import case_bulk
from . import case_bulk_line
from . import case_decide
from . import case_defer
from . import case_reject
from . import case_step
from . import case_supplement
from . import certificate_act
