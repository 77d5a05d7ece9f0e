"""Blank forms and filled samples: which files a villager's phone can open and print."""

from odoo.addons.bianmin_base.tools.uploaded_file import (
    MEGABYTE,
    UploadProblem,
    inspect,
)

MAXIMUM_BYTES = 10 * MEGABYTE
# Kind of the content -> the endings that files of this kind have.
KINDS = {
    "pdf": ("pdf",),
    "png": ("png",),
    "jpg": ("jpg", "jpeg"),
    "docx": ("docx",),
    "xlsx": ("xlsx",),
}
# Office files before 2007, which offices still hand out.
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
COMPOUND_ENDINGS = ("doc", "xls", "wps", "et")


def find_form_mistake(content, name):
    """Say why a file cannot be given out as a form.

    :param bytes content: the file
    :param name: what it is called; a name without an ending says nothing
    :return: ``size``, ``kind``, ``unsafe`` (damaged, locked, or with a script, a macro
        or another file in it), ``name`` (the ending belongs to another kind) or None
    """
    if len(content) > MAXIMUM_BYTES:
        return "size"
    if content.startswith(COMPOUND):
        endings = COMPOUND_ENDINGS
    else:
        try:
            endings = KINDS.get(inspect(content, MAXIMUM_BYTES))
        except UploadProblem as problem:
            unsafe = problem.code in ("broken", "pixels", "bomb", "active", "locked")
            return "unsafe" if unsafe else "kind"
    if not endings:
        return "kind"
    _stem, dot, ending = (name or "").rpartition(".")
    return "name" if dot and ending.strip().lower() not in endings else None
