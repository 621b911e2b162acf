"""A list runs as many queries for many rows as for few, and so does an entry for many parts."""

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from config.api import VIEWSETS
from core.api import RecordViewSet
from tests import bulk
from tests import factories as make
from tests.api.world import world  # noqa: F401  (a fixture)

pytestmark = pytest.mark.django_db


def queries(address):
    client = Client()
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = client.get(f"/api/v1/{address}")
    assert response.status_code == 200
    return len(captured), response.json()


def counted(rows):
    """{section: (queries, rows)} of every list while every table holds `rows` rows."""
    with transaction.atomic():
        bulk.fill(rows)
        answers = {viewset.section: queries(f"{viewset.section}/?limit=200") for viewset in VIEWSETS}
        transaction.set_rollback(True)
    return {section: (count, len(answer["results"])) for section, (count, answer) in answers.items()}


def test_lists_run_the_same_queries_for_few_rows_and_for_two_hundred():
    few, many = counted(10), counted(200)
    assert {section: count for section, (count, _) in few.items()} == {
        section: count for section, (count, _) in many.items()
    }
    assert all(many[section][1] > 5 * few[section][1] > 0 for section in few)
    assert max(count for count, _ in many.values()) <= 6


def enrich(park):
    """One more public part of every kind."""
    region = make.make_region(public=True)
    organisation = make.make_organisation(public=True)
    make.make_presence(park=park, organisation=organisation, public=True)
    make.make_membership(child=make.make_park(public=True), parent=park, public=True)
    make.make_membership(child=park, parent=make.make_park(public=True), public=True)
    make.make_park_sector(park=park, public=True)
    make.make_designation(designee=park.record, public=True)
    figure = make.make_figure(subject=park.record, base=region.record, unit="count", public=True)
    make.make_count_claim(figure=figure, members=[park.record, organisation.record])
    make.make_target(
        figure=make.make_figure(subject=park.record, kind="target", base=region.record, public=True),
        owner=region.record,
    )
    make.make_event_participant(event=make.make_event(public=True), record=park.record)
    make.make_statement(about=[park.record, organisation.record], speaker=organisation.record, public=True)
    make.make_scope(record=park.record, public=True)
    make.make_name(record=park.record, citation=make.make_citation(public=True))
    make.make_stake(owner=park.record, public=True)
    make.make_briefing(about=[park.record], public=True)
    park.citations.add(make.make_citation(public=True))


def test_an_entry_runs_the_same_queries_for_any_number_of_parts():
    park = make.make_park(public=True)
    enrich(park)
    few, entry = queries(f"parks/{park.slug}/")
    for _more in range(4):
        enrich(park)
    many, richer = queries(f"parks/{park.slug}/")
    assert few == many
    assert (len(entry["presences"]), len(richer["presences"])) == (1, 5)
    assert (len(entry["figures"]), len(richer["figures"])) == (2, 10)


CONTEXT = {"origin": "http://testserver", "root": "http://testserver/api/v1/"}


def test_no_serializer_runs_a_query(world, django_assert_num_queries):  # noqa: F811
    enrich(world["park"])
    seen = set()
    for viewset in VIEWSETS:
        rows = viewset.rows.public() if issubclass(viewset, RecordViewSet) else viewset().get_queryset()
        for row in rows:
            entry = viewset.dossier(row) if issubclass(viewset, RecordViewSet) else row
            with django_assert_num_queries(0):
                assert viewset.serializer_class(entry, context=CONTEXT).data["id"] == str(row.pk)
            seen.add(viewset.section)
    assert seen == {viewset.section for viewset in VIEWSETS}
