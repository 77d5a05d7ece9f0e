import unittest
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ..tools import holiday_notice
from ..tools.holiday_notice import NoticeError, parse

# Our own sentences with the dates of 2026, in the form that notices have.
NOTICE_2026 = """一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。
1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。
2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。
9月20日（周日）、10月10日（周六）上班。"""
WORKED_2026 = ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"]


class TestNotice(unittest.TestCase):
    def _dates(self, text, year=2026, kind="holiday"):
        return [f"{d.date:%m-%d}" for d in parse(text, year) if d.kind == kind]

    def test_a_whole_notice(self):
        days = parse(NOTICE_2026, 2026)
        self.assertEqual(self._dates(NOTICE_2026, kind="workday"), WORKED_2026)
        self.assertEqual(sum(day.kind == "holiday" for day in days), 33)
        names = {day.date: day.name for day in days}
        self.assertEqual(names[date(2026, 2, 17)], "春节")
        self.assertEqual(names[date(2026, 9, 20)], "国庆节（上班）")

    def test_the_month_need_not_be_repeated(self):
        text = "国庆节：9月26日、27日上班，10月1日至7日放假"
        self.assertEqual(self._dates(text, kind="workday"), ["09-26", "09-27"])

    def test_a_single_day_and_a_day_before_its_word(self):
        for text in ("清明节：4月6日放假", "清明节：4月6日（星期一），放假1天。"):
            self.assertEqual(self._dates(text), ["04-06"])

    def test_free_and_worked_days_in_one_sentence(self):
        text = "国庆节：10月1日至7日放假调休，共7天，9月20日（星期日）上班"
        self.assertEqual(len(self._dates(text)), 7)
        self.assertEqual(self._dates(text, kind="workday"), ["09-20"])

    def test_the_turn_of_the_year(self):
        days = parse("元旦：2022年12月31日至2023年1月2日放假调休，共3天。", 2023)
        self.assertEqual(days[0].date, date(2022, 12, 31))
        self.assertEqual(days[-1].date, date(2023, 1, 2))
        self.assertEqual(parse("元旦：2022年12月31日至1月2日放假", 2023), days)

    def test_what_cannot_be_right_is_told(self):
        for text, reason in (
            ("元旦：2月30日放假", "date"),
            ("元旦：13月1日放假", "date"),
            ("元旦：1日放假", "date"),
            ("元旦：1月3日至1日放假", "date"),
            ("元旦：1月1日（星期五）放假", "weekday"),
            ("元旦：1月1日至3日放假，共4天", "count"),
            ("元旦：1月5日上班", "workday"),
            ("元旦：1月4日放假。1月4日上班", "twice"),
            ("各地区、各部门要妥善安排好值班。", "empty"),
            ("", "empty"),
        ):
            with self.subTest(text=text), self.assertRaises(NoticeError) as caught:
                parse(text, 2026)
            self.assertEqual(caught.exception.reason, reason)

    def test_half_width_signs_are_read_too(self):
        text = "元旦:1月1日(星期四)-3日(星期六)放假;1月4日(星期天)上班"
        self.assertEqual(self._dates(text), ["01-01", "01-02", "01-03"])
        self.assertEqual(self._dates(text, kind="workday"), ["01-04"])

    @given(st.dates(date(2004, 1, 1), date(2099, 11, 30)), st.integers(0, 20))
    def test_whatever_is_written_is_read(self, first, length):
        last = first + timedelta(days=length)
        weekday = holiday_notice._WEEKDAYS[first.weekday()]
        text = (
            f"节日：{first.month}月{first.day}日（星期{weekday}）至"
            f"{last.year}年{last.month}月{last.day}日放假，共{length + 1}天。"
        )
        days = parse(text, first.year)
        self.assertEqual(days[0].date, first)
        self.assertEqual(len(days), length + 1)
        self.assertEqual(days[-1].date, last)

    @given(st.text())
    def test_any_text_is_read_or_refused(self, text):
        try:
            self.assertTrue(parse(text, 2026))
        except NoticeError as error:
            self.assertTrue(error.reason)
