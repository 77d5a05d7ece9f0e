"""External ids of the feature groups of cases: each names one thing one may do."""

READER = "bianmin_case.group_case_reader"
FILER = "bianmin_case.group_case_filer"
ACCEPTOR = "bianmin_case.group_case_acceptor"
DECIDER = "bianmin_case.group_case_decider"
ISSUER = "bianmin_case.group_case_issuer"
SUPERVISOR = "bianmin_case.group_case_supervisor"
HEAD = "bianmin_case.group_case_head"
