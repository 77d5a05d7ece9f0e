"""The slip of a ticket in the language of thermal printers (ESC/POS).

Chinese is sent as GB18030. Printers know its two-byte part, which is GBK; characters
beyond it, rare ones in names of villages and people, are printed as a picture of their
line unless the printer knows them too.
"""

from dataclasses import dataclass

INITIALIZE = b"\x1b@"
CHINESE = b"\x1c&"
CENTRE = b"\x1ba\x01"
FEED_AND_CUT = b"\x1bd\x04\x1dVB\x00"
# Width and height: GS ! for Latin characters, FS W for Chinese ones.
SIZES = {
    "normal": b"\x1d!\x00\x1cW\x00",
    "large": b"\x1d!\x11\x1cW\x01",
    "huge": b"\x1d!\x33\x1cW\x01",
}
PIXELS = {"normal": 24, "large": 48, "huge": 96}
QR_MODULE, QR_LEVEL_M = 6, 0x31


@dataclass(frozen=True)
class Line:
    """A line of a slip.

    :ivar size: key of ``SIZES``
    """

    text: str
    size: str = "normal"


def encode_slip(lines, address, draw, has_rare=False):
    """The bytes that print a slip.

    :param lines: iterable of :class:`Line`
    :param str address: what the QR code holds
    :param draw: function of a text and its height in pixels that returns a picture:
        bytes in a row, and rows of so many bytes, a bit for each black point
    :param bool has_rare: whether the printer knows all of GB18030
    """
    parts = [INITIALIZE, CHINESE, CENTRE]
    for line in lines:
        parts += (SIZES[line.size], _encode_line(line, draw, has_rare), b"\n")
    parts += (SIZES["normal"], _encode_qr(address), FEED_AND_CUT)
    return b"".join(parts)


def _encode_line(line, draw, has_rare):
    if has_rare or is_common(line.text):
        return line.text.encode("gb18030")
    width, rows = draw(line.text, PIXELS[line.size])
    header = b"\x1dv0\x00" + width.to_bytes(2, "little")
    return header + len(rows).to_bytes(2, "little") + b"".join(rows)


def is_common(text):
    """Whether every printer has the characters of a text."""
    try:
        text.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True


def _encode_qr(address):
    data = address.encode("ascii")
    return b"".join(
        (
            b"\x1d(k\x04\x00\x31\x41\x32\x00",
            b"\x1d(k\x03\x00\x31\x43" + bytes([QR_MODULE]),
            b"\x1d(k\x03\x00\x31\x45" + bytes([QR_LEVEL_M]),
            b"\x1d(k" + (len(data) + 3).to_bytes(2, "little") + b"\x31\x50\x30" + data,
            b"\x1d(k\x03\x00\x31\x51\x30",
        )
    )
