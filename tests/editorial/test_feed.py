"""The feed of publications and withdrawals: what makes an entry, in which order, and what makes none."""

import pytest

from core.models import Source
from editorial import snapshots
from editorial.drafting import keep
from editorial.models import Change, Draft, Revision
from editorial.models.changes import Reason
from editorial.publishing import NotReady, enter_written, publish, withdraw
from parks.models import Park
from tests.factories import (
    make_citation,
    make_event,
    make_figure,
    make_indicator,
    make_name,
    make_park,
    make_source,
    make_user,
)

pytestmark = pytest.mark.django_db


def new_entries(number):
    """The entries of the feed after `number`, in their order."""
    return list(Change.objects.filter(number__gt=number))


def last_number():
    return max(Change.objects.values_list("number", flat=True), default=0)


def draft(unit, **fields):
    """Keep a draft of `unit` in which `fields` differ from what is public."""
    before = snapshots.read(unit)
    return keep(unit, by=make_user(), base=before, mine={**before, "fields": {**before["fields"], **fields}}).draft


def test_every_publication_makes_an_entry_numbered_in_order_with_the_state_that_became_public():
    source = make_source(name_en="Report", name_zh="报告")
    source = publish(source, by="test", note_en="A new document.", is_minor=True)
    first = Change.objects.get()
    assert (first.number, first.action, first.unit_kind, first.unit_id) == (1, "published", "core.source", source.pk)
    assert (first.title_en, first.title_zh, first.note_en, first.is_minor) == (
        "Report",
        "报告",
        "A new document.",
        True,
    )
    assert (first.by, first.changed, first.because_of) == ("test", [], None)
    assert first.revision.snapshot == snapshots.read(source) and first.revision.number == 1
    park = make_park(citations=[make_citation(source=source)])
    user = make_user()
    publish(park, by=user)
    quote, second = new_entries(1)
    assert [quote.number, second.number] == [2, 3]
    assert (quote.unit_kind, second.unit_kind) == ("core.citation", "parks.park")
    assert second.by == user.get_username() and second.revision.author == user
    assert first.at <= quote.at <= second.at


def test_quotes_and_the_indicator_stand_before_the_figure_that_rests_on_them():
    park, source = make_park(public=True), make_source(public=True)
    figure = make_figure(subject=park.record, citation=make_citation(source=source), indicator=make_indicator())
    figure.further_citations.add(make_citation(source=source))
    start = last_number()
    publish(figure, by="test")
    kinds = [entry.unit_kind for entry in new_entries(start)]
    assert sorted(kinds) == ["core.citation", "core.citation", "core.figure", "core.indicator"]
    assert kinds[-1] == "core.figure"
    assert [entry.number for entry in new_entries(start)] == [start + 1, start + 2, start + 3, start + 4]


def test_publishing_what_is_public_and_has_no_draft_makes_no_entry():
    park = make_park(public=True)
    start, revisions = last_number(), Revision.objects.count()
    publish(park, by="test")
    withdraw(make_park(), by="test")
    assert new_entries(start) == [] and Revision.objects.count() == revisions


def test_what_is_refused_makes_no_entry():
    with pytest.raises(NotReady):
        publish(make_event(), by="test")
    assert not Change.objects.exists() and not Revision.objects.exists()


def test_a_published_draft_names_what_differs():
    park = make_park(public=True)
    written = draft(park, name_en="Renamed Park", name_zh="新园")
    start = last_number()
    assert Park.objects.get(pk=park.pk).name_en == park.name_en
    publish(park, by="test", note_en="Renamed by decree.")
    (entry,) = new_entries(start)
    assert (entry.action, sorted(entry.changed)) == ("changed", ["name_en", "name_zh"])
    assert (entry.title_en, entry.note_en, entry.revision) == ("Renamed Park", "Renamed by decree.", written.head)
    assert not Draft.objects.exists()


