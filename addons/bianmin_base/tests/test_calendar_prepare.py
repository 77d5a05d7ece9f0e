from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import BianminCase

NOTICE = """国庆节：10月1日至7日放假调休，共7天。9月26日（星期日）上班。
元旦：2026年12月31日（星期四）至1月2日（星期六）放假，共3天。"""


@tagged("post_install", "-at_install")
class TestPrepareYear(BianminCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time("2026-11-24 02:00:00"))
        cls.days = cls.env["bianmin.calendar.day"]
        cls.days.search([("date", ">=", "2026-12-31")]).unlink()
        cls.administrator = cls._create_user(
            "t_calendar", ("bianmin_base.role_administrator", cls.county)
        )

    def _prepare(self, user=None, **values):
        wizards = self.env["bianmin.calendar.prepare"]
        return wizards.with_user(user or self.administrator).create(
            {"notice": NOTICE, "year": 2027, **values}
        )

    def _get_days(self):
        return self.days.search([("date", ">=", "2026-12-31")], order="date")

    def test_the_next_unknown_year_is_proposed(self):
        wizards = self.env["bianmin.calendar.prepare"].with_user(self.administrator)
        self.assertEqual(wizards.new({}).year, 2027)

    def test_the_preview_shows_the_year_and_saves_nothing(self):
        wizard = self._prepare()
        wizard.action_preview()
        self.assertEqual((wizard.holiday_count, wizard.workday_count), (10, 1))
        self.assertEqual(wizard.preview.count("bg-success"), 9)
        self.assertEqual(wizard.preview.count("bg-warning"), 1)
        self.assertFalse(self._get_days())
        wizard.action_back()
        self.assertFalse(wizard.preview)

    def test_saving_makes_the_year_known(self):
        start = date(2027, 9, 24)
        self.assertIn("2027", self.days._get_unknown_year_warning(start, start))
        self._prepare().action_save()
        self.assertEqual(len(self._get_days()), 11)
        self.assertFalse(self.days._get_unknown_year_warning(start, start))
        # Sunday is worked, the first week of October is free.
        self.assertEqual(self.days._add_working_days(start, 1), date(2027, 9, 26))
        self.assertEqual(
            self.days._add_working_days(date(2027, 9, 30), 1), date(2027, 10, 8)
        )

    def test_saving_again_replaces_the_year_and_no_other(self):
        before = self.days.search_count([])
        self._prepare().action_save()
        self._prepare(notice="元旦：1月1日放假").action_save()
        self.assertEqual(
            self._get_days().mapped("date"), [date(2026, 12, 31), date(2027, 1, 1)]
        )
        self.assertEqual(self.days.search_count([]), before + 2)

    def test_a_wrong_sentence_is_named(self):
        wizard = self._prepare(notice="国庆节：10月1日（星期一）放假")
        with self.assertRaisesRegex(UserError, "10月1日"):
            wizard.action_preview()
        for notice in ("请各单位安排好值班", False):
            with self.assertRaises(UserError):
                self._prepare(notice=notice).action_save()
        with self.assertRaises(UserError):
            self._prepare(year=20277).action_preview()

    def test_only_administrators_save(self):
        user = self._create_user(
            "t_auditor", ("bianmin_base.role_auditor", self.county)
        )
        with self.assertRaises(AccessError):
            self._prepare(user)
        self.administrator.role_line_ids.date_to = "2026-11-23"
        with self.assertRaises(AccessError):
            self._prepare()


@tagged("post_install", "-at_install")
class TestReminder(BianminCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.days = cls.env["bianmin.calendar.day"]
        cls.days.search([("date", ">=", "2027-01-01")]).unlink()
        cls.administrator = cls._create_user(
            "t_reminded", ("bianmin_base.role_administrator", cls.county)
        )

    def _get_tasks(self):
        return self.env["mail.activity"].search(
            [("user_id", "=", self.administrator.id)]
        )

    def test_administrators_are_reminded_once_from_november_on(self):
        with freeze_time("2026-10-31 02:00:00"):
            self.days._cron_remind_unknown_year()
            self.assertFalse(self._get_tasks())
        for moment in ("2026-11-01 02:00:00", "2026-11-02 02:00:00"):
            with freeze_time(moment):
                self.days._cron_remind_unknown_year()
        self.assertEqual(len(self._get_tasks()), 1)
        self.assertIn("2027", self._get_tasks().summary)

    def test_a_known_year_needs_no_reminder_and_ends_it(self):
        with freeze_time("2026-11-01 02:00:00"):
            self.days._cron_remind_unknown_year()
            self.env["bianmin.calendar.prepare"].with_user(self.administrator).create(
                {"notice": NOTICE, "year": 2027}
            ).action_save()
            self.assertFalse(self._get_tasks())
            self.days._cron_remind_unknown_year()
            self.assertFalse(self._get_tasks())
