"""Reads the file in which a bank says what became of each payment (回盘文件).

A return file decides whether people count as paid, so a doubtful byte must never
become a result: what makes the whole file doubtful refuses it, what makes one row
doubtful leaves this row out, and both are named with their line number.
"""

import codecs
import re
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from . import bank_file

KEYS = ("serial", "reference", "account_amount")
# Wider than the signs in use today: what counts is "Chinese text", not which.
_IDEOGRAPHS = (("\u3400", "\u9fff"), ("\U00020000", "\U0003ffff"))
_FEN = Decimal(100)
_AMOUNT = re.compile(r"[0-9]{1,15}(\.[0-9]{1,4})?")


class ReturnFileError(ValueError):
    """The whole file is refused.

    ``kind`` is one of ``empty``, ``encoding`` (``line`` is where it breaks),
    ``other_encoding``, ``header`` (no readable totals), ``count``, ``total``,
    ``batch``; ``found`` and ``expected`` are texts.
    """

    def __init__(self, kind, line=0, found="", expected=""):
        self.kind = kind
        self.line = line
        self.found = str(found)
        self.expected = str(expected)
        super().__init__(f"{kind} line={line} found={found} expected={expected}")


@dataclass(frozen=True)
class ReturnLayout:
    """How a bank writes its return file; columns are counted from 1, 0 = none."""

    key: str = "reference"
    key_column: int = 1
    status_column: int = 5
    reason_column: int = 0
    account_column: int = 0
    amount_column: int = 0
    success_codes: frozenset = frozenset({"00"})
    separator: str = "|"
    leading_separator: bool = False
    trailing_separator: bool = False
    encoding: str = "gb18030"
    amount_unit: str = "yuan"
    escape: str = "none"
    header_lines: int = 0
    header_batch_column: int = 0
    header_count_column: int = 0
    header_total_column: int = 0
    ends_with_line_end: bool = True

    @property
    def column_count(self):
        """Return how many columns a row needs to be read at all."""
        return max(
            self.key_column,
            self.status_column,
            self.reason_column,
            self.account_column,
            self.amount_column,
        )

    @property
    def shows_cut_status(self):
        """Tell whether a row cut inside its status can be told from a whole one.

        Without a line end at the end of the file, ``001`` cut after two signs
        would be the success code ``00``: then another column must follow.
        """
        return self.ends_with_line_end or self.column_count > self.status_column


@dataclass(frozen=True)
class ReturnRow:
    """What the bank says of one payment; amount in yuan, None when not given."""

    line: int
    key: object
    success: bool
    code: str
    reason: str = ""
    account: str = ""
    amount: Decimal | None = None


@dataclass(frozen=True)
class RowProblem:
    """A row that is left out.

    ``kind`` is one of ``cut`` (last line without its end), ``columns``, ``key``,
    ``amount``, ``status`` (empty) and ``doubled`` (``detail`` = the first line,
    ``key`` = the payment that comes more than once).
    """

    kind: str
    line: int
    detail: str = ""
    key: object = None


@dataclass(frozen=True)
class ReturnFile:
    """The readable rows, the rows left out, and what the header says."""

    rows: tuple
    problems: tuple
    batch: str = ""


def parse_amount(text, unit):
    """Return the amount in yuan; raise ValueError when it is no amount of fen."""
    text = text.strip().replace(",", "")
    # Plain digits only: no bank writes an exponent or pays more than 15 digits.
    if not _AMOUNT.fullmatch(text):
        raise ValueError(text)
    amount = Decimal(text)
    if unit == "fen":
        amount = amount / _FEN
    if amount * _FEN != (amount * _FEN).to_integral_value():
        raise ValueError(text)
    return amount.quantize(Decimal("0.01"))


def _is_chinese(text):
    return any(low <= sign <= high for sign in text for low, high in _IDEOGRAPHS)


def _decode(content, encoding):
    """Return the text; refuse bytes that are plainly of another encoding.

    GB 18030 accepts nearly every byte, so a UTF-8 file would be read without an
    error and give wrong names and reasons: whatever is valid UTF-8 *with Chinese
    in it* is not taken for GB 18030.
    """
    if not content.strip():
        raise ReturnFileError("empty")
    if not encoding.startswith("utf-8"):
        try:
            as_utf8 = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            as_utf8 = ""
        if content.startswith(codecs.BOM_UTF8) or _is_chinese(as_utf8):
            raise ReturnFileError("other_encoding", found="UTF-8", expected=encoding)
    try:
        # A signature in front of UTF-8 is harmless and frequent.
        return content.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise ReturnFileError("encoding", line, expected=encoding) from None


