"""One row of a roster of names, without Odoo: whom does it mean?

An ID number says it; else a birth date with a village. What the row itself does not
say, or says wrongly, is told; whether somebody is registered, is asked elsewhere.
"""

from datetime import date
from typing import NamedTuple

from . import identity_number, spreadsheet
from .name_match import normalize_name
from .text import compact

# Real numbers of old people may have a wrong check or date: who has one is found by it.
_DOUBTS = ("date", "checksum")


class Person(NamedTuple):
    """``name`` as the office writes it; ``number`` and ``birth_date`` may be empty.
    ``doubt`` is what is wrong with the number, if nobody has it."""

    name: str
    number: str = ""
    birth_date: date | None = None
    village: str = ""
    doubt: str = ""


def parse(cells):
    """Whom a row means.

    :param dict cells: by key: name, identity_number, birth_date, village
    :return: a ``Person``, and a list of (key, reason): ``missing``, ``number``,
        ``date`` or ``identity_`` and a reason of an ID number
    """
    mistakes, doubt = [], ""
    name = _read(cells, "name", mistakes, spreadsheet.to_text).strip()
    number = _read(cells, "identity_number", mistakes, spreadsheet.to_text)
    born = _read(cells, "birth_date", mistakes, spreadsheet.to_date, None)
    village = compact(_read(cells, "village", mistakes, spreadsheet.to_text))
    number = identity_number.normalize(number)
    if number:
        try:
            number = identity_number.validate(number)
            born = born or identity_number.birth_date(number)
        except identity_number.IdentityNumberError as error:
            if error.reason in _DOUBTS:
                doubt = f"identity_{error.reason}"
            else:
                mistakes.append(("identity_number", f"identity_{error.reason}"))
    if not normalize_name(name):
        mistakes.append(("name", "missing"))
    wrong = {key for key, _reason in mistakes}
    if not number and not (born and village) and not wrong & {*_KEYS}:
        mistakes.append(("identity_number", "missing"))
    return Person(name, number, born, village, doubt), mistakes


_KEYS = ("identity_number", "birth_date")


def _read(cells, key, mistakes, reader, empty=""):
    try:
        return reader(cells.get(key)) or empty
    except spreadsheet.CellError as error:
        mistakes.append((key, error.reason))
        return empty
