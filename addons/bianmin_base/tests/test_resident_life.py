from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .test_resident import PICTURE, ResidentCase


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 04:00:00")
class TestResidentCategory(ResidentCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.low_income, cls.two_daughter = cls.env["bianmin.resident.category"].create(
            [{"name": "T1", "code": "t1"}, {"name": "T2", "code": "t2"}]
        )
        cls.resident = cls._create_resident(name="李长林")
        cls.lines = cls.env["bianmin.resident.category.line"].with_user(cls.clerk)

    def _count(self, category, date_from=False, date_to=False, resident=None):
        return self.lines.create(
            {
                "resident_id": (resident or self.resident).id,
                "category_id": category.id,
                "date_from": date_from,
                "date_to": date_to,
            }
        )

    def test_only_the_categories_of_today_are_held(self):
        self._count(self.low_income, "2026-03-10", "2026-03-10")
        self._count(self.two_daughter, "2026-03-11")
        self.assertEqual(self.resident.category_ids, self.low_income)

    def test_categories_begin_and_lapse_by_themselves(self):
        self._count(self.low_income, "2026-01-01", "2026-03-10")
        self._count(self.two_daughter, "2026-03-11")
        with freeze_time("2026-03-10 16:30:00"):  # 00:30 of the 11th in Shanghai
            self.env.invalidate_all()
            self.env["bianmin.resident.category.line"]._cron_take_categories()
            self.assertEqual(self.resident.category_ids, self.two_daughter)

    def test_an_outage_of_a_season_is_caught_up_with(self):
        self._count(self.low_income, "2026-01-01", "2026-03-10")
        self._count(self.two_daughter, "2026-03-12")
        bystander = self._create_resident(name="姚立民")
        self._count(self.low_income, resident=bystander)
        with freeze_time("2026-06-30 04:00:00"):
            self.env.invalidate_all()
            lines = self.env["bianmin.resident.category.line"]
            self.assertEqual(lines._get_outdated_ids(), self.resident.ids)
            lines._cron_take_categories()
            self.assertEqual(self.resident.category_ids, self.two_daughter)
            self.assertEqual(bystander.category_ids, self.low_income)
            self.assertFalse(lines._get_outdated_ids())

    def test_category_set_directly_gets_a_line_and_taken_away_ends_it(self):
        self.resident.category_ids = [Command.set(self.low_income.ids)]
        line = self.resident.category_line_ids
        self.assertEqual((line.category_id, line.date_from), (self.low_income, False))
        self.resident.category_ids = [Command.clear()]
        self.assertEqual(line.date_to, date(2026, 3, 9))
        self.assertEqual(line.state, "ended")

    def test_line_that_never_began_goes_when_its_category_is_taken_away(self):
        line = self._count(self.low_income, "2026-03-10")
        self.resident.category_ids = [Command.clear()]
        self.assertFalse(line.exists())

    def test_the_same_category_does_not_hold_twice_on_a_day(self):
        self._count(self.low_income, "2026-01-01", "2026-02-28")
        self._count(self.low_income, "2026-03-01")
        with self.assertRaises(ValidationError):
            self._count(self.low_income, "2026-02-28", "2026-02-28")

    def test_many_residents_are_counted_without_a_query_for_each(self):
        def measure(number):
            residents = self.env["bianmin.resident"].create(
                [
                    {"name": f"李长{i}", "division_id": self.village.id}
                    for i in range(number)
                ]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            residents.write({"category_ids": [Command.link(self.low_income.id)]})
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        measure(2)
        self.assertLessEqual(measure(80), measure(40) + 4)

    def test_neighbour_neither_reads_nor_writes(self):
        line = self._count(self.low_income)
        stranger = line.with_user(self.neighbour_clerk)
        self.assertFalse(stranger.search([("id", "=", line.id)]))
        with self.assertRaises(AccessError):
            stranger.write({"date_to": "2026-03-10"})
        with self.assertRaises(AccessError):
            stranger.create(
                {
                    "resident_id": self.resident.id,
                    "category_id": self.two_daughter.id,
                }
            )


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 04:00:00")
class TestResidentDeath(ResidentCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.category = cls.env["bianmin.resident.category"].create(
            {"name": "T1", "code": "t1"}
        )
        cls.resident = cls._create_resident(
            name="李长林", category_ids=[Command.link(cls.category.id)]
        )

    def _window(self, user=None, **values):
        return (
            self.env["bianmin.resident.death"]
            .with_user(user or self.clerk)
            .create(
                {
                    "resident_id": self.resident.id,
                    "death_date": "2026-03-08",
                    "evidence": "medical",
                    **values,
                }
            )
        )

    def test_death_ends_categories_and_is_written_into_the_history(self):
        file = (
            self.env["ir.attachment"]
            .with_user(self.clerk)
            .create({"name": "paper", "datas": PICTURE})
        )
        self._window(
            note="死证字9号", evidence_ids=[Command.link(file.id)]
        ).action_register()
        self.assertEqual(self.resident.death_date, date(2026, 3, 8))
        self.assertFalse(self.resident.category_ids)
        self.assertEqual(self.resident.category_line_ids.date_to, date(2026, 3, 8))
        event = self.resident.event_ids
        self.assertEqual((event.kind, event.user_id), ("death", self.clerk))
        self.assertIn("死证字9号", event.description)
        self.assertEqual((file.res_model, file.res_id), (event._name, event.id))

    def test_category_that_would_begin_later_goes(self):
        self.env["bianmin.resident.category.line"].create(
            {
                "resident_id": self.resident.id,
                "category_id": self.env["bianmin.resident.category"]
                .create({"name": "T2", "code": "t2"})
                .id,
                "date_from": "2026-04-01",
            }
        )
        self._window().action_register()
        self.assertEqual(self.resident.category_line_ids.category_id, self.category)

    def test_impossible_days_and_missing_evidence_are_refused(self):
        for values in (
            {"death_date": "2026-03-11"},
            {"death_date": "1949-12-31"},
            {"evidence": False},
            {"death_date": False},
        ):
            with self.assertRaises(UserError):
                self._window(**values).action_register()
        self.assertFalse(self.resident.death_date)

    def test_nobody_dies_twice(self):
        self._window().action_register()
        with self.assertRaises(UserError):
            self._window().action_register()

    def test_death_of_the_wrong_person_is_taken_back_with_a_reason(self):
        self._window().action_register()
        with self.assertRaises(UserError):
            self._window().action_withdraw()
        self._window(note="同名登错").action_withdraw()
        self.assertFalse(self.resident.death_date)
        self.assertEqual(
            self.resident.event_ids.mapped("kind"), ["death_withdrawn", "death"]
        )

    def test_only_who_keeps_the_register_of_the_village(self):
        with self.assertRaises(AccessError):
            self._window(self.neighbour_clerk).action_register()
        self.assertFalse(self.resident.death_date)

    def test_history_is_never_changed_nor_deleted(self):
        self._window().action_register()
        with self.assertRaises(UserError):
            self.resident.event_ids.write({"description": "别的"})
        with self.assertRaises(UserError):
            self.resident.event_ids.unlink()
        events = self.env["bianmin.resident.event"].with_user(self.neighbour_clerk)
        self.assertFalse(events.search([("resident_id", "=", self.resident.id)]))


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 04:00:00")
class TestResidentMove(ResidentCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.household = cls.env["bianmin.household"].create(
            {"number": "T1", "division_id": cls.village.id}
        )
        cls.resident = cls._create_resident(
            name="李长林", household_id=cls.household.id, relation_to_head="head"
        )
        cls.household.head_id = cls.resident

    def _move(self, division, user=None, **values):
        return (
            self.env["bianmin.resident.move"]
            .with_user(user or self.clerk)
            .create(
                {
                    "resident_id": self.resident.id,
                    "division_id": division.id,
                    "reason": "婚迁",
                    **values,
                }
            )
        )

    def test_who_keeps_both_registers_moves_at_once(self):
        move = self._move(self.neighbour_village)
        move.action_submit()
        self.assertEqual(move.state, "done")
        self.assertEqual(self.resident.division_id, self.neighbour_village)
        self.assertFalse(self.resident.household_id)
        self.assertFalse(self.household.head_id)
        self.assertIn("婚迁", self.resident.event_ids.description)

    def test_other_village_takes_in(self):
        move = self._move(self.other_village)
        move.action_submit()
        self.assertEqual(move.state, "requested")
        self.assertEqual(self.resident.division_id, self.village)
        with self.assertRaises(AccessError):
            move.action_accept()
        received = move.with_user(self.neighbour_clerk)
        self.assertEqual(received.search([("id", "=", move.id)]), received)
        received.action_accept()
        self.assertEqual(self.resident.division_id, self.other_village)
        self.assertEqual(move.decided_by_id, self.neighbour_clerk)

    def test_other_village_refuses(self):
        move = self._move(self.other_village)
        move.with_user(self.neighbour_clerk).action_refuse()
        self.assertEqual(
            (move.state, self.resident.division_id.id),
            (
                "refused",
                self.village.id,
            ),
        )

    def test_nobody_fetches_a_resident_of_somebody_else(self):
        with self.assertRaises(AccessError):
            self._move(self.other_village, self.neighbour_clerk)

    def test_state_and_source_are_not_sent_in(self):
        move = self._move(
            self.other_village,
            state="done",
            source_division_id=self.other_village.id,
        )
        self.assertEqual(
            (move.state, move.source_division_id), ("requested", self.village)
        )

    def test_the_dead_and_the_future_do_not_move(self):
        with self.assertRaises(UserError):
            self._move(self.other_village, move_date="2026-03-11")
        self.resident.death_date = "2026-03-01"
        with self.assertRaises(UserError):
            self._move(self.other_village)

    def test_who_died_meanwhile_is_not_taken_in(self):
        move = self._move(self.other_village)
        self.resident.death_date = "2026-03-09"
        with self.assertRaises(UserError):
            move.with_user(self.neighbour_clerk).action_accept()

    def test_book_shows_the_head_first(self):
        wife, child = (
            self._create_resident(
                name=name,
                household_id=self.household.id,
                relation_to_head=relation,
            )
            for name, relation in (("周秀芝", "spouse"), ("阿晓", "child"))
        )
        self.assertEqual(
            self.household.book_member_ids.ids,
            [self.resident.id, wife.id, child.id],
        )
