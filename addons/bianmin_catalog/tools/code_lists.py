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
