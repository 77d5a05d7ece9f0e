import unittest

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ..tools.division_succession import find_successors

# Other work on the machine may slow down making the examples.
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
VILLAGES = {"201": "东沟村", "202": "西沟村", "203": "南沟村"}


def below(township, **changes):
    villages = {**VILLAGES, **{key[1:]: name for key, name in changes.items()}}
    return {f"{township}{end}": name for end, name in villages.items() if name}


class TestDivisionSuccession(unittest.TestCase):
    def test_a_township_that_became_a_town_takes_over_with_its_villages(self):
        found = find_successors(
            {"980101201": "北坡乡", **below("980101201")},
            {"980101104": "北坡镇", **below("980101104")},
        )
        self.assertEqual(found["980101201"], ("980101104", True))
        self.assertEqual(found["980101201202"], ("980101104202", True))

    def test_a_township_of_another_name_is_known_by_its_villages(self):
        found = find_successors(
            {"980101201": "北早乡", **below("980101201")},
            {"980101104": "南岗镇", **below("980101104")},
        )
        self.assertEqual(found["980101201"], ("980101104", True))
        self.assertEqual(found["980101201201"], ("980101104201", True))

    def test_villages_that_scatter_leave_the_township_undecided(self):
        found = find_successors(
            {"980101201": "北坡乡", **below("980101201")},
            {
                "980101104": "甲镇",
                "980101105": "乙镇",
                "980101104201": "东沟村",
                "980101105201": "西沟村",
            },
        )
        self.assertNotIn("980101201", found)
        self.assertEqual(found["980101201201"], ("980101104201", False))
        self.assertNotIn("980101201203", found)

    def test_a_name_that_stands_twice_decides_nothing(self):
        found = find_successors(
            {"980101201201": "王庄村"},
            {"980101104201": "王庄村", "980101105201": "王庄村"},
        )
        self.assertFalse(found)

    def test_a_code_that_shifts_within_a_township_is_certain(self):
        found = find_successors({"980101201201": "王庄村"}, {"980101201230": "王庄村"})
        self.assertEqual(found["980101201201"], ("980101201230", True))

    def test_a_county_of_another_name_is_known_by_where_its_towns_went(self):
        gone, arrived = {"980126": "任县"}, {"980105": "任泽区"}
        for number, name in enumerate(("甲城", "乙湾", "丙店"), start=100):
            villages = {
                "201": f"{name}东村",
                "202": f"{name}西村",
                "203": f"{name}南村",
            }
            for codes, county in ((gone, "980126"), (arrived, "980105")):
                codes[f"{county}{number}"] = f"{name}镇"
                codes |= {f"{county}{number}{end}": v for end, v in villages.items()}
        found = find_successors(gone, arrived)
        self.assertEqual(found["980126"], ("980105", True))
        self.assertEqual(found["980126100"], ("980105100", True))
        self.assertEqual(found["980126102203"], ("980105102203", True))

    @PATIENT
    @given(
        st.dictionaries(st.integers(201, 240), st.sampled_from("甲乙丙丁戊己庚辛")),
        st.dictionaries(st.integers(201, 240), st.sampled_from("甲乙丙丁戊己庚辛")),
    )
    def test_a_successor_always_arrived_and_is_of_the_same_level(self, gone, arrived):
        gone = {f"980101201{number}": f"{name}村" for number, name in gone.items()}
        gone["980101201"] = "北坡乡"
        arrived = {
            f"980101104{number}": f"{name}村" for number, name in arrived.items()
        }
        arrived["980101104"] = "南岗镇"
        for code, successor in find_successors(gone, arrived).items():
            self.assertIn(code, gone)
            self.assertIn(successor.code, arrived)
            self.assertEqual(len(successor.code), len(code))
