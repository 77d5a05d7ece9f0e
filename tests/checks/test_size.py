from pathlib import Path

from scripts.checks import size


def function(lines):
    return "def long():\n" + "    pass\n" * (lines - 1)


def test_a_function_may_have_sixty_lines():
    assert list(size.long_parts(function(60))) == []
    ((number, problem),) = size.long_parts(function(61))
    assert number == 1
    assert "long has 61 lines" in problem


def test_a_file_may_have_four_hundred_lines():
    assert list(size.long_parts("x = 1\n" * 400)) == []
    ((_, problem),) = size.long_parts("x = 1\n" * 401)
    assert "401 lines" in problem


def test_tests_may_be_long(tmp_path):
    path = Path("addons/bianmin_low/tests/test_long.py")
    assert size.find_problems(tmp_path, [path]) == []
