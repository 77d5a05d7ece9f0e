"""The State Council's yearly notice on holidays, read from its text.

Its sentences are always of one form: ``国庆节：10月1日（星期四）至8日放假调休，共8天。
9月27日（星期日）、10月10日（星期六）上班。`` Weekdays and numbers of days in it are
compared with the dates, so that a slip of the pen is told and not believed.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

_WEEKDAYS = "一二三四五六日"
_DATE = (
    r"(?:(?:(?P<{0}y>\d{{4}})年)?(?P<{0}m>\d{{1,2}})月)?(?P<{0}d>\d{{1,2}})日"
    r"(?:[（(](?P<{0}n>[^）)]*)[）)])?"
)
_RANGE = re.compile(
    _DATE.format("a") + r"(?:\s*[至到—－~-]+\s*" + _DATE.format("b") + ")?"
)
_WEEKDAY = re.compile(r"(?:星期|周)([一二三四五六日天])")
_COUNT = re.compile(r"共\s*(\d+)\s*天")
_HEADING = re.compile(
    r"^\s*(?:[（(]?[一二三四五六七八九十]+[）)]?\s*、?\s*)?(\w{2,12}?)[：:]"
)
_KEYWORD = re.compile(r"放假|上班")


@dataclass(frozen=True)
class NoticeDay:
    """One day that differs from Monday to Friday.

    :ivar kind: ``holiday`` or ``workday``
    """

    date: date
    kind: str
    name: str


class NoticeError(ValueError):
    """A sentence that cannot be right.

    :ivar reason: ``date``, ``weekday``, ``count``, ``workday``, ``twice`` or ``empty``
    :ivar sentence: the part of the notice
    """

    def __init__(self, reason, sentence=""):
        super().__init__(f"{reason}: {sentence}")
        self.reason = reason
        self.sentence = sentence


def parse(text, year):
    """Read the days of a notice.

    :param str text: the whole notice or the part with the dates
    :param int year: the year it arranges; other years are named in it
    :return: list of :class:`NoticeDay` by date
    :raise NoticeError: for the first sentence that cannot be right
    """
    days, name = {}, ""
    for sentence in re.split(r"[。；;\n]", text):
        heading = _HEADING.match(sentence)
        if heading:
            name = heading[1]
            sentence = sentence[heading.end() :]
        for day in _read_sentence(sentence, name, year):
            if days.setdefault(day.date, day).kind != day.kind:
                raise NoticeError("twice", sentence.strip())
    if not days:
        raise NoticeError("empty")
    return [days[day] for day in sorted(days)]


def _read_sentence(sentence, name, year):
    """The days of one sentence: dates wait for the word that says what they are."""
    result, waiting, month = [], [], None
    position = 0
    for keyword in _KEYWORD.finditer(sentence):
        for match in _RANGE.finditer(sentence, position, keyword.start()):
            dates, month = _read_range(match, year, month, sentence)
            waiting += dates
        kind = "holiday" if keyword[0] == "放假" else "workday"
        if kind == "workday" and any(day.weekday() < 5 for day in waiting):
            raise NoticeError("workday", sentence.strip())
        label = name if kind == "holiday" else f"{name}（上班）"
        result += [NoticeDay(day, kind, label) for day in waiting]
        waiting, position = [], keyword.end()
    told = _COUNT.search(sentence)
    free = sum(day.kind == "holiday" for day in result)
    if told and free and int(told[1]) != free:
        raise NoticeError("count", sentence.strip())
    return result


def _read_range(match, year, month, sentence):
    """The dates from a first to a last day, and the month for what follows."""
    parts = match.groupdict()
    month = int(parts["am"] or month or 0)
    first = _make_date(parts["ay"] or year, month, parts["ad"], parts["an"], sentence)
    last = first
    if parts["bd"]:
        last_month = int(parts["bm"] or first.month)
        last_year = int(parts["by"] or first.year + (last_month < first.month))
        last = _make_date(last_year, last_month, parts["bd"], parts["bn"], sentence)
    length = (last - first).days
    if not 0 <= length < 31:
        raise NoticeError("date", sentence.strip())
    return [first + timedelta(days=n) for n in range(length + 1)], last.month


def _make_date(year, month, day, note, sentence):
    try:
        result = date(int(year), month, int(day))
    except ValueError as error:
        raise NoticeError("date", sentence.strip()) from error
    weekday = _WEEKDAY.search(note or "")
    if weekday and _WEEKDAYS.index(weekday[1].replace("天", "日")) != result.weekday():
        raise NoticeError("weekday", sentence.strip())
    return result
