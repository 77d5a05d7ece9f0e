"""One row of a register that a village keeps in a workbook, without Odoo.

Says what is wrong with the cells by themselves; whether the village exists, or the
person is known, is asked elsewhere.
"""

import re
from typing import NamedTuple

from . import identity_number, spreadsheet
from .text import compact

PHONE = re.compile(r"1[3-9]\d{9}|0\d{9,11}")
SEPARATORS = re.compile(r"[、，,;；/\s]+")

# Words that registers use, and our keys (GB/T 4761 for the relations).
RELATIONS = {
    "head": ("户主", "本人", "head"),
    "spouse": ("配偶", "妻", "夫", "妻子", "丈夫", "spouse"),
    "child": (
        *("子", "女", "儿子", "女儿", "子女", "child"),
        *("长子", "次子", "三子", "长女", "次女", "三女"),
    ),
    "grandchild": ("孙子", "孙女", "外孙子", "外孙女", "外孙", "孙", "grandchild"),
    "parent": ("父亲", "母亲", "父", "母", "公公", "婆婆", "岳父", "岳母", "parent"),
    "grandparent": ("祖父", "祖母", "外祖父", "外祖母", "grandparent"),
    "sibling": ("兄", "弟", "姐", "妹", "哥哥", "弟弟", "姐姐", "妹妹", "sibling"),
    "other": ("其他", "儿媳", "女婿", "侄子", "侄女", "other"),
}
IDENTITY_TYPES = {
    "resident_card": ("居民身份证", "身份证", "resident_card"),
    "residence_permit": ("港澳台居民居住证", "residence_permit"),
    "other": ("其他", "other"),
}
# What lets a number pass that is wrong by itself, but stands on the card.
LEGACY = ("identity_override_reason", "identity_basis")
SEXES = {"male": ("男", "男性", "male"), "female": ("女", "女性", "female")}


def _by_word(words_by_key):
    return {word: key for key, words in words_by_key.items() for word in words}


WORDS = {
    "relation_to_head": _by_word(RELATIONS),
    "identity_type": _by_word(IDENTITY_TYPES),
    "sex": _by_word(SEXES),
}


class ParsedRow(NamedTuple):
    """``values`` by key, empty cells left out; ``mistakes`` and ``warnings`` are
    (key, reason)."""

    values: dict
    mistakes: list
    warnings: list


def parse(cells):
    """What a row says about a person.

    :param dict cells: by key of the column
    :rtype: ParsedRow
    """
    values, mistakes, warnings = {}, [], []
    for key, reader in READERS.items():
        try:
            value = reader(cells.get(key))
        except spreadsheet.CellError as error:
            mistakes.append((key, error.reason))
            continue
        if value:
            values[key] = value
    if "name" not in values:
        mistakes.append(("name", "missing"))
    _check_identity(cells, values, mistakes, warnings)
    _check_words(values, mistakes)
    _check_dates(values, mistakes, warnings)
    return ParsedRow(values, mistakes, warnings)


def _check_identity(cells, values, mistakes, warnings):
    legacy = {key: values.pop(key) for key in LEGACY if key in values}
    if any(key == "identity_number" for key, _reason in mistakes):
        return
    number = values.get("identity_number")
    if not number:
        mistakes.append(("identity_number", "missing"))
        return
    kind = compact(spreadsheet.to_text(cells.get("identity_type")))
    if WORDS["identity_type"].get(kind, "resident_card") == "other":
        return
    try:
        values["identity_number"] = identity_number.validate(number)
    except identity_number.IdentityNumberError as error:
        wrong = ("identity_number", f"identity_{error.reason}")
        if len(legacy) == len(LEGACY):
            values.update(legacy)
            warnings.append(wrong)
            return
        mistakes.append(wrong)
        if legacy:
            mistakes += [(key, "missing") for key in LEGACY if key not in legacy]


def _check_words(values, mistakes):
    for key, words in WORDS.items():
        if key in values:
            values[key] = words.get(values[key])
            if not values[key]:
                del values[key]
                mistakes.append((key, "unknown"))
    if "phone" in values and not PHONE.fullmatch(values["phone"]):
        del values["phone"]
        mistakes.append(("phone", "phone"))


def _check_dates(values, mistakes, warnings):
    born, died = values.get("birth_date"), values.get("death_date")
    if values.get("identity_type", "resident_card") != "other" and not warnings:
        # The number says when somebody was born and of which sex.
        values.pop("birth_date", None)
        values.pop("sex", None)
        number = values.get("identity_number", "")
        if len(number) == 18 and not any(m[0] == "identity_number" for m in mistakes):
            born = identity_number.birth_date(number)
    if born and died and died < born:
        mistakes.append(("death_date", "before_birth"))


def _name(value):
    # 买买提•艾力 is written with several dots, one of which is right.
    return re.sub(r"[•．.・]", "·", compact(spreadsheet.to_text(value)))


def _code(value):
    return compact(spreadsheet.to_text(value)).upper()


def _phone(value):
    return compact(spreadsheet.to_text(value)).replace("-", "").removeprefix("+86")


def _words(value):
    return [word for word in SEPARATORS.split(spreadsheet.to_text(value)) if word]


def _compact(value):
    return compact(spreadsheet.to_text(value))


READERS = {
    "name": _name,
    "identity_type": _compact,
    "identity_number": _code,
    "sex": _compact,
    "birth_date": spreadsheet.to_date,
    "village": _compact,
    "household": _compact,
    "relation_to_head": _compact,
    "phone": _phone,
    "address": spreadsheet.to_text,
    "categories": _words,
    "identity_override_reason": spreadsheet.to_text,
    "identity_basis": spreadsheet.to_text,
    "death_date": spreadsheet.to_date,
}
