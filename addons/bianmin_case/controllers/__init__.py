from . import certificate
from . import main
