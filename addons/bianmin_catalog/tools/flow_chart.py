"""Flow charts (办理流程图) as SVG text, drawn without any library.

One column of boxes from top to bottom, as offices hang them up: rounded start and
end, a box for each step, a diamond for a special procedure, and beside a step what
may happen instead (补正, 不予受理). 720 units are the 170 mm of a printed A4 page, so
that the smallest text is 11 points high there and 25 pixels on a wall screen.
"""

import re
import unicodedata
from typing import NamedTuple
from xml.sax.saxutils import escape

WIDTH = 720
MARGIN = 12
COLUMN_WIDTH = 400
SIDE_WIDTH = 236
GAP = 34
SIDE_GAP = 14
PADDING = 12
LINE = 1.35
HEAD = 7
ACCENT = "#a61b1b"
NAME_SIZE = 21
DETAIL_SIZE = 17
FONTS = "'Noto Sans CJK SC', 'Microsoft YaHei', SimHei, sans-serif"

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# A word, or one other character; closing marks stay with what they close.
_TOKENS = re.compile(r"(?:[!-~]+|[^\s])[，。；：、！？）》」』】”]*|\s+")
_WIDE_LATIN = frozenset("mwMW@%&")


class Step(NamedTuple):
    """One step; ``limit`` is its time limit in words."""

    name: str
    actor: str = ""
    limit: str = ""
    special: bool = False
    note: str = ""


class Branch(NamedTuple):
    """What may happen instead beside step number ``step`` (from 0).

    ``returns``: the applicant comes back to the step afterwards.
    """

    step: int
    name: str
    note: str = ""
    returns: bool = False


class Line(NamedTuple):
    """One line of text as it will be drawn."""

    text: str
    size: int
    color: str = "#000"
    bold: bool = False


def measure(text, size):
    """Width of ``text`` in units, never less than a common font needs."""
    return size * sum(map(_measure_character, text))


def _measure_character(character):
    if unicodedata.combining(character):
        return 0
    if character.isascii() and character not in _WIDE_LATIN:
        return 0.75 if character.isupper() else 0.64
    return 1.0 if unicodedata.east_asian_width(character) != "N" else 1.1


def wrap(text, size, width):
    """Break ``text`` into lines of ``width`` at most, words whole where they fit."""
    lines = []
    for paragraph in _clean(text).splitlines():
        line = ""
        for token in _TOKENS.findall(paragraph):
            for part in _cut(token, size, width):
                if line and measure(line + part, size) > width:
                    lines.append(line.strip())
                    line = part.lstrip()
                else:
                    line += part
        lines.append(line.strip())
    return [line for line in lines if line]


def _cut(token, size, width):
    """Cut what is wider than a line by characters."""
    if measure(token, size) <= width:
        return [token]
    count = max(1, int(width / (size * 1.1)))
    return [token[start : start + count] for start in range(0, len(token), count)]


def _clean(text):
    return _NOT_XML.sub("", text or "")


class _Shape:
    """A box with its lines, laid out but not yet placed."""

    def __init__(self, kind, width, texts):
        self.kind = kind
        self.width = width
        # A rectangle of half the width and height fits into a diamond.
        share = 0.5 if kind == "diamond" else 1
        inner = width * share - 2 * PADDING * (kind != "diamond")
        self.lines = [
            line._replace(text=part)
            for line in texts
            for part in wrap(line.text, line.size, inner)
        ]
        text_height = sum(line.size * LINE for line in self.lines)
        self.height = text_height / share + 2 * PADDING
        self.text_height = text_height

    def draw(self, center, top):
        """Return the elements of the box with its middle at ``center``."""
        middle = top + self.height / 2
        elements = [self._draw_outline(center, top, middle)]
        y = middle - self.text_height / 2
        for line in self.lines:
            baseline = y + line.size * 1.05
            weight = ' font-weight="bold"' if line.bold else ""
            elements.append(
                f'<text x="{center:.1f}" y="{baseline:.1f}" font-size="{line.size}"'
                f' fill="{line.color}"{weight}>{escape(line.text)}</text>'
            )
            y += line.size * LINE
        return elements

    def _draw_outline(self, center, top, middle):
        left, right = center - self.width / 2, center + self.width / 2
        style = f'class="{self.kind}" fill="#fff" stroke-width="2"'
        if self.kind == "diamond":
            bottom = top + self.height
            points = (
                f"{center:.1f},{top:.1f} {right:.1f},{middle:.1f} "
                f"{center:.1f},{bottom:.1f} {left:.1f},{middle:.1f}"
            )
            return f'<polygon {style} stroke="{ACCENT}" points="{points}"/>'
        radius = min(self.height / 2, 30) if self.kind == "end" else 2
        dashes = ' stroke-dasharray="6 4"' if self.kind == "side" else ""
        return (
            f'<rect {style} stroke="#000"{dashes} x="{left:.1f}" y="{top:.1f}"'
            f' width="{self.width}" height="{self.height:.1f}" rx="{radius:.1f}"/>'
        )


