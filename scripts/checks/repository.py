"""What the checks share: the repository's files and the addons' manifests."""

import ast
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def committed_files(root=ROOT):
    """The files that git keeps or would keep, as paths relative to the root."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=root,
        check=True,
        capture_output=True,
        text=True,
    )
    names = sorted(set(filter(None, listing.stdout.split("\0"))))
    return [Path(name) for name in names if (root / name).is_file()]


def read_text(path):
    """The text of a file, or None when it is no text."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def manifests(addons):
    """Manifest by addon name, for every addon in the folder."""
    return {
        path.parent.name: ast.literal_eval(path.read_text(encoding="utf-8"))
        for path in sorted(addons.glob("*/__manifest__.py"))
    }


def dependencies(name, known):
    """All addons among the known manifests that the named one builds on."""
    found = set()
    waiting = [name]
    while waiting:
        for other in known[waiting.pop()].get("depends", ()):
            if other in known and other not in found:
                found.add(other)
                waiting.append(other)
    return found


def load_order(known):
    """The addon names, each after those that it builds on."""
    return sorted(known, key=lambda name: (len(dependencies(name, known)), name))


def report(problems):
    """Print the problems and return the exit code they deserve."""
    for problem in problems:
        print(problem)
    return 1 if problems else 0
