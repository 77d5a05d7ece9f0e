from . import calendar_prepare
from . import reveal
from . import spreadsheet_import
from . import resident_import
from . import resident_import_apply
