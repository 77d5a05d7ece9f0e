from . import calendar_prepare
from . import reveal
from . import spreadsheet_import
from . import resident_import
from . import resident_import_apply
from . import role_access_question
from . import role_assign
from . import role_assign_line
