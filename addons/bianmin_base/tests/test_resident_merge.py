from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_resident import ResidentCase


@tagged("post_install", "-at_install")
class TestResidentMerge(ResidentCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kept = cls._create_resident(
            name="姚春燕",
            identity_number=cls._make_identity_number("19600203"),
            phone="13800000001",
        )
        cls.other = cls._create_resident(
            name="姚春艳",
            identity_number=False,
            birth_date="1960-02-03",
            phone="13800000002",
        )

    def _window(self, user=None, **values):
        return (
            self.env["bianmin.resident.merge"]
            .with_user(user or self.clerk)
            .create(
                {
                    "kept_id": self.kept.id,
                    "other_id": self.other.id,
                    "reason": "窗口核对身份证",
                    **values,
                }
            )
        )

    def test_finder_proposes_and_merges_nothing(self):
        action = (
            self.env["bianmin.resident"].with_user(self.clerk).action_find_duplicates()
        )
        pairs = self.env["bianmin.resident.merge"].with_user(self.clerk)
        pairs = pairs.search(action["domain"])
        self.assertIn(
            (self.kept, self.other), [(pair.kept_id, pair.other_id) for pair in pairs]
        )
        self.assertTrue(self.other.active)

    def test_other_names_days_and_villages_are_no_pair(self):
        self.other.name = "姚立民"
        self._create_resident(
            name="姚春艳", identity_number=False, birth_date="1960-02-04"
        )
        self._create_resident(
            name="姚春艳",
            identity_number=False,
            birth_date="1960-02-03",
            division_id=self.neighbour_village.id,
        )
        register = self.env["bianmin.resident"].with_user(self.clerk)
        pairs = register._find_likely_duplicates()
        self.assertNotIn(self.kept, [one for _ground, *pair in pairs for one in pair])

    def _set_number_from_before(self, resident, number):
        """As registers hold it that were filled before the rules of today."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE bianmin_resident SET identity_number = %s WHERE id = %s",
            (number, resident.id),
        )
        self.env.invalidate_all()

    def test_one_number_in_two_spellings_is_proposed_wherever_registered(self):
        number = "130224600203901"
        self._set_number_from_before(self.kept, "13022419600203901X")
        elsewhere = self._create_resident(
            name="张三", identity_number=False, division_id=self.neighbour_village.id
        )
        for spelling in (number, f"{number[:6]} {number[6:]}"):
            with self.subTest(spelling=spelling):
                self._set_number_from_before(elsewhere, spelling)
                register = self.env["bianmin.resident"].with_user(self.clerk)
                self.assertIn(
                    ("number", self.kept, elsewhere), register._find_likely_duplicates()
                )
                blind = self.env["bianmin.resident"].with_user(self.neighbour_clerk)
                self.assertNotIn(
                    self.kept, [p[1] for p in blind._find_likely_duplicates()]
                )

    def test_a_pair_with_two_grounds_is_proposed_once_for_the_surer_one(self):
        self._set_number_from_before(self.kept, "13022419600203901X")
        self._set_number_from_before(self.other, "130224600203901")
        register = self.env["bianmin.resident"].with_user(self.clerk)
        self.assertEqual(
            [p for p in register._find_likely_duplicates() if p[1] == self.kept],
            [("number", self.kept, self.other)],
        )

    def test_finder_shows_only_what_one_may_read(self):
        register = self.env["bianmin.resident"].with_user(self.neighbour_clerk)
        pairs = register._find_likely_duplicates()
        self.assertNotIn(self.kept, [one for _ground, *pair in pairs for one in pair])

    def test_chosen_values_stay_and_the_others_are_not_lost(self):
        number = self.kept.identity_number
        self._window(name_from="other", phone_from="other").action_merge()
        self.assertEqual(
            (self.kept.name, self.kept.phone, self.kept.identity_number),
            ("姚春艳", "13800000002", number),
        )
        self.assertEqual((self.other.name, self.other.phone), ("姚春燕", "13800000001"))
        self.assertFalse(self.other.active)
        self.assertEqual(self.other.merged_into_id, self.kept)

    def test_record_keeps_old_new_reason_and_who_with_numbers_masked(self):
        self._window(name_from="other", phone_from="other").action_merge()
        for resident in self.kept | self.other:
            event = resident.event_ids
            self.assertEqual((event.kind, event.user_id), ("merged", self.clerk))
            for word in ("窗口核对身份证", "姚春燕 → 姚春艳", "138****0002"):
                self.assertIn(word, event.description)
            self.assertNotIn("13800000002", event.description)

    def test_number_changes_sides(self):
        number = self.kept.identity_number
        second = self._make_identity_number("19600203")
        self.other.identity_number = second
        self._window(number_from="other").action_merge()
        self.assertEqual(
            (self.kept.identity_number, self.other.identity_number), (second, number)
        )

    def test_what_points_at_the_closed_entry_follows(self):
        account = self.env["bianmin.bank.account"].create(
            {
                "resident_id": self.other.id,
                "bank_name": "测试农信社",
                "number": "6228480000000000026",
            }
        )
        category = self.env["bianmin.resident.category"].create(
            {"name": "T1", "code": "t1"}
        )
        self.other.category_ids = [Command.link(category.id)]
        self._window().action_merge()
        self.assertEqual(account.resident_id, self.kept)
        self.assertEqual(account.holder_name, "姚春艳")
        self.assertEqual(self.kept.category_ids, category)
        self.assertFalse(self.other.category_ids)

    def test_closed_entries_lead_to_the_one_that_goes_on_after_two_merges(self):
        third = self._create_resident(name="姚春雁", identity_number=False)
        self._window().action_merge()
        self._window(kept_id=third.id, other_id=self.kept.id).action_merge()
        self.assertEqual((self.other | self.kept).merged_into_id, third)

    def test_logs_and_closed_entries_do_not_follow(self):
        references = self.env["bianmin.resident"]._get_merge_references()
        self.assertIn(("bianmin.bank.account", "resident_id"), references)
        self.assertIn(("bianmin.household", "head_id"), references)
        self.assertNotIn(("bianmin.resident.event", "resident_id"), references)
        self.assertNotIn(("bianmin.resident", "merged_into_id"), references)

    def test_merging_needs_a_reason_and_two_open_entries(self):
        with self.assertRaises(UserError):
            self._window(reason=" ").action_merge()
        with self.assertRaises(UserError):
            self._window(other_id=self.kept.id).action_merge()
        self._window().action_merge()
        with self.assertRaises(UserError):
            self._window().action_merge()

    def test_only_who_keeps_both_registers_merges(self):
        with self.assertRaises(AccessError):
            self._window(self.neighbour_clerk).action_merge()
        self.other.sudo().division_id = self.other_village
        with self.assertRaises(AccessError):
            self._window().action_merge()
        self.assertTrue(self.other.active)
