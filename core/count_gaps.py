"""Stated counts whose members the sources do not all name."""

from typing import NamedTuple

from django.db.models import Count, F, Q

from core.models import CountClaim


class Gap(NamedTuple):
    """How many members are missing (below 0: are too many); `is_least` where the source states no exact number."""

    size: int
    is_least: bool


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
    is_least = figure.low != figure.high
    if figure.low is not None and claim.named <= figure.low and (claim.named < figure.low or figure.low_open):
        return Gap(int(figure.low) + (1 if figure.low_open else 0) - claim.named, is_least)
    return Gap(int(figure.high) - (1 if figure.high_open else 0) - claim.named, is_least)
