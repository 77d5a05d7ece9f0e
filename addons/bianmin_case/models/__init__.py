from . import case_deadline
from . import case_workflow
from . import case_correspondence
from . import case_event
from . import case_document
from . import case_material
from . import case
