"""The public state of a unit at any past moment, read from the feed without writing anything."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from editorial import snapshots
from editorial.drafting import keep
from editorial.models import Change
from editorial.models.changes import Reason
from editorial.past import entries_after, last_number, state_of
from editorial.publishing import publish, withdraw
from parks.models import Park
from tests.factories import make_citation, make_park, make_user

pytestmark = pytest.mark.django_db


def renamed(park, name):
    before = snapshots.read(park)
    keep(park, by=make_user(), base=before, mine={**before, "fields": {**before["fields"], "name_en": name}})
    return publish(park, by="test")


def name_at(park, number):
    state = state_of(park.pk, number=number)
    return state and state.snapshot and state.snapshot["fields"]["name_en"]


def test_a_unit_is_read_as_it_was_after_every_entry_of_the_feed():
    park = make_park(name_en="One", citations=[make_citation(public=True)])
    before = last_number()
    assert state_of(park.pk) is None
    publish(park, by="test")
    first = last_number()
    renamed(park, "Two")
    second = last_number()
    withdraw(Park.objects.get(), by="test")
    gone = last_number()
    publish(Park.objects.get(), by="test")
    withdraw(Park.objects.get(), by="test", reason=Reason.WITHDRAWN)
    readable = last_number()
    assert [name_at(park, number) for number in (before, first, second, gone, readable)] == [
        None,
        "One",
        "Two",
        None,
        "Two",
    ]
    assert state_of(park.pk, number=gone).entry.reason == "error"
    assert state_of(park.pk, number=readable).entry.action == "withdrawn"
    assert state_of(park.pk, number=first).snapshot == Change.objects.get(number=first).revision.snapshot


def test_what_is_saved_later_changes_no_past_state():
    park = make_park(name_en="One", public=True)
    number, state = last_number(), state_of(park.pk)
    renamed(park, "Two")
    assert state_of(park.pk, number=number).snapshot == state.snapshot
    assert name_at(park, None) == "Two"


def test_a_moment_is_the_last_number_until_then():
    make_park(public=True)
    first = Change.objects.last()
    make_park(public=True)
    second = Change.objects.last()
    assert last_number(first.at - timedelta(days=1)) == 0
    assert last_number(second.at) == last_number() == second.number
    assert last_number(first.at) >= first.number


def test_the_feed_is_read_in_pieces_and_nothing_is_written():
    for _ in range(3):
        make_park(public=True)
    numbers = list(Change.objects.order_by("number").values_list("number", flat=True))
    with CaptureQueriesContext(connection) as queries:
        assert [entry.number for entry in entries_after(0, 2)] == numbers[:2]
        assert [entry.number for entry in entries_after(numbers[1], 100)] == numbers[2:]
        state_of(Park.objects.first().pk)
    assert all(query["sql"].startswith("SELECT") for query in queries)
