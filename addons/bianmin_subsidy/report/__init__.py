from . import subsidy_roster_xlsx
