"""Answers the shell scripts' questions about the addons.

addons order [ADDON…]     the addons and all of ours they build on, in load order
addons checksum ADDON…    one line for each: name and checksum of its files
addons foundation ADDON   of ours that it builds on, the one with most below it
"""

import hashlib
import sys

from scripts.checks.repository import ROOT, dependencies, load_order, manifests

ADDONS = ROOT / "addons"
# Not loaded into a database: changing them asks for no update.
NOT_LOADED = {"tests", "readme", "__pycache__"}


def order(names, known):
    unknown = sorted(set(names) - set(known))
    if unknown:
        sys.exit(f"ERROR: there is no addon {', '.join(unknown)} in addons/.")
    wanted = set(names or known)
    for name in names:
        wanted |= dependencies(name, known)
    return [name for name in load_order(known) if name in wanted]


def foundation(name, known):
    """The direct or indirect dependency that itself depends on most; "" for none."""
    below = load_order(known)
    candidates = [other for other in below if other in dependencies(name, known)]
    return max(
        candidates, key=lambda other: len(dependencies(other, known)), default=""
    )


def checksum(addon):
    """A checksum over the names and contents of all files that Odoo loads."""
    digest = hashlib.sha256()
    for path in sorted(addon.rglob("*")):
        relative = path.relative_to(addon)
        if path.is_file() and not NOT_LOADED & set(relative.parts):
            digest.update(f"{relative}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:32]


def main(question, *names):
    if question == "order":
        lines = order(names, manifests(ADDONS))
    elif question == "foundation":
        lines = [foundation(names[0], manifests(ADDONS))]
    else:
        lines = [f"{name} {checksum(ADDONS / name)}" for name in names]
    print("\n".join(lines))


if __name__ == "__main__":
    main(*sys.argv[1:])
