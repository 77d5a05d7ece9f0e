from . import export
from . import verify
