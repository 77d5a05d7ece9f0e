from . import subsidy_certification_settlement
from . import subsidy_death_import
from . import subsidy_enrolment_reason
from . import subsidy_export
from . import subsidy_handover_book
from . import subsidy_handover_give
from . import subsidy_handover_sign
from . import subsidy_handover_take
from . import subsidy_line_stop
from . import subsidy_objection_finding
from . import subsidy_opinion
from . import subsidy_return_import
<<<<<<< HEAD
from . import subsidy_preview
=======
from . import subsidy_settlement
>>>>>>> 7dd0121 ([bianmin_subsidy] compare lists of the dead with the register, list what was paid after a death, plan visits for proofs of life: a person decides, never a file)
