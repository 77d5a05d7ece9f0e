import pytest

from scripts.checks import repository
from scripts.tools import addons

KNOWN = {
    "bianmin_case": {"depends": ["bianmin_catalog"]},
    "bianmin_catalog": {"depends": ["bianmin_base", "mail"]},
    "bianmin_base": {"depends": ["base"]},
    "bianmin_sms": {"depends": ["bianmin_base"]},
}


def test_each_addon_comes_after_those_it_builds_on():
    assert repository.load_order(KNOWN) == [
        "bianmin_base",
        "bianmin_catalog",
        "bianmin_sms",
        "bianmin_case",
    ]


def test_the_order_of_one_addon_holds_only_what_it_needs():
    assert addons.order(["bianmin_catalog"], KNOWN) == [
        "bianmin_base",
        "bianmin_catalog",
    ]
    with pytest.raises(SystemExit, match="no addon bianmin_none"):
        addons.order(["bianmin_none"], KNOWN)


def test_an_addon_stands_on_the_one_that_has_most_below_it():
    assert addons.foundation("bianmin_case", KNOWN) == "bianmin_catalog"
    assert addons.foundation("bianmin_sms", KNOWN) == "bianmin_base"
    assert addons.foundation("bianmin_base", KNOWN) == ""


def test_the_checksum_sees_what_odoo_loads_and_nothing_else(tmp_path):
    (tmp_path / "tests").mkdir()
    (tmp_path / "model.py").write_text("x = 1")
    before = addons.checksum(tmp_path)
    (tmp_path / "tests" / "test_model.py").write_text("assert True")
    assert addons.checksum(tmp_path) == before
    (tmp_path / "model.py").write_text("x = 2")
    assert addons.checksum(tmp_path) != before
