"""External ids of the feature groups of halls."""

READER = "bianmin_queue.group_queue_reader"
CLERK = "bianmin_queue.group_queue_clerk"
MANAGER = "bianmin_queue.group_queue_manager"
