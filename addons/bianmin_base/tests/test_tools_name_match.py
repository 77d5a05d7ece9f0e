import unittest

from hypothesis import given
from hypothesis import strategies as st

from ..tools.name_match import (
    DOT,
    KINDS,
    compare_names,
    get_readings,
    look_alike,
    normalize_name,
)
from ..tools.name_match import _read_table as read_table
from ..tools.pinyin import SURNAME_READINGS

HAN = st.sampled_from(sorted(read_table()))
NAMES = st.text(HAN, min_size=2, max_size=5)
ANYTHING = st.text("李王燕·•．. \u3000\u200bAaé0①𬶏⼈", max_size=6) | NAMES
DOTS = st.sampled_from("•．.・‧∙⋅·")


class TestNormalizeName(unittest.TestCase):
    def test_blanks_full_width_and_invisible_characters_do_not_count(self):
        for typed in ("李 志顺", "\u3000李志顺", "李志\u200b顺 ", "李\u00a0志顺"):
            self.assertEqual(normalize_name(typed), "李志顺", ascii(typed))

    def test_every_dot_becomes_the_middle_dot(self):
        for dot in "•．.・‧∙⋅·･":
            self.assertEqual(
                normalize_name(f"买买提{dot}艾力"), "买买提·艾力", ascii(dot)
            )

    def test_a_dot_typed_twice_or_at_an_end_is_one_or_none(self):
        self.assertEqual(normalize_name("巴图••孟和·"), "巴图·孟和")

    def test_nothing_is_an_empty_name(self):
        self.assertEqual(
            [normalize_name(name) for name in (None, False, " ")], [""] * 3
        )

    @given(ANYTHING)
    def test_what_is_normal_stays(self, name):
        self.assertEqual(normalize_name(normalize_name(name)), normalize_name(name))


class TestCompareNames(unittest.TestCase):
    def assert_kind(self, kind, *pairs):
        for name, other in pairs:
            self.assertEqual(compare_names(name, other).kind, kind, (name, other))

    def test_characters_that_are_read_alike_are_homophones(self):
        self.assert_kind(
            "homophone",
            ("王小燕", "王晓艳"),
            ("张静", "张婧"),
            ("赵磊", "赵雷"),
            ("宁静", "甯静"),
            ("李喆", "李哲"),
            ("欧阳雪", "欧阳血"),
        )

    def test_a_surname_is_read_as_one(self):
        self.assert_kind(
            "homophone",
            *(("单丽", "善丽"), ("仇英", "邱英"), ("解放", "谢放"), ("查明", "扎明")),
            *(("曾立", "增立"), ("区平", "欧平"), ("覃丽", "秦丽"), ("翟红", "宅红")),
            *(("朴顺", "票顺"), ("缪春", "妙春"), ("盖军", "葛军"), ("洗玉", "冼玉")),
            *(("乐平", "岳平"), ("尉迟明", "玉池明"), ("单于立", "禅余立")),
        )
        self.assert_kind(
            "different", ("单丽", "丹丽"), ("解丽", "姐丽"), ("查明", "茶明")
        )

    def test_a_surname_with_two_readings_has_both(self):
        self.assert_kind("homophone", ("覃丽", "谈丽"), ("乐平", "勒平"))

    def test_in_a_given_name_every_usual_reading_counts(self):
        self.assert_kind(
            "homophone", ("李乐", "李月"), ("李乐", "李勒"), ("张长", "张常")
        )
        # 南 is na only in 南无
        self.assert_kind("different", ("李南", "李那"), ("王红", "王公"))

    def test_characters_that_look_alike(self):
        self.assert_kind(
            "look_alike",
            *(("李晴", "李睛"), ("王未", "王末"), ("张晓", "张尧"), ("赵日", "赵曰")),
            ("解晴", "谢睛"),
        )

    def test_other_people(self):
        self.assert_kind(
            "different",
            *(("孙艳", "孙燕玲"), ("姚春燕", "姚立民"), ("", ""), ("李明", "")),
            *(("李洋", "李海"), ("陈胜", "程胜"), (None, "李明")),
        )

    def test_what_only_the_keyboard_changed_is_normalised(self):
        self.assert_kind(
            "normalised",
            *(("李 明", "李明"), ("巴图•孟和", "巴图·孟和"), ("Anna", "ANNA")),
        )

    def test_a_minority_name_without_its_dot_or_with_one_part(self):
        self.assert_kind(
            "minority",
            ("买买提艾力", "买买提·艾力"),
            ("买买提", "买买提·艾力"),
            ("买买提爱力", "买买提·艾力"),
        )
        self.assert_kind("homophone", ("买买提·爱力", "买买提·艾力"))
        self.assert_kind("different", ("艾力", "买买提·吐尔逊"))

    def test_it_tells_what_differs_and_why(self):
        kind, differences = compare_names("王小晴", "王晓睛")
        self.assertEqual(kind, "look_alike")
        self.assertEqual(
            [tuple(d) for d in differences],
            [
                ("小", "晓", "xiao"),
                ("晴", "睛", "shape"),
            ],
        )

    @given(ANYTHING, ANYTHING)
    def test_anything_may_be_compared(self, name, other):
        self.assertIn(compare_names(name, other).kind, KINDS)

    @given(NAMES, NAMES)
    def test_order_does_not_matter(self, name, other):
        self.assertEqual(
            compare_names(name, other).kind, compare_names(other, name).kind
        )

    @given(NAMES)
    def test_a_name_is_the_same_as_itself(self, name):
        self.assertEqual(compare_names(name, name), ("same", ()))

    @given(NAMES, DOTS, NAMES)
    def test_dots_are_one_dot(self, name, dot, other):
        written = f"{name}{dot}{other}"
        kind = compare_names(written, f"{name}{DOT}{other}").kind
        self.assertEqual(kind, "same" if dot == DOT else "normalised")

    @given(NAMES, HAN, HAN)
    def test_one_character_of_the_same_sound_makes_a_homophone(self, name, one, two):
        kind = compare_names(name + one, name + two).kind
        shared = get_readings(one) & get_readings(two)
        self.assertEqual(kind in ("homophone", "same"), bool(shared))

    @given(NAMES, NAMES)
    def test_names_of_different_length_are_no_homophones(self, name, more):
        self.assertEqual(compare_names(name, name + more).kind, "different")


class TestCharacters(unittest.TestCase):
    def test_the_standard_list_is_whole_and_has_readings(self):
        table = read_table()
        self.assertEqual(len(table), 8105)
        self.assertFalse([c for c, (readings, _alike) in table.items() if not readings])

    def test_looking_alike_is_mutual(self):
        for character, (_readings, others) in read_table().items():
            self.assertNotIn(character, others)
            for other in others:
                self.assertTrue(look_alike(other, character), (character, other))

    def test_a_character_outside_the_list_is_read_too(self):
        self.assertEqual(get_readings("\u9fa5"), {"yu"})
        self.assertEqual(get_readings("A"), {"A"})

    @given(st.sampled_from(sorted(SURNAME_READINGS)))
    def test_every_surname_with_its_own_reading_has_it(self, surname):
        homophones = [
            min(c for c, (readings, _a) in read_table().items() if syllable in readings)
            for syllable in SURNAME_READINGS[surname]
        ]
        kind = compare_names(f"{surname}明明", f"{''.join(homophones)}明明").kind
        self.assertIn(kind, ("homophone", "same"))
