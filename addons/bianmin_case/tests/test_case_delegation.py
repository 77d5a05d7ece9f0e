from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import UserError

from .common import CaseCase


class TestCaseDelegation(CaseCase):
    """The end of a letter that handed an item down stops new requests only."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.delegated_item = cls._create_item("个体工商户登记")
        cls.county_point = cls._create_implementation(
            cls.delegated_item, cls.centre, promised_days=5, statutory_days=15
        )
        cls.delegation = cls.env["bianmin.catalog.delegation"].create(
            {
                "name": "个体工商户登记",
                "service_point_id": cls.centre.id,
                "department_id": cls.env["bianmin.department"]
                .create(
                    {
                        "name": "测试县行政审批局",
                        "short_name": "测审批",
                        "division_id": cls.county.id,
                    }
                )
                .id,
                "item_ids": [Command.set(cls.delegated_item.ids)],
                "service_point_ids": [Command.set(cls.hall.ids)],
                "date_from": "2026-11-01",
                "date_to": "2026-12-31",
                "withdrawal_reason": "权限收回",
            }
        )
        with freeze_time("2026-11-24 02:00:00"):
            cls.delegation.action_put_in_force()
        cls.delegated_point = cls.delegation.implementation_ids

    def _file(self):
        # Each request comes in a transaction of its own.
        self.env.invalidate_all()
        return self._create_received(self.clerk, self.delegated_point)

    def _finish(self, case):
        case.with_user(self.clerk).action_accept()
        case.with_user(self.reviewer).action_start_review()
        case.with_user(self.reviewer)._decide("granted", "符合条件")
        return case.state

    def test_request_under_a_letter_goes_its_way(self):
        with freeze_time("2026-11-25 02:00:00"):
            case = self._file()
            self.assertEqual(case.decision_implementation_id, self.delegated_point)
            self.assertEqual(case.promised_days, 5)
            self.assertEqual(self._finish(case), "closed")

    def test_withdrawal_stops_new_requests_and_lets_open_ones_finish(self):
        with freeze_time("2026-11-25 02:00:00"):
            case = self._file()
            self.delegation.action_withdraw()
            with self.assertRaisesRegex(UserError, "not taken"):
                self._file()
        with freeze_time("2026-11-27 02:00:00"):
            self.assertEqual(self._finish(case), "closed")

    def test_letter_that_lapsed_stops_new_requests_and_lets_open_ones_finish(self):
        with freeze_time("2026-12-31 15:00:00"):
            case = self._file()
        with freeze_time("2026-12-31 16:30:00"):
            # The first minutes of the new year in China; no job has run.
            with self.assertRaisesRegex(UserError, "not taken"):
                self._file()
        with freeze_time("2027-01-05 02:00:00"):
            self.assertEqual(self._finish(case), "closed")
