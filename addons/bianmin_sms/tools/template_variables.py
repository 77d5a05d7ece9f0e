"""The variables of a text: providers send only texts that were registered with them
before, with places for what changes."""

import re
from typing import NamedTuple

from odoo.tools.rendering_tools import parse_inline_template

ATTRIBUTES = re.compile(r"object((?:\.[A-Za-z_]\w*)+)")
# What says nothing about the value behind it.
EMPTY_WORDS = {"name", "display_name"}


class Variable(NamedTuple):
    name: str
    expression: str


def _name(expression):
    """``format_date(object.promised_due)`` → ``promised_due``."""
    found = ATTRIBUTES.search(expression)
    words = found[1].strip(".").split(".") if found else ["value"]
    while len(words) > 1 and words[-1] in EMPTY_WORDS:
        words.pop()
    return words[-1].removesuffix("_id")


def find_variables(body):
    """The places of a text in their order, each once.

    :param str body: text with ``{{ expressions }}``
    :rtype: list[Variable]
    """
    names = {}
    for _text, expression, _default in parse_inline_template(body or ""):
        if not expression or expression in names:
            continue
        name, number = _name(expression), 2
        while name in names.values():
            name, number = f"{_name(expression)}_{number}", number + 1
        names[expression] = name
    return [Variable(name, expression) for expression, name in names.items()]


def registered_text(body, numbered=False):
    """The text as it is registered with a provider: ``${name}``, or ``{1}``.

    :param str body: text with ``{{ expressions }}``
    :param bool numbered: whether the places carry numbers instead of names
    """
    variables = find_variables(body)
    marks = {
        variable.expression: f"{{{number}}}" if numbered else f"${{{variable.name}}}"
        for number, variable in enumerate(variables, start=1)
    }
    return "".join(
        text + (marks[expression] if expression else "")
        for text, expression, _default in parse_inline_template(body or "")
    )


def clean_value(value):
    """A value that a provider takes: the brackets mark the sender alone."""
    return (value or "").replace("【", "[").replace("】", "]").strip()
