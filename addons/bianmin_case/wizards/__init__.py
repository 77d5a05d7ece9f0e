from . import case_decide
from . import case_reject
from . import case_supplement
