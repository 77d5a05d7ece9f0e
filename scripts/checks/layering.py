"""No addon mentions one that builds on it, by its name or by a model it brings."""

import ast
import re
import sys

from scripts.checks.repository import ROOT, dependencies, manifests, read_text, report

SUFFIXES = {".py", ".xml", ".csv", ".js", ".scss", ".po", ".pot", ".md", ".rst"}


def own_models(addon):
    """The names of the models that an addon defines (not those it only extends)."""
    names = set()
    for path in addon.glob("**/*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                names |= _new_model(node)
    return names


def _new_model(class_node):
    values = {}
    for node in class_node.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            values[node.targets[0].id] = node.value
    name = _strings(values.get("_name"))
    return name - _strings(values.get("_inherit"))


def _strings(node):
    if node is None:
        return set()
    return {
        part.value
        for part in ast.walk(node)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    }


def forbidden_words(known, addons):
    """For each addon, the words it must not use and the addon each belongs to."""
    models = {name: own_models(addons / name) for name in known}
    words = {name: {} for name in known}
    for name in known:
        for base in dependencies(name, known):
            words[base].update(dict.fromkeys(models[name] | {name}, name))
    return words


def mentions(text, words):
    """Line number and word for each forbidden word in the text."""
    if not words:
        return
    pattern = re.compile(
        "|".join(_pattern(word) for word in sorted(words, key=len, reverse=True))
    )
    for number, line in enumerate(text.splitlines(), 1):
        for match in pattern.finditer(line):
            yield number, match.group()


def _pattern(word):
    # After an addon's name the rest of an XML id may follow; a model's name may not be
    # the beginning of another model's.
    tail = r"(?!\.?\w)" if "." in word else r"(?!\w)"
    return rf"(?<![A-Za-z0-9]){re.escape(word)}{tail}"


def find_problems(addons):
    known = manifests(addons)
    problems = []
    for name, words in forbidden_words(known, addons).items():
        for path in sorted((addons / name).rglob("*")):
            if path.suffix not in SUFFIXES or not path.is_file():
                continue
            for number, word in mentions(read_text(path) or "", words):
                problems.append(
                    f"{path.relative_to(addons.parent)}:{number}: mentions {word}, "
                    f"but {words[word]} builds on {name}"
                )
    return problems


if __name__ == "__main__":
    sys.exit(report(find_problems(ROOT / "addons")))
