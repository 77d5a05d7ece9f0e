import io
from datetime import date, datetime

import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from odoo.tests import BaseCase, tagged

from ..tools.spreadsheet import (
    CellError,
    Layout,
    SpreadsheetError,
    read_rows,
    read_sheets,
    to_date,
    to_text,
    write_workbook,
)

HEADERS = {"姓名": "name", "Name": "name", "电话": "phone"}


def workbook(*rows):
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    style = book.add_format({"num_format": "yyyy-mm-dd"})
                    sheet.write_datetime(number, column, value, style)
                else:
                    sheet.write(number, column, value)
    return buffer.getvalue()


@tagged("post_install", "-at_install")
class TestSpreadsheet(BaseCase):
    def _read(self, *rows):
        return read_rows(workbook(*rows), HEADERS, ["name"])

    def test_columns_are_found_by_their_words_in_any_order(self):
        [row] = self._read(["别的", "电 话", "姓名 "], ["x", "1", " 李志顺 "])
        self.assertEqual(row, (2, {"name": "李志顺", "phone": "1"}, ""))

    def test_a_title_may_stand_above_the_header(self):
        [row] = self._read(["柳湾村花名册"], [], ["Name"], ["李志顺"])
        self.assertEqual(row.number, 4)

    def test_empty_rows_count_for_the_number_and_nothing_else(self):
        rows = self._read(["姓名"], ["李志顺"], ["  "], ["姚春燕"])
        self.assertEqual([row.number for row in rows], [2, 4])

    def test_a_short_row_lacks_its_last_cells(self):
        rows = self._read(["姓名", "电话"], ["李志顺", "1"], ["姚春燕"])
        self.assertIsNone(rows[1].cells.get("phone"))

    def test_a_file_that_cannot_be_read_says_why(self):
        for reason, content in {
            "format": b"PK\x03\x04 no workbook",
            "empty": workbook(["姓名"]),
            "header": workbook(["电话"], ["1"]),
        }.items():
            with (
                self.subTest(reason=reason),
                self.assertRaises(SpreadsheetError) as caught,
            ):
                read_rows(content, HEADERS, ["name"])
            self.assertEqual(caught.exception.reason, reason)
        with self.assertRaisesRegex(SpreadsheetError, "empty"):
            read_rows(b"", HEADERS, ["name"])
        with self.assertRaisesRegex(SpreadsheetError, "header name"):
            read_rows(workbook(["电话"], ["1"]), HEADERS, ["name"])
        with self.assertRaisesRegex(SpreadsheetError, "size"):
            read_rows(b" " * (21 << 20), HEADERS, ["name"])

    def test_a_text_is_what_the_clerk_sees(self):
        self.assertEqual(to_text(13800130001), "13800130001")
        self.assertEqual(to_text(13800130001.0), "13800130001")
        self.assertEqual(to_text(1.5), "1.5")
        self.assertEqual(to_text(None), "")

    def test_a_number_that_lost_its_last_digits_is_refused(self):
        with self.assertRaisesRegex(CellError, "number"):
            to_text(130224195001010019)
        with self.assertRaisesRegex(CellError, "number"):
            to_text(1.30224195001010e17)

    def test_a_date_is_typed_or_written(self):
        day = date(1952, 3, 4)
        for value in (
            *(day, datetime(1952, 3, 4), "1952-3-4", "1952/03/04", "1952.3.4"),
            *("19520304", 19520304, "1952年3月4日", "１９５２年３月４日"),
        ):
            self.assertEqual(to_date(value), day, value)
        for value in ("1952-2-30", "明年", 3):
            with self.assertRaisesRegex(CellError, "date"):
                to_date(value)
        self.assertIsNone(to_date(None))

    def test_a_real_date_cell_arrives_as_a_date(self):
        [row] = self._read(["姓名", "电话"], ["李志顺", date(1952, 3, 4)])
        self.assertEqual(to_date(row.cells["phone"]), date(1952, 3, 4))

    def test_sheets_are_found_by_their_titles_in_any_order(self):
        content = write_workbook(
            [
                ("说明", ["随便"], [["不看"]]),
                ("电 话", ["电话"], [["1"], [None], ["2"]]),
                ("Names", ["姓名"], [["李志顺"]]),
            ]
        )
        layouts = {
            "names": Layout(("Names", "名单"), {"姓名": "name"}, ("name",)),
            "phones": Layout(("电话",), {"电话": "phone"}, ("phone",)),
            "others": Layout(("别的",), {"姓名": "name"}, ("name",)),
        }
        self.assertEqual(
            read_sheets(content, layouts),
            [
                (2, {"name": "李志顺"}, "names"),
                (2, {"phone": "1"}, "phones"),
                (4, {"phone": "2"}, "phones"),
            ],
        )

    def test_sheets_that_cannot_be_read_are_named(self):
        names = {"names": Layout(("名单",), {"姓名": "name"}, ("name",))}
        for reason, content in {
            "sheets": write_workbook([("别的", ["姓名"], [["李志顺"]])]),
            "empty": write_workbook([("名单", ["姓名"], [])]),
            "header": write_workbook([("名单", ["电话"], [["1"]])]),
        }.items():
            with self.assertRaises(SpreadsheetError) as caught:
                read_sheets(content, names)
            self.assertEqual(caught.exception.reason, reason)
        self.assertEqual(caught.exception.sheet, "names")

    def test_what_is_written_is_text_and_no_formula(self):
        content = write_workbook(
            [("名单", ["姓名", "日期"], [["=1+1", datetime(1952, 3, 4)], [None, 7]])]
        )
        sheet = load_workbook(io.BytesIO(content))["名单"]
        self.assertEqual(
            [[cell.value for cell in row] for row in sheet],
            [["姓名", "日期"], ["=1+1", "1952-03-04"], [None, "7"]],
        )
        self.assertEqual(sheet["A2"].data_type, "s")

    @given(
        st.lists(
            st.text(
                st.characters(codec="utf-8", categories=("L", "N", "P")), min_size=1
            ),
            min_size=1,
            max_size=20,
        )
    )
    def test_what_was_written_is_read_again(self, names):
        content = write_workbook([("名单", ["姓名"], [[name] for name in names])])
        rows = read_rows(content, HEADERS, ["name"])
        assert [row.cells["name"] for row in rows] == names
