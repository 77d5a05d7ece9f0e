"""A thermal printer on paper of 384 points: what its bytes look like.

Knows the commands that a slip has, and refuses all others: a printer would print them
as letters.
"""

from io import BytesIO

import segno
from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 384, 1600
FONT = ImageFont.truetype("NotoSansCJK-Regular.ttc", 24, index=2)


class SlipPrinter:
    """Draws a slip; ``texts`` are the lines that were sent as letters."""

    def __init__(self, data):
        self.data, self.at = data, 0
        self.paper, self.y = Image.new("L", (WIDTH, HEIGHT), 255), 0
        self.scale, self.texts, self.pictures, self.address = 1, [], 0, None
        self.is_cut = False
        while self.at < len(data):
            self._step()
        self.paper = self.paper.crop((0, 0, WIDTH, self.y + 40))

    def _take(self, count):
        taken = self.data[self.at : self.at + count]
        self.at += count
        return taken

    def _step(self):
        if self.data[self.at] not in b"\x1b\x1c\x1d\n":
            return self._print_text()
        lead = self._take(1)
        if lead == b"\n":
            return None
        command = lead + self._take(1)
        if command in (b"\x1b@", b"\x1c&"):
            return None
        if command in (b"\x1ba", b"\x1cW", b"\x1bd"):
            return self._take(1)
        if command == b"\x1d!":
            self.scale = (self._take(1)[0] & 0x0F) + 1
            return None
        return self._do_graphics(command)

    def _do_graphics(self, command):
        if command == b"\x1dv":
            return self._print_picture()
        if command == b"\x1d(":
            return self._print_code()
        if command == b"\x1dV":
            self.is_cut = self._take(2) == b"B\x00"
            return None
        raise AssertionError(f"no command of a printer: {command!r} at {self.at}")

    def _print_text(self):
        end = self.data.index(b"\n", self.at)
        text = self._take(end - self.at).decode("gb18030")
        self.texts.append(text)
        size = 24 * self.scale
        font = FONT.font_variant(size=size)
        start = (WIDTH - round(font.getlength(text))) // 2
        ImageDraw.Draw(self.paper).text((start, self.y), text, fill=0, font=font)
        self.y += size * 3 // 2

    def _print_picture(self):
        assert self._take(2) == b"0\x00"
        width = int.from_bytes(self._take(2), "little")
        height = int.from_bytes(self._take(2), "little")
        data = self._take(width * height)
        picture = Image.frombytes("1", (width * 8, height), data)
        black = Image.new("L", picture.size, 0)
        self.paper.paste(black, ((WIDTH - width * 8) // 2, self.y), picture)
        self.y += height
        self.pictures += 1

    def _print_code(self):
        assert self._take(1) == b"k"
        data = self._take(int.from_bytes(self._take(2), "little"))
        if data[1:3] == b"\x50\x30":
            self.address = data[3:].decode()
        elif data[1:3] == b"\x51\x30":
            file = BytesIO()
            segno.make(self.address, error="m").save(file, kind="png", scale=6)
            code = Image.open(file).convert("L")
            self.paper.paste(code, ((WIDTH - code.width) // 2, self.y))
            self.y += code.height
