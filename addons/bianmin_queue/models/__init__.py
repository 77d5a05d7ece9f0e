from . import queue_hall
from . import queue_business
from . import queue_window
from . import queue_window_desk
from . import queue_ticket_steps
from . import queue_ticket
from . import queue_ticket_event
from . import case
