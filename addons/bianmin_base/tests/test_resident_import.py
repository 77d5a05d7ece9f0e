import base64
import io
from datetime import date

from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..tools.spreadsheet import write_workbook
from .common import BianminCase

HEADERS = [
    *("姓名", "证件类型", "身份证号", "所在村", "户号", "与户主关系"),
    *("电话", "地址", "类别", "死亡日期", "理由", "依据"),
]
KEYS = [
    *("name", "identity_type", "identity_number", "village", "household"),
    *("relation", "phone", "address", "categories", "death", "reason", "basis"),
]
EDITOR = "bianmin_base.role_test_editor"


class ResidentImportCase(BianminCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.users.role"]._load_records(
            [
                {
                    "xml_id": EDITOR,
                    "values": {
                        "name": "Test editor",
                        "implied_ids": [
                            cls.env.ref("bianmin_base.group_resident_editor").id
                        ],
                    },
                }
            ]
        )
        cls.editor = cls._create_user("import.editor", (EDITOR, cls.township))
        cls.stranger = cls._create_user("import.stranger", (EDITOR, cls.other_village))
        cls.homeless = cls._create_user(
            "import.homeless", (EDITOR, cls.env["bianmin.division"])
        )

    @classmethod
    def _row(cls, **cells):
        defaults = {"name": "李志顺", "village": cls.village.code}
        if "identity_number" not in cells:
            defaults["identity_number"] = cls._make_identity_number()
        return [(defaults | cells).get(key) for key in KEYS]

    def _open(self, rows, user=None):
        content = write_workbook([("花名册", HEADERS, rows)])
        return (
            self.env["bianmin.resident.import"]
            .with_user(user or self.editor)
            .create({"file": base64.b64encode(content), "file_name": "花名册.xlsx"})
        )

    def _import(self, rows, user=None):
        wizard = self._open(rows, user)
        wizard.action_preview()
        wizard.action_import()
        return wizard

    def _counts(self, wizard):
        return (
            wizard.new_count,
            wizard.changed_count,
            wizard.unchanged_count,
            wizard.wrong_count,
        )

    def _errors(self, wizard):
        content = base64.b64decode(wizard.error_file)
        lines = list(load_workbook(io.BytesIO(content)).active.values)
        return lines[1:]

    def _residents(self):
        return self.env["bianmin.resident"].search(
            [("division_id", "child_of", self.county.id)], order="id"
        )