class _Reader:
    def __init__(self, layout):
        self.layout = layout
        self.problems = []

    def cells(self, text):
        layout = self.layout
        if layout.leading_separator:
            text = text.removeprefix(layout.separator)
        if layout.trailing_separator:
            text = text.removesuffix(layout.separator)
        cells = [cell.strip() for cell in text.split(layout.separator)]
        if layout.escape == "entities":
            cells = [bank_file.unescape(cell) for cell in cells]
        return cells

    def row(self, number, text):
        """Return the row, or None after noting why it can't be read."""
        layout = self.layout
        cells = self.cells(text)
        if len(cells) < layout.column_count:
            return self._leave_out("columns", number, str(len(cells)))
        account = cells[layout.account_column - 1] if layout.account_column else ""
        amount = None
        if layout.amount_column:
            text = cells[layout.amount_column - 1]
            try:
                amount = parse_amount(text, layout.amount_unit)
            except ValueError:
                return self._leave_out("amount", number, text)
        key = self._key(cells, account, amount)
        if key is None:
            text = cells[layout.key_column - 1] if layout.key_column else ""
            return self._leave_out("key", number, text)
        code = cells[layout.status_column - 1]
        if not code:
            return self._leave_out("status", number)
        return ReturnRow(
            number,
            key,
            code in layout.success_codes,
            code,
            cells[layout.reason_column - 1] if layout.reason_column else "",
            account,
            amount,
        )

    def _key(self, cells, account, amount):
        if self.layout.key == "account_amount":
            return (account, amount) if account and amount is not None else None
        text = cells[self.layout.key_column - 1]
        if self.layout.key == "serial":
            # The bank may write 1, 01 or 000001 for the same payment.
            return int(text) if text.isascii() and text.isdigit() else None
        return text or None

    def _leave_out(self, kind, number, detail=""):
        self.problems.append(RowProblem(kind, number, detail))


def _check_header(reader, lines, expected_batch):
    """Return the batch number, the count and the total that the header states."""
    layout = reader.layout
    columns = (
        layout.header_batch_column,
        layout.header_count_column,
        layout.header_total_column,
    )
    if not layout.header_lines or not any(columns):
        return "", None, None
    cells = reader.cells(lines[0][1]) if lines else []
    batch, count, total = (
        cells[column - 1] if 0 < column <= len(cells) else "" for column in columns
    )
    if layout.header_batch_column and expected_batch and batch != expected_batch:
        raise ReturnFileError("batch", 1, batch, expected_batch)
    try:
        return (
            batch,
            int(count) if layout.header_count_column else None,
            parse_amount(total, layout.amount_unit)
            if layout.header_total_column
            else None,
        )
    except ValueError:
        raise ReturnFileError("header", 1, lines[0][1] if lines else "") from None


def _check_totals(reader, count, total, rows, line_count):
    if count is not None and count != line_count:
        raise ReturnFileError("count", 1, line_count, count)
    # A row that could not be read is reported by itself; the sum lacks it.
    if total is None or not reader.layout.amount_column or reader.problems:
        return
    found = sum((row.amount for row in rows), Decimal("0.00"))
    if found != total:
        raise ReturnFileError("total", 1, found, total)


def _leave_out_doubled(rows, problems):
    """Leave out every row of a key that comes twice: which of them would be true?

    Only where account and amount are the key may two payments share it; the
    caller knows how many it expects.
    """
    by_key = defaultdict(list)
    for row in rows:
        by_key[row.key].append(row)
    kept = []
    for same in by_key.values():
        if len(same) == 1:
            kept.append(same[0])
            continue
        first = str(same[0].line)
        problems.extend(RowProblem("doubled", r.line, first, r.key) for r in same)
    return kept


def parse(content, layout, expected_batch=""):
    """Return the :class:`ReturnFile` of these bytes.

    :param expected_batch: our batch number; checked where the header repeats it
    :raise ReturnFileError: when nothing in the file can be trusted
    """
    text = _decode(content, layout.encoding)
    reader = _Reader(layout)
    terminated = text.endswith(("\n", "\r"))
    # Not splitlines(): it also cuts at signs that may stand inside a value.
    lines = [
        (number, line)
        for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1)
        if line.strip()
    ]
    batch, count, total = _check_header(reader, lines, expected_batch)
    body = lines[layout.header_lines :]
    if not body:
        raise ReturnFileError("empty")
    if layout.ends_with_line_end and not terminated:
        reader.problems.append(RowProblem("cut", body.pop()[0]))
    rows = [row for row in (reader.row(*line) for line in body) if row]
    _check_totals(reader, count, total, rows, len(body))
    if layout.key != "account_amount":
        rows = _leave_out_doubled(rows, reader.problems)
    problems = sorted(reader.problems, key=lambda problem: problem.line)
    return ReturnFile(tuple(rows), tuple(problems), batch)
