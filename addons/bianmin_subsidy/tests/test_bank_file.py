import io
import unittest
import zipfile
from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.bianmin_subsidy.tools import bank_file
from odoo.addons.bianmin_subsidy.tools.bank_file import Column, Layout

PLAIN = Layout(
    columns=(
        Column("reference"),
        Column("account"),
        Column("holder_name"),
        Column("amount"),
        Column("summary", required=False),
    ),
    header=(Column("batch"), Column("count"), Column("total")),
)
CCB = Layout(
    columns=(
        Column("serial"),
        Column("account"),
        Column("holder_name"),
        Column("amount"),
        Column("summary", required=False),
    ),
    leading_separator=True,
    escape="entities",
    block_bytes=9999,
    file_name="6W1403_{batch}.txt",
)
FIXED = Layout(
    kind="fixed",
    columns=(
        Column("serial", width=6, align="right", pad="0"),
        Column("account", width=32),
        Column("holder_name", width=20),
        Column("amount", width=15, align="right", pad="0"),
    ),
    amount_unit="fen",
    encoding="gbk",
    line_end="lf",
)
VALUES = {"batch": "2026000001", "scheme": "两女户", "date": "20261124"}


def make_row(**vals):
    return {
        "serial": 1,
        "reference": "2026000001000001",
        "account": "6217000000000000017",
        "holder_name": "李志顺",
        "bank_name": "",
        "amount": Decimal("150"),
        "summary": "两女补贴",
        **vals,
    }


FEN = st.integers(min_value=1, max_value=10**13 - 1)
# Signs that GB 18030 can write and that no layout here gives a meaning to.
NAMES = st.text(
    st.characters(min_codepoint=0x3400, max_codepoint=0x2FFFF, categories=["Lo"]),
    min_size=1,
    max_size=8,
)
ROWS = st.lists(
    st.builds(
        lambda fen, name, account: make_row(
            amount=Decimal(fen) / 100, holder_name=name, account=account
        ),
        FEN,
        NAMES,
        st.text("0123456789", min_size=12, max_size=19),
    ),
    min_size=1,
    max_size=40,
)


