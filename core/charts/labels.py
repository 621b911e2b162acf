"""Which values have their number beside them, and where.

It is worked out for the narrowest screen, and again for a wide one, whose further labels have the class `wide`: what does not
meet there meets nowhere, since places move apart with the width and letters stay as large as they are.
"""

from typing import NamedTuple

from core.charts import svg
from core.charts.places import ARROW, NARROW, arrow_down, has_span, points
from core.charts.series import joined
from core.models import Figure, Unit
from core.quantity_text import COUNT, display_quantity
from editorial.bilingual import reading_language

WIDE = 520
LETTER, IDEOGRAPH, LINE_HEIGHT = 6.7, 12.6, 15
FEW = 8


class Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other):
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


class Label(NamedTuple):
    """Up to two lines beside a mark, which is at 0; `y` is the foot of the first. `is_wide`: it has no room on a phone."""

    lines: list
    dx: float
    y: float
    anchor: str
    is_wide: bool = False

    def written(self):
        for number, words in enumerate(self.lines):
            yield svg.text(
                words, x=self.dx, y=svg.number(self.y + number * LINE_HEIGHT), text_anchor=self.anchor, fill="currentColor",
                font_size=svg.SMALL, class_="chart-label wide" if self.is_wide else "chart-label", paint_order="stroke",
                stroke=svg.PAPER, stroke_width=3, stroke_linejoin="round",
            )  # fmt: skip

    def box(self, x):
        width = max(width_of(words) for words in self.lines)
        left = x + self.dx - {"start": 0, "middle": width / 2, "end": width}[self.anchor]
        return Box(left, self.y - 12, left + width, self.y + LINE_HEIGHT * (len(self.lines) - 1) + 4)


def width_of(words):
    """How wide `words` are at most, in letters of 12 pixels."""
    return sum(IDEOGRAPH if ord(letter) >= 0x2E80 else LETTER for letter in words)


def labels(series, frame):
    """`{key of a figure: Label}` of those that have room, on a phone or else on a wide screen."""
    found = {}
    for width, is_wide in ((NARROW, False), (WIDE, True)):
        taken = [*obstacles(series, frame, width)]
        taken += [
            label.box(width * frame.share(value.at)) for value in series.values if (label := found.get(value.figure.pk))
        ]
        for value in by_weight(series.values):
            if value.figure.pk in found:
                continue
            lines = label_lines(value)
            label = with_room(value, lines, frame, width, taken, is_wide) or with_room(
                value, lines[:1], frame, width, taken, is_wide
            )
            if label:
                found[value.figure.pk] = label
                taken.append(label.box(width * frame.share(value.at)))
    return found


def by_weight(values):
    """The last fact, the targets, the last and the first of each kind, then what is disputed or open; the rest is told by the
    axis."""
    facts = [value for value in values if value.kind == Figure.Kind.ACTUAL]
    targets = [value for value in values if value.kind == Figure.Kind.TARGET]
    kinds = {value.kind: value for value in values}
    firsts = {value.kind: value for value in reversed(values)}
    told = [value for value in values if value.is_disputed or not value.is_single]
    few = values if len(values) <= FEW else []
    wanted = [*facts[-1:], *targets, *kinds.values(), *firsts.values(), *told, *few]
    return list({value.figure.pk: value for value in wanted}.values())


def obstacles(series, frame, width):
    """Boxes of everything but labels."""
    for value in series.values:
        yield own_box(value, frame, width)
        if has_span(value, frame):
            left, right = width * frame.share(value.start), width * frame.share(value.end)
            yield Box(left, frame.y(value.height) - 3, right, frame.y(value.height) + 3)
    for one, other in joined(series.values):
        yield from along(points(one, other, frame), frame, width)


def along(ends, frame, width):
    """A line as small boxes."""
    left, right = width * frame.share(ends["x1"]), width * frame.share(ends["x2"])
    length = max(abs(right - left), abs(ends["y2"] - ends["y1"]))
    steps = max(int(length / 6), 1)
    for step in range(steps + 1):
        x, y = left + (right - left) * step / steps, ends["y1"] + (ends["y2"] - ends["y1"]) * step / steps
        yield Box(x - 2, y - 2, x + 2, y + 2)


def own_box(value, frame, width):
    """Where its sign, its interval and its arrows stand."""
    x = width * frame.share(value.at) + frame.parted.get(value.figure.pk, 0)
    sign = frame.signs[value.figure.pk] or 0
    heights = [frame.y(end) for end in value.ends]
    top = min(heights) - (ARROW if value.high is None else 8)
    bottom = max(heights) + (arrow_down(max(heights), frame) if value.low is None else 8)
    return Box(x - 8 + min(sign, 0), top, x + 8 + max(sign, 0), bottom)


def with_room(value, lines, frame, width, taken, is_wide):
    """The Label of `lines` where it meets nothing; None where there is no such place."""
    x = width * frame.share(value.at)
    own = own_box(value, frame, width)
    above, below = own.top - 4 - LINE_HEIGHT * (len(lines) - 1), own.bottom + 13
    level = frame.y(value.height) + 4
    aside = frame.parted.get(value.figure.pk, 0)
    inside = Box(-6, 18, width + 14, frame.floor - 2)
    # Beside its mark a label would lie on the span of its own value, which grows with the screen.
    beside = () if has_span(value, frame) else ((-11, level, "end"), (11, level, "start"))
    for dx, y, anchor in (
        (0, above, "middle"), (6, above, "end"), (-6, above, "start"), *beside,
        (0, below, "middle"), (6, below, "end"), (-6, below, "start"),
    ):  # fmt: skip
        label = Label(lines, aside + dx, y, anchor, is_wide)
        box = label.box(x)
        is_inside = (
            inside.left <= box.left
            and box.right <= inside.right
            and inside.top <= box.top
            and box.bottom <= inside.bottom
        )
        if is_inside and not any(box.meets(other) for other in taken):
            return label
    return None


def label_lines(value):
    """The number with its hedge, without the currency, which the axis names; of a target its state as well."""
    figure = value.figure
    unit = figure.unit if figure.unit == Unit.PERCENT else COUNT
    words = display_quantity(
        figure.low, figure.high, figure.low_open, figure.high_open, figure.hedge, unit, "", reading_language()
    )
    state = getattr(value.target, "state_label", "")
    return [words, str(state)] if state else [words]
