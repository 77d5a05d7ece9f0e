from datetime import date, timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import ValidationError
from odoo.tools import mute_logger

from .common import CatalogCase


class TestPower(CatalogCase):
    def _entrust(self, **vals):
        self.decision.write(
            {
                "power_source": "5",
                "entrusting_department_id": self.department.id,
                **vals,
            }
        )
        self.env.flush_all()

    def _is_available(self):
        """Both ways, by the field and by the search, of both points."""
        both = self.decision | self.acceptance
        both.invalidate_recordset(["is_available"])
        domain = [("id", "in", both.ids), ("is_available", "=", True)]
        found = both.search(domain)
        self.assertEqual(both.filtered("is_available"), found)
        self.assertEqual(
            both.search([("id", "in", both.ids), ("is_available", "=", False)]),
            both - found,
        )
        return found == both

    def test_entrusted_decision_is_made_in_the_name_of_who_entrusts(self):
        self._entrust()
        self.assertEqual(self.decision.decision_department_id, self.department)

    def test_entrusted_decision_in_another_name_is_refused(self):
        other = self.department.copy({"name": "Other bureau"})
        self._entrust()
        with self.assertRaises(ValidationError):
            self.decision.decision_department_id = other

    def test_authorized_point_decides_in_a_name_of_choice(self):
        self.decision.write(
            {"power_source": "3", "decision_department_id": self.department.id}
        )
        self.assertEqual(self.decision.decision_department_id, self.department)

    @mute_logger("odoo.sql_db")
    def test_entrusted_power_names_who_entrusts(self):
        for source in ("5", "6"):
            with self.assertRaises(IntegrityError), self.env.cr.savepoint():
                self.decision.power_source = source
                self.env.flush_all()

    @mute_logger("odoo.sql_db")
    def test_entrustment_does_not_end_before_it_begins(self):
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self._entrust(
                entrusted_from=date(2026, 3, 2), entrusted_to=date(2026, 3, 1)
            )

    def test_entrustment_counts_from_its_first_to_its_last_day(self):
        first, last = date(2026, 3, 2), date(2026, 3, 31)
        self._entrust(entrusted_from=first, entrusted_to=last)
        for day, available in (
            (first - timedelta(1), False),
            (first, True),
            (last, True),
            (last + timedelta(1), False),
        ):
            with freeze_time(f"{day} 04:00:00"):
                self.assertEqual(self._is_available(), available, day)

    def test_entrustment_ends_at_chinese_midnight(self):
        self._entrust(entrusted_to=date(2026, 3, 31))
        with freeze_time("2026-03-31 15:59:00"):
            self.assertTrue(self._is_available())
        with freeze_time("2026-03-31 16:30:00"):
            self.assertFalse(self._is_available())

    def test_entrustment_without_dates_has_no_end(self):
        self._entrust()
        self.assertTrue(self._is_available())

    def test_dates_mean_nothing_for_a_power_of_ones_own(self):
        self.decision.entrusted_to = date(2020, 1, 1)
        self.assertTrue(self._is_available())


class TestSeal(CatalogCase):
    """Which seal stands on the decision follows from the source of the power."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.town_office = cls.department.copy(
            {"name": "Town office", "division_id": cls.township.id}
        )
        cls.official, cls.approval, cls.town_seal = cls.env["bianmin.seal"].create(
            [
                {"name": "Bureau", "department_id": cls.department.id},
                {
                    "name": "Approvals",
                    "department_id": cls.department.id,
                    "kind": "approval",
                },
                {
                    "name": "Town",
                    "department_id": cls.town_office.id,
                    "kind": "service",
                },
            ]
        )

    def test_entrusted_decision_carries_the_seal_of_who_entrusts(self):
        self.decision.decision_department_id = self.town_office
        self.assertEqual(self.decision.seal_id, self.town_seal)
        self.decision.write(
            {"power_source": "5", "entrusting_department_id": self.department.id}
        )
        self.assertEqual(self.decision.seal_id, self.approval)
        self.assertEqual(self.decision.department_kind, "3")

    def test_decision_after_handing_down_carries_the_own_seal(self):
        for source, kind in (("2", "1"), ("3", "2"), ("4", "2")):
            self.decision.write(
                {
                    "power_source": source,
                    "decision_department_id": self.town_office.id,
                }
            )
            self.assertEqual(self.decision.seal_id, self.town_seal)
            self.assertEqual(self.decision.department_kind, kind)

    def test_another_seal_of_the_office_may_be_chosen_and_stays(self):
        self.decision.decision_department_id = self.department
        self.decision.seal_id = self.official
        self.decision.power_source = "3"
        self.env.flush_all()
        self.assertEqual(self.decision.seal_id, self.official)

    def test_seal_of_another_office_is_refused(self):
        self.decision.decision_department_id = self.department
        with self.assertRaisesRegex(ValidationError, "Town office"):
            self.decision.seal_id = self.town_seal

    def test_office_without_a_seal_leaves_room_for_a_stamp(self):
        self.decision.decision_department_id = self.department.copy({"name": "New"})
        self.assertFalse(self.decision.seal_id)
