"""One measure of several subjects on one axis, a row each: what is drawn stands beside the words it draws."""

from typing import NamedTuple

from core.charts import svg
from core.charts.series import KINDS, printed_numbers, series_key, sign_number
from core.charts.ticks import value_scale
from core.models import Figure, Unit
from editorial.bilingual import reading_language

HEIGHT, MIDDLE, ARROW = 30, 15, 18
AXIS_HEIGHT = 18
# The end of an interval, higher than any sign.
CAP = f"M0 {MIDDLE - 8}V{MIDDLE + 8}"
MOST_ROWS = 30
# An axis of a table column has room for few words.
MOST_TICKS = 4


class Row(NamedTuple):
    figure: Figure
    drawing: str


class Strip(NamedTuple):
    """`axis` and the drawing of each row are SVG of the whole width of their place; `unit` is what the axis is in."""

    axis: str
    unit: str
    rows: list
    currency: str


def strip(figures):
    """The Strip of figures of one indicator in one currency, in their order; ValueError for two measures, ranks, and none."""
    measures = {(figure.indicator_id, figure.unit, figure.currency) for figure in figures}
    if len(measures) != 1:
        raise ValueError("Figures of two measures never share an axis.")
    ((_indicator, unit, currency),) = measures
    if unit == Unit.RANK:
        raise ValueError("A rank is no amount and is not drawn.")
    ends = [end for figure in figures for end in (figure.low, figure.high, *printed_numbers(figure)) if end is not None]
    scale = value_scale(ends, unit, currency, reading_language(), MOST_TICKS)
    return Strip(axis(scale), scale.unit, [Row(figure, row(figure, scale)) for figure in figures], currency)


def newest_of_each(figures):
    """Of figures in order of their newness the first of each subject, whole and population; the MOST_ROWS newest at most,
    the largest first."""
    found = {}
    for figure in figures:
        found.setdefault(series_key(figure), figure)
    newest = list(found.values())[:MOST_ROWS]
    return sorted(newest, key=lambda figure: (-max(printed_numbers(figure)), figure.subject.sort_key, str(figure.pk)))


def at(value, scale):
    return f"{svg.number(100 * scale.share(value))}%"


def axis(scale):
    last = len(scale.ticks) - 1
    ticks = (
        svg.text(
            words, x=at(tick, scale), y=AXIS_HEIGHT - 4, class_="chart-soft", fill=svg.SOFT, font_size=12,
            text_anchor="start" if place == 0 else "end" if place == last else "middle",
        )
        for place, (tick, words) in enumerate(zip(scale.ticks, scale.words, strict=True))
    )  # fmt: skip
    return whole(ticks, AXIS_HEIGHT)


def row(figure, scale):
    """The interval of a figure with its caps and open ends, and its sign, over the marks of the axis."""
    marks = svg.tag(
        "g",
        *interval(figure, scale),
        *sign(figure, scale),
        class_=f"chart-{kind_of(figure)}",
        color=svg.COLOURS[kind_of(figure)],
    )
    return whole([*grid(scale), marks], HEIGHT)


def kind_of(figure):
    return figure.kind if figure.kind in KINDS else Figure.Kind.ACTUAL


def grid(scale):
    for tick in scale.ticks:
        is_base = tick == 0 or (tick == scale.first and not scale.holds_zero)
        yield svg.tag(
            "line", x1=at(tick, scale), x2=at(tick, scale), y1=0, y2=HEIGHT, stroke=svg.SOFT if is_base else svg.LINE,
            class_="chart-base" if is_base else "chart-grid",
        )  # fmt: skip


def interval(figure, scale):
    if figure.low is not None and figure.high is not None and figure.low != figure.high:
        yield svg.tag(
            "line", x1=at(figure.low, scale), x2=at(figure.high, scale), y1=MIDDLE, y2=MIDDLE, stroke="currentColor",
            stroke_width=2,
        )  # fmt: skip
        for end in (figure.low, figure.high):
            yield beside(end, scale, svg.tag("path", d=CAP, stroke="currentColor", stroke_width=2))
    if figure.high is None:
        yield beside(figure.low, scale, svg.arrow(0, MIDDLE, "right", ARROW))
    if figure.low is None:
        yield beside(figure.high, scale, svg.arrow(0, MIDDLE, "left", ARROW))


def sign(figure, scale):
    yield beside(sign_number(figure), scale, svg.sign(kind_of(figure), MIDDLE))


def beside(value, scale, shape):
    return svg.tag("svg", shape, x=at(value, scale), y=0, overflow="visible")


def whole(parts, height):
    """Hidden from who is read to: the row says the same in words."""
    return svg.tag("svg", *parts, class_="chart-drawing", width="100%", height=height, aria_hidden="true")
