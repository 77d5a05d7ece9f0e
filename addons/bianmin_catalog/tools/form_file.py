"""Blank forms and filled samples: which files a villager's phone can open and print."""

MEGABYTE = 1024 * 1024
MAXIMUM_BYTES = 10 * MEGABYTE
# How the content begins -> the endings that files of this kind have.
KINDS = {
    b"%PDF-": ("pdf",),
    b"\x89PNG\r\n\x1a\n": ("png",),
    b"\xff\xd8\xff": ("jpg", "jpeg"),
    # Office files: packed since 2007, compound before.
    b"PK\x03\x04": ("docx", "xlsx"),
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": ("doc", "xls", "wps", "et"),
}


def find_form_mistake(content, name):
    """Say why a file cannot be given out as a form.

    :param bytes content: the file
    :param name: what it is called; a name without an ending says nothing
    :return: ``size``, ``kind``, ``name`` (the ending belongs to another kind) or None
    """
    if len(content) > MAXIMUM_BYTES:
        return "size"
    endings = next(
        (endings for start, endings in KINDS.items() if content.startswith(start)), ()
    )
    if not endings:
        return "kind"
    _stem, dot, ending = (name or "").rpartition(".")
    return "name" if dot and ending.strip().lower() not in endings else None
