"""The few shapes of a chart. Colours, lines and letters are attributes, so that a file looks right alone; in a page the sheet
overrides them by class. Never a style attribute: the content policy forbids it."""

import re

from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe

from core.models import Figure

UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
FONT = "system-ui, -apple-system, 'Segoe UI', 'Noto Sans', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif"
COLOURS = {
    Figure.Kind.ACTUAL: "#1b1f24",
    Figure.Kind.ESTIMATE: "#5b3a9e",
    Figure.Kind.TARGET: "#8f4100",
    Figure.Kind.PLAN: "#1c5b2e",
    Figure.Kind.FORECAST: "#1c5b2e",
}
INK, SOFT, LINE, PAPER, BAD = "#1b1f24", "#545c66", "#ddd9ce", "#ffffff", "#9a1b1b"
# The line of each kind, as docs/design-language.md has it; that of a target is double.
DASHES = {Figure.Kind.ESTIMATE: "6 4", Figure.Kind.PLAN: "1 4", Figure.Kind.FORECAST: "1 4"}
SMALL = 12
# Of a sign that stands among many.
SMALLER = 0.6
WAVE = "M-6 {0}c2-4 4-4 6-1.5s4 2.5 6-1.5"


def tag(name, *children, **attributes):
    """An element; `class_` and `stroke_width` become class and stroke-width, what is None is left out, texts are escaped."""
    words = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{written(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    inner = "".join(written(child) for child in children)
    whole = f"<{name}{words}>{inner}</{name}>" if children else f"<{name}{words}/>"
    return mark_safe(whole)  # noqa: S308 -- everything in it is escaped just above


def written(value):
    if isinstance(value, float):
        return number(value)
    return UNWRITABLE.sub("", conditional_escape(value))


def number(value):
    """As few digits as a tenth of a pixel needs."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def sign(kind, y, *, x=0, is_small=False):
    """The sign of a kind with its middle at `x` and `y`: a square, two waves, a ring, an empty square, an arrow."""
    at = f"translate({number(x)} {number(y)})"
    return tag("g", *SIGNS[kind](), transform=f"{at} scale({SMALLER})" if is_small else at)


def square():
    return [tag("rect", x=-4, y=-4, width=8, height=8, fill="currentColor")]


def waves():
    path = f"{WAVE.format(-1)}{WAVE.format(4)}"
    return [
        tag("path", d=path, class_="paper-line", fill="none", stroke=PAPER, stroke_width=6),
        tag("path", d=path, fill="none", stroke="currentColor", stroke_width=2),
    ]


def ring():
    return [
        tag("circle", r=6, class_="paper", fill=PAPER, stroke="currentColor", stroke_width=1.8),
        tag("circle", r=2.6, fill="currentColor"),
    ]


def empty_square():
    return [
        tag(
            "rect",
            x=-4.5,
            y=-4.5,
            width=9,
            height=9,
            class_="paper",
            fill=PAPER,
            stroke="currentColor",
            stroke_width=1.8,
        )
    ]


def rising():
    path = "M-4.5 4.5L4 -4M-2 -4.5H4.5V2"
    return [
        tag("path", d=path, class_="paper-line", fill="none", stroke=PAPER, stroke_width=6),
        tag("path", d=path, fill="none", stroke="currentColor", stroke_width=2.2),
    ]


SIGNS = {
    Figure.Kind.ACTUAL: square,
    Figure.Kind.ESTIMATE: waves,
    Figure.Kind.TARGET: ring,
    Figure.Kind.PLAN: empty_square,
    Figure.Kind.FORECAST: rising,
}


def line(kind, **ends):
    """A line of the kind; the double one of a target is two."""
    shown = {"stroke": "currentColor", "stroke_dasharray": DASHES.get(kind), "fill": "none"}
    if kind in (Figure.Kind.PLAN, Figure.Kind.FORECAST):
        shown["stroke_linecap"] = "round"
    if kind != Figure.Kind.TARGET:
        return tag("line", **ends, stroke_width=2, **shown)
    return tag(
        "g",
        tag("line", **ends, stroke_width=5, stroke="currentColor"),
        tag("line", **ends, stroke_width=2, stroke=PAPER, class_="paper-line"),
    )


def upright(top, bottom, *, cap):
    """An interval: a line that no kind dashes, because few dashes of it would be left, with a cap at either end."""
    caps = "".join(f"M{-cap} {number(y)}H{cap}" for y in (top, bottom))
    return tag("path", d=f"M0 {number(top)}V{number(bottom)}{caps}", fill="none", stroke="currentColor", stroke_width=2)


def arrow(x, y, way, length):
    """An end that is left open: a thin line with a head, `way` is up, down, left or right."""
    turn = {"up": 0, "right": 90, "down": 180, "left": 270}[way]
    tip = number(-length)
    path = f"M0 0V{tip}M-4 {number(-length + 5)}L0 {tip}L4 {number(-length + 5)}"
    return tag(
        "path", d=path, transform=f"translate({number(x)} {number(y)}) rotate({turn})", fill="none", stroke="currentColor",
        stroke_width=1.6,
    )  # fmt: skip


def text(words, **attributes):
    return tag("text", words, **attributes)
