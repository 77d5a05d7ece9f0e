"""Search keys for Chinese names: full pinyin and initials.

pypinyin reads by its dictionary of phrases, which suits most places but does not know
that a character is a surname (its issue 297): it reads 单 as dan, not shan.
"""

from functools import lru_cache

from pypinyin import lazy_pinyin
from pypinyin.contrib.mmseg import seg

from .text import compact

# Surnames that have several readings, and the one they have as a surname.
SURNAME_READINGS = {
    "万俟": ("mo", "qi"),
    "乐正": ("yue", "zheng"),
    "令狐": ("ling", "hu"),
    "单于": ("chan", "yu"),
    "尉迟": ("yu", "chi"),
    "长孙": ("zhang", "sun"),
    "乐": ("yue",),
    "仇": ("qiu",),
    "任": ("ren",),
    "会": ("gui",),
    "佴": ("nai",),
    "冼": ("xian",),
    "区": ("ou",),
    "华": ("hua",),
    "单": ("shan",),
    "卜": ("bu",),
    "召": ("shao",),
    "句": ("gou",),
    "员": ("yun",),
    "宁": ("ning",),
    "折": ("she",),
    "曾": ("zeng",),
    "朴": ("piao",),
    "查": ("zha",),
    "洗": ("xian",),
    "牟": ("mu",),
    "盖": ("ge",),
    "盛": ("sheng",),
    "祭": ("zhai",),
    "种": ("chong",),
    "秘": ("bi",),
    "纪": ("ji",),
    "繁": ("po",),
    "缪": ("miao",),
    "翟": ("zhai",),
    "能": ("nai",),
    "葛": ("ge",),
    "薄": ("bo",),
    "覃": ("qin",),
    "解": ("xie",),
    "那": ("na",),
    "都": ("du",),
    "郇": ("xun",),
    "阚": ("kan",),
    "隗": ("wei",),
    "黑": ("he",),
}

# Characters that stand in a name of a place or person for a surname or an old word,
# hardly ever in their everyday sense: 翟家庄, 望都, 解村. In a phrase of the dictionary
# (解放, 都市, 萝卜) they keep the reading they have there.
NAME_READINGS = {
    character: SURNAME_READINGS[character]
    for character in "仇卜单句曾牟种秘缪翟薄覃解都阚"
}


def search_key(name, surname=False):
    """Return the full pinyin without tones, a space and the initials.

    李营村 gives ``liyingcun lyc``. Latin letters and digits stand for themselves in
    both parts, ü is v, anything without a reading is left out.

    :param str name: name of a place, an office, an item or a person
    :param bool surname: read the beginning as a surname (单丽 is shanli)
    :rtype: str
    """
    name = compact(name)
    syllables = []
    if surname:
        length, syllables = _read_surname(name)
        name = name[length:]
    for word in seg.cut(name):
        syllables += _read_word(word)
    initials = "".join(syllable[0] for syllable in syllables)
    return f"{''.join(syllables)} {initials}".strip()


def _read_surname(name):
    """Return the length and the syllables of the surname if it needs an own reading."""
    # A compound surname leaves at least one character for the given name
    if len(name) > 2 and (reading := SURNAME_READINGS.get(name[:2])):
        return 2, list(reading)
    if reading := SURNAME_READINGS.get(name[:1]):
        return 1, list(reading)
    return 0, []


@lru_cache(maxsize=65536)
def _read_word(word):
    """Return the syllables of a phrase of the dictionary or of a single character.

    Names are made of few words: with this cache the 56,712 divisions of a province
    take a quarter of a second, six times less than one call of pypinyin for each.
    """
    if word.isascii():
        return (word.lower(),) if word.isalnum() else ()
    if word in NAME_READINGS:
        return NAME_READINGS[word]
    return tuple(lazy_pinyin(word, errors="ignore"))
