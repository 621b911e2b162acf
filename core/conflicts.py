"""Public figures that cannot both be right."""

from itertools import groupby, islice

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, Value
from django.db.models.functions import Coalesce, NullIf

from core.models import Figure

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
