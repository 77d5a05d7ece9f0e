"""Searching a computed yes or no."""

from odoo.fields import Domain


def search_boolean(operator, value, domain):
    """What the ``search`` of a computed boolean answers.

    :param str operator: Odoo asks computed booleans with ``in`` only
    :param value: the values that are looked for
    :param domain: records for which the field is true
    :return: a domain, or NotImplemented for Odoo to try another operator
    """
    if operator != "in":
        return NotImplemented
    if set(value) == {True, False}:
        return Domain.TRUE
    return domain if True in value else ~domain
