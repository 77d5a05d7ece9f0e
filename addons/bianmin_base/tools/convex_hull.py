"""The outline around points on a map."""


def convex_hull(points):
    """Return the corners of the smallest convex outline, against the clock.

    Andrew's monotone chain. Two points or fewer have no outline.

    :param points: iterable of (x, y)
    :rtype: list
    """
    points = sorted(set(points))
    if len(points) < 3:
        return []
    lower, upper = _half(points), _half(reversed(points))
    hull = lower[:-1] + upper[:-1]
    return hull if len(hull) > 2 else []


def _half(points):
    chain = []
    for point in points:
        while len(chain) > 1 and _turn(chain[-2], chain[-1], point) <= 0:
            chain.pop()
        chain.append(point)
    return chain


def _turn(first, second, third):
    """Positive for a turn to the left, negative to the right, 0 for straight on."""
    return (second[0] - first[0]) * (third[1] - first[1]) - (second[1] - first[1]) * (
        third[0] - first[0]
    )
