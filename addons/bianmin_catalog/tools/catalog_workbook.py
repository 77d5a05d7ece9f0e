"""The workbook of the catalogue: which sheet holds which fields, and what cells mean.

Knows no database: whoever imports says what the words of a column stand for.
"""

import re
from typing import NamedTuple

from odoo.addons.bianmin_base.tools.spreadsheet import CellError, to_text

from .standard import LIMIT_FIELDS

# Fields of an item itself; all others of its sheet are content of its version.
OWN_FIELDS = (
    *("basic_code", "local_code", "category_id", "sequence", "item_type"),
    *("exercise_level", "central_department", "topic_ids"),
)
# A cell that holds one of these empties the field; an empty cell leaves it.
CLEARING = ("-", "—", "——", "－")
SEPARATORS = re.compile("[、,，;；\n]")
BASIC_CODE = re.compile("^[0-9A-Z]{12}$")


class Part(NamedTuple):
    """A sheet. ``key`` is the field that tells its rows apart within an item;
    ``required`` are the fields that something new cannot do without."""

    model: str
    fields: tuple
    key: str
    required: tuple


PARTS = {
    "items": Part(
        "bianmin.catalog.item",
        (
            *("name", *OWN_FIELDS, "service_objects", "joint_departments"),
            *("legal_basis", "acceptance_conditions", *LIMIT_FIELDS),
            *("statutory_note", "promised_note", "special_procedure"),
            *("taken_at_window", "taken_online", "taken_by_mail", "online_depth"),
            *("window_procedure", "online_procedure", "visit_count", "visit_reason"),
            *("handling_area", "quantity_limit", "takes_appointments"),
            *("mails_materials", "mails_result", "on_terminals", "pays_online"),
            *("fee_basis", "consultation", "complaint", "administrative_review"),
            *("administrative_litigation", "rights", "duties"),
        ),
        "name",
        ("name", "category_id"),
    ),
    "materials": Part(
        "bianmin.catalog.material",
        (
            *("sequence", "name", "necessity", "unnecessary_case", "material_type"),
            *("form", "source", "source_note", "original_count", "copy_count"),
            *("copy_note", "page_count", "page_format", "in_person"),
            *("acceptance_standard", "legal_basis", "note"),
        ),
        "name",
        ("name",),
    ),
    "steps": Part(
        "bianmin.catalog.step",
        (
            *("sequence", "name", "department", "actor", "days", "day_unit"),
            *("special_procedure", "note"),
        ),
        "name",
        ("name",),
    ),
    "questions": Part(
        "bianmin.catalog.faq",
        ("sequence", "question", "answer"),
        "question",
        ("question", "answer"),
    ),
    "fees": Part(
        "bianmin.catalog.fee",
        (
            *("sequence", "name", "standard", "legal_basis"),
            *("may_be_reduced", "reduction_note"),
        ),
        "name",
        ("name", "standard"),
    ),
    "results": Part(
        "bianmin.catalog.result",
        ("sequence", "name", "kind", "validity"),
        "name",
        ("name",),
    ),
    "implementations": Part(
        "bianmin.catalog.implementation",
        (
            *("service_point_id", "acts_as", "decision_implementation_id"),
            *(*LIMIT_FIELDS, "fee", "online_depth", "implementation_code"),
        ),
        "service_point_id",
        ("service_point_id",),
    ),
}
# Sheets whose rows belong to a version of an item.
ROW_PARTS = ("materials", "steps", "questions", "fees", "results")


def clears(value):
    """Whether a cell asks for the field to be emptied."""
    return isinstance(value, str) and value.strip() in CLEARING


def to_words(value):
    """The words of a cell that may name several things, such as 自然人、企业法人.

    :rtype: list[str]
    """
    words = (word.strip() for word in SEPARATORS.split(to_text(value)))
    return list(dict.fromkeys(filter(None, words)))


def to_lines(value):
    """A cell as text with the line ends that forms have."""
    return to_text(value).replace("\r\n", "\n").replace("_x000D_\n", "\n")


def to_whole(value):
    """A cell as a whole number that is not negative.

    :raise CellError: ``whole`` when it is none
    """
    text = to_text(value).strip()
    if not re.fullmatch("[0-9]{1,9}", text):
        raise CellError("whole")
    return int(text)


def to_amount(value):
    """A cell as an amount of money in yuan.

    :raise CellError: ``amount`` when it is none
    """
    text = to_text(value).strip().replace(",", "")
    if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,2})?", text):
        raise CellError("amount")
    return float(text)


def find_limit_mistake(handling_kind, statutory_days, promised_days):
    """What is wrong with the limits of a matter, or None.

    :return: ``order`` or ``promise``
    """
    if promised_days > statutory_days:
        return "order"
    if handling_kind == "promised" and promised_days < 1:
        return "promise"
    return None
