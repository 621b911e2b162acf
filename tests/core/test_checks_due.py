"""Which citations are due for a check, and which come first."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.checks_due import FRESH_DAYS, due_for_recheck, last_check
from core.clock import today
from core.models import Citation
from tests.factories import make_citation, make_event, make_figure, make_park, make_source

pytestmark = pytest.mark.django_db


def checked(citation, *, days_ago, state="verified"):
    moment = timezone.now() - timedelta(days=days_ago)
    Citation.objects.filter(pk=citation.pk).update(checked_at=moment, check_state=state)
    return citation


def cited(**overrides):
    """A citation on which a public event rests."""
    citation = make_citation(public=True, **overrides)
    make_event(public=True, citation=citation)
    return citation


def test_never_checked_ones_come_first_then_the_oldest():
    older, newer, never = cited(), cited(), cited()
    checked(newer, days_ago=FRESH_DAYS + 1)
    checked(older, days_ago=FRESH_DAYS + 400)
    assert list(due_for_recheck()) == [never, older, newer]
    assert [last_check(citation) for citation in due_for_recheck()] == [
        None,
        today() - timedelta(days=765),
        today() - timedelta(days=366),
    ]


def test_a_check_of_the_quote_within_the_year_is_fresh():
    checked(cited(), days_ago=FRESH_DAYS - 1)
    assert list(due_for_recheck()) == []


@pytest.mark.parametrize("column", ["checked_on", "retrieved_on"])
@pytest.mark.parametrize(("days", "count"), [(FRESH_DAYS, 0), (FRESH_DAYS + 1, 1)])
def test_an_editor_who_read_or_checked_the_source_has_checked_its_quotes(column, days, count):
    cited(source=make_source(public=True, **{column: today() - timedelta(days=days)}))
    assert due_for_recheck().count() == count


def test_a_quote_that_was_not_found_stays_due():
    lost = cited(source=make_source(public=True, checked_on=today()))
    checked(lost, days_ago=1, state="missing")
    assert list(due_for_recheck()) == [lost]


def test_only_what_supports_something_public_is_due():
    make_citation(public=True)
    make_event(citation=make_citation(public=True))
    make_event()
    assert list(due_for_recheck()) == []


def test_facts_of_every_app_count_once():
    citation = make_citation(public=True)
    make_park(public=True, citations=[citation])
    make_event(public=True, citation=citation)
    make_figure(
        subject=make_park(public=True, citations=[citation]).record,
        citation=citation,
        further_citations=[citation],
    )
    assert list(due_for_recheck()) == [citation]


def test_it_is_one_query(django_assert_num_queries):
    for _ in range(3):
        cited()
    with django_assert_num_queries(1):
        assert len([str(citation.source) for citation in due_for_recheck()]) == 3
