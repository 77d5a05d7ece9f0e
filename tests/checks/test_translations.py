import polib

from scripts.checks import translations


def entry(msgid, msgstr="", **values):
    return polib.POEntry(msgid=msgid, msgstr=msgstr, **values)


def test_every_kind_of_gap_is_named():
    terms = [entry("Case"), entry("Clerk"), entry("Hall"), entry("Seal")]
    stored = [
        entry("Case", "办件"),
        entry("Clerk"),
        entry("Hall", "大厅", flags=["fuzzy"]),
        entry("Gone", "没有了"),
    ]
    assert sorted(translations.untranslated(terms, stored)) == [
        "marked fuzzy: 'Hall'",
        "no longer a term of the addon: 'Gone'",
        "not in the file: 'Seal'",
        "not translated: 'Clerk'",
    ]


def test_refreshing_keeps_what_is_translated_and_drops_what_is_gone():
    terms = [entry("Case", comment="module: bianmin_low"), entry("Name"), entry("New")]
    own = [entry("Case", "办件"), entry("Gone", "没有了")]
    shared = [entry("Case", "案例"), entry("Name", "名称")]
    merged = translations.merge(terms, own, shared)
    assert [(item.msgid, item.msgstr) for item in merged] == [
        ("Case", "办件"),
        ("Name", "名称"),
        ("New", ""),
    ]
    assert merged[0].comment == "module: bianmin_low"


def test_refreshing_writes_the_file_of_the_addon(tmp_path):
    (tmp_path / "bianmin_low").mkdir()
    exported = polib.POFile()
    exported.append(entry("Bianmin only"))
    exported.save(str(tmp_path / "bianmin_low.po"))
    assert translations.refresh(tmp_path, tmp_path / "bianmin_low.po") == 1
    written = polib.pofile(str(tmp_path / "bianmin_low" / "i18n" / "zh_CN.po"))
    assert [item.msgid for item in written] == ["Bianmin only"]
    assert written.metadata["Language"] == "zh_CN"
