"""Unlike rows in one statement come back as their own querysets would give them."""

from decimal import Decimal

import pytest
from django.db.models import Prefetch

from companies.models import Presence, Stake
from core.dossiers import EVIDENCE
from core.models import Event, EventParticipant, Name, Source
from core.together import together
from editorial.models import Record
from tests import factories as make

pytestmark = pytest.mark.django_db


def columns(row):
    """Everything loaded of a row and of what is joined to it."""
    return {
        **{f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.attname in row.__dict__},
        **{name: columns(joined) for name, joined in row._state.fields_cache.items() if joined is not None},
    }


def test_rows_are_those_of_their_own_querysets_in_their_order(django_assert_num_queries):
    park = make.make_park(public=True, name_en="Haidian Park", name_zh="海淀园")
    source = make.make_source(public=True, publisher=make.make_organisation(public=True).record)
    for number in range(3):
        citation = make.make_citation(source=source, public=True, quote=f"“Quote” {number}, 100 %, it's so.")
        make.make_presence(public=True, park=park, citation=citation)
        make.make_presence(public=True, park=park, product=make.make_product(public=True), organisation=None)
    make.make_stake(public=True, share_percent="33.4", period="2020-10")
    querysets = {
        "presences": Presence.objects.public().for_listing(),
        "stakes": Stake.objects.public().select_related("owner", "organisation", "product", EVIDENCE),
        "names": Name.objects.public(),
        "cards": Record.objects.public().order_by("-sort_key"),
    }
    expected = {name: [columns(row) for row in queryset] for name, queryset in querysets.items()}
    for rows in expected.values():
        without_private(rows)
    with django_assert_num_queries(1):
        found = together(querysets)
        assert {name: [columns(row) for row in rows] for name, rows in found.items()} == expected
        [stake] = found["stakes"]
        assert (stake.share_percent, str(stake.share_percent)) == (Decimal("33.400"), "33.400")
        assert {presence.who.record_id for presence in found["presences"]} != {None}


def without_private(rows):
    for row in rows:
        for name in Source.private_fields:
            row.get("citation", {}).get("source", {}).pop(name, None)


def test_a_part_knows_the_record_it_was_asked_of(django_assert_num_queries):
    policy = make.make_policy(public=True)
    make.make_rule(public=True, policy=policy)
    [rule] = together({"rules": policy.rules.public()})["rules"]
    with django_assert_num_queries(0):
        assert rule.policy is policy


def test_what_no_reader_sees_is_not_fetched():
    make.make_source(public=True, private_text="The whole text.")
    [source] = together({"sources": Source.objects.public()})["sources"]
    assert source.get_deferred_fields() == {"private_text", "text_hash"}


def test_prefetches_are_kept(django_assert_num_queries):
    event = make.make_event(public=True)
    make.make_event_participant(event=event, record=make.make_park(public=True).record)
    parties = Prefetch("participants", queryset=EventParticipant.objects.select_related("record"), to_attr="parties")
    with django_assert_num_queries(2):
        [found] = together({"events": Event.objects.prefetch_related(parties)})["events"]
        assert [party.record.kind for party in found.parties] == ["park"]
