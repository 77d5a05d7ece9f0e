from . import catalog_import
from . import catalog_import_cells
from . import catalog_import_known
from . import catalog_import_check
from . import catalog_import_apply
from . import catalog_export
from . import catalog_delegation_preview
