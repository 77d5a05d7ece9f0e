"""Limits are counted with the calendar of working days, and in no other way.

What reads off a weekday, or adds days where limits in working days are handled, stands
in one of the places that are allowed to.
"""

import re
from pathlib import Path

ADDONS = Path(__file__).parents[2] / "addons"
WEEKDAY = re.compile(r"\b(?:iso)?weekday\(|ISODOW|extract\(dow", re.IGNORECASE)
STEP = re.compile(r"\btimedelta\(|\brelativedelta\(")
LIMIT = re.compile(r"promised_days|statutory_days|working_days|promised_due")
# The calendar itself, what fills it, hours that are set by the weekday, and limits that
# the law gives in natural days.
MAY_READ_WEEKDAYS = {
    "bianmin_base/tools/working_days.py",
    "bianmin_base/tools/holiday_notice.py",
    "bianmin_base/tools/opening_hours.py",
    "bianmin_base/models/calendar_day.py",
}
MAY_ADD_DAYS = {"bianmin_case/tools/deadline.py"}


def find_files(pattern, allowed):
    """Files of the addons, tests aside, with a pattern that they may not hold."""
    return sorted(
        name
        for path in ADDONS.glob("*/**/*.py")
        if "tests" not in path.parts
        for name in [str(path.relative_to(ADDONS))]
        if name not in allowed and pattern.search(path.read_text())
    )


def test_weekdays_are_read_by_the_calendar_only():
    assert find_files(WEEKDAY, MAY_READ_WEEKDAYS) == []


def test_no_limit_is_counted_past_the_calendar():
    counting = set(find_files(STEP, MAY_ADD_DAYS))
    assert sorted(counting & set(find_files(LIMIT, MAY_ADD_DAYS))) == []


def test_the_search_finds_what_it_looks_for():
    assert "bianmin_base/tools/working_days.py" in find_files(WEEKDAY, ())
    assert "bianmin_case/tools/deadline.py" in find_files(STEP, ())
