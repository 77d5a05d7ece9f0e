from . import queue_issue
from . import queue_transfer
