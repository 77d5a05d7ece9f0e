"""The access matrix: what each role may do, where it is held and where it is not.

A cell says what the role may do with a record of its own divisions: r read, w write,
c create, d delete; a dot means nothing. In other divisions it may do nothing at all,
but read the reference data that everybody in a hall may know. Writing is what the
record rules allow in the state in which the journey left the record.
"""

# ruff: noqa: E501 – a table is read row by row
from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .test_scope_of_a_journey import ScopeCase

ROLES = {
    "agent": "bianmin_agent.role_agent",
    "clerk": "bianmin_case.role_window_clerk",
    "reviewer": "bianmin_case.role_reviewer",
    "issuer": "bianmin_case.role_issuing_clerk",
    "manager": "bianmin_case.role_hall_manager",
    "officer": "bianmin_subsidy.role_subsidy_officer",
    "auditing": "bianmin_subsidy.role_subsidy_auditor",
    "dept_off": "bianmin_subsidy.role_department_officer",
    "dept_rev": "bianmin_subsidy.role_department_reviewer",
    "finance": "bianmin_subsidy.role_finance_clerk",
    "admin": "bianmin_base.role_administrator",
    "auditor": "bianmin_base.role_auditor",
}
OPERATIONS = {"r": "read", "w": "write", "c": "create", "d": "unlink"}
# What everybody in a hall may know, wherever his own role is held.
REFERENCE = {
    "bianmin.division",
    "bianmin.service.point",
    "bianmin.department",
    "bianmin.calendar.day",
    "bianmin.resident.category",
    "bianmin.catalog.category",
    "bianmin.catalog.item",
    "bianmin.catalog.implementation",
    "bianmin.catalog.material",
    "bianmin.catalog.step",
    "bianmin.catalog.faq",
    "bianmin.subsidy.scheme",
    "bianmin.subsidy.rate",
}
MATRIX = """
model                           agent  clerk  reviewer  issuer  manager  officer  auditing  dept_off  dept_rev  finance  admin  auditor
bianmin.division                r      r      r         r       r        r        r         r         r         r        rwc    r
bianmin.service.point           r      r      r         r       r        r        r         r         r         r        rwc    r
bianmin.department              r      r      r         r       r        r        r         r         r         r        rwc    r
bianmin.calendar.day            r      r      r         r       r        r        r         r         r         r        rwcd   r
bianmin.resident.category       r      r      r         r       r        r        r         r         r         r        rwc    r
bianmin.resident                r      rwc    r         .       r        rwc      r         .         r         .        .      .
bianmin.household               r      rwc    r         .       r        rwc      r         .         r         .        .      .
bianmin.bank.account            r      rwc    r         .       r        rwc      r         .         r         .        .      .
bianmin.organization            r      rwc    r         .       r        rwc      r         .         r         .        .      .
bianmin.catalog.category        r      r      r         r       r        r        r         r         r         r        rwcd   r
bianmin.catalog.item            r      r      r         r       r        r        r         r         r         r        rwcd   r
bianmin.catalog.implementation  r      r      r         r       r        r        r         r         r         r        rwcd   r
bianmin.catalog.material        r      r      r         r       r        r        r         r         r         r        rwcd   r
bianmin.agent                   r      r      r         r       r        .        .         .         .         .        rwc    .
bianmin.agent.authorization     rc     r      r         r       r        .        .         .         .         .        .      .
bianmin.case                    rwcd   rwcd   r         r       r        .        .         .         .         .        .      .
bianmin.case.material           rc     rc     r         r       r        .        .         .         .         .        .      .
bianmin.case.event              r      r      r         r       r        .        .         .         .         .        .      .
bianmin.case.document           r      r      r         r       r        .        .         .         .         .        .      .
bianmin.subsidy.scheme          r      r      r         r       r        r        r         rwc       r         r        r      r
bianmin.subsidy.rate            r      r      r         r       r        r        r         rwcd      r         r        r      r
bianmin.subsidy.enrolment       .      .      .         .       .        rwc      r         r         r         r        .      .
bianmin.subsidy.round           .      .      .         .       .        rwc      r         r         r         r        .      .
bianmin.subsidy.line            .      .      .         .       .        r        r         r         r         r        .      .
bianmin.subsidy.round.event     .      .      .         .       .        r        r         r         r         r        .      r
bianmin.subsidy.bank.format     .      .      .         .       .        .        .         r         .         r        rwc    .
bianmin.subsidy.payment.file    .      .      .         .       .        .        .         .         .         r        .      .
bianmin.subsidy.handover        r      .      .         .       .        rw       r         r         r         r        .      .
bianmin.reveal.log              .      .      .         .       .        .        .         .         .         .        .      r
sms.sms                         .      r      .         .       r        r        .         .         .         .        .      .
res.users.role.line             .      .      .         .       .        .        .         .         .         .        rwc    .
"""


