"""One series over time as SVG. What has room on a wide screen only has the class `wide`, and the sheet leaves it out elsewhere."""

from datetime import date

from django.utils.translation import gettext as _

from core import edtf
from core.charts import svg
from core.charts.labels import labels
from core.charts.places import ARROW, arrow_down, frame_of, has_span, points, years_of
from core.charts.series import KINDS, joined
from editorial.bilingual import reading_language

# How far the caps of an interval reach to either side: further than any sign.
CAP, SMALL_CAP = 8, 3


def time_chart(series, *, height=260, width=None):
    """The parts of the drawing of `series`, which is charted: axes, lines, then marks and their labels."""
    frame = frame_of(series, height, width)
    placed = labels(series, frame)
    return [
        *value_axis(frame),
        *time_axis(series, frame),
        *(connecting(one, other, frame) for one, other in joined(series.values)),
        *(mark(value, frame, placed.get(value.figure.pk)) for value in from_aims_to_facts(series.values)),
    ]


def from_aims_to_facts(values):
    """What is drawn last lies on top."""
    return sorted(values, key=lambda value: -KINDS.index(value.kind))


def value_axis(frame):
    yield svg.text(frame.scale.unit, class_="chart-soft", x=-44, y=14, fill=svg.SOFT, font_size=svg.SMALL)
    for tick, words in zip(frame.scale.ticks, frame.scale.words, strict=True):
        y = svg.number(frame.y(tick))
        is_base = tick == 0 or (tick == frame.scale.first and not frame.scale.holds_zero)
        yield svg.tag(
            "line", x1=0, x2=frame.right, y1=y, y2=y, class_="chart-base" if is_base else "chart-grid",
            stroke=svg.SOFT if is_base else svg.LINE, stroke_width=1,
        )  # fmt: skip
        yield svg.text(
            words,
            class_="chart-soft",
            x=-8,
            y=svg.number(frame.y(tick) + 4),
            text_anchor="end",
            fill=svg.SOFT,
            font_size=svg.SMALL,
        )


def time_axis(series, frame):
    found = years_of(series)
    for year in sorted({*found.main, *found.further}):
        middle = frame.x(date(year, 7, 2))
        common = {"class_": "chart-soft wide" if year in found.further else "chart-soft", "fill": svg.SOFT}
        yield svg.text(str(year), x=middle, y=frame.height - 6, text_anchor="middle", font_size=svg.SMALL, **common)
        yield svg.tag(
            "line", x1=middle, x2=middle, y1=frame.floor, y2=frame.floor + 5,
            class_="chart-base wide" if year in found.further else "chart-base", stroke=svg.SOFT,
        )  # fmt: skip


def connecting(one, other, frame):
    """From the end of a span to the beginning of the next; between small signs from one to the other."""
    ends = points(one, other, frame)
    shown = {name: svg.number(value) if name[0] == "y" else frame.x(value) for name, value in ends.items()}
    if one.figure.pk in frame.crowded:
        return svg.tag("g", svg.line(one.kind, **shown), class_=f"chart-{one.kind}", color=svg.COLOURS[one.kind])
    return svg.tag("line", **shown, class_="chart-base", stroke=svg.SOFT, stroke_width=1)


def mark(value, frame, label):
    """A value: its span in time, its interval, its sign, and its label."""
    upright = svg.tag(
        "svg",
        *beside_its_time(value, frame),
        *(label.written() if label else ()),
        x=frame.x(value.at),
        y=0,
        overflow="visible",
    )
    return svg.tag(
        "g", svg.tag("title", said(value)), *lying(value, frame), upright,
        class_=f"chart-{value.kind}", color=svg.COLOURS[value.kind],
    )  # fmt: skip


def said(value):
    """The value in words, for who points at it."""
    period = edtf.display(value.period, reading_language())
    words = {"period": period, "value": value.figure.display(), "kind": value.figure.get_kind_display()}
    return _("%(period)s: %(value)s (%(kind)s)") % words


def lying(value, frame):
    """The time it is about, at the height of its sign."""
    if has_span(value, frame):
        y = svg.number(frame.y(value.height))
        yield svg.line(value.kind, x1=frame.x(value.start), x2=frame.x(value.end), y1=y, y2=y)


def beside_its_time(value, frame):
    shapes = list(standing(value, frame))
    pixels = frame.parted.get(value.figure.pk)
    return [svg.tag("g", *shapes, transform=f"translate({svg.number(pixels)} 0)")] if pixels else shapes


def standing(value, frame):
    """Interval, open ends and sign, around a place in time at 0."""
    is_small = value.figure.pk in frame.crowded
    heights = [frame.y(end) for end in (value.high, value.low) if end is not None]
    y = frame.y(value.height)
    if len(heights) == 2 and heights[0] != heights[1]:
        yield svg.upright(*heights, cap=SMALL_CAP if is_small else CAP)
    if value.high is None:
        yield svg.arrow(0, heights[-1], "up", ARROW)
    if value.low is None:
        yield svg.arrow(0, heights[0], "down", arrow_down(heights[0], frame))
    if value.since or value.until:
        yield svg.arrow(0, y, "right" if value.since else "left", ARROW)
    x = frame.signs[value.figure.pk]
    if x is not None:
        yield svg.sign(value.kind, y, x=x, is_small=is_small)
    if value.is_disputed:
        yield svg.tag(
            "circle", cx=svg.number(x or 0), cy=svg.number(y), r=10, fill="none", stroke=svg.BAD, stroke_width=1.5,
            class_="chart-disputed",
        )  # fmt: skip
