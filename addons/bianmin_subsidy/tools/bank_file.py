"""Writes the file that tells a bank whom to pay, after a layout kept as data.

Banks differ in separator, columns, fixed width, header, amount unit, encoding,
escaping and file name, and none of them forgives a shifted column. So nothing is
ever cut or replaced here: what does not fit is collected as a :class:`Problem`
that names line and column, and no file is made.

This module knows nothing of Odoo; sentences for people are made by the caller.
"""

import codecs
import hashlib
import io
import re
import string
import zipfile
from dataclasses import dataclass, field
from decimal import Decimal

ENCODINGS = ("gb18030", "gbk", "utf-8", "utf-8-sig")
LINE_ENDS = {"crlf": "\r\n", "lf": "\n"}
FILE_NAME_KEYS = ("batch", "scheme", "date", "count", "total", "part")
_ENTITIES = {" ": "&nbsp;", "<": "&lt;", ">": "&gt;", "&": "&amp;", '"': "&quot;"}
_ENTITIES["'"] = "&apos;"
_ESCAPING = str.maketrans(_ENTITIES)
_UNESCAPING = re.compile("|".join(re.escape(text) for text in _ENTITIES.values()))
_UNESCAPED = {text: character for character, text in _ENTITIES.items()}
# What no file system, mail or bank gateway should have to see in a file name.
_UNSAFE_IN_FILE_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f\s]')
# A ZIP member needs a date; a fixed one keeps the hash of equal content equal.
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Problem:
    """Something that keeps one value from going into the file.

    ``kind`` is one of ``missing`` (empty value), ``character`` (not in the
    encoding), ``separator`` (the value contains it), ``control`` (line end or
    control character), ``width`` (too long for the column), ``amount`` (not a
    positive amount of whole fen) and ``block`` (one line longer than a block).
    ``line`` counts the payees from 1; 0 is the header.
    """

    kind: str
    line: int
    column: str
    detail: str = ""


class BankFileError(ValueError):
    """The file can't be written; ``problems`` says why, one entry per value."""

    def __init__(self, problems):
        self.problems = tuple(problems)
        super().__init__("; ".join(map(str, self.problems)))


@dataclass(frozen=True)
class Column:
    """A column: the key of the value, or a constant text; width in bytes."""

    key: str
    text: str = ""
    width: int = 0
    align: str = "left"
    pad: str = " "
    required: bool = True


@dataclass(frozen=True)
class Layout:
    """How a bank wants its file."""

    columns: tuple
    header: tuple = ()
    kind: str = "separated"
    separator: str = "|"
    leading_separator: bool = False
    trailing_separator: bool = False
    amount_unit: str = "yuan"
    encoding: str = "gb18030"
    line_end: str = "crlf"
    escape: str = "none"
    block_bytes: int = 0
    file_name: str = "{batch}.txt"


@dataclass(frozen=True)
class BankFile:
    """The file as it goes to the bank, and what it must add up to."""

    name: str
    content: bytes
    count: int
    total: Decimal
    parts: int = 1
    sha256: str = field(init=False)

    def __post_init__(self):
        object.__setattr__(self, "sha256", hashlib.sha256(self.content).hexdigest())


def format_amount(amount, unit):
    """Return the amount in yuan with two decimals, or in whole fen.

    :raise ValueError: when it is no positive amount of whole fen; a bank file
        rounds nothing
    """
    amount = Decimal(amount)
    fen = amount * 100
    if amount <= 0 or fen != fen.to_integral_value():
        raise ValueError(amount)
    return f"{fen:.0f}" if unit == "fen" else f"{amount:.2f}"


def escape(text):
    """Return the text with blanks and markup signs as entities (CCB 6W1403)."""
    return text.translate(_ESCAPING)


def unescape(text):
    """Undo :func:`escape`."""
    return _UNESCAPING.sub(lambda match: _UNESCAPED[match[0]], text)


def render_file_name(pattern, values, part=1):
    """Return the file name that the pattern gives, safe for any file system."""
    known = {key: str(values.get(key, "")) for key in FILE_NAME_KEYS}
    known["part"] = f"{part:03d}"
    return _UNSAFE_IN_FILE_NAME.sub("_", pattern.format_map(known))


def check_file_name_pattern(pattern):
    """Return the placeholders of the pattern that are unknown or malformed."""
    try:
        parsed = list(string.Formatter().parse(pattern))
    except ValueError as error:
        return [str(error)]
    return [
        name
        for __, name, spec, conversion in parsed
        if name is not None and (name not in FILE_NAME_KEYS or spec or conversion)
    ]


