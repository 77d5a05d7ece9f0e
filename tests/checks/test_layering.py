from scripts.checks import layering

BASE = {"name": "Base", "depends": ["mail"]}
TOP = {"name": "Top", "depends": ["bianmin_low"]}


def make_addons(tmp_path, low_text):
    """Two addons, of which bianmin_top builds on bianmin_low."""
    for name, manifest in (("bianmin_low", BASE), ("bianmin_top", TOP)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__manifest__.py").write_text(repr(manifest))
    (tmp_path / "bianmin_top" / "thing.py").write_text(
        'class Thing:\n    _name = "bianmin.thing"\n\n'
        'class Partner:\n    _name = "res.partner"\n    _inherit = "res.partner"\n'
    )
    (tmp_path / "bianmin_low" / "low.py").write_text(low_text)
    return tmp_path


def test_a_lower_addon_may_not_name_a_higher_one(tmp_path):
    addons = make_addons(tmp_path, 'GROUP = "bianmin_top.group_clerk"\n')
    (problem,) = layering.find_problems(addons)
    assert "low.py:1: mentions bianmin_top" in problem


def test_nor_a_model_that_the_higher_one_brings(tmp_path):
    addons = make_addons(tmp_path, '\nMODEL = "bianmin.thing"\n')
    (problem,) = layering.find_problems(addons)
    assert "low.py:2: mentions bianmin.thing" in problem


def test_longer_names_and_extended_models_are_no_mention(tmp_path):
    addons = make_addons(
        tmp_path, 'A = "bianmin.thing.part"\nB = "bianmin_topping"\nC = "res.partner"\n'
    )
    assert layering.find_problems(addons) == []


def test_the_higher_one_may_name_the_lower(tmp_path):
    addons = make_addons(tmp_path, "")
    (addons / "bianmin_top" / "view.xml").write_text('<a ref="bianmin_low.x" />')
    assert layering.find_problems(addons) == []
