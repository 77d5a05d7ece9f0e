"""Sharing out cases: to whom who has the least on his desk. No ORM."""


def share_out(cases, loads):
    """Give each case to the one of its candidates who has the fewest.

    :param cases: list of (case, candidates); candidates are keys of ``loads``
    :param dict loads: how many each has already; not changed
    :return: dict case -> candidate; cases without a candidate are left out
    """
    loads = dict(loads)
    shared = {}
    for case, candidates in cases:
        if not candidates:
            continue
        chosen = min(candidates, key=lambda person: (loads[person], person))
        shared[case] = chosen
        loads[chosen] += 1
    return shared
