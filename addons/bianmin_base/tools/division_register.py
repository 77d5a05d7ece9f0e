"""The register of divisions as a file, and what it changes.

Codes are those of GB/T 2260, GB/T 10114 and the statistical division codes: 2, 4, 6,
9 or 12 digits, each beginning with the code of the division it belongs to.
"""

import csv
import gzip
import io
import re
import zlib
from typing import NamedTuple

from . import spreadsheet, table_file

LEVELS = {
    2: "province",
    4: "prefecture",
    6: "county",
    9: "township",
    12: "village",
}
PARENT_LENGTH = {4: 2, 6: 4, 9: 6, 12: 9}

# A province of 60,000 divisions has 2 MB: what unpacks to more is no register.
MAX_UNPACKED_BYTES = 64 * 1024 * 1024

# What the columns of a workbook may be called.
HEADERS = {
    "code": "code",
    "name": "official_name",
    "区划代码": "code",
    "统计用区划代码": "code",
    "代码": "code",
    "名称": "official_name",
    "全称": "official_name",
}

# What the statistical names of villages carry behind the name people say.
COMMITTEE_SUFFIX = re.compile(r"(村民委员会|居民委员会|村民委会|村委会|居委会)$")


class RegisterError(ValueError):
    """The file cannot be read at all; ``reason`` is ``size`` or ``format``."""

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


class Row(NamedTuple):
    number: int
    code: str
    official_name: str


class RowError(NamedTuple):
    """A row that is no division: ``code``, ``name``, ``twice`` or ``parent``."""

    row: Row
    reason: str


class Plan(NamedTuple):
    """What a register changes: codes, and names by code."""

    new: dict
    renamed: dict  # another name that people say, so that the old one is kept
    corrected: dict  # only the official name is written differently
    reassigned: dict  # the code went to another division
    taken: dict  # ... from these
    gone: dict
    unchanged: int


def short_name(official_name):
    """The name people say: 李营村村民委员会 → 李营村, 东社区居委会 → 东社区."""
    short = COMMITTEE_SUFFIX.sub("", official_name)
    if short == official_name or short.endswith(("村", "社区", "庄园")):
        return short or official_name
    is_village = official_name.endswith(("村民委员会", "村民委会", "村委会"))
    return f"{short}村" if is_village and short else short or official_name


def parent_code(code):
    return code[: PARENT_LENGTH.get(len(code), 0)]


def get_roots(codes):
    """Return the codes whose upper division is not among them, as a tuple."""
    codes = set(codes)
    return tuple(sorted(code for code in codes if parent_code(code) not in codes))


def read_file(content):
    """Return the rows of a register: code and official name.

    They are the first two columns of a CSV file; in a workbook their headings say so.

    :param bytes content: CSV in UTF-8 or GB 18030, the same packed by gzip, or .xlsx
    :return: list of :class:`Row`; the number is that of the line in the file
    :raise RegisterError: when it is no such file
    """
    if content.startswith(b"PK\x03\x04"):
        return _read_workbook(content)
    text = _decode(_unpack(content))
    rows = []
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text)), start=1):
            cells = [cell.strip() for cell in (*cells, "", "")[:2]]
            if any(cells):
                rows.append(Row(number, *cells))
    except csv.Error as error:
        raise RegisterError("format") from error
    # A heading has no digit where the code should be.
    if rows and not any(map(str.isdigit, rows[0].code)):
        rows = rows[1:]
    return rows


def _read_workbook(content):
    try:
        rows = spreadsheet.read_rows(content, HEADERS, ("code", "official_name"))
        return [
            Row(row.number, *(_get_text(row, key) for key in ("code", "official_name")))
            for row in rows
        ]
    except spreadsheet.SpreadsheetError as error:
        raise RegisterError("size" if error.reason == "size" else "format") from error


def _get_text(row, key):
    return spreadsheet.to_text(row.cells.get(key)).strip()


def _unpack(content):
    if not content.startswith(b"\x1f\x8b"):
        return content
    try:
        with gzip.open(io.BytesIO(content)) as packed:
            unpacked = packed.read(MAX_UNPACKED_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise RegisterError("format") from error
    if len(unpacked) > MAX_UNPACKED_BYTES:
        raise RegisterError("size")
    return unpacked


def _decode(content):
    try:
        return table_file.decode(content)
    except spreadsheet.SpreadsheetError as error:
        raise RegisterError("format") from error


def check_rows(rows, known_codes):
    """Return the rows that are no divisions, each with the reason.

    :param rows: iterable of :class:`Row`
    :param known_codes: codes in force that the rows may lie in
    :return: list of :class:`RowError`, in the order of the rows
    """
    codes = {row.code for row in rows} | set(known_codes)
    seen, errors = set(), []
    for row in rows:
        if reason := _get_error(row, codes, seen):
            errors.append(RowError(row, reason))
        seen.add(row.code)
    return errors


def _get_error(row, codes, seen):
    code = row.code
    if len(code) not in LEVELS or not (code.isascii() and code.isdigit()):
        return "code"
    if not row.official_name:
        return "name"
    if code in seen:
        return "twice"
    if len(code) > 2 and parent_code(code) not in codes:
        return "parent"
    return None


def compare(known, incoming):
    """Return what ``incoming`` changes in ``known``.

    A code that stays with another name is a rename, unless the old name stands on a
    new code of the same township: then the code was given to somebody else.

    :param dict known: official name by code, of the divisions in force
    :param dict incoming: official name by code, of the register
    :rtype: Plan
    """
    before = {code: short_name(name) for code, name in known.items()}
    after = {code: short_name(name) for code, name in incoming.items()}
    other = {code for code in incoming if before.get(code) != after[code]}
    # A code that keeps its name moved nowhere: it is not in ``other``.
    moved_here = {(parent_code(code), after[code]) for code in other}
    new, renamed, corrected, reassigned, taken = {}, {}, {}, {}, {}
    for code, name in incoming.items():
        if code not in known:
            new[code] = name
        elif code in other and (parent_code(code), before[code]) in moved_here:
            reassigned[code], taken[code] = name, known[code]
        elif code in other:
            renamed[code] = name
        elif name != known[code]:
            corrected[code] = name
    gone = {code: name for code, name in known.items() if code not in incoming}
    changed = sum(map(len, (new, renamed, corrected, reassigned)))
    unchanged = len(incoming) - changed
    return Plan(new, renamed, corrected, reassigned, taken, gone, unchanged)
