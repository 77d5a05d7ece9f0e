"""Texts with places to fill in: {holder} is granted {item}."""

import re

from markupsafe import Markup, escape

PLACE = re.compile(r"\{([a-z_]+)\}")


def find_places(text):
    """The names of the places in a text, each once, in order."""
    return list(dict.fromkeys(PLACE.findall(text or "")))


def fill_in(text, values):
    """Put values into the places of a text of HTML.

    What comes from people is escaped: a name is never markup.

    :param str text: HTML with places
    :param dict values: words by the name of their place
    :raise KeyError: when a place has no value
    """
    return Markup(PLACE.sub(lambda place: str(escape(values[place[1]])), text))
