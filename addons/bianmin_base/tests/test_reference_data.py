import psycopg2

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import BianminCase


@tagged("post_install", "-at_install")
class TestReferenceData(BianminCase):
    def test_credit_code_of_a_department_is_checked(self):
        values = {"name": "测试卫健局", "division_id": self.county.id}
        department = self.env["bianmin.department"].create(values)
        department.code = "91350100M000100Y43"
        with self.assertRaises(ValidationError):
            department.code = "91350100M000100Y44"

    def test_department_never_lies_below_itself(self):
        department = self.env["bianmin.department"].create(
            {"name": "测试卫健局", "division_id": self.county.id}
        )
        section = department.copy({"name": "测试科", "parent_id": department.id})
        with self.assertRaises(ValidationError):
            department.parent_id = section

    def test_organization_keeps_its_canonical_credit_code(self):
        organization = self.env["bianmin.organization"].create(
            {
                "name": "测试合作社",
                "uscc": "91350100m000100y43",
                "division_id": self.village.id,
            }
        )
        self.assertEqual(organization.uscc, "91350100M000100Y43")
        with self.assertRaises(ValidationError):
            organization.uscc = "91350100M000100Y44"

    def test_service_point_is_found_by_its_initials(self):
        found = self.env["bianmin.service.point"].name_search("lwcfwd")
        self.assertIn(self.station.id, dict(found))

    @mute_logger("odoo.sql_db")
    def test_position_lies_on_earth(self):
        with self.assertRaises(psycopg2.IntegrityError), self.cr.savepoint():
            self.station.latitude = 139.5
            self.station.flush_recordset()

    def test_household_is_named_by_number_and_head(self):
        head = self._create_resident(name="柳湾甲")
        household = self.env["bianmin.household"].create(
            {"number": "0012", "division_id": self.village.id, "head_id": head.id}
        )
        head.household_id = household
        self.assertEqual(household.display_name, "0012 柳湾甲")
        self.assertEqual(household.member_count, 1)

    def test_qr_code_is_a_picture_within_the_paper(self):
        uri = self.env["ir.actions.report"]._get_qr_data_uri("https://example.org/x")
        self.assertTrue(uri.startswith("data:image/png;base64,iVBOR"))


@tagged("post_install", "-at_install")
class TestAccessIsClosed(BianminCase):
    """A model with access lines but no rule for their group is open to everybody."""

    def test_every_access_line_of_a_scoped_model_has_its_rule(self):
        models = self.env["ir.model"].search([("model", "=like", "bianmin.%")])
        scoped = models.filtered(
            lambda model: "division_id" in self.env[model.model]._fields
        )
        missing = []
        for access in scoped.access_ids.filtered("group_id"):
            for mode in ("read", "write", "create", "unlink"):
                # A rule without groups is one for everybody, as for one's own window.
                rules = access.model_id.rule_ids.filtered(
                    lambda rule, access=access, mode=mode: (
                        rule[f"perm_{mode}"]
                        and (
                            not rule.groups
                            or rule.groups & access.group_id.all_implied_ids
                        )
                    )
                )
                if access[f"perm_{mode}"] and not rules:
                    missing.append(f"{access.name} {mode}")
        self.assertFalse(missing)