class TestBankFile(unittest.TestCase):
    def problems(self, layout, *rows):
        with self.assertRaises(bank_file.BankFileError) as caught:
            bank_file.write(layout, list(rows), VALUES)
        return caught.exception.problems

    def test_header_and_lines_of_a_plain_layout(self):
        made = bank_file.write(
            PLAIN,
            [make_row(), make_row(reference="2026000001000002", amount="0.05")],
            VALUES,
        )
        self.assertEqual(
            made.content.decode("gb18030"),
            "2026000001|2|150.05\r\n"
            "2026000001000001|6217000000000000017|李志顺|150.00|两女补贴\r\n"
            "2026000001000002|6217000000000000017|李志顺|0.05|两女补贴\r\n",
        )
        self.assertEqual((made.count, made.total), (2, Decimal("150.05")))
        self.assertEqual(made.name, "2026000001.txt")
        self.assertEqual(len(made.sha256), 64)

    def test_ccb_line_begins_with_the_separator_and_escapes(self):
        made = bank_file.write(
            CCB, [make_row(holder_name="A & B", summary="<'\">")], VALUES
        )
        self.assertEqual(
            made.content.decode("gb18030"),
            "|1|6217000000000000017|A&nbsp;&amp;&nbsp;B|150.00|"
            "&lt;&apos;&quot;&gt;\r\n",
        )
        self.assertEqual(made.name, "6W1403_2026000001.txt")

    def test_trailing_separator(self):
        layout = replace(PLAIN, header=(), trailing_separator=True, separator="|!")
        made = bank_file.write(layout, [make_row(summary="")], VALUES)
        self.assertTrue(made.content.endswith(b"150.00|!|!\r\n"))

    def test_constant_column(self):
        layout = Layout(columns=(Column("constant", text="00"), Column("amount")))
        made = bank_file.write(layout, [make_row()], VALUES)
        self.assertEqual(made.content, b"00|150.00\r\n")

    def test_fixed_width_counts_bytes_and_pads(self):
        made = bank_file.write(FIXED, [make_row(amount="150.05")], VALUES)
        self.assertEqual(
            made.content,
            b"000001"
            + b"6217000000000000017".ljust(32)
            + "李志顺".encode("gbk").ljust(20)
            + b"000000000015005\n",
        )

    def test_too_long_value_is_named_never_cut(self):
        found = self.problems(FIXED, make_row(), make_row(holder_name="李" * 11))
        self.assertEqual(
            [(p.kind, p.line, p.column, p.detail) for p in found],
            [("width", 2, "holder_name", "20")],
        )

    def test_character_outside_the_encoding_is_named(self):
        for name in ("㛃", "𬭎", "䶮"):
            with self.subTest(name=name):
                self.assertIn(
                    name,
                    bank_file.write(
                        PLAIN, [make_row(holder_name=name)], VALUES
                    ).content.decode("gb18030"),
                )
                found = self.problems(
                    replace(PLAIN, encoding="gbk"), make_row(holder_name=name)
                )
                self.assertEqual(
                    (found[0].kind, found[0].line, found[0].detail),
                    ("character", 1, name),
                )

    def test_separator_or_line_end_inside_a_value_is_named(self):
        found = self.problems(
            PLAIN, make_row(holder_name="李|志顺"), make_row(summary="两女\n补贴")
        )
        self.assertEqual(
            [(p.kind, p.line) for p in found], [("separator", 1), ("control", 2)]
        )

    def test_missing_value_is_named(self):
        found = self.problems(PLAIN, make_row(account=""), make_row(holder_name=None))
        self.assertEqual(
            [(p.kind, p.line, p.column) for p in found],
            [("missing", 1, "account"), ("missing", 2, "holder_name")],
        )

    def test_amount_must_be_positive_whole_fen(self):
        for amount in ("0", "-1", "0.001", "NaN", "", None, "1,000"):
            with self.subTest(amount=amount):
                found = self.problems(PLAIN, make_row(amount=amount))
                self.assertIn(("amount", 1), [(p.kind, p.line) for p in found])

    def test_all_problems_are_told_at_once(self):
        found = self.problems(PLAIN, *(make_row(account="") for __ in range(30)))
        self.assertEqual(len(found), 30)

    def test_blocks_are_cut_at_line_ends_and_zipped(self):
        rows = [make_row(serial=n) for n in range(1, 401)]
        made = bank_file.write(CCB, rows, VALUES)
        self.assertEqual(made.name, "6W1403_2026000001.zip")
        self.assertGreater(made.parts, 1)
        with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
            self.assertEqual(archive.namelist()[0], "6W1403_2026000001_001.txt")
            blocks = [archive.read(name) for name in archive.namelist()]
        self.assertEqual(len(blocks), made.parts)
        for block in blocks:
            self.assertLessEqual(len(block), 9999)
            self.assertTrue(block.endswith(b"\r\n"))
        whole = bank_file.write(replace(CCB, block_bytes=0), rows, VALUES)
        self.assertEqual(b"".join(blocks), whole.content)
        self.assertEqual(bank_file.write(CCB, rows, VALUES).sha256, made.sha256)

    def test_block_names_may_come_from_the_pattern(self):
        layout = replace(CCB, file_name="{batch}-{part}")
        made = bank_file.write(layout, [make_row() for __ in range(400)], VALUES)
        with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
            self.assertEqual(archive.namelist()[1], "2026000001-002")

    def test_header_is_repeated_and_counted_in_each_block(self):
        layout = replace(PLAIN, block_bytes=300)
        made = bank_file.write(layout, [make_row() for __ in range(20)], VALUES)
        with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
            for name in archive.namelist():
                block = archive.read(name)
                self.assertTrue(block.startswith(b"2026000001|20|3000.00\r\n"))
                self.assertLessEqual(len(block), 300)

    def test_line_longer_than_a_block_is_named(self):
        found = self.problems(replace(CCB, block_bytes=20), make_row())
        self.assertEqual((found[0].kind, found[0].line), ("block", 1))

    def test_utf8_signature_stands_once(self):
        layout = replace(PLAIN, encoding="utf-8-sig")
        made = bank_file.write(layout, [make_row(), make_row()], VALUES)
        self.assertEqual(made.content.count(b"\xef\xbb\xbf"), 1)
        self.assertTrue(made.content.startswith(b"\xef\xbb\xbf"))

    def test_file_name_is_safe(self):
        name = bank_file.render_file_name(
            "{scheme}_{date}_{part}.txt", {"scheme": "../a b:c", "date": "20261124"}
        )
        self.assertEqual(name, ".._a_b_c_20261124_001.txt")

    def test_wrong_file_name_patterns_are_told(self):
        self.assertFalse(bank_file.check_file_name_pattern("{batch}_{part}.txt"))
        for pattern in ("{unknown}.txt", "{batch", "{batch!r}", "{}", "{batch:>9}"):
            with self.subTest(pattern=pattern):
                self.assertTrue(bank_file.check_file_name_pattern(pattern))

    @given(ROWS, st.sampled_from([PLAIN, replace(CCB, block_bytes=0)]))
    def test_what_was_written_reads_back_to_the_fen(self, rows, layout):
        made = bank_file.write(layout, rows, VALUES)
        lines = made.content.decode("gb18030").split("\r\n")[:-1]
        if layout.header:
            header = lines.pop(0).split("|")
            self.assertEqual(int(header[1]), len(rows))
            self.assertEqual(Decimal(header[2]), made.total)
        self.assertEqual(len(lines), len(rows))
        found = Decimal(0)
        for line, row in zip(lines, rows, strict=True):
            cells = line.removeprefix("|").split("|")
            self.assertEqual(cells[1], row["account"])
            self.assertEqual(bank_file.unescape(cells[2]), row["holder_name"])
            found += Decimal(cells[3])
        self.assertEqual(found, made.total)
        self.assertEqual(found, sum(row["amount"] for row in rows))

    @given(FEN)
    def test_yuan_and_fen_say_the_same(self, fen):
        amount = Decimal(fen) / 100
        self.assertEqual(bank_file.format_amount(amount, "fen"), str(fen))
        self.assertEqual(Decimal(bank_file.format_amount(amount, "yuan")) * 100, fen)

    @given(st.text(max_size=40))
    def test_escaping_is_undone_exactly(self, text):
        self.assertEqual(bank_file.unescape(bank_file.escape(text)), text)
        self.assertFalse(set(bank_file.escape(text)) & set(" <>\"'"))

    @given(st.lists(st.binary(min_size=1, max_size=30), max_size=60))
    def test_blocks_lose_nothing_and_keep_the_limit(self, lines):
        blocks = bank_file.split_blocks(lines, 64)
        self.assertEqual(b"".join(blocks), b"".join(lines))
        self.assertTrue(all(len(block) <= 64 for block in blocks))

    @given(NAMES, st.integers(min_value=1, max_value=40))
    def test_fixed_width_is_exact_or_refused(self, name, width):
        layout = Layout(
            kind="fixed", columns=(Column("holder_name", width=width),), line_end="lf"
        )
        row = make_row(holder_name=name)
        try:
            made = bank_file.write(layout, [row], VALUES)
        except bank_file.BankFileError as error:
            self.assertEqual(error.problems[0].kind, "width")
            self.assertGreater(len(name.encode("gb18030")), width)
        else:
            self.assertEqual(len(made.content), width + 1)
