import unittest

from hypothesis import given
from hypothesis import strategies as st

from ..tools.name_match import sounds_alike

NAMES = st.text("王李张姚单善丽晓小燕艳静婧宁甯雷磊曾", min_size=1, max_size=4)


class TestHomophone(unittest.TestCase):
    def test_names_that_sound_alike(self):
        for one, two in (
            ("王小燕", "王晓艳"),
            ("张静", "张婧"),
            ("赵磊", "赵雷"),
            ("宁静", "甯静"),
            ("单丽", "善丽"),
        ):
            self.assertTrue(sounds_alike(one, two), (one, two))

    def test_names_that_do_not(self):
        for one, two in (("孙艳", "孙燕玲"), ("姚春燕", "姚立民"), ("", "")):
            self.assertFalse(sounds_alike(one, two), (one, two))

    @given(NAMES, NAMES)
    def test_order_does_not_matter(self, one, two):
        self.assertEqual(sounds_alike(one, two), sounds_alike(two, one))

    @given(NAMES)
    def test_every_name_sounds_like_itself(self, name):
        self.assertTrue(sounds_alike(name, name))
