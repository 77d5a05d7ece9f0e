"""Files stay short enough to read and methods short enough to test."""

import ast
import sys
from pathlib import Path

from scripts.checks.repository import ROOT, committed_files, report

MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 60


def is_test(path):
    return "tests" in path.parts or path.name == "conftest.py"


def long_parts(source):
    """What is too long in a Python source, in words."""
    lines = len(source.splitlines())
    if lines > MAX_FILE_LINES:
        yield 1, f"{lines} lines, at most {MAX_FILE_LINES} are allowed in a file"
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = node.end_lineno - node.lineno + 1
            if lines > MAX_FUNCTION_LINES:
                yield (
                    node.lineno,
                    f"{node.name} has {lines} lines, at most {MAX_FUNCTION_LINES} "
                    "are allowed in a function",
                )


def find_problems(root, paths):
    return [
        f"{path}:{number}: {problem}"
        for path in paths
        if path.suffix == ".py" and not is_test(path)
        for number, problem in long_parts((root / path).read_text(encoding="utf-8"))
    ]


def main(folders):
    wanted = [Path(folder) for folder in folders]
    paths = [
        path
        for path in committed_files()
        if any(folder in path.parents for folder in wanted)
    ]
    return report(find_problems(ROOT, paths))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
