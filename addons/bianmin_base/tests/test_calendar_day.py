from datetime import date, timedelta
from random import Random
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from .common import BianminCase

FAR_YEAR = 2090
# A Monday, a Saturday and the Tuesday after it
MONDAY = date(FAR_YEAR, 5, 1)
SATURDAY = date(FAR_YEAR, 5, 6)
TUESDAY = date(FAR_YEAR, 5, 9)


@tagged("post_install", "-at_install")
class TestCalendarDay(BianminCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calendar = cls.env["bianmin.calendar.day"]
        cls.administrator = cls._create_user(
            "calendar_administrator",
            ("bianmin_base.role_administrator", cls.province),
        )
        cls.auditor = cls._create_user(
            "calendar_auditor", ("bianmin_base.role_auditor", cls.province)
        )

    def _create_days(self, *days):
        return self.calendar.create(
            [{"date": day, "kind": kind, "name": "测试节"} for day, kind in days]
        )

    # ------------------------------------------------------------
    # COUNTING
    # ------------------------------------------------------------

    def test_the_shipped_years_are_known(self):
        known = self.calendar._get_working_calendar().known_years
        self.assertLessEqual(set(range(2004, 2027)), known)

    def test_a_limit_runs_over_the_holidays_and_working_weekends(self):
        due = self.calendar._add_working_days(date(2026, 9, 18), 10)
        self.assertEqual(due, date(2026, 10, 9))
        self.assertEqual(self.calendar._count_working_days(date(2026, 9, 18), due), 10)

    def test_the_database_counts_as_the_calendar_does(self):
        self._create_days((MONDAY, "holiday"), (SATURDAY, "workday"))
        random = Random(5)
        first = date(2004, 1, 1)
        starts = [MONDAY, SATURDAY] + [
            first + timedelta(days=random.randrange(9000)) for _index in range(300)
        ]
        for start in starts:
            end = start + timedelta(days=random.randrange(60))
            self.env.flush_all()
            [(counted,)] = self.env.execute_query(
                SQL(
                    "SELECT %s",
                    self.calendar._count_working_days_sql(
                        SQL("%s::date", start), SQL("%s::date", end)
                    ),
                )
            )
            self.assertEqual(
                counted, self.calendar._count_working_days(start, end), (start, end)
            )

    def test_days_left_are_negative_when_overdue(self):
        self.assertEqual(
            self.calendar._count_working_days(date(2026, 10, 12), date(2026, 10, 8)), -3
        )

    def test_an_entered_holiday_moves_the_limit_at_once(self):
        self.assertEqual(self.calendar._add_working_days(MONDAY, 1).day, 2)
        holiday = self._create_days((date(FAR_YEAR, 5, 2), "holiday"))
        self.assertEqual(self.calendar._add_working_days(MONDAY, 1).day, 3)
        holiday.date = date(FAR_YEAR, 5, 3)
        self.assertEqual(self.calendar._add_working_days(MONDAY, 2).day, 4)
        holiday.unlink()
        self.assertEqual(self.calendar._add_working_days(MONDAY, 2).day, 3)

    def test_a_working_weekend_is_counted(self):
        self.assertEqual(self.calendar._count_working_days(MONDAY, TUESDAY), 6)
        self._create_days((SATURDAY, "workday"))
        self.assertEqual(self.calendar._count_working_days(MONDAY, TUESDAY), 7)

    def test_the_calendar_is_read_once_for_all_limits(self):
        self.calendar._get_working_calendar()
        with self.assertQueryCount(0):
            for month in range(1, 13):
                self.calendar._add_working_days(date(2026, month, 1), 20)

    def test_a_change_reaches_other_workers(self):
        with patch.object(type(self.env.registry), "clear_cache") as clear_cache:
            day = self._create_days((MONDAY, "holiday"))
            day.name = "劳动节"
            day.unlink()
        self.assertGreaterEqual(clear_cache.call_count, 3)

    # ------------------------------------------------------------
    # UNKNOWN YEARS
    # ------------------------------------------------------------

    def test_known_years_need_no_warning(self):
        self.assertFalse(
            self.calendar._get_unknown_year_warning(date(2025, 12, 1), date(2026, 2, 1))
        )

    def test_a_limit_that_ends_in_an_unknown_year_says_so(self):
        last_known = max(self.calendar._get_working_calendar().known_years)
        warning = self.calendar.with_context(lang="en_US")._get_unknown_year_warning(
            date(last_known, 12, 25), date(last_known + 2, 1, 10)
        )
        self.assertIn(f"{last_known + 1}, {last_known + 2}", warning)
        self.assertNotIn(str(last_known), warning)

    def test_an_unknown_year_counts_monday_to_friday(self):
        self.assertTrue(self.calendar._get_unknown_year_warning(MONDAY, TUESDAY))
        self.assertEqual(self.calendar._add_working_days(MONDAY, 6), TUESDAY)

    def test_the_first_entry_makes_a_year_known(self):
        self._create_days((MONDAY, "holiday"))
        self.assertFalse(self.calendar._get_unknown_year_warning(MONDAY, TUESDAY))

    # ------------------------------------------------------------
    # ENTRIES
    # ------------------------------------------------------------

    def test_a_date_has_one_entry(self):
        self._create_days((SATURDAY, "holiday"))
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self._create_days((SATURDAY, "workday"))

    def test_a_monday_cannot_be_a_working_weekend(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self._create_days((MONDAY, "workday"))

    def test_the_weekday_is_shown_in_the_language_of_the_user(self):
        day = self._create_days((MONDAY, "holiday"))
        for lang, weekday in (("en_US", "Monday"), ("zh_CN", "星期一")):
            self.env["res.lang"]._activate_lang(lang)
            self.assertEqual(day.with_context(lang=lang).weekday, weekday)
        self.assertFalse(self.calendar.new({"kind": "holiday"}).weekday)

    # ------------------------------------------------------------
    # SHIPPED ROWS
    # ------------------------------------------------------------

    def _load(self, *rows):
        """Load rows as an update of the module loads its file."""
        calendar = self.calendar.with_context(
            mode="update",
            module="bianmin_base",
            install_mode=True,
            install_module="bianmin_base",
        )
        return calendar.load(["id", "date", "kind", "name"], [list(r) for r in rows])

    def test_a_new_release_brings_a_new_year(self):
        result = self._load(
            ("calendar_day_2090_05_01", "2090-05-01", "holiday", "劳动节"),
            ("calendar_day_2090_05_06", "2090-05-06", "workday", "劳动节（上班）"),
        )
        self.assertEqual(len(result["ids"]), 2, result["messages"])
        day = self.env.ref("bianmin_base.calendar_day_2090_05_06")
        self.assertEqual((day.date, day.kind), (SATURDAY, "workday"))

    def test_a_new_release_leaves_the_years_alone_that_were_entered_by_hand(self):
        entered = self._create_days((MONDAY, "holiday"))
        result = self._load(
            ("calendar_day_2090_05_01", "2090-05-01", "holiday", "劳动节"),
            ("calendar_day_2090_05_02", "2090-05-02", "holiday", "劳动节"),
        )
        self.assertEqual((result["ids"], result["messages"]), ([], []))
        self.assertEqual(entered.name, "测试节")
        self.assertFalse(self.calendar.search([("date", "=", "2090-05-02")]))

    def test_an_update_keeps_what_was_corrected_or_deleted(self):
        corrected = self.env.ref("bianmin_base.calendar_day_2026_10_01")
        corrected.name = "国庆"
        self.env.ref("bianmin_base.calendar_day_2026_10_02").unlink()
        self._load(
            ("calendar_day_2026_10_01", "2026-10-01", "holiday", "国庆节"),
            ("calendar_day_2026_10_02", "2026-10-02", "holiday", "国庆节"),
        )
        self.assertEqual(corrected.name, "国庆")
        self.assertFalse(self.calendar.search([("date", "=", "2026-10-02")]))

    def test_shipped_rows_outlive_a_release_that_no_longer_ships_them(self):
        data = self.env["ir.model.data"].search([("model", "=", self.calendar._name)])
        self.assertGreaterEqual(len(data), 771)
        self.assertTrue(all(data.mapped("noupdate")))

    def test_an_administrator_can_import_a_year_from_a_sheet(self):
        result = self.calendar.with_user(self.administrator).load(
            ["date", "kind", "name"],
            [["2090-05-01", "holiday", "劳动节"], ["2090-05-02", "holiday", "劳动节"]],
        )
        self.assertEqual(len(result["ids"]), 2, result["messages"])

    # ------------------------------------------------------------
    # ACCESS
    # ------------------------------------------------------------

    def test_every_role_reads_the_calendar(self):
        days = self.calendar.with_user(self.auditor)
        self.assertTrue(days.search_count([("date", "=", "2026-10-01")]))

    def test_limits_are_counted_for_users_without_any_role(self):
        guest = self.env.ref("base.public_user")
        due = self.calendar.with_user(guest)._add_working_days(date(2026, 9, 18), 10)
        self.assertEqual(due, date(2026, 10, 9))

    def test_only_an_administrator_changes_the_calendar(self):
        day = self._create_days((MONDAY, "holiday"))
        as_auditor = day.with_user(self.auditor)
        with self.assertRaises(AccessError):
            as_auditor.name = "假日"
        with self.assertRaises(AccessError):
            as_auditor.unlink()
        with self.assertRaises(AccessError):
            as_auditor.create({"date": TUESDAY, "kind": "holiday", "name": "假日"})
        day.with_user(self.administrator).name = "劳动节"
        self.assertEqual(day.name, "劳动节")

    def test_the_screens_open(self):
        action = self.env.ref("bianmin_base.calendar_day_action")
        self.assertEqual(action.res_model, self.calendar._name)
        self.assertTrue(action.help)
        views = self.calendar.with_user(self.administrator).get_views(
            [(False, kind) for kind in ("list", "calendar", "form", "search")]
        )["views"]
        self.assertEqual(set(views), {"list", "calendar", "form", "search"})