@tagged("post_install", "-at_install")
class TestResidentImport(ResidentImportCase):
    def test_looking_at_a_workbook_writes_nothing(self):
        before = self._residents()
        wizard = self._open([self._row()])
        wizard.action_preview()
        self.assertEqual(self._counts(wizard), (1, 0, 0, 0))
        self.assertEqual(wizard.state, "preview")
        self.assertEqual(self._residents(), before)

    def test_a_row_becomes_a_resident_in_a_household(self):
        number = self._make_identity_number("19520304", order=901)
        wizard = self._import(
            [
                self._row(
                    name="姚立民",
                    identity_number=number,
                    village="柳湾村",
                    household="0012",
                    relation="户主",
                    phone="138-0013-0001",
                    categories="low_income、"
                    + self.env.ref("bianmin_base.resident_category_veteran").name,
                )
            ]
        )
        self.assertFalse(wizard.error_file and self._errors(wizard))
        resident = self._residents()
        self.assertEqual(resident.name, "姚立民")
        self.assertEqual(resident.division_id, self.village)
        self.assertEqual(resident.birth_date, date(1952, 3, 4))
        self.assertEqual(resident.sex, "male")
        self.assertEqual(resident.sudo().identity_number, number)
        self.assertEqual(resident.household_id.number, "0012")
        self.assertEqual(resident.household_id.head_id, resident)
        self.assertEqual(
            set(resident.category_ids.mapped("code")), {"low_income", "veteran"}
        )
        self.assertEqual(resident.create_uid, self.editor)
        self.assertTrue(resident.pinyin.startswith("yaolimin"))

    def test_a_legacy_number_goes_in_with_reason_and_evidence_and_is_told_of(self):
        number = self._make_identity_number("19520304")
        wrong = number[:-1] + ("1" if number[-1] != "1" else "2")
        wizard = self._open(
            [
                self._row(identity_number=wrong, reason="早年误编", basis="户口簿2页"),
                self._row(identity_number=wrong[:-2] + "00", reason="早年误编"),
            ]
        )
        wizard.action_preview()
        self.assertEqual((wizard.warning_count, wizard.wrong_count), (1, 1))
        self.assertIn("早年误编", wizard.warnings)
        self.assertNotIn(wrong, wizard.warnings)
        wizard.action_import()
        resident = self.env["bianmin.resident"].search(
            [("identity_number", "=", wrong)]
        )
        self.assertEqual(
            (resident.identity_override_reason, resident.identity_basis),
            ("早年误编", "户口簿2页"),
        )
        self.assertFalse(resident.birth_date)
        again = self._open([self._row(identity_number=wrong, phone="13800139999")])
        again.action_preview()
        self.assertEqual(again.wrong_count, 1)

    def test_what_the_workbook_leaves_empty_stays(self):
        resident = self._create_resident(address="村东", phone="13800130009")
        number = resident.sudo().identity_number
        wizard = self._import([self._row(name="测试人", identity_number=number)])
        self.assertEqual(self._counts(wizard), (0, 0, 1, 0))
        self.assertEqual(resident.address, "村东")

    def test_a_change_is_shown_old_beside_new_before_it_is_made(self):
        resident = self._create_resident(address="村东", phone="13800130009")
        rows = [
            self._row(
                name="测试人",
                identity_number=resident.sudo().identity_number,
                address="村西",
                phone="13800130008",
            )
        ]
        wizard = self._open(rows)
        wizard.action_preview()
        self.assertEqual(self._counts(wizard), (0, 1, 0, 0))
        for shown in ("村东", "村西", "138****0009", "138****0008"):
            self.assertIn(shown, wizard.preview)
        self.assertNotIn("13800130008", wizard.preview)
        wizard.action_import()
        self.assertEqual(resident.address, "村西")
        self.assertEqual(resident.sudo().phone, "13800130008")

    def test_another_name_for_a_known_number_is_for_a_person_to_look_at(self):
        resident = self._create_resident(name="李志顺")
        number = resident.sudo().identity_number
        wizard = self._import([self._row(name="李志舜", identity_number=number)])
        self.assertEqual(self._counts(wizard), (0, 0, 0, 1))
        self.assertIn("李志顺", self._errors(wizard)[0][2])
        self.assertEqual(resident.name, "李志顺")

    def test_a_move_and_a_death_are_acts_of_their_own(self):
        resident = self._create_resident()
        number = resident.sudo().identity_number
        for cells in (
            {"village": self.neighbour_village.code},
            {"death": "2020-01-01"},
        ):
            wizard = self._import(
                [self._row(name="测试人", identity_number=number, **cells)]
            )
            self.assertEqual(self._counts(wizard), (0, 0, 0, 1), cells)
        self.assertEqual(resident.division_id, self.village)
        self.assertFalse(resident.death_date)

    def test_a_person_of_another_township_is_not_touched_and_not_told_of(self):
        resident = self._create_resident(
            name="姚春燕", division_id=self.other_village.id
        )
        number = resident.sudo().identity_number
        wizard = self._import([self._row(name="李长林", identity_number=number)])
        self.assertEqual(self._counts(wizard), (0, 0, 0, 1))
        self.assertNotIn("姚春燕", str(self._errors(wizard)))
        self.assertEqual(resident.division_id, self.other_village)

    def test_the_role_decides_for_which_villages(self):
        rows = [
            self._row(),
            self._row(village=self.neighbour_village.code),
            self._row(village=self.other_village.code),
        ]
        wizard = self._import(rows)
        self.assertEqual(self._counts(wizard), (2, 0, 0, 1))
        with self.assertRaises(AccessError):
            self._open(rows, self.homeless).action_preview()

    def test_nobody_opens_the_window_of_another(self):
        wizard = self._open([self._row()])
        with self.assertRaises(AccessError):
            wizard.with_user(self.stranger).read(["file"])

    def test_a_village_name_that_stands_for_several_is_asked_for_by_code(self):
        self._create_division("990101101299", "柳湾村", self.township)
        wizard = self._import([self._row(village="柳湾村")])
        self.assertEqual(self._counts(wizard), (0, 0, 0, 1))

    def test_a_file_that_is_no_workbook_gets_one_sentence(self):
        wizard = self.env["bianmin.resident.import"].with_user(self.editor).create({})
        with self.assertRaises(UserError):
            wizard.action_preview()
        wizard.file = base64.b64encode(b"GBK text")
        with self.assertRaisesRegex(UserError, "xlsx"):
            wizard.action_preview()

    def test_the_workbook_to_fill_in_can_be_filled_in(self):
        wizard = self._open([self._row()])
        content = base64.b64decode(wizard.template_file)
        sheet = load_workbook(io.BytesIO(content)).active
        headers, sample = list(sheet.values)
        cells = dict(zip(headers, sample, strict=True))
        labels = {c.key: c.label for c in wizard._get_import_columns()}
        cells[labels["identity_number"]] = self._make_identity_number()
        cells[labels["village"]] = self.village.code
        filled = write_workbook([("x", list(cells), [list(cells.values())])])
        wizard.file = base64.b64encode(filled)
        wizard.action_preview()
        self.assertFalse(wizard.error_file and self._errors(wizard))

    def test_the_workbook_to_fill_in_has_an_address_of_its_own(self):
        wizard = self._open([self._row()])
        action = wizard.action_download_template()
        self.assertEqual(action["type"], "ir.actions.act_url")
        self.assertIn(f"{wizard._name}/{wizard.id}/template_file/", action["url"])

    def test_queries_do_not_grow_with_the_rows(self):
        def count_queries(size):
            self.batch += 1
            rows = [
                self._row(
                    identity_number=self._make_identity_number(
                        f"19{self.batch + 50}0101", order=100 + n
                    ),
                    household=f"{self.batch}-{n:05d}",
                    relation="户主",
                )
                for n in range(size)
            ]
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            wizard = self._import(rows)
            self.env.flush_all()
            self.assertEqual(wizard.new_count, size)
            return self.cr.sql_log_count - before

        self.batch = 0
        count_queries(20)
        one = count_queries(200)
        # 100 rows go in one INSERT: 200 more rows are a few more statements.
        self.assertLessEqual(count_queries(400), one + 40)


