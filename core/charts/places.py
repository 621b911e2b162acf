"""Where the values of a series stand in its chart.

In a page the drawing has no size of its own: places in time are shares of its width, heights are pixels, so that nothing is ever
shrunk on a phone. Alone, as a file, both are pixels.
"""

from datetime import date
from itertools import pairwise
from typing import NamedTuple

from core.charts import svg
from core.charts.series import KINDS
from core.charts.ticks import value_scale, years
from editorial.bilingual import reading_language

# Above the highest value there is room for an arrow and a label, below the axis for the years.
HEAD, FOOT = 46, 26
# How wide a chart is at least: on a phone of 320 pixels.
NARROW = 236
NEAR = 16
ARROW = 22


class Frame(NamedTuple):
    """Where things stand. `width` is None in a page, where places in time are shares of the width; else pixels."""

    height: int
    first: date
    last: date
    scale: object
    crowded: frozenset = frozenset()
    width: float | None = None

    def share(self, day):
        return (day - self.first).days / max((self.last - self.first).days, 1)

    def x(self, day):
        share = self.share(day)
        return f"{svg.number(100 * share)}%" if self.width is None else svg.number(self.width * share)

    @property
    def right(self):
        return "100%" if self.width is None else svg.number(self.width)

    @property
    def floor(self):
        return self.height - FOOT

    def y(self, value):
        return self.floor - self.scale.share(value) * (self.floor - HEAD)


def frame_of(series, height, width=None):
    ends = [end for value in series.values for end in value.ends]
    scale = value_scale(ends, series.unit, series.currency, reading_language())
    found = years_of(series)
    frame = Frame(height, date(found.first, 1, 1), date(found.last, 12, 31), scale, width=width)
    return frame._replace(crowded=crowded(series.values, frame))


def crowded(values, frame):
    """Keys of the values that are a dot on a line: their kind has no room on a phone for a sign at each. The last of a kind
    keeps its sign, and so does what is no single number, or disputed."""
    found = set()
    for kind in KINDS:
        row = [value for value in values if value.kind == kind]
        near = sum(NARROW * (frame.share(b.at) - frame.share(a.at)) < NEAR for a, b in pairwise(row))
        if near >= len(row) / 2 >= 2:
            found |= {value.figure.pk for value in row[:-1] if value.is_single and not value.is_disputed}
    return frozenset(found)


def years_of(series):
    return years(min(value.start.year for value in series.values), max(value.end.year for value in series.values))


def points(one, other, frame):
    is_dotted = one.figure.pk in frame.crowded
    first, second = (one.at, other.at) if is_dotted else (one.end, other.start)
    return {"x1": first, "y1": frame.y(one.low), "x2": second, "y2": frame.y(other.low)}


def has_span(value, frame):
    return value.start != value.end and not (value.since or value.until or value.figure.pk in frame.crowded)


def arrow_down(y, frame):
    """How long the arrow of an open low end may be: it stays above the years."""
    return min(ARROW, frame.floor - y)
