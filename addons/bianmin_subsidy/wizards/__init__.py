from . import subsidy_certification_settlement
from . import subsidy_enrolment_reason
from . import subsidy_export
from . import subsidy_handover_sign
from . import subsidy_line_stop
from . import subsidy_objection_finding
from . import subsidy_opinion
from . import subsidy_return_import