@tagged("post_install", "-at_install")
class TestTenThousandRows(ResidentImportCase):
    """A county's roster with 37 bad rows of nine kinds."""

    @classmethod
    def _good_rows(cls, count):
        return [
            cls._row(
                name=f"测试{n % 97}",
                identity_number=cls._make_identity_number(
                    f"{1930 + n // 500}{n // 50 % 10 + 1:02d}15", order=n % 50 + 900
                ),
                village=(cls.village if n % 2 else cls.neighbour_village).code,
                household=f"{n // 4:05d}",
                relation="户主" if n % 4 == 0 else "其他",
            )
            for n in range(count)
        ]

    @classmethod
    def _bad_rows(cls, good):
        def number(order):
            return cls._make_identity_number("20010101", order=order)

        wrong_check = number(900)[:-1] + ("0" if number(900)[-1] != "0" else "1")
        kinds = [
            [cls._row(name=None, identity_number=number(901 + n)) for n in range(5)],
            [cls._row(identity_number=None) for _n in range(4)],
            [cls._row(identity_number=number(910 + n)[:16]) for n in range(4)],
            [cls._row(identity_number=wrong_check) for _n in range(4)],
            [cls._row(identity_number="130224199902309018") for _n in range(4)],
            [cls._row(identity_number=good[n][2]) for n in range(4)],
            [
                cls._row(identity_number=number(920 + n), village="无此村")
                for n in range(4)
            ],
            [
                cls._row(
                    identity_number=number(930 + n), village=cls.other_village.code
                )
                for n in range(4)
            ],
            [cls._row(identity_number=number(940 + n), phone="12") for n in range(4)],
        ]
        return kinds

    def test_good_rows_go_in_and_each_wrong_one_is_named(self):
        good = self._good_rows(9963)
        kinds = self._bad_rows(good)
        bad = [row for kind in kinds for row in kind]
        self.assertEqual((len(kinds), len(bad)), (9, 37))
        bystander = self._create_resident(
            division_id=self.other_village.id,
            identity_number=self._make_identity_number("20010101", order=990),
        )
        self.env.flush_all()
        before = (bystander.write_date, bystander.name)
        wizard = self._import(good + bad)
        self.assertEqual(self._counts(wizard), (9963, 0, 0, 37))
        self.assertEqual(len(self._residents() - bystander), 9963)
        errors = self._errors(wizard)
        self.assertEqual(
            [line[0] for line in errors], [str(n) for n in range(9965, 10002)]
        )
        self.assertTrue(all(line[1] and line[2] for line in errors))
        reasons = [line[2] for line in errors]
        self.assertEqual(reasons[0:1] * 5, reasons[0:5])
        self.assertGreaterEqual(len(set(reasons)), 9)
        self.assertEqual((bystander.write_date, bystander.name), before)
        self._check_again_changes_nothing(good + bad)

    def _check_again_changes_nothing(self, rows):
        self.cr.execute(
            "UPDATE bianmin_resident SET write_date = '2020-01-01';"
            "UPDATE bianmin_household SET write_date = '2020-01-01'"
        )
        self.env.invalidate_all()
        households = self.env["bianmin.household"].search_count([])
        wizard = self._import(rows)
        self.env.flush_all()
        self.assertEqual(self._counts(wizard), (0, 0, 9963, 37))
        self.cr.execute(
            "SELECT count(*) FROM bianmin_resident WHERE write_date != '2020-01-01'"
        )
        self.assertEqual(self.cr.fetchone()[0], 0)
        self.assertEqual(self.env["bianmin.household"].search_count([]), households)
