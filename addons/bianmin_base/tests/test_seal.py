from datetime import date

from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import BianminCase

ROLE = "bianmin_base.role_auditor"
# The smallest PNG there is.
PICTURE = (
    b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAA"
    b"AABJRU5ErkJggg=="
)


class SealCase(BianminCase):
    """A county office that lends its seal to the hall of a township."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.office = cls.env["bianmin.department"].create(
            {"name": "行政审批局", "division_id": cls.county.id}
        )
        cls.seal = cls.env["bianmin.seal"].create(
            {
                "name": "测试县行政审批局行政审批专用章",
                "kind": "approval",
                "department_id": cls.office.id,
                "picture": PICTURE,
            }
        )
        cls.permission = cls._lend(
            service_point_id=cls.hall.id,
            date_from="2026-01-01",
            date_to="2026-12-31",
        )
        cls.clerk = cls._create_user("t_seal_clerk", (ROLE, cls.township))
        cls.papers = cls.env["bianmin.resident.category"].create(
            [{"name": f"文书{n}", "code": f"t_seal_{n}"} for n in range(3)]
        )
        cls.startClassPatcher(freeze_time("2026-11-24 02:00:00"))

    @classmethod
    def _lend(cls, **values):
        return cls.env["bianmin.seal.permission"].create(
            {"seal_id": cls.seal.id, "role_id": cls.env.ref(ROLE).id, **values}
        )

    def _use(self, user=None, place=None, papers=None):
        seal = self.seal.with_user(user or self.clerk)
        return seal._use(papers or self.papers, place or self.hall)


@tagged("post_install", "-at_install")
class TestUse(SealCase):
    def test_each_paper_leaves_one_line_in_the_log(self):
        uses = self._use()
        self.assertEqual(uses.mapped("paper"), self.papers.mapped("display_name"))
        self.assertEqual(uses.mapped("res_id"), self.papers.ids)
        self.assertEqual(uses.user_id, self.clerk)
        self.assertEqual(uses.service_point_id, self.hall)
        self.assertEqual(uses.division_id, self.township)

    def test_a_line_is_neither_changed_nor_deleted(self):
        use = self._use()[0].sudo()
        with self.assertRaises(UserError):
            use.paper = "别的文书"
        with self.assertRaises(UserError):
            use.unlink()

    def test_queries_do_not_grow_with_the_papers(self):
        self._use()
        counts = []
        for number in (10, 90):
            papers = self.papers.create(
                [{"name": f"成批{n}", "code": f"t_{number}_{n}"} for n in range(number)]
            )
            self.env.flush_all()
            before = self.cr.sql_log_count
            self._use(papers=papers)
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(*counts)

    def test_at_another_place_it_is_refused(self):
        user = self._create_user("t_both", (ROLE, self.county))
        self._use(user)
        with self.assertRaisesRegex(AccessError, self.other_hall.name):
            self._use(user, self.other_hall)

    def test_without_a_place_it_is_used_in_the_office_of_the_owner(self):
        user = self._create_user("t_owner", (ROLE, self.county))
        with self.assertRaisesRegex(AccessError, self.office.name):
            self.seal.with_user(user)._use(self.papers)
        self._lend(date_from="2026-01-01")
        uses = self.seal.with_user(user)._use(self.papers)
        self.assertFalse(uses.service_point_id)
        self.assertEqual(uses.division_id, self.county)
        with self.assertRaises(AccessError):
            self.seal.with_user(self.clerk)._use(self.papers)

    def test_it_is_refused_before_the_first_and_after_the_last_day(self):
        for moment, allowed in (
            ("2025-12-31 15:59:00", False),
            ("2025-12-31 16:00:00", True),
            ("2026-12-31 15:59:00", True),
            ("2026-12-31 16:00:00", False),
        ):
            with self.subTest(moment=moment), freeze_time(moment):
                if allowed:
                    self.assertTrue(self._use())
                else:
                    with self.assertRaisesRegex(AccessError, "2026"):
                        self._use()

    def test_the_role_is_needed_there(self):
        for login, *roles in (
            ("t_none",),
            ("t_sibling", (ROLE, self.other_township)),
            ("t_below", (ROLE, self.village)),
            ("t_other_role", ("bianmin_base.role_administrator", self.township)),
            ("t_lapsed", (ROLE, self.township, False, "2026-11-23")),
        ):
            user = self._create_user(login, *roles)
            with self.subTest(login=login), self.assertRaises(AccessError):
                self._use(user)

    def test_superuser_mode_is_no_way_round(self):
        nobody = self._create_user("t_nobody")
        with self.assertRaises(AccessError):
            self.seal.with_user(nobody).sudo()._use(self.papers, self.hall)

    def test_an_archived_seal_is_used_no_more(self):
        self.seal.active = False
        with self.assertRaises(UserError):
            self._use()

    def test_what_papers_carry_stays(self):
        self._use()
        for values in (
            {"name": "别的章"},
            {"picture": PICTURE},
            {"image": PICTURE},
            {"kind": "official"},
        ):
            with self.assertRaisesRegex(UserError, self.seal.name):
                self.seal.write(values)
        self.seal.active = False

    def test_the_usable_seal_of_a_place_is_found_by_kind(self):
        seals = self.env["bianmin.seal"].with_user(self.clerk)
        self.assertEqual(seals._get_usable("approval", self.hall), self.seal)
        self.assertFalse(seals._get_usable("official", self.hall))
        self.assertFalse(seals._get_usable("approval", self.other_hall))
        nobody = self._create_user("t_nobody")
        self.assertFalse(seals.with_user(nobody)._get_usable("approval", self.hall))

    def test_the_state_of_a_permission_follows_its_days(self):
        for day, state in (
            (date(2025, 12, 31), "future"),
            (date(2026, 1, 1), "current"),
            (date(2027, 1, 1), "past"),
        ):
            with freeze_time(day):
                self.permission.invalidate_recordset(["state"])
                self.assertEqual(self.permission.state, state)


@tagged("post_install", "-at_install")
class TestKeeping(SealCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        role = "bianmin_base.role_administrator"
        cls.keeper = cls._create_user("t_keeper", (role, cls.county))
        cls.stranger = cls._create_user("t_stranger", (role, cls.township))

    def test_the_keeper_lends_it_in_the_form(self):
        with Form(self.seal.with_user(self.keeper)) as form:
            with form.permission_ids.new() as line:
                line.service_point_id = self.other_hall
                line.role_id = self.env.ref(ROLE)
        self.assertEqual(
            self.seal.permission_ids.service_point_id, self.hall + self.other_hall
        )

    def test_who_borrows_it_cannot_lend_it_or_prolong_it(self):
        permission = self.permission.with_user(self.stranger)
        with self.assertRaises(AccessError):
            permission.date_to = "2030-12-31"
        with self.assertRaises(AccessError):
            permission.copy()
        with self.assertRaises(AccessError):
            self.seal.with_user(self.stranger).name = "假章"

    def test_one_cannot_turn_his_own_seal_into_that_of_another_office(self):
        department = self.env["bianmin.department"].create(
            {"name": "镇政府", "division_id": self.township.id}
        )
        own = (
            self.env["bianmin.seal"]
            .with_user(self.stranger)
            .create({"name": "镇政府章", "department_id": department.id})
        )
        permission = self.env["bianmin.seal.permission"].create(
            {"seal_id": own.id, "role_id": self.env.ref(ROLE).id}
        )
        with self.assertRaises(AccessError):
            own.department_id = self.office
        with self.assertRaises(AccessError):
            permission.with_user(self.stranger).seal_id = self.seal

    def test_only_its_keeper_sees_the_picture(self):
        self.assertTrue(self.seal.with_user(self.keeper).picture)
        for user in (self.stranger, self.clerk):
            seal = self.seal.with_user(user)
            self.assertEqual(seal.name, self.seal.name)
            self.assertFalse(seal.picture)
            with self.assertRaises(AccessError):
                seal.read(["image"])
            attachment = self.env["ir.attachment"].search(
                [("res_model", "=", "bianmin.seal"), ("res_field", "=", "image")]
            )
            self.assertTrue(attachment)
            self.assertFalse(attachment.with_user(user).has_access("read"))

    def test_the_log_is_read_by_auditors_of_the_division(self):
        use = self._use()[0]
        for login, divisions, seen in (
            ("t_own", self.township, True),
            ("t_parent", self.county, True),
            ("t_sibling", self.other_township, False),
        ):
            auditor = self._create_user(login, (ROLE, divisions))
            found = use.with_user(auditor).search([("id", "=", use.id)])
            self.assertEqual(bool(found), seen, login)
        with self.assertRaises(AccessError):
            use.with_user(self.keeper).search([])
        auditor = self._create_user("t_count", (ROLE, self.township))
        self.assertEqual(self.seal.with_user(auditor).use_count, 3)

    @mute_logger("odoo.sql_db")
    def test_a_permission_cannot_end_before_it_begins(self):
        with self.assertRaises(CheckViolation):
            self.permission.date_to = "2025-01-01"
            self.env.flush_all()
