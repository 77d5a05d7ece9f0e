"""Whether a domain of a record rule lets records of one division through."""

from odoo.fields import Domain


def allows(domain, lies_within):
    """Whether a record of the division may satisfy the domain, in some state.

    Conditions on a division are decided; all others (state, person) are taken as
    fulfilled, since they depend on the record.

    :param domain: the domain of a rule, evaluated for a user and a day
    :param lies_within: function of division ids: is the division one, or below one
    :rtype: bool
    """

    def decide(condition):
        if condition.operator == "child_of":
            return _constant(lies_within(_ids(condition.value)))
        if condition.operator in ("any", "any!"):
            return _constant(allows(condition.value, lies_within))
        on_division = condition.field_expr.endswith(("division_id", "division_ids"))
        without = condition.operator in ("=", "in") and not any(_ids(condition.value))
        return _constant(not (on_division and without))

    return Domain(domain).map_conditions(decide).is_true()


def _ids(value):
    if isinstance(value, int) or not value:
        return [value]
    return list(value)


def _constant(holds):
    return Domain.TRUE if holds else Domain.FALSE
