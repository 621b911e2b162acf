"""Round marks of the value axis and of the axis of time."""

import itertools
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from core.charts.ticks import MOST_TICKS, nice_ticks, value_scale, years

amounts = st.decimals(min_value=-(10**20), max_value=10**20, allow_nan=False, allow_infinity=False, places=5)


@given(amounts, amounts, st.integers(3, 12))
@settings(max_examples=300, deadline=None)
def test_ticks_hold_the_range_ascend_evenly_and_are_at_most_as_many_as_asked_for(one, other, most):
    low, high = sorted((one, other))
    ticks = nice_ticks(low, high, most)
    steps = {after - before for before, after in itertools.pairwise(ticks)}
    assert 2 <= len(ticks) <= most
    assert ticks[0] <= low and high <= ticks[-1]
    assert len(steps) == 1 and steps.pop() > 0
    assert ticks == sorted(ticks)


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0, 7, [0, 2, 4, 6, 8]),
        (0, 10, [0, 2, 4, 6, 8, 10]),
        (-3, 6, [-4, -2, 0, 2, 4, 6]),
        (82, 87, [82, 83, 84, 85, 86, 87]),
        (0, 0, [0, Decimal("0.2"), Decimal("0.4"), Decimal("0.6"), Decimal("0.8"), 1]),
        (0, 10**13, [0, 2 * 10**12, 4 * 10**12, 6 * 10**12, 8 * 10**12, 10**13]),
    ],
)
def test_ticks_are_round(low, high, ticks):
    assert nice_ticks(low, high) == ticks


@pytest.mark.parametrize(
    ("values", "unit", "currency", "language", "words", "name"),
    [
        ([7e11], "money", "CNY", "en", ["0", "200", "400", "600", "800"], "billion CNY"),
        ([7e11], "money", "CNY", "zh-hans", ["0", "2000", "4000", "6000", "8000"], "亿元"),
        ([1.3e13], "money", "CNY", "zh-hans", ["0", "5", "10", "15"], "万亿元"),
        ([1.3e13], "money", "USD", "zh-hans", ["0", "5", "10", "15"], "万亿美元"),
        ([30], "percent", "", "en", ["0%", "10%", "20%", "30%"], "per cent"),
        ([1.5e6], "person", "", "en", ["0", "0.5", "1", "1.5"], "persons, in units of million"),
        ([-4e9, 6e9], "money", "CNY", "en", ["−4", "−2", "0", "2", "4", "6"], "billion CNY"),
    ],
)
def test_an_axis_is_in_the_units_of_the_reader(values, unit, currency, language, words, name):
    with translation.override("en"):
        scale = value_scale([Decimal(value) for value in values], unit, currency, language)
    assert (scale.words, scale.unit) == (words, name)


@pytest.mark.parametrize(
    ("values", "unit", "first"),
    [
        ([82, 87], "percent", 82),
        ([40, 87], "percent", 0),
        ([82, 87], "count", 0),
        ([-5, -4], "count", -5),
    ],
)
def test_an_axis_begins_at_zero_but_for_shares_that_lie_close_together(values, unit, first):
    assert value_scale([Decimal(value) for value in values], unit, "", "en").first == first


def test_ticks_of_one_axis_are_in_one_scale_and_never_run_out_of_digits():
    scale = value_scale([Decimal(999_999), Decimal(1_000_001)], "count", "", "en")
    assert scale.words == ["0", "0.25", "0.5", "0.75", "1", "1.25"]
    assert len(scale.ticks) <= MOST_TICKS


@pytest.mark.parametrize(
    ("first", "last", "main", "further"),
    [
        (2018, 2020, [2018, 2019, 2020], []),
        (2018, 2030, [2020, 2024, 2028], [2018, 2022, 2026, 2030]),
        (1996, 2030, [2000, 2010, 2020, 2030], [2005, 2015, 2025]),
        (2013, 2013, [2013], []),
        (1951, 1953, [1951, 1952, 1953], []),
    ],
)
def test_five_years_are_named_on_a_phone_and_twelve_on_a_wide_screen(first, last, main, further):
    found = years(first, last)
    assert (sorted(found.main), sorted(found.further)) == (main, further)


@given(st.integers(1, 9999), st.integers(0, 500))
def test_some_year_is_always_named_and_never_too_many(first, more):
    found = years(first, min(first + more, 9999))
    assert 1 <= len(found.main) <= 5
    assert len(found.main) + len(found.further) <= 13
    assert all(found.first <= year <= found.last for year in (*found.main, *found.further))
