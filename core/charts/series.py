"""What may stand on one axis: figures of one measure of one subject, in one currency, of the same people and the same whole."""

import itertools
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256

from core import edtf
from core.conflicts import disputes
from core.dossiers import target_of
from core.hedges import BY_CODE as HEDGES
from core.hedges import NEARLY, Interval, printed_ends
from core.models import Figure, Unit

FEWEST_PERIODS = 2
KINDS = (
    Figure.Kind.ACTUAL,
    Figure.Kind.ESTIMATE,
    Figure.Kind.TARGET,
    Figure.Kind.PLAN,
    Figure.Kind.FORECAST,
)
# Values whose periods begin at most so far apart are joined by a line.
NO_TIME, NEXT = timedelta(0), timedelta(days=366)


@dataclass(frozen=True)
class Value:
    """A figure with its place in time: from `start` to `end`, its mark at `at`. `printed` are the numbers its source prints;
    None in `low` or `high` is an end the wording leaves open."""

    figure: Figure
    start: date
    end: date
    at: date
    printed: tuple
    period: str
    since: bool = False
    until: bool = False
    is_disputed: bool = False

    @property
    def kind(self):
        return self.figure.kind

    @property
    def low(self):
        return self.figure.low

    @property
    def high(self):
        return self.figure.high

    @property
    def ends(self):
        """All numbers that must find room on the axis."""
        return [end for end in (self.low, self.high, *self.printed) if end is not None]

    @property
    def height(self):
        return sign_number(self.figure)

    @property
    def is_single(self):
        """Exactly one number, of which a line may say that it goes on to the next."""
        return self.low is not None and self.low == self.high

    @property
    def target(self):
        return target_of(self.figure)


@dataclass
class Series:
    """The figures of one series. `values` have a place in time, oldest first; `undated` have none, and are never given one."""

    figures: list
    values: list = field(default_factory=list)
    undated: list = field(default_factory=list)

    @property
    def first(self):
        return self.figures[0]

    @property
    def indicator(self):
        return self.first.indicator

    @property
    def subject(self):
        return self.first.subject

    @property
    def unit(self):
        return self.first.unit

    @property
    def currency(self):
        return self.first.currency

    @property
    def population(self):
        return self.first.population

    @property
    def whole(self):
        """The public record of which they are shares, or None."""
        return whole_of(self.first)

    @property
    def is_cumulative(self):
        return self.first.is_cumulative

    @property
    def key(self):
        """A short name that stays the same while the figures are of the same measure."""
        return sha256(repr(series_key(self.first)).encode()).hexdigest()[:10]

    @property
    def is_charted(self):
        """Values of two different times make a chart; a rank is no amount, and stands in the table alone."""
        return self.unit != Unit.RANK and len({(value.start, value.end) for value in self.values}) >= FEWEST_PERIODS

    @property
    def kinds(self):
        found = {value.kind for value in self.values}
        return [kind for kind in KINDS if kind in found]

    @property
    def rows(self):
        """`(figure, period, target)` of everything, for a table: by time, then what has no place in it."""
        return [
            *((value.figure, value.period, value.target) for value in self.values),
            *((figure, figure.period, target_of(figure)) for figure in self.undated),
        ]


def series_of_figures(figures):
    """The Series that `figures` make, in the order in which they come first; what was withdrawn is in none, even where it
    stays readable. Nothing here asks the database."""
    figures = [figure for figure in figures if figure.withdrawn_at is None]
    disputed = {figure.pk for found in disputes(figures) for figure in (found.shown, *found.others)}
    groups = {}
    for figure in figures:
        groups.setdefault(series_key(figure), []).append(figure)
    return [made(rows, disputed) for rows in groups.values()]


def made(figures, disputed):
    placed = {figure.pk: placed_value(figure, figure.pk in disputed) for figure in figures}
    values = [value for value in placed.values() if value]
    values.sort(key=lambda value: (value.at, value.start, KINDS.index(value.kind), str(value.figure.pk)))
    return Series(figures, values, [figure for figure in figures if placed[figure.pk] is None])


def series_key(figure):
    """As core.conflicts has it, but across kinds: a target stands beside the facts it is about. A hidden whole is none."""
    whole = whole_of(figure)
    return (
        str(figure.subject_id),
        figure.indicator.code,
        figure.currency,
        figure.is_cumulative,
        str(whole.pk) if whole else "",
        figure.population_en or figure.population_zh,
    )


def whole_of(figure):
    return figure.base if figure.base_id and figure.base.is_public else None


def placed_value(figure, is_disputed=False):
    """The Value of `figure`; None for a rank and for what no date is known of."""
    target = target_of(figure)
    period = (target.horizon if target else "") or figure.period
    if not period or figure.kind not in KINDS:
        return None
    found = edtf.parse(period)
    since, until = found.latest == edtf.UNKNOWN_LATEST, found.earliest == edtf.UNKNOWN_EARLIEST
    if since and until:
        return None
    start, end = (found.latest if until else found.earliest), (found.earliest if since else found.latest)
    return Value(
        figure=figure,
        start=start,
        end=end,
        at=end if until or target or figure.is_cumulative else start if since else start + (end - start) / 2,
        printed=printed_numbers(figure),
        period=period,
        since=since,
        until=until,
        is_disputed=is_disputed,
    )


def printed_numbers(figure):
    """The one or two numbers that the source prints: 30 for “nearly 30”, of which the interval is derived."""
    low, high = figure.low, figure.high
    hedge = HEDGES.get(figure.hedge)
    if hedge and hedge.rule == NEARLY and high is not None:
        return (high,)
    if hedge:
        found = Interval(low, high, figure.low_open or low is None, figure.high_open or high is None)
        if ends := printed_ends(hedge, found):
            return tuple(dict.fromkeys(ends))
    return tuple(dict.fromkeys(end for end in (low, high) if end is not None))


def sign_number(figure):
    """Where its one sign stands: at the number that its source prints; of an interval in the middle, which is no value."""
    printed = printed_numbers(figure)
    return (printed[0] + printed[-1]) / 2


def joined(values):
    """Pairs of neighbouring values of one kind that a line may join: single numbers, the next begins at most a year later,
    and neither has a rival."""
    for kind in KINDS:
        row = [value for value in values if value.kind == kind]
        for one, other in itertools.pairwise(row):
            # Nothing is added to a date: there is none after the year 9999.
            is_near = NO_TIME < other.start - one.start <= NEXT
            if is_near and one.is_single and other.is_single and not (one.is_disputed or other.is_disputed):
                yield one, other
