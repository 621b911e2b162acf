"""Where the values of a series stand in its chart.

In a page the drawing has no size of its own: places in time are shares of its width, heights are pixels, so that nothing is ever
shrunk on a phone. Alone, as a file, both are pixels.
"""

from datetime import date
from itertools import groupby, pairwise
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
# What stands at the same time and height is parted by so many pixels; many of them share MOST_PARTED.
PARTED, MOST_PARTED, TOUCHING = 13, 52, 10
# An interval lower than LOW would be hidden by a sign in its middle, which stands beside it instead.
LOW, LOW_AND_SMALL, ASIDE = 20, 12, 14


class Frame(NamedTuple):
    """Where things stand. `width` is None in a page, where places in time are shares of the width; else pixels."""

    height: int
    first: date
    last: date
    scale: object
    crowded: frozenset = frozenset()
    signs: dict = {}
    parted: dict = {}
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
    frame = frame._replace(crowded=crowded(series.values, frame))
    frame = frame._replace(signs={value.figure.pk: sign_place(value, series.values, frame) for value in series.values})
    return frame._replace(parted=parted(series.values, frame))


def crowded(values, frame):
    """Keys of the values with a small sign and no span: their kind has no room on a phone for more. The last of a kind keeps
    its own, and so does what is disputed."""
    found = set()
    for kind in KINDS:
        row = [value for value in values if value.kind == kind]
        near = sum(NARROW * (frame.share(b.at) - frame.share(a.at)) < NEAR for a, b in pairwise(row))
        if near >= len(row) / 2 >= 2:
            found |= {value.figure.pk for value in row[:-1] if not value.is_disputed}
    return frozenset(found)


def parted(values, frame):
    """How many pixels beside its time each value stands that would lie on another of the same time: `{key of a figure: pixels}`."""
    found = {}
    roomy = sorted(
        (value for value in values if value.figure.pk not in frame.crowded),
        key=lambda value: (value.at, highest(value, frame), str(value.figure.pk)),
    )
    for _at, row in groupby(roomy, key=lambda value: value.at):
        for group in touching(row, frame):
            room = 2 * PARTED if any(frame.signs[value.figure.pk] for value in group) else PARTED
            step = min(room, MOST_PARTED / max(len(group) - 1, 1))
            found |= {value.figure.pk: step * (place - (len(group) - 1) / 2) for place, value in enumerate(group)}
    return {key: pixels for key, pixels in found.items() if pixels}


def touching(row, frame):
    """Lists of the values whose signs and intervals touch, of values from the highest down."""
    group, foot = [], None
    for value in row:
        if group and highest(value, frame) >= foot + TOUCHING:
            yield group
            group, foot = [], None
        group.append(value)
        foot = max(foot or 0, lowest(value, frame))
    if group:
        yield group


def highest(value, frame):
    return min(frame.y(end) for end in value.ends)


def lowest(value, frame):
    return max(frame.y(end) for end in value.ends)


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


def sign_place(value, values, frame):
    """Where across its own place the sign of a value stands: in the middle, or beside a low interval. None where its kind is
    crowded or others stand on both sides, so that the interval is not hidden; its lines and its words tell the kind."""
    length = lowest(value, frame) - highest(value, frame)
    is_crowded = value.figure.pk in frame.crowded
    if not 0 < length < (LOW_AND_SMALL if is_crowded else LOW):
        return 0
    sides = () if is_crowded else (-ASIDE, ASIDE)
    return next((side for side in sides if has_room_aside(value, side, values, frame)), None)


def has_room_aside(value, side, values, frame):
    """Whether a sign beside `value` would lie on no other value, on a phone."""
    x, y = NARROW * frame.share(value.at) + side, frame.y(value.height)
    return x <= NARROW and not any(
        other is not value
        and abs(NARROW * frame.share(other.at) - x) < ASIDE
        and highest(other, frame) - ASIDE < y < lowest(other, frame) + ASIDE
        for other in values
    )
