"""Clean-up of codes and numbers that people type, paste or scan."""

# The full-width forms U+FF01..U+FF5E mirror ASCII U+0021..U+007E one by one.
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
# Invisible characters that survive copying from spreadsheets and chat programs.
_INVISIBLE = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))


def compact(text):
    """Return ``text`` in half-width characters and without any blanks.

    Full-width letters and digits are what Chinese input methods produce; blanks
    come from numbers written in groups of four.

    :param str text: as typed; None and False count as empty
    :rtype: str
    """
    if not text:
        return ""
    # split() knows all Unicode blanks, also the ideographic space U+3000
    return "".join(text.translate(_HALF_WIDTH).translate(_INVISIBLE).split())
