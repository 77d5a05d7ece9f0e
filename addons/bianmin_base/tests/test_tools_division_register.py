import gzip
import unittest

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ..tools import division_register as register
from ..tools import spreadsheet

BEFORE = {
    "98": "样例省",
    "9801": "样例市",
    "980101": "样例县",
    "980101201": "北坡乡",
    "980101201201": "东沟村委会",
    "980101201202": "西沟村委会",
    "980101201203": "南沟村委会",
}
# Other work on the machine may slow down making the examples.
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
names = st.sampled_from(["东沟村委会", "西沟村民委员会", "南沟村", "北沟社区居委会"])
registers = st.dictionaries(st.sampled_from(sorted(BEFORE)[4:]), names)


class TestDivisionRegister(unittest.TestCase):
    def _rows(self, *pairs):
        return [register.Row(number, *pair) for number, pair in enumerate(pairs, 1)]

    def _compare(self, **changes):
        after = {**BEFORE, **{code[1:]: name for code, name in changes.items()}}
        return register.compare(BEFORE, {c: n for c, n in after.items() if n})

    def test_csv_packed_or_not_in_either_encoding_and_a_workbook_say_the_same(self):
        text = "code,name\n13,河北省\n\n1301,石家庄市\n"
        plain = text.encode()
        for content in (plain, gzip.compress(plain), text.encode("gb18030")):
            rows = register.read_file(content)
            self.assertEqual(rows, [(2, "13", "河北省"), (4, "1301", "石家庄市")])
        workbook = spreadsheet.write_workbook(
            [("区划", ["区划代码", "名称"], [["13", "河北省"], ["1301", "石家庄市"]])]
        )
        self.assertEqual(
            register.read_file(workbook), [(2, "13", "河北省"), (3, "1301", "石家庄市")]
        )

    def test_a_file_without_heading_loses_no_row(self):
        rows = register.read_file("13,河北省".encode())
        self.assertEqual(rows, [(1, "13", "河北省")])

    def test_what_is_no_register_is_refused(self):
        for content in (b"\x1f\x8bbroken", b"PK\x03\x04broken", b"\xff\xfe\0\0"):
            with self.subTest(content=content):
                with self.assertRaises(register.RegisterError):
                    register.read_file(content)

    def test_a_file_that_unpacks_to_too_much_is_refused(self):
        bomb = gzip.compress(b"0" * (register.MAX_UNPACKED_BYTES + 1))
        with self.assertRaises(register.RegisterError) as caught:
            register.read_file(bomb)
        self.assertEqual(caught.exception.reason, "size")

    def test_each_bad_row_is_told_with_its_reason(self):
        rows = self._rows(
            ("13", "河北省"),
            ("130", "三位"),
            ("1３01", "全角"),
            ("1301", ""),
            ("13", "河北省"),
            ("130102001", "无县街道"),
        )
        errors = register.check_rows(rows, ())
        self.assertEqual(
            [(error.row.number, error.reason) for error in errors],
            [(2, "code"), (3, "code"), (4, "name"), (5, "twice"), (6, "parent")],
        )

    def test_the_upper_division_may_be_known_already(self):
        rows = self._rows(("130102001", "建北街道"))
        self.assertFalse(register.check_rows(rows, {"130102"}))

    def test_roots_are_what_has_nothing_above_in_the_file(self):
        roots = register.get_roots(["1301", "130102", "130202"])
        self.assertEqual(roots, ("1301", "130202"))

    def test_another_spelling_of_the_committee_is_no_rename(self):
        plan = self._compare(_980101201201="东沟村民委员会")
        self.assertEqual(plan.corrected, {"980101201201": "东沟村民委员会"})
        self.assertFalse(plan.renamed or plan.new or plan.gone)

    def test_a_code_that_keeps_with_another_name_is_a_rename(self):
        plan = self._compare(_980101201201="东河村委会")
        self.assertEqual(plan.renamed, {"980101201201": "东河村委会"})

    def test_a_code_given_to_another_village_is_no_rename(self):
        plan = self._compare(_980101201201="后沟村委会", _980101201204="东沟村民委员会")
        self.assertEqual(plan.reassigned, {"980101201201": "后沟村委会"})
        self.assertEqual(plan.taken, {"980101201201": "东沟村委会"})
        self.assertEqual(plan.new, {"980101201204": "东沟村民委员会"})
        self.assertFalse(plan.renamed)

    def test_what_the_file_no_longer_has_is_gone(self):
        plan = self._compare(_980101201203=None)
        self.assertEqual(plan.gone, {"980101201203": "南沟村委会"})
        self.assertEqual(plan.unchanged, len(BEFORE) - 1)

    @PATIENT
    @given(registers, registers)
    def test_every_division_has_exactly_one_fate(self, known, incoming):
        plan = register.compare(known, incoming)
        came = (*plan.new, *plan.renamed, *plan.corrected, *plan.reassigned)
        self.assertEqual(len(came), len(set(came)))
        self.assertEqual(len(came) + plan.unchanged, len(incoming))
        self.assertEqual(set(plan.gone), set(known) - set(incoming))
        self.assertEqual(set(plan.new), set(incoming) - set(known))

    @PATIENT
    @given(registers)
    def test_the_same_register_changes_nothing(self, known):
        plan = register.compare(known, known)
        self.assertFalse(any(plan[:-1]))

    def test_the_name_people_say(self):
        for official, short in (
            ("李营村村民委员会", "李营村"),
            ("王家庄村民委员会", "王家庄村"),
            ("东关社区居委会", "东关社区"),
            ("解放街居委会", "解放街"),
            ("村委会", "村委会"),
        ):
            self.assertEqual(register.short_name(official), short)
