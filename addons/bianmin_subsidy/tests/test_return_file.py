import unittest
from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.bianmin_subsidy.tools import return_file
from odoo.addons.bianmin_subsidy.tools.return_file import ReturnFileError, ReturnLayout

LAYOUT = ReturnLayout(
    key="reference",
    key_column=1,
    account_column=2,
    amount_column=4,
    status_column=5,
    reason_column=6,
    header_lines=1,
    header_batch_column=1,
    header_count_column=2,
    header_total_column=3,
)
BARE = replace(
    LAYOUT,
    header_lines=0,
    header_batch_column=0,
    header_count_column=0,
    header_total_column=0,
)
ROWS = (
    ("2026000001000001", "6217000000000000017", "李志顺", "960.00", "00", ""),
    ("2026000001000002", "6217000000000000025", "张大爷", "960.00", "02", "账号不存在"),
    ("2026000001000003", "6217000000000000033", "王秀兰", "80.05", "00", ""),
)


def build(rows=ROWS, batch="2026000001", count=None, total=None, header=True):
    lines = ["|".join(row) for row in rows]
    if header:
        count = len(rows) if count is None else count
        total = sum(Decimal(row[3]) for row in rows) if total is None else total
        lines.insert(0, f"{batch}|{count}|{total}")
    return "".join(f"{line}\r\n" for line in lines).encode("gb18030")