def draw_flow_chart(title, steps, start, end, branches=(), description=""):
    """Draw the steps as SVG.

    :param str title: name of the chart, read aloud by screen readers
    :param list[Step] steps: from first to last, may be empty
    :param str start: words of the rounded box at the top
    :param str end: words of the rounded box at the bottom
    :param list[Branch] branches: what may happen instead; those of no step are ignored
    :param str description: what a screen reader says of the chart
    :return: an ``<svg>`` element without XML declaration, to be embedded as it is
    """
    sides = {index: [] for index in range(len(steps))}
    for branch in branches:
        if branch.step in sides:
            sides[branch.step].append(branch)
    has_sides = any(sides.values())
    center = MARGIN + COLUMN_WIDTH / 2 if has_sides else WIDTH / 2
    shapes = [
        (_make_end(start), []),
        *((_make_step(step), sides[index]) for index, step in enumerate(steps)),
        (_make_end(end), []),
    ]
    elements, height = _draw_column(shapes, center)
    return _assemble(title, description, height, elements)


def _make_end(text):
    return _Shape("end", COLUMN_WIDTH, [Line(text, NAME_SIZE, bold=True)])


def _make_step(step):
    texts = [
        Line(step.name, NAME_SIZE, bold=True),
        Line(step.actor, DETAIL_SIZE),
        Line(step.limit, DETAIL_SIZE, ACCENT),
        Line(step.note, DETAIL_SIZE, "#333"),
    ]
    return _Shape("diamond" if step.special else "step", COLUMN_WIDTH, texts)


def _make_side(branch):
    texts = [Line(branch.name, NAME_SIZE, bold=True), Line(branch.note, DETAIL_SIZE)]
    return _Shape("side", SIDE_WIDTH, texts)


def _draw_column(shapes, center):
    """Place the boxes below each other; return the elements and the height."""
    elements = []
    top = MARGIN
    bottom = None
    for shape, branches in shapes:
        sides = [_make_side(branch) for branch in branches]
        beside = _get_stack_height(sides)
        row = max(shape.height, beside)
        own_top = top + (row - shape.height) / 2
        if bottom is not None:
            elements += _draw_arrow([(center, bottom), (center, own_top)])
        elements += shape.draw(center, own_top)
        middle = own_top + shape.height / 2
        returns = [branch.returns for branch in branches]
        elements += _draw_sides(
            zip(sides, returns, strict=True), center, middle, middle - beside / 2
        )
        bottom = own_top + shape.height
        top += row + GAP
    return elements, top - GAP + MARGIN


def _get_stack_height(sides):
    return sum(side.height for side in sides) + SIDE_GAP * max(0, len(sides) - 1)


def _draw_sides(sides, center, middle, y):
    """Draw the boxes beside a step from ``y`` down, with an arrow to each."""
    elements = []
    from_x, to_x = center + COLUMN_WIDTH / 2, WIDTH - MARGIN - SIDE_WIDTH
    bend = (from_x + to_x) / 2
    for side, returns in sides:
        target = y + side.height / 2
        path = [(from_x, middle), (bend, middle), (bend, target), (to_x, target)]
        elements += _draw_arrow(path)
        if returns:
            elements.append(_draw_head(from_x, middle, -1, 0))
        elements += side.draw(to_x + SIDE_WIDTH / 2, y)
        y += side.height + SIDE_GAP
    return elements


def _draw_line(points):
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline points="{path}" fill="none" stroke="#000" stroke-width="2"/>'


def _draw_arrow(points):
    (from_x, from_y), (to_x, to_y) = points[-2:]
    across = (to_x > from_x) - (to_x < from_x)
    down = (to_y > from_y) - (to_y < from_y)
    return [_draw_line(points), _draw_head(to_x, to_y, across, down)]


def _draw_head(x, y, across, down):
    """Head of an arrow that ends at ``x``, ``y``: markers do not print."""
    back_x, back_y = x - across * 2 * HEAD, y - down * 2 * HEAD
    points = (
        f"{x:.1f},{y:.1f} {back_x - down * HEAD:.1f},{back_y - across * HEAD:.1f} "
        f"{back_x + down * HEAD:.1f},{back_y + across * HEAD:.1f}"
    )
    return f'<polygon class="head" points="{points}"/>'


def _assemble(title, description, height, elements):
    title, description = escape(_clean(title)), escape(_clean(description))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" role="img"'
        f' viewBox="0 0 {WIDTH} {height:.0f}" width="{WIDTH}" height="{height:.0f}"'
        f' font-family="{FONTS}" text-anchor="middle">'
        f"<title>{title}</title><desc>{description}</desc>"
        f"{''.join(elements)}</svg>"
    )