class _Writer:
    """Builds the lines of one file and collects what does not fit."""

    def __init__(self, layout):
        self.layout = layout
        self.problems = []

    def line(self, columns, values, number):
        cells = [self._cell(column, values, number) for column in columns]
        layout = self.layout
        separator = layout.separator if layout.kind == "separated" else ""
        text = separator.join(cells)
        if layout.leading_separator:
            text = separator + text
        if layout.trailing_separator:
            text += separator
        return text + LINE_ENDS[layout.line_end]

    def _cell(self, column, values, number):
        value = column.text if column.key == "constant" else values.get(column.key)
        if column.key in ("amount", "total"):
            try:
                text = format_amount(value, self.layout.amount_unit)
            except (ArithmeticError, TypeError, ValueError):
                self._report("amount", number, column, str(value or ""))
                return ""
        else:
            text = "" if value is None or value is False else str(value)
        if not text and column.required:
            self._report("missing", number, column)
        return self._fit(self._clean(text, number, column), number, column)

    def _clean(self, text, number, column):
        if any(ord(character) < 32 or ord(character) == 127 for character in text):
            self._report("control", number, column)
        for character in text:
            try:
                character.encode(self.layout.encoding)
            except UnicodeEncodeError:
                self._report("character", number, column, character)
                return ""
        if self.layout.escape == "entities":
            text = escape(text)
        if self.layout.kind == "separated" and self.layout.separator in text:
            self._report("separator", number, column, self.layout.separator)
        return text

    def _fit(self, text, number, column):
        """Pad to the width in bytes: a Chinese character counts as many as it has."""
        if not column.width:
            return text
        # The signature of utf-8-sig opens the file; a cell has none.
        encoding = _split_encoding(self.layout.encoding)[0]
        missing = column.width - len(text.encode(encoding))
        if missing < 0:
            self._report("width", number, column, str(column.width))
        padding = column.pad * max(missing, 0)
        return padding + text if column.align == "right" else text + padding

    def _report(self, kind, number, column, detail=""):
        self.problems.append(Problem(kind, number, column.key, detail))


def split_blocks(lines, limit):
    """Join encoded lines to blocks of at most ``limit`` bytes, cut at line ends.

    :raise BankFileError: when a single line is longer than a block
    """
    blocks, current = [], bytearray()
    for number, line in enumerate(lines, 1):
        if len(line) > limit:
            raise BankFileError([Problem("block", number, "", str(limit))])
        if len(current) + len(line) > limit:
            blocks.append(bytes(current))
            current = bytearray()
        current += line
    if current:
        blocks.append(bytes(current))
    return blocks


def _split_encoding(encoding):
    """Return the encoding of the text and the signature that opens the file."""
    if encoding == "utf-8-sig":
        return "utf-8", codecs.BOM_UTF8
    return encoding, b""


def _split_name(name):
    stem, dot, extension = name.rpartition(".")
    return (stem, dot + extension) if stem else (name, "")


def _decimal(value):
    """Return the amount, or zero where the line has a problem with it anyway."""
    try:
        return Decimal(value)
    except (ArithmeticError, TypeError, ValueError):
        return Decimal(0)


def _zip_blocks(blocks, layout, values):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, block in enumerate(blocks, 1):
            name = render_file_name(layout.file_name, values, part)
            if "{part}" not in layout.file_name:
                stem, extension = _split_name(name)
                name = f"{stem}_{part:03d}{extension}"
            archive.writestr(zipfile.ZipInfo(name, _ZIP_DATE), block)
    return buffer.getvalue()


def write(layout, rows, values):
    """Return the :class:`BankFile` of these rows.

    :param rows: list of dicts with the values of the columns; ``amount`` is a
        Decimal in yuan
    :param values: dict with the values of header and file name; ``count`` and
        ``total`` are set here, from the rows
    :raise BankFileError: with every problem found, so that a clerk mends them all
        at once
    """
    writer = _Writer(layout)
    lines = [writer.line(layout.columns, row, n) for n, row in enumerate(rows, 1)]
    total = sum((_decimal(row.get("amount")) for row in rows), Decimal(0))
    values = {**values, "count": len(rows), "total": total}
    header = writer.line(layout.header, values, 0) if layout.header else ""
    if writer.problems:
        raise BankFileError(writer.problems)
    bare, signature = _split_encoding(layout.encoding)
    head = signature + header.encode(bare)
    body = [line.encode(bare) for line in lines]
    name = render_file_name(layout.file_name, values)
    if layout.block_bytes:
        blocks = split_blocks(body, layout.block_bytes - len(head))
        if len(blocks) > 1:
            blocks = [head + block for block in blocks]
            archive = _zip_blocks(blocks, layout, values)
            name = f"{_split_name(name)[0]}.zip"
            return BankFile(name, archive, len(rows), total, len(blocks))
    return BankFile(name, head + b"".join(body), len(rows), total)
