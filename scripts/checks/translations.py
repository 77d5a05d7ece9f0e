"""Every term that Odoo exports of an addon has a translation in its zh_CN.po.

    translations.py check ADDONS EXPORTED…     EXPORTED is the fresh .po of one addon
    translations.py refresh ADDONS EXPORTED…   the same, and writes ADDON/i18n/zh_CN.po

The exported file is named after its addon.
"""

import itertools
import sys
from importlib.util import find_spec
from pathlib import Path

import polib

LANGUAGE = "zh_CN"
# The labels of the fields that our models take over from Odoo are terms of our addons
# too; these addons of Odoo have them translated.
MEMORY = ("base", "mail", "portal", "sms", "web")


def stored(addons, exported):
    """The addon's own translation file."""
    return addons / exported.stem / "i18n" / f"{LANGUAGE}.po"


def untranslated(terms, translations):
    """What is wrong, in words, for each term without a finished translation."""
    known = {(entry.msgctxt, entry.msgid): entry for entry in translations}
    for term in terms:
        entry = known.get((term.msgctxt, term.msgid))
        if entry is None:
            yield f"not in the file: {term.msgid!r}"
        elif not entry.msgstr:
            yield f"not translated: {term.msgid!r}"
        elif entry.fuzzy:
            yield f"marked fuzzy: {term.msgid!r}"
    exported = {(term.msgctxt, term.msgid) for term in terms}
    for key in known.keys() - exported:
        yield f"no longer a term of the addon: {key[1]!r}"


def core_translations():
    """What Odoo itself has translated, for terms that ours share with it."""
    for folder in find_spec("odoo").submodule_search_locations:
        for addon in MEMORY:
            path = Path(folder, "addons", addon, "i18n", f"{LANGUAGE}.po")
            if path.exists():
                yield from polib.pofile(str(path))


def merge(terms, *sources):
    """The exported terms with their translations; earlier sources win."""
    known = {}
    for entry in itertools.chain(*sources):
        if entry.msgstr:
            known.setdefault(entry.msgid, entry)
    merged = polib.POFile()
    merged.metadata = {
        "Project-Id-Version": "Bianmin 19.0",
        "Language": LANGUAGE,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=1; plural=0;",
    }
    for term in terms:
        if term.msgid in known:
            term.msgstr = known[term.msgid].msgstr
            term.flags = known[term.msgid].flags
        merged.append(term)
    return merged


def check(addons, exported):
    path = stored(addons, exported)
    translations = polib.pofile(str(path)) if path.exists() else []
    problems = list(untranslated(polib.pofile(str(exported)), translations))
    for problem in problems:
        print(f"{path}: {problem}")
    return len(problems)


def refresh(addons, exported):
    path = stored(addons, exported)
    path.parent.mkdir(exist_ok=True)
    translations = polib.pofile(str(path)) if path.exists() else []
    terms = polib.pofile(str(exported))
    merge(terms, translations, core_translations()).save(str(path))
    return check(addons, exported)


if __name__ == "__main__":
    action = {"check": check, "refresh": refresh}[sys.argv[1]]
    missing = sum(action(Path(sys.argv[2]), Path(name)) for name in sys.argv[3:])
    sys.exit(1 if missing else 0)