def test_a_change_of_what_nobody_sees_makes_no_entry():
    source = make_source(public=True)
    draft(source, private_text="Over CNY 700 billion, said the bureau.")
    start = last_number()
    publish(source, by="test")
    assert new_entries(start) == []
    source = Source.objects.get(pk=source.pk)
    assert source.private_text == "Over CNY 700 billion, said the bureau." and source.text_hash
    draft(source, private_text="Another text.", language="zh-hans")
    publish(source, by="test")
    (entry,) = new_entries(start)
    assert entry.changed == ["language"]


def test_a_part_whose_quote_is_hidden_is_no_change_for_readers():
    park = make_park(public=True)
    hidden, quote = make_citation(), make_citation(public=True)
    before = snapshots.read(park)
    row = {"citation_id": str(hidden.pk), "text": "HDP", "language": "en", "kind": "abbreviation", "script": ""}
    first = make_name(record=park.record, text="HDP", citation=quote)
    fields = snapshots.read(park)["parts"]["names"][str(first.pk)]["fields"]
    first.delete()
    named = {"fields": fields | {name: value for name, value in row.items() if name in fields}, "many": {}, "parts": {}}
    key = "4f6f4a4e-0000-4000-8000-000000000001"
    keep(park, by=make_user(), base=before, mine={**before, "parts": {"names": {key: named}}})
    start = last_number()
    publish(park, by="test")
    assert park.record.names.get().citation == hidden
    assert new_entries(start) == []
    publish(hidden.source, by="test")
    publish(hidden, by="test")
    assert [entry.unit_kind for entry in new_entries(start)] == ["core.source", "core.citation"]


def test_what_the_loader_changes_in_a_public_row_is_entered():
    park = make_park(public=True)
    start, before = last_number(), snapshots.read(park)
    enter_written(park, before, by="load")
    assert new_entries(start) == []
    park.name_en = "Renamed Park"
    park.save()
    enter_written(park, before, by="load")
    (entry,) = new_entries(start)
    assert (entry.action, entry.changed, entry.by) == ("changed", ["name_en"], "load")


@pytest.mark.parametrize("reason", Reason)
def test_a_withdrawal_says_its_reason_and_keeps_no_state(reason):
    event, successor = make_event(public=True), make_event(public=True)
    start = last_number()
    withdraw(
        event,
        by="test",
        reason=reason,
        note_en="It says why.",
        successor=successor if reason == Reason.REPLACED else None,
    )
    (entry,) = new_entries(start)
    assert (entry.action, entry.reason, entry.note_en) == ("withdrawn", reason, "It says why.")
    assert (entry.unit_id, entry.title_en, entry.revision) == (event.pk, event.title_en, None)
    assert entry.successor_id == (successor.pk if reason == Reason.REPLACED else None)


def test_what_was_withdrawn_but_readable_is_published_again_with_an_entry():
    event = withdraw(make_event(public=True), by="test", reason=Reason.WITHDRAWN)
    start = last_number()
    publish(event, by="test")
    (entry,) = new_entries(start)
    assert (entry.action, entry.changed) == ("published", [])


def test_what_vanishes_and_comes_back_with_a_record_is_entered_too():
    figure = make_figure(public=True)
    park = Park.objects.get(pk=figure.subject_id)
    hidden = make_figure(subject=figure.subject, citation=figure.citation)
    make_figure(public=True)
    start = last_number()
    withdraw(park, by="test")
    went, along = new_entries(start)
    assert (went.unit_id, went.action, went.because_of) == (park.pk, "withdrawn", None)
    assert (along.unit_id, along.action, along.because_of) == (figure.pk, "withdrawn", park.pk)
    assert along.revision is None
    publish(park, by="test")
    came, again = new_entries(along.number)
    assert (came.unit_id, came.action, came.because_of) == (park.pk, "published", None)
    assert (again.unit_id, again.action, again.because_of) == (figure.pk, "published", park.pk)
    assert again.revision.snapshot == snapshots.read(figure)
    assert not Change.objects.filter(unit_id=hidden.pk).exists()


def test_what_is_withdrawn_but_stays_readable_takes_nothing_along():
    figure = make_figure(public=True)
    start = last_number()
    withdraw(Park.objects.get(pk=figure.subject_id), by="test", reason=Reason.WITHDRAWN)
    (entry,) = new_entries(start)
    assert entry.unit_id == figure.subject_id
