"""Rows of a workbook that people filled in, and the workbook that tells what is wrong.

Knows nothing of what the rows mean. Row numbers are those that the spreadsheet program
shows, so that a clerk finds the row.
"""

import io
import zipfile
from datetime import date, datetime, time
from typing import NamedTuple

import xlsxwriter
from openpyxl import load_workbook

from .text import compact

REASONS = ("format", "empty", "header", "sheets", "size")

# What Excel still shows of a number: an ID number typed as one has lost its end.
EXACT_DIGITS = 15
MAXIMUM_BYTES = 20 * 1024 * 1024
# A workbook is a zip file: a small one may unpack to more than a machine holds.
MAXIMUM_UNPACKED_BYTES = 400 * 1024 * 1024
MAXIMUM_ROWS = 100_000
HEADER_SEARCH_ROWS = 10
DATE_FORMS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y年%m月%d日")


class SpreadsheetError(ValueError):
    """The file as a whole cannot be read.

    :ivar reason: one of ``REASONS``
    :ivar detail: the missing headers, when that is the reason
    :ivar sheet: key of the sheet that they are missing in, where there are several
    """

    def __init__(self, reason, detail="", sheet=""):
        super().__init__(f"{reason} {detail}".strip())
        self.reason = reason
        self.detail = detail
        self.sheet = sheet


class CellError(ValueError):
    """A cell does not hold what its column asks for.

    :ivar reason: ``number`` (digits were lost), ``date``
    """

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


class Row(NamedTuple):
    """``number`` as in the sheet; ``cells`` by the keys of the columns; ``sheet`` is
    the key of its sheet, where a workbook has several."""

    number: int
    cells: dict
    sheet: str = ""


class Layout(NamedTuple):
    """A sheet that is looked for: by its ``titles``; ``headers`` and ``required`` as
    in :func:`read_rows`."""

    titles: tuple
    headers: dict
    required: tuple


class Mistake(NamedTuple):
    """What is wrong in a row: ``key`` of the column, and a sentence."""

    key: str
    sentence: str


def read_rows(content, headers, required):
    """The rows of the first sheet that has the headers.

    :param bytes content: an .xlsx file
    :param dict headers: key of a column by its header; blanks and full-width
        characters do not count, and a column may have several headers
    :param required: keys of the columns that must be there
    :return: list of ``Row``; rows without any value are left out
    :raise SpreadsheetError: when the file cannot be read
    """
    found = _read_sheet(open_workbook(content).worksheets[0], headers, required)
    if not found:
        raise SpreadsheetError("empty")
    return found


def read_sheets(content, layouts):
    """The rows of all sheets that have one of the titles looked for.

    :param bytes content: an .xlsx file
    :param dict layouts: ``Layout`` by key of a sheet
    :return: list of ``Row``, sheet by sheet in the order of ``layouts``; sheets that
        are not there have none
    :raise SpreadsheetError: when the file or one of its sheets cannot be read
    """
    sheets = {
        compact(sheet.title): sheet for sheet in open_workbook(content).worksheets
    }
    found, seen = [], 0
    for key, layout in layouts.items():
        titles = [title for title in map(compact, layout.titles) if title in sheets]
        for title in titles[:1]:
            seen += 1
            found += _read_sheet(sheets[title], layout.headers, layout.required, key)
        if len(found) > MAXIMUM_ROWS:
            raise SpreadsheetError("size")
    if not found:
        raise SpreadsheetError("empty" if seen else "sheets")
    return found


def _read_sheet(sheet, headers, required, key=""):
    rows = enumerate(sheet.iter_rows(values_only=True), start=1)
    return pick_rows(rows, headers, required, key)


def pick_rows(rows, headers, required, key=""):
    """The rows below the headers.

    :param rows: iterator of row numbers and values
    :param str key: of their sheet; the others as in :func:`read_rows`
    """
    known = {compact(header): name for header, name in headers.items()}
    columns = _find_header(rows, known, required, key)
    found = []
    for number, values in rows:
        cells = {
            name: _strip(values[index])
            for index, name in columns.items()
            if index < len(values)
        }
        if any(value is not None for value in cells.values()):
            found.append(Row(number, cells, key))
        if len(found) > MAXIMUM_ROWS:
            raise SpreadsheetError("size")
    return found


def open_workbook(content):
    """An .xlsx file, whose sheets are read row by row.

    :raise SpreadsheetError: when it is none, or unpacks to more than a machine holds
    """
    if not content:
        raise SpreadsheetError("empty")
    if len(content) > MAXIMUM_BYTES:
        raise SpreadsheetError("size")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > MAXIMUM_UNPACKED_BYTES:
            raise SpreadsheetError("size")
        return load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except SpreadsheetError:
        raise
    except Exception as error:
        # openpyxl tells of a broken file by whatever it stumbles over.
        raise SpreadsheetError("format") from error


def _find_header(rows, known, required, sheet):
    """Positions of the columns; the header may stand below a title."""
    best = set()
    for number, values in rows:
        columns = {
            index: known[compact(value)]
            for index, value in enumerate(values)
            if isinstance(value, str) and compact(value) in known
        }
        if set(required) <= set(columns.values()):
            return columns
        best = max(best, set(columns.values()), key=len)
        if number == HEADER_SEARCH_ROWS:
            break
    missing = [key for key in required if key not in best]
    raise SpreadsheetError("header", ",".join(missing), sheet)


def _strip(value):
    if isinstance(value, str):
        value = value.strip()
    return None if value == "" else value


def to_text(value):
    """A cell as text.

    :return: text; empty for an empty cell
    :raise CellError: when a number has more digits than Excel keeps
    """
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    if abs(value) >= 10**EXACT_DIGITS:
        raise CellError("number")
    return str(int(value)) if value == int(value) else str(value)


def to_date(value):
    """A cell as a date, typed as one or as text such as 1952年3月4日.

    :return: date, or None for an empty cell
    :raise CellError: when it is none
    """
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = compact(to_text(value))
    for form in DATE_FORMS:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise CellError("date")


def write_workbook(sheets):
    """A workbook with one bold, frozen header row in each sheet, all cells as text.

    :param sheets: tuples of name, headers and rows
    :rtype: bytes
    """
    buffer = io.BytesIO()
    # Text that begins with = stays text: a name is no formula.
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(buffer, options) as workbook:
        bold = workbook.add_format({"bold": True, "bg_color": "#F0E6D2", "border": 1})
        text = workbook.add_format({"num_format": "@"})
        for name, headers, rows in sheets:
            sheet = workbook.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, max(len(headers) - 1, 0), 18, text)
            sheet.write_row(0, 0, headers, bold)
            for number, cells in enumerate(rows, start=1):
                sheet.write_row(number, 0, map(_shown, cells), text)
    return buffer.getvalue()


def _shown(value):
    if value is None or value is False:
        return ""
    if isinstance(value, datetime) and value.time() == time.min:
        value = value.date()
    return value.isoformat() if isinstance(value, date) else str(value)
