from datetime import timedelta

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..tools.language import VILLAGER_LANGUAGE
from ..tools.local_time import local_today
from .common import BianminCase, BianminHttpCase

AUDITOR = "bianmin_base.role_auditor"
ADMINISTRATOR = "bianmin_base.role_administrator"
AUDITOR_GROUP = "bianmin_base.group_auditor"


class RoleCase(BianminCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.administrator = cls._create_user("r_admin", (ADMINISTRATOR, cls.township))
        cls.colleague = cls._create_user("r_colleague")
        cls.substitute = cls._create_user("r_substitute")
        cls.today = local_today()

    def _give(self, divisions, role=AUDITOR, user=None, by=None, days=()):
        values = self._prepare_role_line(user or self.colleague, role, divisions, *days)
        lines = self.env["res.users.role.line"].with_user(by or self.administrator)
        return lines.create(values)


@tagged("post_install", "-at_install")
class TestAdministratorLimits(RoleCase):
    def test_village_administrator_gives_nothing_above(self):
        village_admin = self._create_user("r_village", (ADMINISTRATOR, self.village))
        self._give(self.village, by=village_admin)
        for divisions in (self.township, self.county, self.neighbour_village):
            with self.assertRaises(AccessError):
                self._give(divisions, by=village_admin, user=self.substitute)

    def test_nobody_gives_roles_to_himself(self):
        with self.assertRaises(AccessError):
            self._give(self.village, user=self.administrator)
        line = self._give(self.village)
        with self.assertRaises(AccessError):
            line.user_id = self.administrator

    def test_roles_that_know_no_division_are_not_his_to_give(self):
        for group in (
            "base.group_system",
            "base.group_erp_manager",
            "base.group_partner_manager",
        ):
            role = self.env["res.users.role"].create(
                {
                    "name": group,
                    "implied_ids": [
                        Command.link(self.env.ref(group).id),
                        Command.link(self.env.ref(AUDITOR_GROUP).id),
                    ],
                }
            )
            values = self._prepare_role_line(self.colleague, AUDITOR, self.village)
            lines = self.env["res.users.role.line"].with_user(self.administrator)
            with self.subTest(group=group), self.assertRaises(AccessError):
                lines.create({**values, "role_id": role.id})

    def test_line_cannot_be_turned_into_another_role(self):
        line = self._give(self.village)
        role = self.env["res.users.role"].create(
            {
                "name": "Everything",
                "implied_ids": [Command.link(self.env.ref("base.group_system").id)],
            }
        )
        with self.assertRaises(AccessError):
            line.role_id = role

    def test_who_runs_the_system_is_out_of_reach(self):
        """Giving a role replaces groups: a village could take the system's."""
        system = self._create_user("r_system")
        system.group_ids = [Command.link(self.env.ref("base.group_system").id)]
        with self.assertRaises(AccessError):
            self._give(self.village, user=system)
        self.assertTrue(system.has_group("base.group_system"))

    def test_roles_themselves_are_not_his_to_change(self):
        role = self.env.ref(AUDITOR).with_user(self.administrator)
        with self.assertRaises(AccessError):
            role.implied_ids = [Command.link(self.env.ref("base.group_system").id)]

    def test_last_day_before_the_first_is_refused(self):
        days = (self.today, self.today - timedelta(days=1))
        with self.assertRaises(ValidationError):
            self._give(self.village, days=days)


@tagged("post_install", "-at_install")
class TestRoleStatus(RoleCase):
    def test_each_line_has_one_status_and_is_found_by_it(self):
        day = timedelta(days=1)
        expected = {
            "future": (self.today + day, False),
            "current": (False, self.today + 31 * day),
            "ending": (False, self.today + 30 * day),
            "ended": (False, self.today - day),
        }
        lines = self.env["res.users.role.line"]
        for status, days in expected.items():
            lines += self._give(self.village, days=days)
            self.assertEqual(lines[-1:].status, status)
        for status, line in zip(expected, lines, strict=True):
            domain = [("id", "in", lines.ids), ("status", "=", status)]
            self.assertEqual(lines.search(domain), line)
        domain = [("id", "in", lines.ids), ("status", "!=", "ended")]
        self.assertEqual(lines.search(domain), lines[:3])

    def test_last_day_is_still_in_force(self):
        line = self._give(self.village, days=(self.today, self.today))
        self.assertEqual(line.status, "ending")


@tagged("post_install", "-at_install")
class TestRoleLog(RoleCase):
    def _log(self):
        return self.env["bianmin.role.log"].search(
            [("user_id", "=", self.colleague.id)], order="id"
        )

    def test_giving_changing_and_taking_are_written_down(self):
        line = self._give(self.village)
        last_day = self.today + timedelta(days=5)
        line.date_to = last_day
        line.division_ids = [Command.set(self.neighbour_village.ids)]
        log = self._log()
        self.assertEqual(log.mapped("kind"), ["given", "changed", "taken", "given"])
        self.assertEqual(
            log.mapped("division_id"), self.village + self.neighbour_village
        )
        self.assertEqual(log.changed_by_id, self.administrator)
        self.assertEqual(log[1].date_to, last_day)
        self.assertFalse(log[1].former_date_to)

    def test_deleted_line_stays_in_the_log(self):
        line = self._give(self.village)
        line.sudo().unlink()
        self.assertEqual(self._log().mapped("kind"), ["given", "taken"])

    def test_unchanged_line_is_not_logged(self):
        line = self._give(self.village)
        line.sequence = 3
        line.date_to = False
        self.assertEqual(len(self._log()), 1)

    def test_log_names_roles_in_the_language_of_papers(self):
        role = self.env.ref(AUDITOR).group_id
        role.update_field_translations(
            "name", {"en_US": "Auditor", VILLAGER_LANGUAGE: "审计人员"}
        )
        self.administrator.lang = "en_US"
        self.env["res.lang"]._activate_lang("en_US")
        values = self._prepare_role_line(self.colleague, AUDITOR, self.village)
        lines = self.env["res.users.role.line"].with_user(self.administrator)
        lines.with_context(lang="en_US").create(values)
        self.assertEqual(self._log().role_name, "审计人员")

    def test_log_is_never_changed(self):
        self._give(self.village)
        with self.assertRaises(UserError):
            self._log().write({"role_name": "x"})
        with self.assertRaises(UserError):
            self._log().unlink()

    def test_auditor_reads_the_log_of_his_divisions_only(self):
        self._give(self.village + self.neighbour_village)
        auditor = self._create_user("r_auditor", (AUDITOR, self.village))
        seen = self.env["bianmin.role.log"].with_user(auditor)
        seen = seen.search([("user_id", "=", self.colleague.id)])
        self.assertEqual(seen.division_id, self.village)
        with self.assertRaises(AccessError):
            self._log().with_user(self.administrator).check_access("read")


@tagged("post_install", "-at_install")
class TestRoleAssign(RoleCase):
    def _open(self, division, by=None):
        form = Form(self.env["bianmin.role.assign"].with_user(by or self.administrator))
        form.division_id = division
        form.role_id = self.env.ref(AUDITOR)
        return form

    def test_one_person_for_all_villages_gets_one_line(self):
        form = self._open(self.township)
        form.user_id = self.colleague
        action = form.save().action_assign()
        line = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(len(line), 1)
        self.assertEqual(line.division_ids, self.village + self.neighbour_village)
        self.assertTrue(self.colleague._has_scope(AUDITOR_GROUP, self.village))

    def test_each_village_its_own_person(self):
        form = self._open(self.township)
        for index, user in enumerate((self.colleague, self.substitute)):
            with form.line_ids.edit(index) as line:
                line.user_id = user
        form.save().action_assign()
        self.assertTrue(self.colleague._has_scope(AUDITOR_GROUP, self.village))
        self.assertFalse(
            self.colleague._has_scope(AUDITOR_GROUP, self.neighbour_village)
        )
        self.assertTrue(
            self.substitute._has_scope(AUDITOR_GROUP, self.neighbour_village)
        )

    def test_preview_shows_who_holds_it_and_gives_it_not_twice(self):
        self._give(self.village)
        form = self._open(self.township)
        form.user_id = self.colleague
        assign = form.save()
        held, free = assign.line_ids.sorted("division_id")
        self.assertEqual((held.holders, held.is_held), (self.colleague.name, True))
        self.assertEqual((free.holders, free.is_held), ("", False))
        assign.action_assign()
        lines = self.env["res.users.role.line"].search(
            [("user_id", "=", self.colleague.id)]
        )
        self.assertEqual(lines.mapped("division_ids"), self.township.child_ids)
        self.assertEqual(sum(len(line.division_ids) for line in lines), 2)
        assign.line_ids.invalidate_recordset(["is_held"])
        with self.assertRaises(UserError):
            assign.action_assign()

    def test_same_days_widen_the_line(self):
        self._give(self.village, days=(self.today, False))
        form = self._open(self.township)
        form.user_id = self.colleague
        form.save().action_assign()
        lines = self.env["res.users.role.line"].search(
            [("user_id", "=", self.colleague.id)]
        )
        self.assertEqual(len(lines), 1)
        self.assertEqual(lines.division_ids, self.township.child_ids)

    def test_refuses_what_is_not_his_to_give(self):
        form = self._open(self.other_township)
        form.user_id = self.colleague
        with self.assertRaises(AccessError):
            form.save().action_assign()

    def test_queries_do_not_grow_with_the_villages(self):
        few, many = (self._count_queries(number) for number in (14, 28))
        self.assertLessEqual(many, few * 1.25)

    def _count_queries(self, number):
        """Queries of giving the role to so many people in so many villages."""
        township = self._create_division(
            f"9901012{number}", f"{number}村镇", self.county
        )
        villages = self.env["bianmin.division"].create(
            [
                {
                    "code": f"{township.code}2{index:02d}",
                    "name": f"{index}村",
                    "official_name": f"{index}村",
                    "level": "village",
                    "parent_id": township.id,
                    "valid_from": "2018-01-01",
                }
                for index in range(number)
            ]
        )
        users = [self._create_user(f"r_{number}_{i}") for i in range(number)]
        county_admin = self._create_user(f"r_c{number}", (ADMINISTRATOR, self.county))
        assign = (
            self.env["bianmin.role.assign"]
            .with_user(county_admin)
            .create(
                {
                    "role_id": self.env.ref(AUDITOR).id,
                    "line_ids": [
                        Command.create({"division_id": village.id, "user_id": user.id})
                        for village, user in zip(villages, users, strict=True)
                    ],
                }
            )
        )
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        assign.action_assign()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before


@tagged("post_install", "-at_install")
class TestSubstitution(RoleCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        values = cls._prepare_role_line(
            cls.colleague, AUDITOR, cls.village, cls.today - timedelta(days=9)
        )
        cls.original = cls.env["res.users.role.line"].create(values)

    def _stand_in(self, by=None, days=(0, 3), absent=None):
        return (
            self.env["bianmin.role.substitution"]
            .with_user(by or self.administrator)
            .create(
                {
                    "absent_user_id": (absent or self.colleague).id,
                    "substitute_id": self.substitute.id,
                    "date_from": self.today + timedelta(days=days[0]),
                    "date_to": self.today + timedelta(days=days[1]),
                    "reason": "病假",
                }
            )
        )

    def test_substitute_gets_the_roles_for_that_time(self):
        substitution = self._stand_in()
        line = substitution.line_ids
        self.assertEqual(line.substituted_line_id, self.original)
        self.assertEqual(line.role_id, self.original.role_id)
        self.assertEqual(line.division_ids, self.village)
        self.assertEqual(line.date_to, self.today + timedelta(days=3))
        self.assertTrue(self.substitute._has_scope(AUDITOR_GROUP, self.village))
        self.assertTrue(self.colleague._has_scope(AUDITOR_GROUP, self.village))
        log = self.env["bianmin.role.log"].search(
            [("user_id", "=", self.substitute.id)]
        )
        self.assertEqual((log.kind, log.reason), ("given", "病假"))

    def test_lapses_by_itself(self):
        self._stand_in()
        for days, held in ((3, True), (4, False)):
            day = self.today + timedelta(days=days)
            with freeze_time(f"{day} 01:00:00"):
                self.assertEqual(
                    self.substitute._has_scope(AUDITOR_GROUP, self.village), held
                )

    def test_ended_early_by_one_button_and_kept_as_history(self):
        substitution = self._stand_in()
        substitution.action_end()
        self.assertFalse(self.substitute._has_scope(AUDITOR_GROUP, self.village))
        self.assertFalse(self.substitute.has_group(AUDITOR_GROUP))
        self.assertEqual(substitution.status, "ended")
        self.assertEqual(substitution.ended_by_id, self.administrator)
        self.assertEqual(substitution.line_ids.status, "ended")
        self.assertTrue(self.colleague._has_scope(AUDITOR_GROUP, self.village))
        with self.assertRaises(UserError):
            substitution.action_end()

    def test_one_that_has_not_begun_can_be_called_off(self):
        substitution = self._stand_in(days=(2, 4))
        self.assertEqual(substitution.status, "future")
        substitution.action_end()
        with freeze_time(f"{self.today + timedelta(days=3)} 04:00:00"):
            self.assertFalse(self.substitute._has_scope(AUDITOR_GROUP, self.village))

    def test_two_absent_colleagues_at_the_same_time(self):
        other = self._create_user("r_other", (AUDITOR, self.neighbour_village))
        self._stand_in()
        self._stand_in(absent=other)
        both = self.village + self.neighbour_village
        self.assertTrue(self.substitute._has_scope(AUDITOR_GROUP, both))

    def test_role_that_ends_meanwhile_ends_for_the_substitute_too(self):
        self.original.date_to = self.today + timedelta(days=1)
        self.assertEqual(self._stand_in().line_ids.date_to, self.original.date_to)

    def test_only_where_one_administers(self):
        stranger = self._create_user("r_strange", (ADMINISTRATOR, self.other_village))
        with self.assertRaises(ValidationError):
            self._stand_in(by=stranger)
        with self.assertRaises(AccessError):
            self.env["bianmin.role.substitution"].with_user(stranger).create(
                {
                    "absent_user_id": self.colleague.id,
                    "substitute_id": self.substitute.id,
                    "date_to": self.today,
                    "reason": "病假",
                    "original_line_ids": [Command.set(self.original.ids)],
                }
            )
        substitution = self._stand_in()
        with self.assertRaises(AccessError):
            substitution.with_user(stranger).action_end()

    def test_who_holds_nothing_has_no_substitute(self):
        idle = self._create_user("r_idle")
        with self.assertRaises(ValidationError):
            self._stand_in(absent=idle)

    def test_acts_of_the_substitute_are_his_own(self):
        self._stand_in()
        check = self.env["bianmin.log.check"].with_user(self.substitute).create({})
        self.assertEqual(check.create_uid, self.substitute)


@tagged("post_install", "-at_install")
class TestAccessQuestion(RoleCase):
    def _ask(self, division, by=None, **values):
        question = self.env["bianmin.role.access.question"]
        return question.with_user(by or self.administrator).create(
            {"division_id": division.id, **values}
        )

    def test_what_may_this_user_do_here(self):
        last_day = self.today + timedelta(days=8)
        self._give(self.village, days=(self.today, last_day))
        answer = self._ask(self.village, user_id=self.colleague.id).answer
        self.assertIn(self.env.ref(AUDITOR).name, answer)
        self.assertIn(str(last_day), answer)
        self.assertIn("✓", answer)
        elsewhere = self._ask(self.neighbour_village, user_id=self.colleague.id)
        self.assertNotIn("✓", elsewhere.answer)
        later = self._ask(
            self.village, user_id=self.colleague.id, day=last_day + timedelta(days=1)
        )
        self.assertNotIn("✓", later.answer)

    def test_who_may_do_this_here(self):
        self._give(self.village)
        self.colleague.phone = "0315-0000009"
        group = self.env.ref(AUDITOR_GROUP)
        asked = {"kind": "group", "group_id": group.id}
        answer = self._ask(self.village, **asked).answer
        self.assertIn(self.colleague.name, answer)
        self.assertIn("0315-0000009", answer)
        answer = self._ask(self.neighbour_village, **asked).answer
        self.assertNotIn(self.colleague.name, answer)

    def test_whom_it_names_the_rules_let_through(self):
        self._give(self.village)
        group, access = self.env.ref(AUDITOR_GROUP), self.env["bianmin.role.access"]
        for division in (self.village, self.neighbour_village, self.township):
            named = access._get_holders(group, division, self.today).user_id
            for user in self.colleague + self.substitute:
                self.assertEqual(
                    user in named, user._has_scope(AUDITOR_GROUP, division)
                )

    def test_asked_only_where_one_administers_or_audits(self):
        with self.assertRaises(AccessError):
            self._ask(self.other_village, user_id=self.colleague.id).mapped("answer")


@tagged("post_install", "-at_install")
class TestMidnightSession(BianminHttpCase):
    """Somebody stays logged in over the midnight on which his role ends or begins.

    The server's clock is UTC: 15:59 UTC is 23:59 in China.
    """

    def _create_holder(self, login, date_from, date_to):
        role = self.env["res.users.role"].create(
            {
                "name": f"Registers {login}",
                "implied_ids": [
                    Command.link(self.env.ref("bianmin_base.group_resident_editor").id)
                ],
            }
        )
        user = self._create_user(login)
        self.env["res.users.role.line"].create(
            {
                "user_id": user.id,
                "role_id": role.id,
                "division_ids": [Command.set(self.village.ids)],
                "date_from": date_from,
                "date_to": date_to,
            }
        )
        return user

    def _rpc(self, model, method, *args, **kwargs):
        answer = self.make_jsonrpc_request_raw(
            {"model": model, "method": method, "args": args, "kwargs": kwargs}
        )
        if error := answer.get("error"):
            return error["data"]["name"].rpartition(".")[2]
        return answer["result"]

    def make_jsonrpc_request_raw(self, params):
        return self.url_open(
            "/web/dataset/call_kw", json={"jsonrpc": "2.0", "params": params}
        ).json()

    def _menus(self):
        return self.url_open("/web/webclient/load_menus").text

    @mute_logger("odoo.http")
    def test_role_that_ends_today_is_gone_at_midnight(self):
        resident = self._create_resident(name="柳湾甲")
        today = local_today()
        user = self._create_holder("r_night", today, today)
        domain = [("id", "=", resident.id)]
        with freeze_time(f"{today} 15:59:00"):
            self.authenticate(user.login, user.login)
            self.assertEqual(self._rpc("bianmin.resident", "search_count", domain), 1)
            values = {"address": "村东头"}
            write = self._rpc("bianmin.resident", "write", resident.ids, values)
            self.assertEqual(write, True)
            self.assertIn("bianmin_base.menu_resident", self._menus())
        session = self.opener.cookies["session_id"]
        with freeze_time(f"{today} 16:00:00"):
            for method, args in (
                ("search_count", (domain,)),
                ("read", (resident.ids, ["name"])),
                ("write", (resident.ids, {"address": "村西头"})),
                ("name_search", ("", domain)),
                ("create", ({"name": "新人", "division_id": self.village.id},)),
            ):
                with self.subTest(method=method):
                    error = self._rpc("bianmin.resident", method, *args)
                    self.assertEqual(error, "AccessError")
            self.assertNotIn("bianmin_base.menu_resident", self._menus())
        self.assertEqual(self.opener.cookies["session_id"], session)
        self.env.invalidate_all()
        self.assertEqual(resident.address, "村东头")

    @mute_logger("odoo.http")
    def test_role_of_tomorrow_begins_at_midnight(self):
        resident = self._create_resident(name="柳湾乙")
        today = local_today()
        user = self._create_holder("r_morning", today + timedelta(days=1), False)
        user.group_ids = [Command.link(self.env.ref("base.group_user").id)]
        domain = [("id", "=", resident.id)]
        with freeze_time(f"{today} 15:59:59"):
            self.authenticate(user.login, user.login)
            error = self._rpc("bianmin.resident", "search_count", domain)
            self.assertEqual(error, "AccessError")
        with freeze_time(f"{today} 16:00:00"):
            self.assertEqual(self._rpc("bianmin.resident", "search_count", domain), 1)
            self.assertIn("bianmin_base.menu_resident", self._menus())
