from . import catalog_state_mixin
from . import catalog_service_object
from . import catalog_category
from . import catalog_item
from . import catalog_implementation
from . import catalog_material
from . import catalog_step
from . import catalog_faq
