import re
from datetime import date

from freezegun import freeze_time
from lxml import html

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase

from odoo.addons.bianmin_base.tests.common import BianminDataMixin

from .common import CatalogCase


class DelegationCase(CatalogCase):
    """The county decides two items; a letter hands them down to two townships."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.department.short_name = "测审批"
        cls.seal = cls.env["bianmin.seal"].create(
            {
                "name": "测试县行政审批专用章",
                "kind": "approval",
                "department_id": cls.department.id,
                "permission_ids": [
                    Command.create(
                        {
                            "role_id": cls.env.ref(
                                "bianmin_base.role_administrator"
                            ).id,
                            "date_from": "2020-01-01",
                        }
                    )
                ],
            }
        )
        cls.items = cls.env["bianmin.catalog.item"].create(
            [
                {"name": name, "category_id": cls.category.id}
                for name in ("个体工商户登记", "小餐饮登记")
            ]
        )
        cls.county_points = cls.env["bianmin.catalog.implementation"].create(
            [
                {
                    "item_id": item.id,
                    "service_point_id": cls.centre.id,
                    "promised_days": 5,
                    "statutory_days": 15,
                    "fee": 10,
                    "decision_department_id": cls.department.id,
                }
                for item in cls.items
            ]
        )
        cls.points = cls.hall | cls.other_hall
        cls.delegation = cls._create_delegation()

    @classmethod
    def _create_delegation(cls, **vals):
        return (
            cls.env["bianmin.catalog.delegation"]
            .with_user(cls.editor)
            .create(
                {
                    "name": "个体工商户登记等2项",
                    "service_point_id": cls.centre.id,
                    "department_id": cls.department.id,
                    "seal_id": cls.seal.id,
                    "item_ids": [Command.set(cls.items.ids)],
                    "service_point_ids": [Command.set(cls.points.ids)],
                    **vals,
                }
            )
        )

    def _get_made(self, delegation=None):
        return self.env["bianmin.catalog.implementation"].search(
            [("delegation_id", "in", (delegation or self.delegation).ids)]
        )


class TestDelegation(DelegationCase):
    # ------------------------------------------------------------
    # Putting in force
    # ------------------------------------------------------------

    def test_every_item_is_made_at_every_point(self):
        self.delegation.action_put_in_force()
        made = self._get_made()
        self.assertEqual(len(made), 4)
        self.assertEqual(made.item_id, self.items)
        self.assertEqual(made.service_point_id, self.points)
        self.assertEqual(set(made.mapped("acts_as")), {"decide"})
        self.assertTrue(all(made.mapped("is_available")))
        self.assertEqual(self.delegation.implementation_count, 4)

    def test_what_is_made_follows_the_county(self):
        self.delegation.action_put_in_force()
        made = self._get_made()
        self.assertEqual(made.reference_implementation_id, self.county_points)
        self.assertEqual(set(made.mapped("promised_days")), {5})
        self.assertEqual(set(made.mapped("fee")), {10})

    def test_entrusted_decisions_are_made_in_the_name_of_the_county(self):
        self.delegation.action_put_in_force()
        made = self._get_made()
        self.assertEqual(made.decision_department_id, self.department)
        self.assertEqual(made.seal_id, self.seal)
        self.assertEqual(set(made.mapped("department_kind")), {"3"})

    def test_handed_down_decisions_are_made_in_the_own_name(self):
        office = self.department.copy(
            {"name": "东河镇人民政府", "division_id": self.township.id}
        )
        seal = self.seal.copy({"name": "东河镇章", "department_id": office.id})
        delegation = self._create_delegation(
            power_source="2", service_point_ids=[Command.set(self.hall.ids)]
        )
        delegation.action_put_in_force()
        made = self._get_made(delegation)
        self.assertEqual(made.decision_department_id, office)
        self.assertEqual(made.seal_id, seal)
        self.assertFalse(made.entrusting_department_id)

    def test_points_that_only_accept_pass_on_to_the_county(self):
        delegation = self._create_delegation(
            acts_as="accept", service_point_ids=[Command.set(self.station.ids)]
        )
        delegation.action_put_in_force()
        made = self._get_made(delegation)
        self.assertEqual(set(made.mapped("acts_as")), {"accept"})
        self.assertEqual(made.decision_implementation_id, self.county_points)
        self.assertTrue(all(made.mapped("is_available")))

    def test_letter_is_numbered_dated_and_sealed(self):
        with freeze_time("2026-11-24 04:00:00"):
            self.delegation.action_put_in_force()
        self.assertRegex(self.delegation.number, r"^测审批委字〔2026〕\d+号$")
        self.assertEqual(self.delegation.issued_on, date(2026, 11, 24))
        [use] = self.seal.use_ids
        self.assertEqual(use.paper, self.delegation.display_name)
        self.assertEqual(use.user_id, self.editor)

    def test_seal_that_nobody_permitted_to_the_user_is_not_used(self):
        self.seal.permission_ids.unlink()
        with self.assertRaises(AccessError):
            self.delegation.action_put_in_force()
        self.assertEqual(self.delegation.state, "draft")
        self.assertFalse(self._get_made())

    def test_letter_names_items_and_points(self):
        self.delegation.item_ids = False
        with self.assertRaisesRegex(UserError, "Choose the items"):
            self.delegation.action_put_in_force()

    def test_letter_whose_last_day_has_passed_is_refused(self):
        self.delegation.write({"date_from": "2020-01-01", "date_to": "2020-12-31"})
        with self.assertRaisesRegex(UserError, "has passed"):
            self.delegation.action_put_in_force()

    def test_what_the_county_does_not_handle_cannot_be_handed_down(self):
        self.county_points[0].unlink()
        with self.assertRaisesRegex(UserError, "does not handle"):
            self.delegation.action_preview()
            self.delegation.action_put_in_force()

    def test_only_points_below_get_items(self):
        with self.assertRaises(ValidationError):
            self.delegation.service_point_ids = self.centre
        with self.assertRaises(ValidationError):
            self._create_delegation(
                service_point_id=self.hall.id,
                service_point_ids=[Command.set(self.other_hall.ids)],
            )

    def test_seal_belongs_to_who_signs(self):
        other = self.department.copy({"name": "Other bureau"})
        with self.assertRaises(ValidationError):
            self.delegation.department_id = other

    # ------------------------------------------------------------
    # Preview
    # ------------------------------------------------------------

    def _make_some(self):
        """At one township one item is accepted already, the other is its own."""
        accepted = self._create_implementation(
            item_id=self.items[0].id,
            service_point_id=self.hall.id,
            acts_as="accept",
            decision_implementation_id=self.county_points[0].id,
        )
        own = self._create_implementation(
            item_id=self.items[1].id, service_point_id=self.hall.id
        )
        return accepted, own

    def _preview(self, delegation=None):
        action = (delegation or self.delegation).action_preview()
        return (
            self.env[action["res_model"]]
            .with_user(self.editor)
            .with_context(**action["context"])
            .create({})
        )

    def test_preview_counts_before_anything_changes(self):
        accepted, own = self._make_some()
        preview = self._preview()
        self.assertEqual(preview.item_count, 2)
        self.assertEqual(preview.point_count, 2)
        self.assertEqual(preview.new_count, 2)
        self.assertEqual(preview.changed_count, 1)
        self.assertEqual(preview.present_count, 0)
        self.assertEqual(preview.conflict_count, 1)
        self.assertIn(self.items[0].name, preview.changes)
        self.assertIn("by a power that a letter leaves", preview.conflicts)
        self.assertFalse(self._get_made())
        message = preview.action_put_in_force()["params"]["message"]
        self.assertIn("2 new, 1 changed, 0 were there already, 1 left", message)
        self.assertEqual(accepted.acts_as, "decide")
        self.assertEqual(accepted.delegation_id, self.delegation)
        self.assertEqual(own.power_source, "1")
        self.assertFalse(own.delegation_id)

    def test_second_letter_finds_all_there_already(self):
        self.delegation.action_put_in_force()
        preview = self._preview(self._create_delegation())
        self.assertEqual(preview.present_count, 4)
        preview.action_put_in_force()
        self.assertEqual(len(self._get_made()), 4)

    def test_letter_in_force_is_not_overwritten(self):
        self.delegation.action_put_in_force()
        preview = self._preview(self._create_delegation(power_source="2"))
        self.assertEqual(preview.conflict_count, 4)
        self.assertIn("under another letter", preview.conflicts)
        self.delegation.withdrawal_reason = "New letter"
        self.delegation.action_withdraw()
        preview.invalidate_recordset()
        self.assertEqual(preview.changed_count, 4)

    def test_long_lists_are_cut(self):
        points = self.env["bianmin.service.point"].create(
            [
                {"name": f"P{i}", "level": "hall", "division_id": self.township.id}
                for i in range(35)
            ]
        )
        self.env["bianmin.catalog.implementation"].create(
            [
                {
                    "item_id": self.items[0].id,
                    "service_point_id": point.id,
                    "handling_kind": "instant",
                }
                for point in points
            ]
        )
        preview = self._preview(
            self._create_delegation(
                item_ids=[Command.set(self.items[0].ids)],
                service_point_ids=[Command.set(points.ids)],
            )
        )
        self.assertEqual(preview.conflict_count, 35)
        self.assertIn("… and 5 more", preview.conflicts)

    def test_preview_is_ones_own(self):
        preview = self._preview()
        with self.assertRaises(AccessError):
            preview.with_user(self.township_editor).read(["new_count"])

    # ------------------------------------------------------------
    # Its end
    # ------------------------------------------------------------

    def _is_available(self):
        """By the field and by the search alike."""
        made = self._get_made()
        made.invalidate_recordset(["is_available"])
        domain = [("id", "in", made.ids), ("is_available", "=", True)]
        self.assertEqual(made.search(domain), made.filtered("is_available"))
        return all(made.mapped("is_available"))

    def test_letter_holds_from_its_first_to_its_last_day(self):
        """No nightly job has run: the dates alone count, in local time."""
        for source in ("2", "5"):
            delegation = self._create_delegation(
                power_source=source,
                date_from="2027-03-02",
                date_to="2027-03-31",
                item_ids=[Command.set(self.items[int(source == "2")].ids)],
            )
            with freeze_time("2027-03-01 04:00:00"):
                delegation.action_put_in_force()
        self.delegation = self.env["bianmin.catalog.delegation"].search(
            [("date_from", "=", "2027-03-02")]
        )
        for moment, holds in (
            ("2027-03-01 15:59:00", False),
            ("2027-03-01 16:30:00", True),
            ("2027-03-31 15:59:00", True),
            ("2027-03-31 16:30:00", False),
        ):
            with freeze_time(moment):
                self.assertEqual(self._is_available(), holds, moment)
                self.delegation.invalidate_recordset(["is_in_force"])
                self.assertEqual(all(self.delegation.mapped("is_in_force")), holds)
                found = self.delegation.search(
                    [("id", "in", self.delegation.ids), ("is_in_force", "=", holds)]
                )
                self.assertEqual(found, self.delegation)

    def test_withdrawn_letter_takes_no_new_applications_from_that_day_on(self):
        self.delegation.action_put_in_force()
        self.assertTrue(self._is_available())
        self.delegation.withdrawal_reason = "Handed back"
        self.delegation.action_withdraw()
        self.assertFalse(self._is_available())
        self.assertTrue(all(self.county_points.mapped("is_available")))

    def test_village_that_passes_on_to_a_withdrawn_point_takes_nothing(self):
        self.delegation.action_put_in_force()
        [township] = self._get_made().filtered(
            lambda one: (
                one.item_id == self.items[0] and one.service_point_id == self.hall
            )
        )
        village = self._create_implementation(
            item_id=self.items[0].id,
            service_point_id=self.station.id,
            acts_as="accept",
            decision_implementation_id=township.id,
        )
        self.assertTrue(village.is_available)
        self.delegation.withdrawal_reason = "Handed back"
        self.delegation.action_withdraw()
        self.assertFalse(village.is_available)

    def test_withdrawal_needs_a_reason(self):
        self.delegation.action_put_in_force()
        with self.assertRaisesRegex(UserError, "why"):
            self.delegation.action_withdraw()

    # ------------------------------------------------------------
    # Gate and rights
    # ------------------------------------------------------------

    def test_issued_letter_stays_as_it_is(self):
        self.delegation.action_put_in_force()
        for vals in ({"date_to": "2099-01-01"}, {"item_ids": False}, {"name": "X"}):
            with self.assertRaisesRegex(UserError, "stays as it is"):
                self.delegation.write(vals)
        with self.assertRaises(UserError):
            self.delegation.unlink()
        with self.assertRaises(UserError):
            self.delegation.action_put_in_force()
        self.delegation.letter = b"cGRm"

    def test_state_and_number_are_not_set_by_hand(self):
        for vals in ({"state": "in_force"}, {"number": "X"}, {"withdrawn_on": False}):
            with self.assertRaises(UserError):
                self.delegation.write(vals)

    def test_everybody_reads_letters_and_the_county_writes_them(self):
        letter = self.delegation.with_user(self.reader)
        self.assertTrue(letter.name)
        for user in (self.reader, self.township_editor):
            with self.assertRaises(AccessError):
                self.delegation.with_user(user).action_put_in_force()
            with self.assertRaises(AccessError):
                self.delegation.with_user(user).name = "X"

    # ------------------------------------------------------------
    # Many
    # ------------------------------------------------------------

    def test_queries_do_not_grow_with_items_and_points(self):
        """Past the 100 rows of one INSERT: only its chunks add queries."""
        self._count_queries(2, 2)
        few, many = self._count_queries(20, 10), self._count_queries(20, 20)
        # 200 more rows: two more INSERTs of 100 each, and what they prefetch.
        self.assertLessEqual(many - few, 12)
        self.assertLess(many, 130)

    def _count_queries(self, item_count, point_count):
        items = self.env["bianmin.catalog.item"].create(
            [
                {"name": f"I{i}", "category_id": self.category.id}
                for i in range(item_count)
            ]
        )
        points = self.env["bianmin.service.point"].create(
            [
                {
                    "name": f"{items[0].id} {i}",
                    "level": "hall",
                    "division_id": self.township.id,
                }
                for i in range(point_count)
            ]
        )
        self.env["bianmin.catalog.implementation"].create(
            [
                {
                    "item_id": item.id,
                    "service_point_id": self.centre.id,
                    "handling_kind": "instant",
                }
                for item in items
            ]
        )
        delegation = self._create_delegation(
            item_ids=[Command.set(items.ids)],
            service_point_ids=[Command.set(points.ids)],
        )
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        delegation.action_put_in_force()
        self.env.flush_all()
        used = self.env.cr.sql_log_count - before
        self.assertEqual(len(self._get_made(delegation)), item_count * point_count)
        return used


class TestDelegationLetter(DelegationCase):
    """The printed letter says what the record says."""

    def _render(self, delegation=None):
        content, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "bianmin_catalog.report_delegation", (delegation or self.delegation).ids
        )
        text = html.document_fromstring(content).text_content()
        return re.sub(r"\s+", " ", text), content

    def test_letter_names_who_gives_what_to_whom(self):
        self.delegation.action_put_in_force()
        text, content = self._render()
        for words in (
            self.delegation.number,
            self.department.name,
            self.seal.name,
            *self.items.mapped("name"),
            *self.points.mapped("name"),
        ):
            self.assertIn(words, text)
        self.assertIn(b"data:image/png", content)

    def test_draft_has_no_code_to_verify(self):
        _text, content = self._render()
        self.assertNotIn(b"data:image/png", content)

    def test_letter_is_titled_by_the_source_of_the_power(self):
        chinese = self.delegation.with_context(lang="zh_CN")
        for source, title in (
            ("2", "权限下放决定书"),
            ("3", "授权书"),
            ("5", "委托书"),
        ):
            self.delegation.power_source = source
            self.assertEqual(chinese._get_paper_title(), title)


class TestDelegationVerification(BianminDataMixin, HttpCase):
    """Whoever holds the letter sees on a public page whether it still stands."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_bianmin()
        department = cls.env["bianmin.department"].create(
            {
                "name": "测试县行政审批局",
                "short_name": "测审批",
                "division_id": cls.county.id,
            }
        )
        category = cls.env["bianmin.catalog.category"].create(
            {"name": "Trade", "code": "T1"}
        )
        item = cls.env["bianmin.catalog.item"].create(
            {"name": "个体工商户登记", "category_id": category.id}
        )
        cls.env["bianmin.catalog.implementation"].create(
            {
                "item_id": item.id,
                "service_point_id": cls.centre.id,
                "handling_kind": "instant",
            }
        )
        cls.delegation = cls.env["bianmin.catalog.delegation"].create(
            {
                "name": "个体工商户登记",
                "service_point_id": cls.centre.id,
                "department_id": department.id,
                "item_ids": [Command.set(item.ids)],
                "service_point_ids": [Command.set(cls.hall.ids)],
                "withdrawal_reason": "Test",
            }
        )
        cls.delegation.action_put_in_force()

    def _open(self):
        self.env.flush_all()
        path = f"/verify/{self.delegation.verification_token}"
        return self.url_open(path).text

    def test_page_says_whether_the_letter_stands(self):
        page = self._open()
        self.assertIn(self.delegation.number, page)
        self.assertIn("测试县行政审批局", page)
        self.assertIn("state valid", page)
        self.delegation.action_withdraw()
        self.assertIn("state withdrawn", self._open())
