import base64
from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError

from odoo.addons.bianmin_base.tools.local_time import local_today

from .common import CatalogCase

MODELS = ("category", "item", "implementation", "material", "step", "faq")


class TestAccess(CatalogCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.material = cls._create_material(item_id=cls.item.id)
        cls.own_material = cls._create_material(implementation_id=cls.decision.id)
        cls.elsewhere = cls._create_implementation(service_point_id=cls.other_hall.id)
        cls.material_elsewhere = cls._create_material(
            implementation_id=cls.elsewhere.id
        )
        cls.step = cls.env["bianmin.catalog.step"].create(
            {"name": "Acceptance", "item_id": cls.item.id}
        )
        cls.faq = cls.env["bianmin.catalog.faq"].create(
            {"question": "Who?", "answer": "You.", "item_id": cls.item.id}
        )
        cls.records = {
            "category": cls.category,
            "item": cls.item,
            "implementation": cls.decision,
            "material": cls.material,
            "step": cls.step,
            "faq": cls.faq,
        }

    def test_staff_of_any_place_reads_the_whole_catalogue(self):
        for name, record in self.records.items():
            self.assertIn(record, record.with_user(self.reader).search([]), name)
        self.assertTrue(self.elsewhere.with_user(self.reader).read(["limit_text"]))

    def test_staff_changes_nothing(self):
        for name, record in self.records.items():
            record = record.with_user(self.reader)
            for operation in ("write", "create", "unlink"):
                self.assertFalse(record.has_access(operation), (name, operation))
            with self.assertRaises(AccessError):
                record.write({record._rec_name or "acts_as": "decide"})

    def test_code_list_of_service_objects_is_closed_to_editors_too(self):
        natural = self.env.ref("bianmin_catalog.service_object_1")
        for operation in ("write", "create", "unlink"):
            self.assertFalse(natural.with_user(self.editor).has_access(operation))
        self.assertTrue(natural.with_user(self.reader).has_access("read"))

    def test_attachment_of_a_material_is_as_open_as_the_material(self):
        self.material.blank_form = base64.b64encode(b"%PDF-1.4 blank form %%EOF")
        attachment = self.env["ir.attachment"].search(
            [
                ("res_model", "=", self.material._name),
                ("res_field", "=", "blank_form"),
                ("res_id", "=", self.material.id),
            ]
        )
        self.assertTrue(attachment.with_user(self.reader).has_access("read"))
        self.assertFalse(attachment.with_user(self.reader).has_access("write"))

    def test_user_outside_bianmin_reads_nothing(self):
        outsider = self.env["res.users"].create(
            {"name": "Outsider", "login": "catalog_outsider"}
        )
        for name, record in self.records.items():
            self.assertFalse(record.with_user(outsider).has_access("read"), name)

    def test_editor_changes_the_whole_catalogue_of_his_place(self):
        for name, record in {**self.records, "own": self.own_material}.items():
            record = record.with_user(self.township_editor)
            for operation in ("read", "write", "create", "unlink"):
                self.assertTrue(record.has_access(operation), (name, operation))

    def test_editor_changes_no_point_elsewhere(self):
        for record in (self.elsewhere, self.material_elsewhere):
            record = record.with_user(self.township_editor)
            self.assertTrue(record.has_access("read"))
            for operation in ("write", "unlink"):
                self.assertFalse(record.has_access(operation))
        with self.assertRaises(AccessError):
            self.elsewhere.with_user(self.township_editor).write({"promised_days": 1})

    def test_editor_makes_no_point_elsewhere(self):
        vals = {
            "item_id": self._create_item(name="Other").id,
            "service_point_id": self.centre.id,
            "handling_kind": "instant",
        }
        model = self.env["bianmin.catalog.implementation"]
        with self.assertRaises(AccessError):
            model.with_user(self.township_editor).create(vals)
        self.assertTrue(model.with_user(self.editor).create(vals))

    def test_editor_moves_no_point_out_of_his_place(self):
        with self.assertRaises(AccessError):
            self.decision.with_user(self.township_editor).write(
                {"service_point_id": self.centre.id}
            )
        with self.assertRaises(AccessError):
            self.material.with_user(self.township_editor).write(
                {"implementation_id": self.elsewhere.id}
            )

    def test_editor_adds_no_material_to_a_point_elsewhere(self):
        with self.assertRaises(AccessError):
            self.env["bianmin.catalog.material"].with_user(self.township_editor).create(
                {"name": "Bribe", "implementation_id": self.elsewhere.id}
            )

    def test_editor_without_a_role_today_changes_nothing(self):
        """The user keeps the group until the nightly job; the rule is faster."""
        today = local_today()
        former = self._create_user(
            "catalog_former",
            ("bianmin_base.role_administrator", self.county, False, today),
        )
        self.assertTrue(self.item.with_user(former).has_access("write"))
        with freeze_time(f"{today + timedelta(1)} 04:00:00"):
            for name, record in {**self.records, "own": self.own_material}.items():
                record = record.with_user(former)
                self.assertTrue(record.has_access("read"), name)
                for operation in ("write", "create", "unlink"):
                    self.assertFalse(record.has_access(operation), (name, operation))
            with self.assertRaises(AccessError):
                self.item.with_user(former).action_pause()

    def test_every_model_has_a_rule_for_every_group_of_its_access_lines(self):
        """A group with an access line and no rule would write everywhere."""
        for name in MODELS:
            model = self.env["ir.model"]._get(f"bianmin.catalog.{name}")
            for access in model.access_ids:
                self.assertIn(access.group_id, model.rule_ids.groups, access.name)

    def test_administrator_role_gives_the_editor_group(self):
        role = self.env.ref("bianmin_base.role_administrator")
        self.assertIn(
            self.env.ref("bianmin_catalog.group_catalog_editor"),
            role.group_id.all_implied_ids,
        )
