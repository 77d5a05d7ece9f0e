"""Lines of text as black points, for printers that lack their characters."""

from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

FONT = "NotoSansCJK-Regular.ttc"
# Its simplified Chinese face.
FACE = 2


@lru_cache
def _get_font(height):
    return ImageFont.truetype(FONT, height, index=FACE)


def draw_line(text, height):
    """A picture of a text.

    :return: bytes in a row, and a list of rows; a set bit is a black point
    """
    font = _get_font(height)
    width = -(-round(font.getlength(text)) // 8) * 8
    # White on black: a set bit of the picture is a point that is printed.
    picture = Image.new("1", (max(width, 8), height * 5 // 4))
    ImageDraw.Draw(picture).text((0, -height // 8), text, fill=1, font=font)
    data, row = picture.tobytes(), picture.width // 8
    return row, [data[start : start + row] for start in range(0, len(data), row)]
