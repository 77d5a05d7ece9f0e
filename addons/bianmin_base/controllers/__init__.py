from . import binary
from . import export
from . import verify
from . import report
