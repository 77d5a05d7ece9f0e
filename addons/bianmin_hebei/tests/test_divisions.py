from datetime import date

from odoo.tests import TransactionCase, tagged

from ..hooks import (
    DIVISIONS_VALID_FROM,
    FIRST_DIVISIONS_VALID_FROM,
    load_divisions,
    read_divisions,
)

# Places of the report, by the codes of the statistical register of 2023.
PLACES = {
    "13": ("河北省", "province"),
    "1302": ("唐山市", "prefecture"),
    "130224": ("滦南县", "county"),
    "130224105": ("姚王庄镇", "township"),
    "130224105207": ("姚王庄村", "village"),
    "130224105221": ("李营村", "village"),
    "130227107": ("三屯营镇", "township"),
    "130430102": ("梁二庄镇", "township"),
    "130430102207": ("坞头村", "village"),
    "130123104": ("南岗镇", "township"),
    "130123104219": ("平安村", "village"),
    "130123100242": ("塔元庄村", "village"),
    "130533101": ("梨园屯镇", "township"),
    "130533101209": ("王世公村", "village"),
}
LEVEL_COUNTS = {
    "province": 1,
    "prefecture": 11,
    "county": 190,
    "township": 2365,
    "village": 54145,
}


@tagged("post_install", "-at_install")
class TestDivisions(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Division = cls.env["bianmin.division"]
        cls.in_force = [("code", "=like", "13%"), ("valid_to", "=", False)]

    def test_the_file_holds_every_division_once_and_upper_ones_first(self):
        codes = [code for code, _name in read_divisions()]
        self.assertEqual(len(codes), 56712)
        self.assertEqual(len(set(codes)), 56712)
        seen = set()
        parent_length = {2: 0, 4: 2, 6: 4, 9: 6, 12: 9}
        for code in codes:
            upper = code[: parent_length[len(code)]]
            self.assertTrue(not upper or upper in seen, code)
            seen.add(code)

    def test_every_level_is_complete(self):
        counts = dict(self.Division._read_group(self.in_force, ["level"], ["__count"]))
        self.assertEqual(counts, LEVEL_COUNTS)
        self.assertEqual(sum(counts.values()), 56712)

    def test_every_division_lies_in_the_one_its_code_begins_with(self):
        self.env.cr.execute(
            """SELECT count(*) FROM bianmin_division child
            LEFT JOIN bianmin_division parent ON parent.id = child.parent_id
            WHERE child.code LIKE '13%' AND length(child.code) > 2 AND (
                parent.id IS NULL
                OR NOT starts_with(child.code, parent.code)
                OR child.parent_path != parent.parent_path || child.id || '/'
                OR length(parent.code) != CASE length(child.code)
                    WHEN 4 THEN 2 WHEN 6 THEN 4 WHEN 9 THEN 6 ELSE 9 END)"""
        )
        self.assertEqual(self.env.cr.fetchone()[0], 0)

    def test_the_places_of_the_report_have_their_codes(self):
        for code, (name, level) in PLACES.items():
            with self.subTest(code=code):
                division = self.Division._get_by_code(code)
                self.assertEqual((division.name, division.level), (name, level))
                self.assertFalse(division.valid_to)

    def test_the_township_of_the_journey_has_28_villages(self):
        township = self.Division._get_by_code("130224105")
        villages = self.Division.search([("parent_id", "=", township.id)])
        self.assertEqual(len(villages), 28)
        self.assertEqual(
            villages.mapped("code"), [f"130224105{n}" for n in range(201, 229)]
        )

    def _find_ended(self, code):
        return self.Division.search([("code", "=", code), ("valid_to", "!=", False)])

    def test_a_dissolved_township_points_to_its_successor(self):
        dissolved = self._find_ended("130123203")
        self.assertEqual(dissolved.name, "北早现乡")
        self.assertEqual(dissolved.valid_from, FIRST_DIVISIONS_VALID_FROM)
        self.assertEqual(dissolved.valid_to, date(2023, 6, 29))
        successor = self.Division._get_by_code("130123104")
        self.assertEqual(dissolved.successor_id, successor)
        self.assertEqual(successor.valid_from, DIVISIONS_VALID_FROM)
        village = self._find_ended("130123203219")
        self.assertEqual(village.parent_id, dissolved)
        self.assertEqual(village.successor_id.code, "130123104219")

    def test_what_changed_in_one_county_is_known_to_the_village(self):
        ended = self.Division.search(
            [("code", "=like", "130123%"), ("valid_to", "!=", False)]
        )
        townships = ended.filtered(lambda d: d.level == "township")
        self.assertEqual(
            {d.name: d.successor_id.name for d in townships},
            {"南牛乡": "南牛镇", "北早现乡": "南岗镇", "曲阳桥乡": "曲阳桥镇"},
        )
        villages = ended - townships
        self.assertEqual(len(villages), 55)
        for village in villages.filtered("successor_id"):
            self.assertEqual(village.successor_id.name, village.name)
            self.assertEqual(
                village.successor_id.parent_id, village.parent_id.successor_id
            )
        # 里宅 became 里寨: another name on another code, so a person decides.
        self.assertEqual(
            set(villages.filtered(lambda d: not d.successor_id).mapped("name")),
            {"东里宅村", "西里宅村"},
        )

    def test_a_renamed_district_is_found_by_its_old_name(self):
        district = self.Division._get_by_code("130502")
        self.assertEqual((district.name, district.former_names), ("襄都区", "桥东区"))
        found = dict(self.Division.name_search("桥东区", limit=None))
        self.assertIn(district.id, found)

    def test_a_county_that_became_a_district_points_to_it(self):
        for code, successor in {"130521": "130503", "130526": "130505"}.items():
            self.assertEqual(self._find_ended(code).successor_id.code, successor)

    def test_a_successor_is_in_force_and_of_the_same_level(self):
        wrong = self.Division.search(
            [("code", "=like", "13%"), ("successor_id", "!=", False)]
        ).filtered(lambda d: d.successor_id.valid_to or d.successor_id.level != d.level)
        self.assertFalse(wrong)

    def test_a_village_is_found_by_name_and_by_initials(self):
        village = self.Division._get_by_code("130224105221")
        inside = [("id", "child_of", self.Division._get_by_code("130224").id)]
        for text in ("李营", "李营村民委员会", "liying", "lyc"):
            with self.subTest(text=text):
                found = self.Division.name_search(text, inside)
                self.assertIn(village.id, [division_id for division_id, _name in found])

    def test_loading_again_changes_nothing(self):
        before = self.Division.search_count([])
        load_divisions(self.env)
        self.assertEqual(self.Division.search_count([]), before)
