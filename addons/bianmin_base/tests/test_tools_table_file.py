import io
import unittest
from datetime import date, datetime

import xlwt
from hypothesis import given
from hypothesis import strategies as st

from ..tools.spreadsheet import SpreadsheetError, pick_rows, to_text, write_workbook
from ..tools.table_file import read_table, show_cell, write_table

HEADERS = ["姓名", "身份证号", "村"]
ROWS = [["李志顺", "13022419500101900X", "柳湾村"], ["买买提·艾力", "", "石桥村"]]
LABELS = {"姓名": "name", "身份证号": "identity_number", "村": "village"}
CELLS = st.text("李志顺柳湾村𬶏ABC·012.-", min_size=1, max_size=6)


def make_text(rows, delimiter=","):
    return "\r\n".join(delimiter.join(row) for row in rows)


def make_xls(rows):
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("名单")
    for number, row in enumerate(rows):
        for index, value in enumerate(row):
            sheet.write(number, index, value)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


class TestTableFile(unittest.TestCase):
    def assert_read(self, content):
        found = pick_rows(iter(read_table(content)), LABELS, ["name"])
        self.assertEqual([row.number for row in found], [2, 3])
        self.assertEqual(
            [[to_text(cell) for cell in row.cells.values()] for row in found], ROWS
        )

    def test_an_xlsx_file(self):
        self.assert_read(write_workbook([("名单", HEADERS, ROWS)]))

    def test_an_old_xls_file(self):
        self.assert_read(make_xls([HEADERS, *ROWS]))

    def test_text_in_every_encoding_and_with_every_delimiter(self):
        for encoding in ("utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"):
            for delimiter in ",\t;，":
                with self.subTest(encoding=encoding, delimiter=delimiter):
                    text = make_text([HEADERS, *ROWS], delimiter)
                    self.assert_read(text.encode(encoding))

    def test_rare_characters_of_gb18030(self):
        [_header, (_number, values)] = read_table(
            "姓名,村\n李𬶏㛃,柳湾村".encode("gb18030")
        )
        self.assertEqual(values[0], "李𬶏㛃")

    def test_a_number_kept_from_being_cut_off(self):
        content = '姓名,号\n李志顺,="13022419500101900X"\n李长林,\'0012'.encode()
        self.assertEqual(read_table(content)[1][1][1], "13022419500101900X")
        self.assertEqual(read_table(content)[2][1][1], "0012")

    def test_a_date_of_an_xls_file_is_one(self):
        style = xlwt.easyxf(num_format_str="YYYY-MM-DD")
        book = xlwt.Workbook()
        book.add_sheet("1").write(0, 0, date(1950, 1, 2), style)
        buffer = io.BytesIO()
        book.save(buffer)
        self.assertEqual(read_table(buffer.getvalue()), [(1, (datetime(1950, 1, 2),))])

    def test_what_is_no_table_is_refused(self):
        for content, reason in (
            (b"", "empty"),
            (b"PK\x03\x04broken", "format"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1broken", "format"),
            (b"\xff\xff\x00\x01", "format"),
            (b"a,b\x00c", "format"),
            ("没有表格".encode(), "format"),
            (b"a," * (11 * 1024 * 1024), "size"),
        ):
            with self.assertRaises(SpreadsheetError) as caught:
                read_table(content)
            self.assertEqual(caught.exception.reason, reason)

    @given(
        st.lists(st.lists(CELLS, min_size=2, max_size=2), min_size=1, max_size=5),
        st.sampled_from(["utf-8", "gb18030", "utf-16"]),
    )
    def test_what_was_written_is_read(self, rows, encoding):
        content = make_text([["姓名", "村"], *rows]).encode(encoding)
        self.assertEqual([list(v) for _n, v in read_table(content)][1:], rows)

    def test_a_table_goes_back_in_the_layout_in_which_it_came(self):
        above = [["参保人员名单"], ["滦南"]]
        table = read_table(write_table(above, HEADERS, [["=1+1", "0012", "柳湾村"]]))
        self.assertEqual([number for number, _values in table], [1, 2, 3, 4])
        self.assertEqual(table[0][1][0], "参保人员名单")
        self.assertEqual(list(table[2][1]), HEADERS)
        self.assertEqual(list(table[3][1]), ["=1+1", "0012", "柳湾村"])

    def test_a_cell_is_shown_as_the_office_reads_it(self):
        for value, text in (
            (None, ""),
            (12.0, "12"),
            (12.5, "12.5"),
            (" 李志顺 ", "李志顺"),
            (datetime(1950, 1, 2), "1950-01-02"),
        ):
            self.assertEqual(show_cell(value), text)
