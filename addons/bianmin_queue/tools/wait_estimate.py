"""How long somebody will wait: the windows served one after another, in mind."""

from heapq import heapify, heappop, heappush

# So many people count like those served before, until enough were served today.
PRIOR_WEIGHT = 5
PRIOR_MINUTES = 8.0


def estimate_minutes(ahead, mine, windows, minutes):
    """When a window will be free for somebody, in minutes from now.

    :param ahead: what those who come before wait for, in the order of calling
    :param mine: what he waits for himself
    :param windows: pairs of the minutes until an open window is free, and what it
        handles
    :param dict minutes: what one service takes, by what it is for
    :return: minutes, or None when no open window handles it
    :rtype: float
    """
    free = [(until, index, handled) for index, (until, handled) in enumerate(windows)]
    if not any(mine in handled for _until, _index, handled in free):
        return None
    queue = [*ahead, mine]
    heapify(free)
    while True:
        until, index, handled = heappop(free)
        place = next((i for i, one in enumerate(queue) if one in handled), None)
        if place is None:
            # Nobody waits whom this window could call.
            continue
        if place == len(queue) - 1:
            return until
        heappush(free, (until + minutes[queue.pop(place)], index, handled))


def mean_minutes(total, count):
    """What a service takes, from those that were finished; few of them say little."""
    return (PRIOR_WEIGHT * PRIOR_MINUTES + total) / (PRIOR_WEIGHT + count)


def remaining_minutes(elapsed, mean):
    """What is left of a service: at least a third, for the long ones last longer."""
    return max(mean - elapsed, mean / 3)
