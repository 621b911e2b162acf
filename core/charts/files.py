"""A chart as a file of its own: with its heading, its signs explained, and where it is from."""

from core.charts import svg, words
from core.charts.drawing import time_chart
from core.charts.labels import width_of
from core.models import Figure

WIDTH, LEFT, RIGHT = 760, 60, 20
HEADING, HEIGHT, KEY, LINE = 74, 340, 34, 18
LETTERS_A_LINE = 104


def chart_file(series, address):
    """The whole SVG document of `series`, in the reader's language."""
    heading = words.title(series)
    beside = [str(part) for part in (series.population, series.whole and series.whole.name) if part and str(part)]
    below = [*wrapped(" ".join(words.notes(series))), address]
    height = HEADING + HEIGHT + KEY + LINE * len(below) + 16
    inner = [
        svg.tag("title", heading),
        svg.tag("desc", words.summary(series)),
        svg.tag("rect", width=WIDTH, height=height, fill=svg.PAPER),
        svg.text(shortened(heading, 62), x=LEFT - 44, y=30, font_size=19, font_weight=600, fill=svg.INK),
        svg.text(shortened(words.comma().join(beside), LETTERS_A_LINE), x=LEFT - 44, y=52, font_size=13, fill=svg.SOFT),
        svg.tag(
            "g",
            *time_chart(series, height=HEIGHT, width=WIDTH - LEFT - RIGHT),
            transform=f"translate({LEFT} {HEADING})",
        ),
        svg.tag("g", *key(series), transform=f"translate({LEFT - 44} {HEADING + HEIGHT + 22})"),
        *(
            svg.text(line, x=LEFT - 44, y=HEADING + HEIGHT + KEY + 16 + LINE * number, font_size=12, fill=svg.SOFT)
            for number, line in enumerate(below)
        ),
    ]
    whole = svg.tag(
        "svg", *inner, xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {WIDTH} {height}", width=WIDTH, height=height,
        font_family=svg.FONT, role="img",
    )  # fmt: skip
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{whole}\n'


def key(series):
    """The sign and the word of each kind in the chart, in one line."""
    x = 8
    for kind in series.kinds:
        label = str(Figure.Kind(kind).label)
        shown = svg.tag("svg", svg.sign(kind, 0), x=x, y=-4, overflow="visible")
        yield svg.tag(
            "g", shown, svg.text(label, x=x + 14, y=0, font_size=13, fill="currentColor"), color=svg.COLOURS[kind]
        )
        x += 40 + width_of(label)


def shortened(words_, most):
    """At most as long as a line; ideographs count twice."""
    length = 0
    for place, letter in enumerate(words_):
        length += 2 if ord(letter) >= 0x2E80 else 1
        if length > most:
            return words_[: max(place - 1, 1)] + "…"
    return words_


def wrapped(sentences):
    """Lines of at most LETTERS_A_LINE letters."""
    lines, rest = [], sentences
    while rest:
        line = shortened(rest, LETTERS_A_LINE)
        if line == rest:
            return [*lines, rest]
        cut = line[:-1].rfind(" ") if " " in line[:-1] else len(line) - 1
        lines.append(rest[:cut])
        rest = rest[cut:].strip()
    return lines
