import csv
import re
from pathlib import Path

from lxml import etree

from odoo.modules import Manifest
from odoo.tests import TransactionCase, tagged
from odoo.tools import file_open, file_path

from odoo.addons.bianmin_base.tools import bank_account, identity_number, uscc
from odoo.addons.bianmin_catalog.tools import form_file

XML_ID_IN_EVAL = re.compile(r"ref\('([^']+)'\)")
CODE_IN_SEARCH = re.compile(r"'code', '=', '(\d+)'")
ROLES = {
    "bianmin_agent.role_agent",
    "bianmin_base.role_administrator",
    "bianmin_base.role_auditor",
    "bianmin_case.role_hall_manager",
    "bianmin_case.role_issuing_clerk",
    "bianmin_case.role_reviewer",
    "bianmin_case.role_window_clerk",
    "bianmin_subsidy.role_department_officer",
    "bianmin_subsidy.role_department_reviewer",
    "bianmin_subsidy.role_finance_clerk",
    "bianmin_subsidy.role_subsidy_auditor",
    "bianmin_subsidy.role_subsidy_officer",
}


@tagged("post_install", "-at_install")
class TestDemoFiles(TransactionCase):
    """The files of the demonstration, read without loading them.

    Whether they load is seen where they are loaded; here, that they belong together
    and tell nothing about anybody.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.paths = Manifest.for_addon("bianmin_hebei")["demo"]
        cls.roots = {
            path: etree.parse(file_path(f"bianmin_hebei/{path}")).getroot()
            for path in cls.paths
            if path.endswith(".xml")
        }
        cls.rows = {
            path: cls._read_rows(path) for path in cls.paths if path.endswith(".csv")
        }

    @classmethod
    def _read_rows(cls, path):
        with file_open(f"bianmin_hebei/{path}") as content:
            return list(csv.DictReader(content))

    def _iter_records(self, model=None):
        for root in self.roots.values():
            for record in root.iter("record"):
                if model in (None, record.get("model")):
                    yield record

    def _get_values(self, model, name):
        fields = [r.find(f"field[@name='{name}']") for r in self._iter_records(model)]
        return [field.text for field in fields if field is not None]

    def test_every_file_is_listed_in_the_manifest(self):
        folder = Path(file_path("bianmin_hebei/demo"))
        files = {
            f"demo/{path.name}"
            for path in folder.iterdir()
            if path.suffix in (".xml", ".csv")
        }
        self.assertEqual(files, set(self.paths))

    def test_every_file_is_loaded_once_only(self):
        for path, root in self.roots.items():
            self.assertEqual(root.tag, "odoo", path)
            self.assertEqual(root.get("noupdate"), "1", path)

    def test_references_lead_to_what_was_loaded_before(self):
        known = set()
        for path in self.paths:
            for new, wanted in self._iter_references(path):
                for xml_id in filter(None, wanted):
                    if "." in xml_id or self._is_data(xml_id):
                        self._assert_exists(xml_id, path)
                    else:
                        self.assertIn(xml_id, known, f"{path}: {xml_id}")
                known.add(new)

    def _iter_references(self, path):
        """Yield (identifier of the record, those it refers to) in load order."""
        for row in self.rows.get(path, []):
            yield row["id"], [row[key] for key in row if key.endswith("/id")]
        for node in self.roots[path].iter(etree.Element) if path in self.roots else ():
            wanted = [node.get("ref"), node.get("uid")]
            wanted += XML_ID_IN_EVAL.findall(node.get("eval") or "")
            yield node.get("id") if node.tag == "record" else None, wanted

    def _is_data(self, xml_id):
        return xml_id.startswith(("item_", "category_", "division_"))

    def _assert_exists(self, xml_id, path):
        full = xml_id if "." in xml_id else f"bianmin_hebei.{xml_id}"
        self.assertTrue(
            self.env.ref(full, raise_if_not_found=False), f"{path}: {xml_id}"
        )

    def test_models_and_fields_exist(self):
        for record in self._iter_records():
            model = record.get("model")
            self.assertIn(model, self.env)
            for field in record.findall("field"):
                self.assertIn(field.get("name"), self.env[model]._fields, model)

    def test_divisions_that_are_searched_are_in_force(self):
        codes = set()
        for root in self.roots.values():
            for node in root.iter("field", "value"):
                codes.update(CODE_IN_SEARCH.findall(node.get("search") or ""))
        self.assertGreater(len(codes), 30)
        for code in codes:
            self.assertTrue(self.env["bianmin.division"]._get_by_code(code))

    def test_every_role_has_a_login_and_the_password_is_the_login(self):
        roles = {
            line.find("field[@name='role_id']").get("ref")
            for line in self._iter_records("res.users.role.line")
        }
        self.assertEqual(roles, ROLES)
        logins = self._get_values("res.users", "login")
        self.assertEqual(logins, self._get_values("res.users", "password"))
        self.assertEqual(len(set(logins)), len(logins))

    def test_every_role_line_names_its_division(self):
        for line in self._iter_records("res.users.role.line"):
            self.assertRegex(
                line.find("field[@name='division_ids']").get("search"), r"'\d{6,12}'"
            )

    def test_identity_numbers_are_valid_and_nobodys(self):
        numbers = self._get_values("bianmin.resident", "identity_number")
        self.assertGreater(len(numbers), 20)
        self.assertEqual(len(set(numbers)), len(numbers))
        for number in numbers:
            self.assertEqual(identity_number.validate(number), number)
            self.assertRegex(number, r"9\d\d[\dX]$")

    def test_the_head_named_for_a_household_is_its_head(self):
        heads = {
            resident.get("id"): resident.find("field[@name='household_id']").get("ref")
            for resident in self._iter_records("bianmin.resident")
            if resident.findtext("field[@name='relation_to_head']") == "head"
        }
        named = {}
        for root in self.roots.values():
            for node in root.iter("function"):
                if node.get("model") == "bianmin.household":
                    household, head = XML_ID_IN_EVAL.findall(node.get("eval"))
                    named[head] = household
        self.assertEqual(named, heads)
        self.assertEqual(
            sorted(named.values()),
            sorted(h.get("id") for h in self._iter_records("bianmin.household")),
        )

    def test_three_items_have_a_form_and_a_sample_to_download(self):
        records = list(self._iter_records("bianmin.catalog.material"))
        self.assertEqual(len(records), 3)
        for record in records:
            material = self.env.ref(f"bianmin_hebei.{record.get('id')}")
            for kind in ("blank_form", "sample"):
                path = record.find(f"field[@name='{kind}']").get("file")
                with file_open(path, "rb") as form:
                    content = form.read()
                name = record.findtext(f"field[@name='{kind}_name']")
                self.assertIsNone(form_file.find_form_mistake(content, name))
                self.assertTrue(name.startswith(material.name), name)
                self.assertLess(len(content), 100_000, path)

    def test_phones_are_the_made_up_series(self):
        for phone in self._get_values("bianmin.resident", "phone"):
            self.assertRegex(phone, r"^138000\d{5}$")

    def test_cards_pass_the_check_of_their_digits(self):
        for record in self._iter_records("bianmin.bank.account"):
            number = record.find("field[@name='number']").text
            if record.find("field[@name='kind']").text == "card":
                self.assertTrue(bank_account.passes_luhn(number), number)
        numbers = self._get_values("bianmin.bank.account", "number")
        self.assertEqual(len(set(numbers)), len(numbers))

    def test_credit_codes_are_valid(self):
        for code in self._get_values("bianmin.department", "code"):
            self.assertEqual(uscc.validate(code), code)

    def test_the_28_villages_have_a_station_each(self):
        searched = set()
        for point in self._iter_records("bianmin.service.point"):
            search = point.find("field[@name='division_id']").get("search")
            searched.update(CODE_IN_SEARCH.findall(search))
        villages = {f"130224105{number}" for number in range(201, 229)}
        self.assertLessEqual(villages, searched)
