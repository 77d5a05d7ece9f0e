from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import BianminCase


@tagged("post_install", "-at_install")
class TestDivisionMove(BianminCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.administrator = cls._create_user(
            "county_admin", ("bianmin_base.role_administrator", cls.county)
        )
        cls.auditor = cls._create_user(
            "village_auditor", ("bianmin_base.role_auditor", cls.village)
        )
        cls.resident = cls._create_resident(name="李志顺")
        cls.dead = cls._create_resident(name="姚立民", death_date="2020-01-01")
        cls.household = cls.env["bianmin.household"].create(
            {"number": "001", "division_id": cls.village.id}
        )
        cls.village.write(
            {"valid_to": "2023-06-29", "successor_id": cls.other_village.id}
        )

    def _open(self, user=None, division=None):
        return (
            self.env["bianmin.division.move"]
            .with_user(user or self.administrator)
            .create({"division_id": (division or self.village).id})
        )

    def _count(self, wizard):
        return {line.name: line.record_count for line in wizard.line_ids}

    def test_preview_counts_what_is_open_and_moves_nothing(self):
        wizard = self._open()
        counts = self._count(wizard)
        self.assertEqual(counts["Residents"], 1)
        self.assertEqual(counts["Households"], 1)
        self.assertEqual(counts["Service points"], 1)
        self.assertEqual(counts["Roles"], 1)
        self.assertEqual(counts["Departments"], 0)
        self.assertEqual(self.resident.division_id, self.village)

    def test_what_is_open_moves_and_what_is_closed_stays(self):
        self._open().action_move()
        self.assertEqual(self.resident.division_id, self.other_village)
        self.assertEqual(self.household.division_id, self.other_village)
        self.assertEqual(self.station.division_id, self.other_village)
        self.assertEqual(self.station.division_code, self.other_village.code)
        self.assertEqual(self.dead.division_id, self.village)

    def test_a_role_is_held_in_the_successor_and_still_reads_what_was_closed(self):
        self._open().action_move()
        scope = self.auditor._get_scope_division_ids("bianmin_base.group_auditor")
        self.assertEqual(set(scope), {self.village.id, self.other_village.id})

    def test_a_role_that_lapsed_does_not_come_back(self):
        former = self._create_user(
            "former_auditor",
            ("bianmin_base.role_auditor", self.village, "2019-01-01", "2019-12-31"),
        )
        self._open().action_move()
        self.assertEqual(former.role_line_ids.division_ids, self.village)

    def test_moving_again_finds_nothing(self):
        self._open().action_move()
        self.assertFalse(any(self._count(self._open()).values()))

    def test_a_township_takes_its_dissolved_villages_along(self):
        self.township.write(
            {"valid_to": "2023-06-29", "successor_id": self.other_township.id}
        )
        self.neighbour_village.write({"valid_to": "2023-06-29"})
        neighbour = self._create_resident(
            name="李长林", division_id=self.neighbour_village.id
        )
        wizard = self._open(division=self.township)
        self.assertEqual(wizard.pair_ids, self.township | self.village)
        self.assertEqual(wizard.undecided_ids, self.neighbour_village)
        wizard.action_move()
        self.assertEqual(self.hall.division_id, self.other_township)
        self.assertEqual(self.resident.division_id, self.other_village)
        self.assertEqual(neighbour.division_id, self.neighbour_village)

    def test_the_move_is_logged_for_good(self):
        self._open().action_move()
        log = self.env["bianmin.succession.log"].search(
            [("division_id", "=", self.village.id)]
        )
        self.assertEqual(log.successor_id, self.other_village)
        self.assertEqual(log.user_id, self.administrator)
        self.assertIn("Residents 1", log.summary)
        with self.assertRaises(UserError):
            log.summary = "nothing"

    def test_the_log_is_read_where_one_audits(self):
        self._open().action_move()
        Log = self.env["bianmin.succession.log"]
        self.assertEqual(len(Log.with_user(self.auditor).search([])), 1)
        stranger = self._create_user(
            "other_auditor", ("bianmin_base.role_auditor", self.neighbour_village)
        )
        self.assertFalse(Log.with_user(stranger).search([]))

    def test_only_an_administrator_of_both_may_move(self):
        one_side = self._create_user(
            "township_admin", ("bianmin_base.role_administrator", self.township)
        )
        with self.assertRaisesRegex(AccessError, "both"):
            self._open(one_side)
        with self.assertRaises(AccessError):
            self._open(self.auditor)
        with self.assertRaisesRegex(AccessError, "both"):
            self.village.with_user(one_side)._move_to_successors()
        self.assertEqual(self.resident.division_id, self.village)

    def test_a_division_in_force_does_not_move(self):
        with self.assertRaisesRegex(UserError, "in force"):
            self._open(division=self.neighbour_village)

    def test_without_a_successor_nothing_moves(self):
        self.village.successor_id = False
        with self.assertRaisesRegex(UserError, "successor"):
            self._open().action_move()

    def test_the_successor_is_of_the_same_level(self):
        self.village.successor_id = self.other_township
        with self.assertRaisesRegex(UserError, "level"):
            self._open().action_move()

    def test_a_number_taken_in_the_successor_is_told_and_nothing_moves(self):
        self.env["bianmin.household"].create(
            {"number": "001", "division_id": self.other_village.id}
        )
        with self.assertRaisesRegex(UserError, "001"):
            self._open().action_move()
        self.assertEqual(self.resident.division_id, self.village)

    def test_a_person_chooses_the_successor_in_the_window(self):
        self.village.successor_id = False
        with Form(self._open()) as form:
            form.successor_id = self.other_village
        form.record.action_move()
        self.assertEqual(self.village.successor_id, self.other_village)
        self.assertEqual(self.resident.division_id, self.other_village)

    def _request_move(self, resident, division):
        return self.env["bianmin.resident.move"].create(
            {
                "resident_id": resident.id,
                "source_division_id": resident.division_id.id,
                "division_id": division.id,
                "reason": "婚迁",
            }
        )

    def test_moves_that_wait_go_along_at_either_end(self):
        newcomer = self._create_resident(
            name="李长林", division_id=self.neighbour_village.id
        )
        leaving = self._request_move(self.resident, self.neighbour_village)
        coming = self._request_move(newcomer, self.village)
        refused = self._request_move(self._create_resident(), self.neighbour_village)
        refused.action_refuse()
        counts = self._count(self._open())
        self.assertEqual(counts["Moves out of the village that wait"], 1)
        self.assertEqual(counts["Moves into the village that wait"], 1)
        self._open().action_move()
        self.assertEqual(leaving.source_division_id, self.other_village)
        self.assertEqual(coming.division_id, self.other_village)
        self.assertEqual(refused.source_division_id, self.village)
        (leaving | coming).action_accept()
        self.assertEqual(self.resident.division_id, self.neighbour_village)
        self.assertEqual(newcomer.division_id, self.other_village)

    def test_a_move_between_villages_that_become_one_is_decided_first(self):
        move = self._request_move(self.resident, self.other_village)
        with self.assertRaisesRegex(UserError, "become one"):
            self._open().action_move()
        self.assertEqual(self.resident.division_id, self.village)
        move.action_refuse()
        self._open().action_move()
        self.assertEqual(self.resident.division_id, self.other_village)

    def test_queries_do_not_grow_with_the_residents(self):
        def move(count):
            for _number in range(count):
                self._create_resident(name="姚春燕", identity_number=False)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.village.sudo()._move_to_successors()
            return self.env.cr.sql_log_count - before

        move(1)
        few = move(50)
        # One UPDATE takes 100 rows at most, so some more statements, not one a row.
        self.assertLess(move(250) - few, 25)
