"""Agents take turns at a station."""

from odoo.tools import groupby


def take_turns(days, people, weekly):
    """Say who is on duty on which day.

    :param list days: dates in their order
    :param list people: who take turns, in this order; at least one
    :param bool weekly: whether they change every week (Monday) or every day
    :return: list of (day, person)
    """
    if weekly:
        rounds = [
            group
            for _week, group in groupby(days, key=lambda day: day.isocalendar()[:2])
        ]
    else:
        rounds = [[day] for day in days]
    return [
        (day, people[number % len(people)])
        for number, turn in enumerate(rounds)
        for day in turn
    ]
