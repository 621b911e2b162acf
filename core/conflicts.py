"""Public figures that cannot both be right, and which of them is shown first."""

from itertools import groupby, islice
from typing import NamedTuple

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext as _

from core.models import Figure, Source

COMPARED_KINDS = (Figure.Kind.ACTUAL, Figure.Kind.ESTIMATE)
# What two figures must agree in before their numbers may be compared; the indicator settles the unit.
SAME = ("subject_id", "indicator_id", "kind", "currency", "is_cumulative", "of_whole", "is_undated", "of_whom")


def conflicts(most):
    """At most `most` lists of figures with intervals that do not overlap, each the figures of one series and time.

    One without a period is compared only with others without. Two queries.
    """
    keys = list(islice(conflicting_keys(), most))
    figures = Figure.objects.for_listing().in_bulk([key for group in keys for key in group])
    return [[figures[key] for key in group if key in figures] for group in keys]


def count_conflicts(most):
    """The number of conflicts, `most` where there are as many or more. One query."""
    return sum(1 for _group in islice(conflicting_keys(), most))


def conflicting_keys():
    """Lists of the keys of conflicting figures, read row by row."""
    others = comparable_figures().annotate(
        outer_low_open=ExpressionWrapper(OuterRef("low_open"), output_field=BooleanField()),
        outer_high_open=ExpressionWrapper(OuterRef("high_open"), output_field=BooleanField()),
    )
    others = others.filter(
        **{name: OuterRef(name) for name in SAME},
        period_earliest__lte=OuterRef("period_latest"),
        period_latest__gte=OuterRef("period_earliest"),
    )
    rows = (
        comparable_figures()
        .filter(Exists(others.filter(lies_apart())))
        .order_by("subject__sort_key", "indicator__code", *SAME, "period_earliest", "period_latest", "pk")
        .values_list("pk", "period_earliest", "period_latest", *SAME)
    )
    for _series, figures in groupby(rows.iterator(), key=lambda row: row[3:]):
        yield from overlapping(figures)


def comparable_figures():
    return (
        Figure.objects.public()
        .filter(kind__in=COMPARED_KINDS)
        .annotate(
            of_whom=Coalesce(NullIf("population_en", Value("")), "population_zh"),
            of_whole=Coalesce("base_id", "subject_id"),
            is_undated=ExpressionWrapper(Q(period=""), output_field=BooleanField()),
        )
    )


def lies_apart():
    """The condition that a figure's interval has no number in common with that of the outer one."""
    touches_above = Q(high=OuterRef("low")) & (Q(high_open=True) | Q(outer_low_open=True))
    touches_below = Q(low=OuterRef("high")) & (Q(low_open=True) | Q(outer_high_open=True))
    return Q(high__lt=OuterRef("low")) | touches_above | Q(low__gt=OuterRef("high")) | touches_below


def overlapping(figures):
    """Lists of the keys of figures whose periods hang together; `figures` are in the order of their periods."""
    group, end = [], None
    for key, earliest, latest, *_series in figures:
        if group and earliest > end:
            yield group
            group, end = [], None
        group.append(key)
        end = max(end or latest, latest)
    if group:
        yield group


# Of one page, in memory


class Dispute(NamedTuple):
    """Figures of one series and time that cannot all be right. `reason` is a sentence for readers, why `shown` stands first."""

    shown: Figure
    others: list
    reason: str


def disputes(figures):
    """The disputes among `figures`, which are in memory with their sources: the same that conflicts() finds among them."""
    compared = [figure for figure in figures if figure.kind in COMPARED_KINDS]
    torn = [figure for figure in compared if any(contradict(figure, other) for other in compared)]
    torn.sort(key=lambda figure: (series_of(figure), figure.period_earliest, figure.period_latest, str(figure.pk)))
    by_key = {figure.pk: figure for figure in torn}
    for _series, rows in groupby(torn, key=series_of):
        for keys in overlapping((figure.pk, figure.period_earliest, figure.period_latest) for figure in rows):
            yield settled([by_key[key] for key in keys])


def series_of(figure):
    """What SAME asks of the database, as sortable words."""
    return (
        str(figure.subject_id),
        str(figure.indicator_id),
        figure.kind,
        figure.currency,
        figure.is_cumulative,
        str(figure.base_id or figure.subject_id),
        not figure.period,
        figure.population_en or figure.population_zh,
    )


def contradict(one, other):
    return (
        series_of(one) == series_of(other)
        and one.period_earliest <= other.period_latest
        and one.period_latest >= other.period_earliest
        and (lies_below(one, other) or lies_below(other, one))
    )


def lies_below(one, other):
    """Whether every number of the interval of `one` is smaller than every number of that of `other`."""
    if one.high is None or other.low is None:
        return False
    return one.high < other.low or (one.high == other.low and (one.high_open or other.low_open))


# A document that speaks of itself before one that repeats it.
CLOSENESS = (
    Source.Kind.PRIMARY,
    Source.Kind.OFFICIAL,
    Source.Kind.REFERENCE,
    Source.Kind.REPORT,
    Source.Kind.PRESS,
    Source.Kind.SYNDICATION,
    Source.Kind.AGGREGATOR,
)


def settled(figures):
    """The Dispute of `figures`: the closest kind of source is shown, among equals the one published last."""
    ranked = sorted(figures, key=lambda figure: (closeness(figure), newness(figure), str(figure.pk)))
    first, second = ranked[:2]
    if closeness(first) != closeness(second):
        reason = _("Its source is closer to the origin of the number: %(kind)s.") % {
            "kind": first.citation.source.get_kind_of_source_display()
        }
    elif newness(first) != newness(second):
        reason = _("Its source was published last.")
    else:
        reason = _("Nothing tells which is nearer to the truth; the order means nothing.")
    return Dispute(first, ranked[1:], reason)


def closeness(figure):
    return CLOSENESS.index(figure.citation.source.kind_of_source)


def newness(figure):
    """Smaller for what was published later; greatest for a source without a date."""
    source = figure.citation.source
    return -source.published_earliest.toordinal() if source.published else 0
