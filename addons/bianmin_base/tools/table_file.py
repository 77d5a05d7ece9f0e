"""A table as an office sends it: .xlsx, .xls, or text with commas or tabs.

Old programs of offices write .xls and text in GB 18030 (or its subset GBK); others
write UTF-8, with or without a mark at its beginning.
"""

import csv
import io
from datetime import datetime

import xlrd
import xlsxwriter

from .spreadsheet import MAXIMUM_BYTES, SpreadsheetError, open_workbook

_XLSX = b"PK\x03\x04"
_XLS = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_DELIMITERS = "\t,;，"


def read_table(content):
    """All rows of the first sheet, those above and below the table too.

    :param bytes content: the file; its kind is seen from what is in it
    :return: list of (row number as the spreadsheet program shows it, tuple of values)
    :raise SpreadsheetError: when the file is of no known kind, empty or too large
    """
    if not content:
        raise SpreadsheetError("empty")
    if len(content) > MAXIMUM_BYTES:
        raise SpreadsheetError("size")
    if content.startswith(_XLSX):
        rows = open_workbook(content).worksheets[0].iter_rows(values_only=True)
    elif content.startswith(_XLS):
        rows = _read_xls(content)
    else:
        rows = _read_text(content)
    return [(number, tuple(values)) for number, values in enumerate(rows, start=1)]


def _read_xls(content):
    try:
        book = xlrd.open_workbook(file_contents=content, logfile=io.StringIO())
        sheet = book.sheet_by_index(0)
        return [
            [_read_cell(cell, book.datemode) for cell in sheet.row(index)]
            for index in range(sheet.nrows)
        ]
    except Exception as error:
        # xlrd tells of a broken file by whatever it stumbles over.
        raise SpreadsheetError("format") from error


def _read_cell(cell, datemode):
    if cell.ctype == xlrd.XL_CELL_DATE:
        return xlrd.xldate_as_datetime(cell.value, datemode)
    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK, xlrd.XL_CELL_ERROR):
        return None
    return cell.value


def _read_text(content):
    text = decode(content)
    first_lines = text[:2000]
    delimiter = max(_DELIMITERS, key=first_lines.count)
    if delimiter not in first_lines:
        raise SpreadsheetError("format")
    # Programs that keep a long number from being cut off write it as ="1302…".
    return [
        [cell.removeprefix('="').removesuffix('"').lstrip("'") for cell in line]
        for line in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    ]


def decode(content):
    """The text of a file of an office: UTF-8, UTF-16 with its mark, or GB 18030.

    :param bytes content: the file
    :rtype: str
    :raise SpreadsheetError: when it is no text
    """
    marked = content.startswith(_UTF_16_MARKS)
    for encoding in ["utf-16"] if marked else ["utf-8-sig", "gb18030"]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise SpreadsheetError("format")


def show_cell(value):
    """A cell as text, as the office reads it.

    :rtype: str
    """
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def write_table(above, headers, rows):
    """An .xlsx file of texts with the layout of a file that was read.

    :param list above: rows above the headers, such as a title
    :param list headers: texts
    :param list rows: lists of texts
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
        bold = workbook.add_format({"bold": True})
        text = workbook.add_format({"num_format": "@"})
        sheet = workbook.add_worksheet()
        sheet.set_column(0, max(len(headers) - 1, 0), 18, text)
        for number, cells in enumerate([*above, headers, *rows]):
            sheet.write_row(number, 0, cells, text if number > len(above) else bold)
        sheet.freeze_panes(len(above) + 1, 0)
    return buffer.getvalue()
