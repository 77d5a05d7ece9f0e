from datetime import timedelta

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..tools.local_time import local_today
from .common import BianminCase

READER = "bianmin_base.group_resident_reader"
EDITOR = "bianmin_base.group_resident_editor"


@tagged("post_install", "-at_install")
class TestRoleScope(BianminCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.role_reader = cls._create_role("Test reader", READER)
        cls.role_editor = cls._create_role("Test editor", EDITOR)
        cls.resident = cls._create_resident(name="柳湾甲")
        cls.neighbour = cls._create_resident(
            name="石桥乙", division_id=cls.neighbour_village.id
        )
        cls.stranger = cls._create_resident(
            name="高坡丙", division_id=cls.other_village.id
        )
        cls.everybody = cls.resident + cls.neighbour + cls.stranger

    @classmethod
    def _create_role(cls, name, group):
        role = cls.env["res.users.role"].create(
            {"name": name, "implied_ids": [Command.link(cls.env.ref(group).id)]}
        )
        cls.env["ir.model.data"].create(
            {
                "module": "bianmin_base",
                "name": name.lower().replace(" ", "_"),
                "model": "res.users.role",
                "res_id": role.id,
            }
        )
        return role

    def _seen_by(self, user):
        residents = self.env["bianmin.resident"].with_user(user)
        domain = [("id", "in", self.everybody.ids)]
        found = residents.search(domain)
        self.assertEqual(residents.search_count(domain), len(found))
        self.assertEqual(
            sum(n for _g, n in residents._read_group(domain, ["sex"], ["__count"])),
            len(found),
        )
        return found

    def test_role_reaches_its_division_and_what_lies_below(self):
        user = self._create_user("t_town", ("bianmin_base.test_reader", self.township))
        self.assertEqual(self._seen_by(user), self.resident + self.neighbour)

    def test_role_in_a_village_gives_nothing_in_the_next(self):
        user = self._create_user("t_vill", ("bianmin_base.test_reader", self.village))
        self.assertEqual(self._seen_by(user), self.resident)
        with self.assertRaises(AccessError):
            self.neighbour.with_user(user).read(["name"])

    def test_no_division_no_rows(self):
        user = self._create_user(
            "t_none", ("bianmin_base.test_reader", self.env["bianmin.division"])
        )
        self.assertFalse(self._seen_by(user))
        with self.assertRaises(AccessError):
            self.resident.with_user(user).read(["name"])
        self.assertEqual(user._get_scope_division_ids(READER), ())

    def test_two_roles_never_mix(self):
        user = self._create_user(
            "t_two",
            ("bianmin_base.test_editor", self.village),
            ("bianmin_base.test_reader", self.other_township),
        )
        self.assertEqual(self._seen_by(user), self.resident + self.stranger)
        self.resident.with_user(user).address = "村东头"
        with self.assertRaises(AccessError):
            self.stranger.with_user(user).address = "村西头"

    def test_role_begins_on_its_day(self):
        tomorrow = local_today() + timedelta(days=1)
        user = self._create_user(
            "t_begin", ("bianmin_base.test_reader", self.village, tomorrow)
        )
        self.assertFalse(user.has_group(READER))
        self.assertFalse(user._has_scope(READER, self.village))
        with freeze_time(f"{tomorrow} 04:00:00"):
            self.env["res.users.role"].cron_update_users()
            self.assertEqual(self._seen_by(user), self.resident)

    def test_role_lapses_at_midnight_of_china_also_when_logged_in(self):
        today = local_today()
        user = self._create_user(
            "t_night", ("bianmin_base.test_reader", self.village, today, today)
        )
        # The group is taken by a job after midnight; the scope ends by itself.
        with freeze_time(f"{today} 15:59:00"):
            self.assertTrue(self._seen_by(user))
        with freeze_time(f"{today} 16:00:30"):
            self.assertFalse(self._seen_by(user))
            with self.assertRaises(AccessError):
                self.resident.with_user(user).read(["name"])

    def test_taken_division_is_lost_at_once(self):
        user = self._create_user("t_move", ("bianmin_base.test_reader", self.village))
        self.assertTrue(self._seen_by(user))
        line = self.env["res.users.role.line"].search([("user_id", "=", user.id)])
        line.division_ids = self.neighbour_village
        self.assertEqual(self._seen_by(user), self.neighbour)

    def test_new_village_below_the_township_is_seen_at_once(self):
        user = self._create_user("t_new", ("bianmin_base.test_reader", self.township))
        self.assertEqual(len(self._seen_by(user)), 2)
        village = self._create_division("990101101203", "新村", self.township)
        newcomer = self._create_resident(name="新来", division_id=village.id)
        self.everybody += newcomer
        self.assertIn(newcomer, self._seen_by(user))

    def test_same_role_twice_for_a_substitute(self):
        user = self._create_user(
            "t_sub",
            ("bianmin_base.test_reader", self.village),
            (
                "bianmin_base.test_reader",
                self.neighbour_village,
                local_today(),
                local_today(),
            ),
        )
        self.assertEqual(self._seen_by(user), self.resident + self.neighbour)

    def test_group_of_a_role_that_is_changed_counts_at_once(self):
        user = self._create_user("t_grow", ("bianmin_base.test_reader", self.village))
        self.assertFalse(user._has_scope(EDITOR, self.village))
        self.role_reader.implied_ids = [Command.link(self.env.ref(EDITOR).id)]
        self.assertTrue(user._has_scope(EDITOR, self.village))

    def test_has_scope_asks_for_each_division(self):
        user = self._create_user("t_each", ("bianmin_base.test_reader", self.township))
        both = self.village + self.neighbour_village
        self.assertTrue(user._has_scope(READER, both))
        self.assertFalse(user._has_scope(READER, both + self.other_village))

    def test_ended_role_line_says_so(self):
        line = self.env["res.users.role.line"].create(
            {
                "user_id": self._create_user("t_end").id,
                "role_id": self.role_reader.id,
                "date_to": "2020-01-01",
            }
        )
        self.assertFalse(line.is_enabled)
        line.date_to = False
        self.assertTrue(line.is_enabled)


@tagged("post_install", "-at_install")
class TestAdministrator(BianminCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.administrator = cls._create_user(
            "t_admin", ("bianmin_base.role_administrator", cls.township)
        )
        cls.colleague = cls._create_user("t_colleague")

    def _give(self, divisions, role="bianmin_base.role_auditor"):
        values = self._prepare_role_line(self.colleague, role, divisions)
        return (
            self.env["res.users.role.line"].with_user(self.administrator).create(values)
        )

    def test_gives_roles_in_his_divisions(self):
        line = self._give(self.village + self.neighbour_village)
        group = "bianmin_base.group_auditor"
        self.assertTrue(self.colleague.has_group(group))
        self.assertTrue(self.colleague._has_scope(group, self.village))
        line.date_to = "2020-01-01"
        self.assertFalse(self.colleague._has_scope(group, self.village))

    def test_gives_none_elsewhere_nor_nowhere(self):
        for divisions in (
            self.other_village,
            self.village + self.other_village,
            self.county,
        ):
            with self.assertRaises(AccessError):
                self._give(divisions)

    def test_cannot_widen_a_line(self):
        line = self._give(self.village)
        with self.assertRaises(AccessError):
            line.division_ids = [Command.link(self.county.id)]

    def test_keeps_service_points_of_his_divisions_only(self):
        points = (self.station + self.other_hall).with_user(self.administrator)
        points[0].phone = "0315-0000001"
        with self.assertRaises(AccessError):
            points[1].phone = "0315-0000002"
        self.assertEqual(points[1].name, self.other_hall.name)

    def test_sees_no_residents(self):
        self._create_resident()
        with self.assertRaises(AccessError):
            self.env["bianmin.resident"].with_user(self.administrator).search([])

    def test_system_administrator_begins_everywhere(self):
        system = self._create_user("t_system")
        system.group_ids = [Command.link(self.env.ref("base.group_system").id)]
        self.assertTrue(
            system._has_scope("bianmin_base.group_administrator", self.county)
        )
        self.assertFalse(system._has_scope(READER, self.county))
