"""Code lists of the national data standard for service items, code first.

The codes go into the interchange files; the labels are source terms of Selections.
"""

# The feature group that changes the catalogue.
EDITOR = "bianmin_catalog.group_catalog_editor"

# 事项类型 of the national data standard; the codes go into the interchange files.
ITEM_TYPES = [
    ("01", "Administrative Licence"),
    ("02", "Administrative Penalty"),
    ("03", "Administrative Compulsion"),
    ("04", "Administrative Levy"),
    ("05", "Administrative Benefit"),
    ("06", "Administrative Inspection"),
    ("07", "Administrative Confirmation"),
    ("08", "Administrative Reward"),
    ("09", "Administrative Adjudication"),
    ("10", "Other Administrative Power"),
    ("20", "Public Service"),
]

# 行使层级. Systems disagree on code 6: village, or "graded". The village is needed for
# village stations, so "graded" has a key of its own, for an interchange to map.
EXERCISE_LEVELS = [
    ("1", "National"),
    ("2", "Province"),
    ("3", "Prefecture"),
    ("4", "County"),
    ("5", "Township"),
    ("6", "Village"),
    ("graded", "Several Levels"),
]

# 权力来源 of the national data standard.
POWER_SOURCES = [
    ("1", "Own by Law"),
    ("2", "Handed Down by a Higher Level"),
    ("3", "Authorized by a Higher Level"),
    ("4", "Authorized by the Same Level"),
    ("5", "Entrusted by a Higher Level"),
    ("6", "Entrusted by the Same Level"),
]
ENTRUSTED = ("5", "6")

# 网上办理深度: how far an applicant gets without coming.
ONLINE_DEPTHS = [
    ("1", "Advice Online"),
    ("2", "Papers Taken Online"),
    ("3", "Preliminary Check Online"),
    ("4", "Acceptance Online"),
    ("5", "Result Told Online"),
    ("6", "Electronic Certificate Online"),
    ("9", "Other"),
]

# 时限单位.
DAY_UNITS = [("working", "Working Days"), ("calendar", "Calendar Days")]

# 办件类型.
HANDLING_KINDS = [("instant", "On the Spot"), ("promised", "Within a Promised Time")]

# 实施主体性质.
DEPARTMENT_KINDS = [
    ("1", "Organ by Law"),
    ("2", "Authorized Organization"),
    ("3", "Entrusted Organization"),
]

# 通办范围: how far away from home an applicant may still apply.
HANDLING_AREAS = [
    ("1", "Whole Country"),
    ("2", "Whole Province"),
    ("3", "Whole Prefecture"),
    ("4", "Whole County"),
    ("5", "Whole Township"),
    ("6", "Across Villages"),
]

# 结果类型.
RESULT_KINDS = [
    ("licence", "Certificate or Licence"),
    ("document", "Official Reply"),
    ("other", "Other"),
    ("none", "No Paper"),
]

# 自然人主题, 法人主题.
TOPIC_KINDS = [("personal", "Persons"), ("legal", "Businesses and Bodies")]

# 材料必要性, 材料类型, 材料形式, 材料来源.
NECESSITIES = [
    ("required", "Required"),
    ("optional", "Optional"),
    ("deferrable", "May Follow Later"),
]
MATERIAL_TYPES = [
    ("1", "Certificate or Proof"),
    ("2", "Application Form"),
    ("3", "Other"),
]
MATERIAL_FORMS = [("1", "Paper"), ("2", "Electronic"), ("3", "Paper or Electronic")]
MATERIAL_SOURCES = [
    ("10", "Provided by the Applicant"),
    ("20", "Issued by the Government"),
    ("99", "Other"),
]

# Keys of ours that are words, with the code of the interchange files.
INTERCHANGE_CODES = {
    "day_unit": {"working": "G", "calendar": "Z"},
    "handling_kind": {"instant": "1", "promised": "2"},
    "necessity": {"required": "1", "optional": "2", "deferrable": "3"},
    "state": {"in_use": "1", "paused": "2", "cancelled": "3"},
}


def to_interchange(name, key):
    """Return the code of an interchange file for a key of ours.

    :param str name: field, such as ``day_unit``; codes of others are the keys
    :raise KeyError: for a key that the list does not have
    """
    return INTERCHANGE_CODES[name][key] if name in INTERCHANGE_CODES else key


def from_interchange(name, code):
    """Return our key for a code of an interchange file; see :func:`to_interchange`.

    :raise KeyError: for a code that the list does not have
    """
    if name not in INTERCHANGE_CODES:
        return code
    return {code: key for key, code in INTERCHANGE_CODES[name].items()}[code]
