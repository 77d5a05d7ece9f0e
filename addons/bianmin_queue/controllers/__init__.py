from . import device
from . import ticket
