"""Which public figures cannot both be right, and which counts have gaps."""

import pytest

from core.conflicts import conflicts, count_conflicts, disputes
from core.count_gaps import Gap, count_gaps, gap
from tests.factories import make_citation, make_count_claim, make_figure, make_indicator, make_park, make_source

pytestmark = pytest.mark.django_db


class Series:
    """Figures of one public park and indicator."""

    def __init__(self):
        self.park = make_park(public=True)
        self.indicator = make_indicator(unit="count", family="count")

    def add(self, low, high="same", **overrides):
        values = {"period": "2020", "low": low, "high": low if high == "same" else high, "unit": "count"}
        values |= {"subject": self.park.record, "indicator": self.indicator}
        return make_figure(**values | {"public": True, "citation": make_citation(public=True)} | overrides)


@pytest.fixture
def series(db):
    return Series()


def test_two_different_numbers_of_one_year_are_a_conflict(series, django_assert_num_queries):
    one, other = series.add(20), series.add(23)
    with django_assert_num_queries(2):
        assert [{figure.pk for figure in group} for group in conflicts(10)] == [{one.pk, other.pk}]
    assert count_conflicts(10) == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"low": 20, "high": 20},
        {"low": 19, "high": None},
        {"low": None, "high": 20},
        {"period": "2021"},
        {"period": "", "period_not_stated": True},
        {"kind": "estimate"},
        {"kind": "target"},
        {"population_en": "tenants only"},
        {"is_cumulative": True},
    ],
    ids=str,
)
def test_what_overlaps_or_is_of_something_else_is_no_conflict(series, changed):
    series.add(20)
    series.add(**{"low": 23, "high": 23} | changed)
    assert count_conflicts(10) == 0


def test_another_subject_indicator_or_base_is_no_conflict(series):
    series.add(20)
    series.add(23, subject=make_park(public=True).record)
    series.add(24, indicator=make_indicator(unit="count", family="count"))
    series.add(25, base=make_park(public=True).record)
    assert count_conflicts(10) == 0


def test_targets_never_conflict(series):
    series.add(20, kind="target")
    series.add(23, kind="target")
    assert count_conflicts(10) == 0


def test_what_is_not_public_is_no_conflict(series):
    series.add(20)
    series.add(23, citation=make_citation(), public=False)
    assert count_conflicts(10) == 0


@pytest.mark.parametrize(
    ("below", "above", "count"),
    [
        ({"high_open": True}, {}, 1),
        ({}, {"low_open": True}, 1),
        ({}, {}, 0),
    ],
    ids=["up to but not", "more than", "both may be it"],
)
def test_intervals_that_touch_conflict_where_an_end_is_excluded(series, below, above, count):
    series.add(10, 20, **below)
    series.add(20, 30, **above)
    assert count_conflicts(10) == count


def test_overlapping_periods_are_compared_and_others_apart(series):
    year, span = series.add(20, period="2020"), series.add(23, period="2019/2021")
    early, late = series.add(5, period="2010"), series.add(6, period="2010")
    found = [[figure.pk for figure in group] for group in conflicts(10)]
    assert [set(group) for group in found] == [{early.pk, late.pk}, {year.pk, span.pk}]
    assert (len(conflicts(1)), count_conflicts(1)) == (1, 1)


def test_figures_without_a_period_are_compared_with_each_other(series):
    undated = {"period": "", "period_not_stated": True}
    series.add(20, **undated)
    series.add(23, **undated)
    assert count_conflicts(10) == 1


def claim(members, **figure):
    return make_count_claim(
        figure=make_figure(unit="count", **figure), members=[make_park().record for _ in range(members)]
    )


@pytest.mark.parametrize(
    ("figure", "members", "expected"),
    [
        ({"low": 23, "high": 23}, 7, Gap(16, True)),
        ({"low": 23, "high": 23}, 0, Gap(23, True)),
        ({"low": 1, "high": 1}, 3, Gap(-2, True)),
        ({"low": 2, "high": None, "low_open": True, "high_open": True}, 0, Gap(3, False)),
        ({"low": 2, "high": None, "low_open": True, "high_open": True}, 2, Gap(1, False)),
        ({"low": None, "high": 2, "low_open": True, "high_open": True}, 2, Gap(-1, False)),
    ],
)
def test_a_gap_is_counted_from_the_nearest_number_that_would_do(figure, members, expected):
    made = claim(members, **figure)
    found = count_gaps().get()
    assert (found.pk, gap(found)) == (made.pk, expected)


@pytest.mark.parametrize(
    ("figure", "members"),
    [
        ({"low": 3, "high": 3}, 3),
        ({"low": 2, "high": None, "low_open": True, "high_open": True}, 3),
        ({"low": None, "high": 4, "low_open": True, "high_open": True}, 3),
    ],
)
def test_as_many_as_stated_is_no_gap(figure, members):
    claim(members, **figure)
    assert list(count_gaps()) == []


# In memory, for one page


PAIRS = [
    {},
    {"period": "2020-05"},
    {"period": "2021"},
    {"low": 20, "high": 30},
    {"low": 20, "high": 20},
    {"low": 25, "high": None, "high_open": True},
    {"low": None, "high": 20, "low_open": True},
    {"low": None, "high": 20, "high_open": True, "low_open": True},
    {"kind": "estimate"},
    {"kind": "target"},
    {"population_en": "tenants only"},
    {"is_cumulative": True},
]


@pytest.mark.parametrize("changed", PAIRS, ids=str)
def test_a_page_finds_the_disputes_that_the_database_finds(series, changed):
    figures = [series.add(20), series.add(**{"low": 23, "high": 23} | changed), series.add(20, period="2019")]
    found = [{dispute.shown, *dispute.others} for dispute in disputes(figures)]
    assert found == [set(group) for group in conflicts(10)]


@pytest.mark.parametrize(
    ("sources", "shown", "reason"),
    [
        (({"kind_of_source": "press"}, {"kind_of_source": "official"}), 1, "closer to the origin"),
        (({"published": "2021"}, {"published": "2020"}), 0, "published last"),
        (({"published": ""}, {"published": "2020"}), 1, "published last"),
        (({"published": "2020"}, {"published": "2020"}), None, "Nothing tells"),
    ],
)
def test_which_figure_is_shown_first_follows_a_rule_that_is_said(series, sources, shown, reason):
    figures = [
        series.add(20 + number, citation=make_citation(source=make_source(public=True, **values), public=True))
        for number, values in enumerate(sources)
    ]
    [dispute] = disputes(figures)
    assert reason in dispute.reason
    if shown is not None:
        assert dispute.shown == figures[shown]
