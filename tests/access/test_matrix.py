"""The access matrix: what each role may do, where it is held and where it is not.

A cell says what the role may do with a record of its own divisions: r read, w write,
c create, d delete; a dot means nothing. Held beside the record, below it or nowhere,
the role may do nothing at all, but read the reference data that everybody in a hall may
know. Writing is what the record rules allow in the state in which the journey left the
record. Whoever adds a model adds its row here and its record in ``records``.
"""

# ruff: noqa: E501 – a table is read row by row
from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.bianmin_base.tools.local_time import local_today

from .records import RecordsCase

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
# What one reads of oneself, wherever one's role is held.
OWN = {"bianmin.agent"}
MODULES = {
    "bianmin_base",
    "bianmin_catalog",
    "bianmin_case",
    "bianmin_agent",
    "bianmin_queue",
    "bianmin_subsidy",
    "bianmin_sms",
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
    "bianmin.catalog.version",
    "bianmin.catalog.fee",
    "bianmin.catalog.result",
    "bianmin.catalog.topic",
    "bianmin.catalog.service.object",
    "bianmin.catalog.delegation",
    "bianmin.certificate.template",
    "bianmin.seal",
    "bianmin.seal.permission",
    "bianmin.subsidy.scheme",
    "bianmin.subsidy.rate",
    "bianmin.subsidy.anomaly.rule",
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
bianmin.resident.category.line  r      rwcd   r         .       r        rwcd     r         .         r         .        .      .
bianmin.resident.event          r      r      r         .       r        r        r         .         r         .        .      .
bianmin.resident.move           r      rc     r         .       r        rc       r         .         r         .        .      .
bianmin.bank.account            r      rwc    r         .       r        rwc      r         .         r         .        .      .
bianmin.organization            r      rwc    r         .       r        rwc      r         .         r         .        .      .
bianmin.catalog.category        r      r      r         r       r        r        r         r         r         r        rwcd   r
bianmin.catalog.item            r      r      r         r       r        r        r         r         r         r        rwcd   r
bianmin.catalog.implementation  r      r      r         r       r        r        r         r         r         r        rwcd   r
bianmin.catalog.material        r      r      r         r       r        r        r         r         r         r        rwcd   r
bianmin.agent                   r      r      r         r       r        .        .         .         .         .        rwc    .
bianmin.agent.authorization     rc     r      r         r       r        .        .         .         .         .        .      .
bianmin.agent.trip              rc     r      r         r       r        .        .         .         .         .        .      .
bianmin.agent.trip.line         rc     r      r         r       r        .        .         .         .         .        .      .
bianmin.agent.duty              r      r      r         r       rwcd     .        .         .         .         .        rwcd   .
bianmin.agent.statistics        r      r      r         r       r        .        .         .         .         .        .      .
bianmin.agent.allowance         r      r      r         r       r        .        .         .         .         .        rwc    .
bianmin.agent.visit             rc     r      r         r       rwc      .        .         .         .         .        .      .
bianmin.agent.visit.outcome     r      r      r         r       r        .        .         .         .         .        .      .
bianmin.case                    rwcd   rwcd   r         r       r        .        .         .         .         .        .      .
bianmin.case.material           rc     rc     r         r       r        .        .         .         .         .        .      .
bianmin.case.event              r      r      r         r       r        .        .         .         .         .        .      .
bianmin.case.document           r      r      r         r       r        .        .         .         .         .        .      .
bianmin.case.signature          r      r      r         r       r        .        .         .         .         .        .      .
bianmin.name.correction.roster  rw     rw     r         r       r        .        .         .         .         .        .      .
bianmin.name.correction         rw     rw     r         r       r        .        .         .         .         .        .      .
bianmin.case.supervision        r      r      r         r       r        .        .         .         .         .        .      .
bianmin.case.statistics         r      r      r         r       r        .        .         .         .         .        .      .
bianmin.subsidy.scheme          r      r      r         r       r        r        r         rwc       r         r        r      r
bianmin.subsidy.rate            r      r      r         r       r        r        r         rwcd      r         r        r      r
bianmin.subsidy.enrolment       .      .      .         .       .        rwc      r         r         r         r        .      .
bianmin.subsidy.round           .      .      .         .       .        rwc      r         r         r         r        .      .
bianmin.subsidy.line            .      .      .         .       .        r        r         r         r         r        .      .
bianmin.subsidy.round.event     .      .      .         .       .        r        r         r         r         r        .      r
bianmin.subsidy.bank.format     .      .      .         .       .        .        .         r         .         r        rwc    .
bianmin.subsidy.payment.file    .      .      .         .       .        .        .         .         .         r        .      .
bianmin.subsidy.handover        r      .      .         .       .        rw       r         r         r         r        .      .
bianmin.subsidy.handover.event  r      .      .         .       .        r        r         r         r         r        .      r
bianmin.subsidy.handover.sheet  r      .      .         .       .        r        r         r         r         r        .      .
bianmin.reveal.log              .      .      .         .       .        .        .         .         .         .        .      r
sms.sms                         .      r      .         .       r        r        .         .         .         .        .      .
res.users.role.line             .      .      .         .       .        .        .         .         .         .        rwc    .
bianmin.catalog.step               r      r      r         r       r        r        r         r         r         r        rwcd   r
bianmin.catalog.faq                r      r      r         r       r        r        r         r         r         r        rwcd   r
bianmin.catalog.version            r      r      r         r       r        r        r         r         r         r        rwcd   r
bianmin.catalog.fee                r      r      r         r       r        r        r         r         r         r        rwcd   r
bianmin.catalog.result             r      r      r         r       r        r        r         r         r         r        rwcd   r
bianmin.catalog.topic              r      r      r         r       r        r        r         r         r         r        rwcd   r
bianmin.catalog.service.object     r      r      r         r       r        r        r         r         r         r        r      r
bianmin.catalog.delegation         r      r      r         r       r        r        r         r         r         r        rwcd   r
bianmin.catalog.deviation          r      r      r         r       r        r        r         r         r         r        r      r
bianmin.seal                       r      r      r         r       r        r        r         r         r         r        rwc    r
bianmin.seal.permission            r      r      r         r       r        r        r         r         r         r        rwcd   r
bianmin.seal.use                   .      .      .         .       .        .        .         .         .         .        .      r
bianmin.role.substitution          .      .      .         .       .        .        .         .         .         .        rwc    .
bianmin.role.log                   .      .      .         .       .        .        .         .         .         .        .      r
bianmin.export.log                 .      .      .         .       .        .        .         .         .         .        .      r
bianmin.change.log                 .      .      .         .       .        .        .         .         .         .        .      r
bianmin.sms.log                    .      .      .         .       .        .        .         .         .         .        r      r
bianmin.sms.account                .      .      .         .       .        .        .         .         .         .        .      .
bianmin.sms.template.code          .      .      .         .       .        .        .         .         .         .        .      .
bianmin.succession.log             .      .      .         .       .        .        .         .         .         .        r      r
bianmin.division.coverage          .      .      .         .       r        .        .         .         .         .        r      r
bianmin.login.log                  .      .      .         .       .        .        .         .         .         .        .      r
bianmin.log.block                  .      .      .         .       .        .        .         .         .         .        .      r
bianmin.log.check                  .      .      .         .       .        .        .         .         .         .        .      rc
bianmin.log.problem                .      .      .         .       .        .        .         .         .         .        .      r
bianmin.counter                    .      .      .         .       .        .        .         .         .         .        r      r
bianmin.subsidy.certification      rc     rc     .         .       .        rc       r         r         r         r        .      .
bianmin.subsidy.death.list         .      .      .         .       .        r        r         r         r         r        .      .
bianmin.subsidy.death              .      .      .         .       .        r        r         r         r         r        .      .
bianmin.subsidy.ledger             .      .      .         .       .        r        r         r         r         r        .      .
bianmin.subsidy.anomaly            .      .      .         .       .        r        r         r         r         r        .      r
bianmin.subsidy.anomaly.event      .      .      .         .       .        r        r         r         r         r        .      r
bianmin.subsidy.anomaly.rule       r      r      r         r       r        r        r         r         r         r        rw     r
bianmin.subsidy.sample             .      .      .         .       .        r        rc        r         r         r        .      .
bianmin.subsidy.sample.call        .      .      .         .       .        r        r         r         r         r        .      .
bianmin.subsidy.recovery           .      .      .         .       .        r        r         r         r         r        .      .
bianmin.subsidy.notice             .      .      .         .       .        rw       r         r         r         r        .      .
bianmin.subsidy.objection          .      .      .         .       .        rc       r         r         r         r        .      .
bianmin.certificate                r      r      r         r       r        .        .         .         .         .        .      .
bianmin.certificate.event          r      r      r         r       r        .        .         .         .         .        .      .
bianmin.certificate.template       r      r      r         r       r        r        r         r         r         r        rwcd   r
bianmin.subsidy.bank.format.column .      .      .         .       .        .        .         r         .         r        rwcd   .
bianmin.queue.hall                 .      r      .         .       rwc      .        .         .         .         .        .      .
bianmin.queue.business             .      r      .         .       rwc      .        .         .         .         .        .      .
bianmin.queue.window               .      r      .         .       rwc      .        .         .         .         .        .      .
bianmin.queue.ticket               .      r      .         .       r        .        .         .         .         .        .      .
bianmin.queue.ticket.event         .      r      .         .       r        .        .         .         .         .        .      .
bianmin.queue.device               .      .      .         .       rwc      .        .         .         .         .        .      .
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
class TestMatrix(RecordsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_county = cls.env["bianmin.division"]._get_by_code("130227")
        cls.matrix = parse(MATRIX)
        exporting = cls.env.ref("base.group_allow_export")
        for role in ROLES.values():
            cls.env.ref(role).implied_ids = [Command.link(exporting.id)]

    def _create_holder(self, role, divisions):
        return self._create_user(
            f"matrix_{role}_{divisions.code}", (ROLES[role], divisions)
        )

    def test_no_model_is_missing(self):
        models = {
            name
            for name, model in self.env.registry.items()
            if name.startswith("bianmin.")
            and not (model._abstract or model._transient)
            and model._original_module in MODULES
        }
        listed = {model for model, _role in self.matrix}
        self.assertFalse(models - listed, "rows are missing in the matrix")
        self.assertEqual(listed, set(self.records))
        self.assertTrue(all(self.records.values()))

    def test_every_cell_where_the_role_is_held(self):
        for role in ROLES:
            user = self._create_holder(role, self.county)
            for model, record in self.records.items():
                with self.subTest(role=role, model=model):
                    allowed = self._get_allowed(record.with_user(user))
                    self.assertEqual(allowed, self.matrix[model, role])
                    self._check_reading(record, user, "r" in allowed)

    def test_every_cell_where_the_role_is_held_in_a_sibling(self):
        self._check_every_cell_outside(self.other_county)

    def test_every_cell_above_where_the_role_is_held(self):
        """A village's role says nothing about its township, county and neighbours."""
        self._check_every_cell_outside(self.neighbour_village)

    def test_every_cell_where_the_role_has_no_division(self):
        self._check_every_cell_outside(self.env["bianmin.division"])

    def _check_every_cell_outside(self, divisions):
        for role in ROLES:
            user = self._create_holder(role, divisions)
            for model, record in self.records.items():
                with self.subTest(role=role, model=model):
                    known = model in REFERENCE and "r" in self.matrix[model, role]
                    allowed = self._get_allowed(record.with_user(user)) - {"c"}
                    if self._has_division(record):
                        self.assertEqual(allowed, {"r"} if known else set())
                    else:
                        # A matter of the catalogue is kept by whoever keeps it anywhere.
                        self.assertLessEqual(allowed, self.matrix[model, role])
                    self._check_reading(record, user, "r" in allowed)

    def _has_division(self, record):
        fields = {"division_id", "division_ids"} & record._fields.keys()
        return record._name == "bianmin.division" or any(
            record[field] for field in fields
        )

    def test_reader_here_and_editor_there_never_mix(self):
        """With all roles beside the record, one role still gives its own row only."""
        for role in ROLES:
            user = self._create_user(
                f"mix_{role}",
                (ROLES[role], self.county),
                *(
                    (other, self.other_county)
                    for name, other in ROLES.items()
                    if name != role
                ),
            )
            for model, record in self.records.items():
                if self._has_division(record):
                    with self.subTest(role=role, model=model):
                        allowed = self._get_allowed(record.with_user(user)) - {"c"}
                        own = self.matrix[model, role] - {"c"}
                        known = {"r"} if model in REFERENCE else set()
                        self.assertEqual(allowed, own | known)

    def test_the_page_about_roles_says_what_the_rules_say(self):
        """Who may do what here: no cell of the matrix is missing on that page."""
        modes = {"read": "r", "write": "w", "create": "c", "unlink": "d"}
        today = local_today()
        for role in ROLES:
            user = self._create_holder(role, self.county)
            for divisions in (self.village, self.other_county):
                page = self.env["bianmin.role.access"]._get_model_access(
                    user, divisions, today
                )
                said = {entry.model: allowed for entry, allowed in page.items()}
                for model in self.records:
                    letters = {modes[mode] for mode in said.get(model, ())}
                    with self.subTest(role=role, model=model, place=divisions.name):
                        if divisions == self.village:
                            self.assertGreaterEqual(letters, self.matrix[model, role])
                        elif self._has_division(self.records[model]):
                            known = model in REFERENCE | OWN
                            allowed = {"r"} & letters if known else set()
                            self.assertEqual(letters, allowed)

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
        # A report has nobody who created its lines.
        group = "create_uid" if model._log_access else model._rec_name
        groups = model.formatted_read_group(domain, [group], ["__count"])
        count = sum(group["__count"] for group in groups)
        self.assertEqual(count, int(readable))
        self.assertEqual(bool(model.name_search("", domain)), readable)
        if not readable:
            with self.assertRaises(AccessError):
                record.with_user(user).export_data(["display_name"])
        else:
            rows = record.with_user(user).export_data(["display_name"])["datas"]
            self.assertEqual(len(rows), 1)