class TestReturnFile(unittest.TestCase):
    def refused(self, content, layout=LAYOUT, batch="2026000001"):
        with self.assertRaises(ReturnFileError) as caught:
            return_file.parse(content, layout, batch)
        return caught.exception

    def problems(self, content, layout=BARE):
        found = return_file.parse(content, layout)
        return found, [(problem.kind, problem.line) for problem in found.problems]

    def test_rows_with_result_and_reason(self):
        found = return_file.parse(build(), LAYOUT, "2026000001")
        self.assertEqual(found.batch, "2026000001")
        self.assertFalse(found.problems)
        self.assertEqual([row.success for row in found.rows], [True, False, True])
        self.assertEqual([row.line for row in found.rows], [2, 3, 4])
        self.assertEqual(found.rows[1].reason, "账号不存在")
        self.assertEqual(found.rows[1].code, "02")
        self.assertEqual(found.rows[2].amount, Decimal("80.05"))
        self.assertEqual(found.rows[2].account, "6217000000000000033")

    def test_serial_is_a_number_however_it_is_padded(self):
        layout = replace(BARE, key="serial")
        rows = [("000001", *ROWS[0][1:]), ("2", *ROWS[1][1:])]
        found = return_file.parse(build(rows, header=False), layout)
        self.assertEqual([row.key for row in found.rows], [1, 2])

    def test_account_and_amount_may_be_the_key(self):
        layout = replace(BARE, key="account_amount", key_column=0)
        found = return_file.parse(build([ROWS[0], ROWS[0]], header=False), layout)
        self.assertEqual(
            [row.key for row in found.rows],
            [("6217000000000000017", Decimal("960.00"))] * 2,
        )

    def test_separators_around_and_entities(self):
        layout = replace(
            BARE,
            leading_separator=True,
            trailing_separator=True,
            escape="entities",
            separator="|!",
        )
        content = b"|!R1|!62|!A|!1.00|!02|!name&nbsp;&amp;&nbsp;sign|!\n"
        found = return_file.parse(content, layout)
        self.assertEqual(found.rows[0].key, "R1")
        self.assertEqual(found.rows[0].reason, "name & sign")

    def test_amount_in_fen(self):
        layout = replace(BARE, amount_unit="fen")
        rows = [("R1", "62", "A", "96000", "00", "")]
        found = return_file.parse(build(rows, header=False), layout)
        self.assertEqual(found.rows[0].amount, Decimal("960.00"))

    def test_amounts_are_plain_digits_and_whole_fen(self):
        for text, unit, expected in (
            ("960", "yuan", "960.00"),
            (" 1,234.50 ", "yuan", "1234.50"),
            ("0.05", "yuan", "0.05"),
            ("5", "fen", "0.05"),
            ("960.0000", "yuan", "960.00"),
        ):
            with self.subTest(text=text):
                found = return_file.parse_amount(text, unit)
                self.assertEqual(str(found), expected)
        for text, unit in (
            ("1E100", "yuan"),
            ("1e2", "yuan"),
            ("-1", "yuan"),
            ("+1", "yuan"),
            ("NaN", "yuan"),
            ("Infinity", "yuan"),
            ("0.005", "yuan"),
            ("0.5", "fen"),
            ("９６０", "yuan"),
            ("9" * 16, "yuan"),
            ("", "yuan"),
            (".", "yuan"),
            ("1.", "yuan"),
        ):
            with self.subTest(text=text), self.assertRaises(ValueError):
                return_file.parse_amount(text, unit)

    def test_empty_file_is_refused(self):
        for content in (b"", b"\r\n \r\n", build([])):
            with self.subTest(content=content):
                self.assertEqual(self.refused(content).kind, "empty")

    def test_file_of_another_batch_is_refused(self):
        error = self.refused(build(batch="2026000002"))
        self.assertEqual(
            (error.kind, error.found, error.expected),
            ("batch", "2026000002", "2026000001"),
        )

    def test_header_that_does_not_count_up_is_refused(self):
        error = self.refused(build(count=4))
        self.assertEqual((error.kind, error.found, error.expected), ("count", "3", "4"))

    def test_header_that_does_not_add_up_is_refused(self):
        error = self.refused(build(total="2000.06"))
        self.assertEqual(
            (error.kind, error.found, error.expected), ("total", "2000.05", "2000.06")
        )

    def test_unreadable_header_is_refused(self):
        for count, total in (("", "1"), ("3", "x"), ("3", "")):
            with self.subTest(count=count, total=total):
                self.assertEqual(
                    self.refused(build(count=count, total=total)).kind, "header"
                )

    def test_utf8_file_is_not_read_as_gb18030(self):
        content = build().decode("gb18030").encode()
        error = self.refused(content)
        self.assertEqual((error.kind, error.found), ("other_encoding", "UTF-8"))
        error = self.refused(b"\xef\xbb\xbf" + b"R1|62|A|1.00|00|\n", BARE)
        self.assertEqual(error.kind, "other_encoding")

    def test_gb18030_file_is_not_read_as_utf8(self):
        error = self.refused(build(), replace(LAYOUT, encoding="utf-8"))
        self.assertEqual((error.kind, error.line), ("encoding", 2))

    def test_bytes_outside_the_encoding_name_the_line(self):
        content = build(ROWS[:1], header=False) + b"R2|62|\xff\xff|1.00|00|\r\n"
        error = self.refused(content, BARE)
        self.assertEqual((error.kind, error.line), ("encoding", 2))

    def test_utf8_signature_is_accepted_where_utf8_is_expected(self):
        content = b"\xef\xbb\xbf" + build(header=False).decode("gb18030").encode()
        found = return_file.parse(content, replace(BARE, encoding="utf-8"))
        self.assertEqual(found.rows[0].key, ROWS[0][0])

    def test_bad_rows_are_named_and_the_good_ones_kept(self):
        rows = [
            ROWS[0],
            ("R2", "62", "A"),
            ("R3", "62", "A", "1.0.0", "00", ""),
            ("", "62", "A", "1.00", "00", ""),
            ("R5", "62", "A", "1.00", "", ""),
            ("R6", "62", "A", "0.001", "00", ""),
            ROWS[2],
        ]
        content = "".join("|".join(row) + "\n" for row in rows).encode("gb18030")
        found, problems = self.problems(content)
        self.assertEqual(
            problems,
            [("columns", 2), ("amount", 3), ("key", 4), ("status", 5), ("amount", 6)],
        )
        self.assertEqual([row.line for row in found.rows], [1, 7])

    def test_doubled_rows_are_all_left_out(self):
        other = (*ROWS[0][:4], "02", "账号不存在")
        found, problems = self.problems(build([ROWS[0], ROWS[1], other], header=False))
        self.assertEqual(problems, [("doubled", 1), ("doubled", 3)])
        self.assertEqual([row.line for row in found.rows], [2])

    def test_last_row_without_line_end_is_left_out(self):
        content = build(header=False).removesuffix(b"\r\n")
        found, problems = self.problems(content)
        self.assertEqual(problems, [("cut", 3)])
        self.assertEqual(len(found.rows), 2)
        layout = replace(BARE, ends_with_line_end=False)
        self.assertEqual(len(return_file.parse(content, layout).rows), 3)

    def test_file_cut_in_half_is_refused_by_its_header(self):
        content = build()
        for position in range(len(b"2026000001|3|2000.05\r\n"), len(content) - 2):
            with self.subTest(position=position):
                error = self.refused(content[:position])
                self.assertIn(error.kind, ("count", "empty", "encoding"))

    def test_layout_that_can_not_show_a_cut_status_says_so(self):
        self.assertTrue(BARE.shows_cut_status)
        last = replace(BARE, reason_column=0)
        self.assertTrue(last.shows_cut_status)
        self.assertFalse(replace(last, ends_with_line_end=False).shows_cut_status)

    @given(
        st.lists(
            st.tuples(
                st.integers(1, 10**9),
                st.sampled_from(["00", "001", "02"]),
                st.sampled_from(["", "户名不符", "账号不存在"]),
            ),
            min_size=1,
            max_size=20,
        ),
        st.integers(min_value=0),
        st.booleans(),
    )
    def test_a_cut_file_never_gives_a_row_that_was_not_in_it(self, data, cut, ends):
        rows = [
            (f"R{n}", "62", "李", str(Decimal(fen) / 100), code, reason)
            for n, (fen, code, reason) in enumerate(data)
        ]
        content = build(rows, header=False)
        layout = replace(BARE, ends_with_line_end=ends)
        whole = return_file.parse(content, layout).rows
        self.assertEqual(len(whole), len(rows))
        results = {(row.key, row.success, row.code) for row in whole}
        try:
            part = return_file.parse(content[: cut % len(content)], layout)
        except ReturnFileError:
            return
        self.assertLessEqual({(r.key, r.success, r.code) for r in part.rows}, results)

    @given(st.binary(max_size=200))
    def test_any_bytes_are_read_or_refused(self, content):
        for layout in (LAYOUT, BARE, replace(BARE, key="serial")):
            try:
                return_file.parse(content, layout)
            except ReturnFileError:
                continue

    @given(st.text(max_size=12), st.sampled_from(["yuan", "fen"]))
    def test_any_text_is_an_exact_amount_or_refused(self, text, unit):
        try:
            amount = return_file.parse_amount(text, unit)
        except ValueError:
            return
        self.assertEqual(amount * 100, (amount * 100).to_integral_value())
        self.assertGreaterEqual(amount, 0)
