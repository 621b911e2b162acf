"""Stated counts whose members the sources do not all name."""

from math import ceil, floor
from typing import NamedTuple

from django.db.models import Count, F, Q

from core.models import CountClaim


class Gap(NamedTuple):
    """How many members are missing, below 0: are too many; at least as many where the stated number is not exact."""

    size: int
    is_exact: bool


def count_gaps():
    """The count claims whose number of named members, `named`, lies outside of what is stated."""
    too_few = Q(figure__low__gt=F("named")) | Q(figure__low=F("named"), figure__low_open=True)
    too_many = Q(figure__high__lt=F("named")) | Q(figure__high=F("named"), figure__high_open=True)
    return (
        CountClaim.objects.annotate(named=Count("members"))
        .filter(too_few | too_many)
        .select_related("figure__subject", "figure__indicator")
        .order_by("what_en", "pk")
    )


def gap(claim):
    """The Gap of a claim from `count_gaps()`: of 23 stated and 7 named 16; of “over 20” and none named at least 21."""
    figure = claim.figure
    is_exact = figure.low == figure.high
    if figure.low is not None:
        least = floor(figure.low) + 1 if figure.low_open else ceil(figure.low)
        if claim.named < least:
            return Gap(least - claim.named, is_exact)
    most = ceil(figure.high) - 1 if figure.high_open else floor(figure.high)
    return Gap(most - claim.named, is_exact)
