import csv

from odoo.tests import TransactionCase, tagged
from odoo.tools import file_open

DECIDING = "bianmin_hebei/demo/bianmin.catalog.implementation-decide.csv"
ACCEPTING = "bianmin_hebei/demo/bianmin.catalog.implementation-accept.csv"
LIMITS = ("handling_kind", "statutory_days", "promised_days", "day_unit")
PUBLIC_SERVICE = "20"


def read_rows(path):
    with file_open(path) as content:
        return list(csv.DictReader(content))


@tagged("post_install", "-at_install")
class TestDemoPlaces(TransactionCase):
    """What the places of the demonstration handle, by the files that say so."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.deciding = read_rows(DECIDING)
        cls.accepting = read_rows(ACCEPTING)

    def _get_items(self, point, rows=None):
        rows = self.deciding + self.accepting if rows is None else rows
        wanted = f"point_{point}"
        names = [
            row["item_id/id"] for row in rows if row["service_point_id/id"] == wanted
        ]
        self.assertEqual(len(set(names)), len(names), point)
        return {name: self.env.ref(f"bianmin_hebei.{name}") for name in names}

    def test_the_township_of_the_journeys_handles_the_whole_catalogue(self):
        self.assertEqual(len(self._get_items("yaowangzhuang")), 132)

    def test_qiuxian_hands_down_57_approvals_under_the_seal_of_the_county(self):
        """邱县: 57 approvals; its seal is used in the township."""
        items = self._get_items("liangerzhuang")
        approvals = [
            name for name, item in items.items() if item.item_type != PUBLIC_SERVICE
        ]
        self.assertEqual(len(approvals), 57)
        self.assertIn("item_village_vet", approvals)
        sealed = [row for row in self.deciding if row["item_id/id"] in approvals]
        for row in sealed:
            if row["service_point_id/id"] == "point_liangerzhuang":
                self.assertEqual(row["seal_id/id"], "seal_qiuxian_approval")
                self.assertEqual(row["power_source"], "5")

    def test_the_board_of_wutou_lists_30_items(self):
        items = self._get_items("wutou")
        self.assertEqual(len(items), 30)
        self.assertIn("item_minimum_living", items)

    def test_weixian_does_98_items_in_townships_and_accepts_48_in_villages(self):
        self.assertEqual(len(self._get_items("liyuantun", self.deciding)), 98)
        accepted = self._get_items("wangshigong")
        self.assertEqual(len(accepted), 48)
        self.assertIn("item_elderly_allowance", accepted)

    def test_the_two_villages_of_the_journeys_accept_48_items(self):
        for village in ("station_liying", "station_yaowangzhuang"):
            self.assertEqual(len(self._get_items(village, self.accepting)), 48)

    def test_a_deciding_place_promises_what_the_reference_says(self):
        for row in self.deciding:
            item = self.env.ref(f"bianmin_hebei.{row['item_id/id']}")
            with self.subTest(row=row["id"]):
                for name in LIMITS:
                    self.assertEqual(row[name], str(item[name]))
                self.assertEqual(row["fee"], self._get_amount(item.fee_ids))

    def _get_amount(self, fee):
        """The amount in a standard such as 20元/证, as a demonstration file has it."""
        return fee.standard.partition("元")[0] if fee else "0"

    def test_what_is_accepted_is_decided_elsewhere_for_the_same_item(self):
        item_by_decision = {row["id"]: row["item_id/id"] for row in self.deciding}
        for row in self.accepting:
            decision = row["decision_implementation_id/id"]
            self.assertEqual(item_by_decision[decision], row["item_id/id"], row["id"])
