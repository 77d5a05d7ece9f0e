from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .test_resident import ResidentCase


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 04:00:00")
class TestHouseholdMove(ResidentCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.household = cls.env["bianmin.household"].create(
            {"number": "T1", "division_id": cls.village.id}
        )
        cls.head, cls.wife, cls.child = (
            cls._create_resident(
                name=name, household_id=cls.household.id, relation_to_head=relation
            )
            for name, relation in (
                ("姚立民", "head"),
                ("周秀芝", "spouse"),
                ("姚小敏", "child"),
            )
        )
        cls.household.head_id = cls.head
        cls.family = cls.head | cls.wife | cls.child

    def _open(self, user=None, household=None, **values):
        household = (household or self.household).with_user(user or self.clerk)
        action = household.action_open_move()
        window = (
            self.env[action["res_model"]]
            .with_user(user or self.clerk)
            .browse(action["res_id"])
        )
        window.write(
            {
                "division_id": self.neighbour_village.id,
                "reason": "购房迁入",
                "book_number": "T9",
                **values,
            }
        )
        return window

    def _stay(self, window, residents):
        window.line_ids.filtered(lambda li: li.resident_id in residents).moves = False

    def test_all_move_into_a_book_of_their_own(self):
        window = self._open()
        window.action_move()
        book = self.head.household_id
        self.assertEqual(
            (book.number, book.division_id, book.head_id),
            ("T9", self.neighbour_village, self.head),
        )
        self.assertEqual(self.family.household_id, book)
        self.assertEqual(self.family.division_id, self.neighbour_village)
        self.assertEqual(
            self.family.mapped("relation_to_head"), ["head", "spouse", "child"]
        )
        self.assertFalse(self.household.active)

    def test_each_has_the_history_of_a_single_move(self):
        self._open().action_move()
        for resident in self.family:
            event = resident.event_ids
            self.assertEqual((event.kind, event.user_id), ("moved", self.clerk))
            for words in ("购房迁入", "T1 → T9"):
                self.assertIn(words, event.description)
            self.assertEqual(resident.move_ids.state, "done")

    def test_the_window_says_who_moves_and_who_stays(self):
        window = self._open()
        self._stay(window, self.child)
        self.assertIn("姚立民、周秀芝", window.preview)
        self.assertIn("姚小敏", window.preview)
        self.assertIn("T9", window.preview)
        self.assertEqual(window.staying_ids, self.child)
        self.assertTrue(window.is_at_once)

    def test_those_who_stay_get_a_head(self):
        window = self._open()
        self._stay(window, self.wife | self.child)
        with self.assertRaises(UserError):
            window.action_move()
        window.remaining_head_id = self.wife
        window.action_move()
        self.assertEqual(self.household.head_id, self.wife)
        self.assertEqual(self.wife.relation_to_head, "head")
        self.assertTrue(self.household.active)
        self.assertEqual(self.household.member_ids, self.wife | self.child)
        self.assertEqual(self.head.household_id.member_ids, self.head)

    def test_joining_a_household(self):
        relative = self._create_resident(
            name="姚立河", division_id=self.neighbour_village.id
        )
        book = self.env["bianmin.household"].create(
            {
                "number": "N1",
                "division_id": self.neighbour_village.id,
                "head_id": relative.id,
            }
        )
        window = self._open(book="join", target_household_id=book.id)
        with self.assertRaises(UserError):
            window.action_move()  # two heads in one book
        for line, relation in zip(
            window.line_ids, ("sibling", "other", "other"), strict=True
        ):
            line.relation_to_head = relation
        window.action_move()
        self.assertEqual(self.family.household_id, book)
        self.assertEqual(book.head_id, relative)
        self.assertEqual(self.head.relation_to_head, "sibling")

    def test_a_household_elsewhere_is_not_joined(self):
        book = self.env["bianmin.household"].create(
            {"number": "N1", "division_id": self.village.id}
        )
        with self.assertRaises(UserError):
            self._open(book="join", target_household_id=book.id).action_move()

    def test_what_is_missing_is_said(self):
        for values in (
            {"division_id": False},
            {"reason": " "},
            {"book_number": False},
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                self._open(**values).action_move()
        window = self._open()
        self._stay(window, self.family)
        with self.assertRaises(UserError):
            window.action_move()
        self.assertEqual(self.family.division_id, self.village)

    def test_the_other_village_takes_them_in_one_after_the_other(self):
        window = self._open(division_id=self.other_village.id)
        self.assertFalse(window.is_at_once)
        window.action_move()
        moves = self.family.move_ids.with_user(self.neighbour_clerk)
        self.assertEqual(self.family.division_id, self.village)
        self.assertTrue(self.household.active)
        for move in moves:
            move.action_accept()
        self.assertEqual(self.family.household_id.number, "T9")
        self.assertEqual(len(self.family.household_id), 1)
        self.assertEqual(self.family.household_id.head_id, self.head)
        self.assertFalse(self.household.active)

    def test_the_dead_are_not_asked(self):
        self.wife.death_date = "2026-01-01"
        window = self._open()
        self.assertEqual(window.line_ids.resident_id, self.head | self.child)

    def test_only_who_keeps_the_register(self):
        with self.assertRaises(AccessError):
            self._open(self.neighbour_clerk)
        window = self._open()
        with self.assertRaises(AccessError):
            window.with_user(self.neighbour_clerk).read(["preview"])

    def test_the_form_shows_the_preview_while_choosing(self):
        with Form(self._open(), view="bianmin_base.household_move_view_form") as form:
            form.book_number = "T77"
            self.assertIn("T77", form.preview)
            form.book = "join"
            self.assertNotIn("T77", form.preview)
            form.book = "new"

    def test_queries_do_not_grow_with_the_members(self):
        def count_queries(size, number):
            household = self.env["bianmin.household"].create(
                {"number": number, "division_id": self.village.id}
            )
            members = self.env["bianmin.resident"].create(
                [
                    {
                        "name": "测试人",
                        "division_id": self.village.id,
                        "identity_type": "other",
                        "household_id": household.id,
                        "relation_to_head": "head" if n == 0 else "other",
                    }
                    for n in range(size)
                ]
            )
            household.head_id = members[0]
            self.env.flush_all()
            window = self._open(household=household, book_number=f"{number}N")
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            window.action_move()
            self.env.flush_all()
            return self.cr.sql_log_count - before

        count_queries(3, "Q0")
        few = count_queries(5, "Q1")
        self.assertLessEqual(count_queries(15, "Q2"), few + 2)

    def test_household_is_found_by_its_head_and_by_pinyin(self):
        households = self.env["bianmin.household"].with_user(self.clerk)
        for words in ("T1", "姚立", "ylm", "yaolimin"):
            with self.subTest(words=words):
                found = [id_ for id_, _name in households.name_search(words)]
                self.assertIn(self.household.id, found)
        blind = households.with_user(self.neighbour_clerk)
        self.assertFalse(blind.name_search("ylm", [("id", "=", self.household.id)]))