def parse(matrix):
    """The table as a dict: (model, role) → set of letters."""
    rows = [line.split() for line in matrix.strip().splitlines()]
    roles = rows[0][1:]
    return {
        (row[0], role): set(cell.replace(".", ""))
        for row in rows[1:]
        for role, cell in zip(roles, row[1:], strict=True)
    }


@tagged("post_install", "-at_install")
class TestMatrix(ScopeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_county = cls.env["bianmin.division"]._get_by_code("130227")
        cls.records = cls._get_records()
        cls.matrix = parse(MATRIX)

    @classmethod
    def _get_records(cls):
        """One record of each model, in the county of the journey."""
        first = {}
        day = cls.env["bianmin.calendar.day"].search([], limit=1)
        category = cls.env["bianmin.resident.category"].search([], limit=1)
        for record in (
            cls.village,
            cls.station,
            cls.department,
            day,
            category,
            cls.villager,
            cls._create_household(),
            cls.account,
            cls._create_organization(),
            cls.item.category_id,
            cls.item,
            cls.implementation_station,
            cls.item.material_ids[:1],
            cls.agent,
            cls.authorization,
            cls.case,
            cls.case.material_ids[:1],
            cls.case.event_ids[:1],
            cls.case.document_ids[:1],
            cls.scheme,
            cls.scheme.rate_ids[:1],
            cls.case.enrolment_ids[:1],
            cls.round,
            cls.round.line_ids[:1],
            cls.round.event_ids[:1],
            cls.env.ref("bianmin_subsidy.bank_format_generic"),
            cls.file,
            cls.env["bianmin.subsidy.handover"].search(
                [("line_id", "in", cls.round.line_ids.ids)]
            ),
            cls.reveal,
            cls.env["sms.sms"].search(
                [
                    ("origin_model", "=", "bianmin.case"),
                    ("origin_id", "=", cls.case.id),
                ],
                limit=1,
            ),
            cls.agent_user.role_line_ids[:1],
        ):
            first[record._name] = cls.env[record._name].browse(record.id)
        return first

    @classmethod
    def _create_household(cls):
        return cls.env["bianmin.household"].create(
            {"number": "J1-0001", "division_id": cls.village.id}
        )

    @classmethod
    def _create_organization(cls):
        return cls.env["bianmin.organization"].create(
            {
                "name": "旅程合作社",
                "uscc": "91350100M000100Y43",
                "division_id": cls.village.id,
            }
        )

    def _create_holder(self, role, divisions):
        user = self._create_user(
            f"matrix_{role}_{divisions.code}", (ROLES[role], divisions)
        )
        exporting = self.env.ref("base.group_allow_export")
        user.sudo().role_line_ids.role_id.implied_ids = [Command.link(exporting.id)]
        return user

    def test_every_cell_where_the_role_is_held(self):
        for role in ROLES:
            user = self._create_holder(role, self.county)
            for model, record in self.records.items():
                with self.subTest(role=role, model=model):
                    allowed = self._get_allowed(record.with_user(user))
                    self.assertEqual(allowed, self.matrix[model, role])
                    self._check_reading(record, user, "r" in allowed)

    def test_every_cell_where_the_role_is_not_held(self):
        for role in ROLES:
            user = self._create_holder(role, self.other_county)
            for model, record in self.records.items():
                with self.subTest(role=role, model=model):
                    known = model in REFERENCE and "r" in self.matrix[model, role]
                    allowed = self._get_allowed(record.with_user(user)) - {"c"}
                    # What has no division, such as a matter of the catalogue, is kept
                    # by whoever keeps it anywhere.
                    if (
                        model == "bianmin.division"
                        or record._fields.get("division_id")
                        and record.division_id
                    ):
                        self.assertEqual(allowed, {"r"} if known else set())
                    self._check_reading(record, user, "r" in allowed)

    def _get_allowed(self, record):
        return {
            letter
            for letter, operation in OPERATIONS.items()
            if (record.browse() if operation == "create" else record).has_access(
                operation
            )
        }

    def _check_reading(self, record, user, readable):
        """Count, group, pick and export say the same as reading."""
        model, domain = record.with_user(user).browse(), [("id", "=", record.id)]
        if not model.has_access("read"):
            self.assertFalse(readable)
            with self.assertRaises(AccessError):
                model.search_count(domain)
            return
        self.assertEqual(model.search_count(domain), int(readable))
        groups = model._read_group(domain, ["create_date:year"], ["__count"])
        self.assertEqual(sum(count for _year, count in groups), int(readable))
        self.assertEqual(bool(model.name_search("", domain)), readable)
        if not readable:
            with self.assertRaises(AccessError):
                record.with_user(user).export_data(["display_name"])
        else:
            rows = record.with_user(user).export_data(["display_name"])["datas"]
            self.assertEqual(len(rows), 1)
