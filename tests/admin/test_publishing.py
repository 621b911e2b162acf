"""Publishing and withdrawing from the admin: one door, everything that is missing named at once."""

import html

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.messages import get_messages
from django.urls import reverse

from core.models import Citation, Event, Source
from editorial.publishing import publish
from parks.models import Park
from tests.admin.forms import form_data, open_form, shown_errors
from tests.factories import (
    make_briefing,
    make_briefing_block,
    make_citation,
    make_event,
    make_figure,
    make_park,
    make_presence,
    make_source,
    make_superuser,
    make_user,
)


@pytest.fixture
def editor(db, client):
    client.user = make_superuser()
    client.force_login(client.user)
    return client


def told(response):
    return [(message.level_tag, str(message)) for message in get_messages(response.wsgi_request)]


def change(obj):
    return reverse(f"admin:{obj._meta.app_label}_{obj._meta.model_name}_change", args=[obj.pk])


def changelist(model):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def act(client, action, *objs):
    data = {"action": action, "_selected_action": [obj.pk for obj in objs]}
    return client.post(changelist(type(objs[0])), data)


def test_publish_selected_publishes_the_ready_and_names_everything_the_others_miss(editor):
    ready = make_park(name_en="Yizhuang Park", citations=[make_citation(public=True)])
    source = make_source(name_en="A draft report")
    unready = make_event(title_en="The park was unveiled", citation=make_citation(source=source))
    bare = make_park(name_en="Bare Park", citations=[])

    assert told(act(editor, "publish_selected", ready, bare)) == [
        ("success", "Now public: Yizhuang Park."),
        ("error", "“Bare Park” is not public. Missing:<ul><li>Add at least one citation.</li></ul>"),
    ]
    assert told(act(editor, "publish_selected", unready))[-1] == (
        "error",
        "“The park was unveiled” is not public. Missing:"
        "<ul><li>Publish “A draft report” first: this rests on it.</li></ul>",
    )
    assert set(Park.objects.filter(is_public=True)) == {ready}
    entry = LogEntry.objects.get(object_id=str(ready.pk))
    assert (entry.user, entry.change_message) == (editor.user, "Published.")
    assert not LogEntry.objects.exclude(object_id=str(ready.pk)).exists()


def test_save_and_publish_saves_first_and_keeps_what_was_typed_where_something_is_missing(editor):
    park = make_park(name_en="Haidian", citations=[])
    data = open_form(editor, change(park)) | {"name_en": "Haidian Park", "_publish": "1"}
    response = editor.post(change(park), data)
    assert (response.status_code, response["Location"]) == (302, change(park))
    park.refresh_from_db()
    assert (park.name_en, park.is_public) == ("Haidian Park", False)
    page = editor.get(change(park)).content.decode()
    assert "Missing before publication:" in page
    assert "<li>Add at least one citation.</li>" in page

    data = open_form(editor, change(park)) | {"citations": [make_citation(public=True).pk], "_publish": "1"}
    editor.post(change(park), data)
    park.refresh_from_db()
    assert park.is_public
    assert park.published_at is not None


def test_a_new_record_can_be_saved_and_published_in_one_go(editor):
    address = reverse("admin:parks_park_add")
    citation = make_citation(public=True)
    data = open_form(editor, address) | {"name_en": "Daxing Park", "kind": "park", "citations": [citation.pk]}
    response = editor.post(address, data | {"_publish": "1"})
    park = Park.objects.get()
    assert (response["Location"], park.is_public, park.record.is_public) == (change(park), True, True)


def test_the_form_of_a_public_record_links_to_its_page_and_withdraws_it(editor):
    park = make_park(public=True)
    page = editor.get(change(park)).content.decode()
    assert f'<a href="{park.get_absolute_url()}">Open its page</a>' in page
    assert "_publish" not in page
    withdrawal = reverse("admin:parks_park_withdraw", args=[park.pk])
    assert editor.get(withdrawal).status_code == 405
    assert told(editor.post(withdrawal)) == [("success", f"No longer public: {park}.")]
    park.refresh_from_db()
    assert (park.is_public, park.record.is_public) == (False, False)
    assert LogEntry.objects.get().change_message == "Withdrawn."
    assert "Open its page" not in editor.get(change(park)).content.decode()


def test_a_source_that_public_facts_rest_on_is_not_withdrawn(editor):
    event = make_event(public=True)
    source = event.citation.source
    sentence = "1 public entries rest on this source. Withdraw or re-cite them first."
    expected = [("error", f"“{source}” stays public:<ul><li>{sentence}</li></ul>")]
    assert told(editor.post(reverse("admin:core_source_withdraw", args=[source.pk]))) == expected
    assert told(act(editor, "withdraw_selected", source))[-1:] == expected
    assert Source.objects.get(pk=source.pk).is_public
    editor.post(reverse("admin:core_event_withdraw", args=[event.pk]))
    editor.post(reverse("admin:core_source_withdraw", args=[source.pk]))
    assert not Source.objects.get(pk=source.pk).is_public


def test_a_public_record_keeps_its_last_citation(editor):
    """The many-to-many table is written after the row, where the row's own validation no longer looks."""
    park = make_park(public=True)
    data = open_form(editor, change(park)) | {"summary_en": "A park in Haidian."}
    del data["citations"]
    response = editor.post(change(park), data)
    assert response.status_code == 200
    assert "Add at least one citation." in shown_errors(response)
    assert form_data(response)["summary_en"] == ["A park in Haidian."]
    park.refresh_from_db()
    assert (park.summary_en, park.citations.count()) == ("", 1)


def test_a_public_briefing_keeps_its_last_block(editor):
    briefing = make_briefing(public=True)
    response = editor.post(change(briefing), open_form(editor, change(briefing)) | {"blocks-0-DELETE": "on"})
    assert response.status_code == 200
    assert "Add at least one block." in shown_errors(response)
    assert briefing.blocks.count() == 1


def test_a_public_fact_cannot_move_to_an_unpublished_source(editor):
    event = make_event(public=True)
    hidden = make_citation()
    response = editor.post(change(event), open_form(editor, change(event)) | {"citation": hidden.pk})
    assert response.status_code == 200
    assert f"Publish “{hidden.source}” first: this rests on it." in shown_errors(response)
    event.refresh_from_db()
    assert event.citation != hidden


def test_publishing_needs_the_right_to_change(client, db):
    park = make_park(citations=[make_citation(public=True)])
    client.force_login(make_user("parks.view_park"))
    assert "publish_selected" not in client.get(changelist(Park)).content.decode()
    act(client, "publish_selected", park)
    client.post(change(park), {"_publish": "1"})
    park.refresh_from_db()
    assert not park.is_public
    public = make_park(public=True)
    assert client.post(reverse("admin:parks_park_withdraw", args=[public.pk])).status_code == 403
    public.refresh_from_db()
    assert public.is_public


def test_withdrawing_an_unknown_record_leads_back_to_the_index(editor):
    for key in ("4f6f4a4e-0000-4000-8000-000000000000", "no-key"):
        assert editor.post(f"/admin/parks/park/{key}/withdraw/")["Location"] == reverse("admin:index")


# Deleting


def test_what_was_never_public_is_deleted_with_its_card(editor):
    park = make_park()
    record = park.record
    editor.post(reverse("admin:parks_park_delete", args=[park.pk]), {"post": "yes"})
    assert not Park.objects.exists()
    assert not type(record).objects.filter(pk=record.pk).exists()


def test_delete_selected_takes_the_cards_along(editor):
    parks = [make_park(), make_park()]
    card = type(parks[0].record)
    data = {"action": "delete_selected", "_selected_action": [park.pk for park in parks], "post": "yes"}
    editor.post(changelist(Park), data)
    assert not Park.objects.exists()
    assert not card.objects.filter(kind="park").exists()


def test_what_has_been_public_is_not_deleted(editor):
    park = make_park(public=True)
    editor.post(reverse("admin:parks_park_withdraw", args=[park.pk]))
    sentence = f"{park}: It has been public, so it is kept. Withdraw it instead of deleting it."
    response = editor.post(reverse("admin:parks_park_delete", args=[park.pk]), {"post": "yes"})
    assert (response["Location"], told(response)[-1]) == (change(park), ("error", sentence))
    data = {"action": "delete_selected", "_selected_action": [park.pk, make_park().pk], "post": "yes"}
    assert told(editor.post(changelist(Park), data))[-1] == ("error", sentence)
    assert Park.objects.count() == 2
    assert 'class="deletelink"' not in editor.get(change(park)).content.decode()


def test_what_others_use_is_not_deleted_and_the_page_names_them(editor):
    citation = make_citation()
    event = make_event(citation=citation)
    address = reverse("admin:core_citation_delete", args=[citation.pk])
    assert str(event) in editor.get(address).content.decode()
    editor.post(address, {"post": "yes"})
    park = make_park()
    make_presence(park=park)
    make_event(citation=park.citations.get())
    editor.post(
        changelist(type(citation)), {"action": "delete_selected", "_selected_action": [citation.pk], "post": "yes"}
    )
    citation.refresh_from_db()
    assert Event.objects.filter(citation=citation).exists()


# What rests on it


def test_a_citation_that_records_rest_on_is_not_deleted(editor):
    citation = make_citation()
    park = make_park(name_en="Yizhuang Park", citations=[citation])
    figure = make_figure(further_citations=[citation])
    sentence = (
        f"It cannot be deleted, because these still use it: “{figure}”; “Yizhuang Park”. Change or delete them first."
    )
    deletion = reverse("admin:core_citation_delete", args=[citation.pk])
    response = editor.post(deletion, {"post": "yes"})
    assert (response.status_code, response["Location"]) == (302, change(citation))
    assert told(response) == [("error", f"{citation}: {sentence}")]
    spare = make_citation()
    data = {"action": "delete_selected", "_selected_action": [spare.pk, citation.pk], "post": "yes"}
    assert told(editor.post(changelist(Citation), data))[-1] == ("error", sentence)
    assert Citation.objects.filter(pk__in=[spare.pk, citation.pk]).count() == 2
    assert park.citations.get() == figure.further_citations.get() == citation
    assert not LogEntry.objects.exists()


def test_a_citation_that_nothing_uses_is_deleted(editor):
    citation = make_citation()
    assert editor.post(reverse("admin:core_citation_delete", args=[citation.pk]), {"post": "yes"}).status_code == 302
    assert not Citation.objects.exists()


@pytest.mark.parametrize("loss", [{"blocks-1-about": []}, {"blocks-1-DELETE": "on"}], ids=["emptied", "removed"])
def test_a_block_keeps_the_public_record_that_only_it_names(editor, loss):
    briefing = make_briefing(public=True)
    bare = make_park(name_en="Bare Park", citations=[])
    cited = make_park(name_en="Cited Park", public=True)
    block = make_briefing_block(briefing=briefing, position=1, about=[bare.record, cited.record])
    publish(bare, by="test")
    data = open_form(editor, change(briefing)) | loss | {"name_en": "Renamed"}
    response = editor.post(change(briefing), data)
    assert response.status_code == 200
    assert html.unescape(shown_errors(response)) == ("Withdraw or cite “Bare Park” first: only this briefing names it.")
    assert set(block.about.all()) == {bare.record, cited.record}
    assert type(briefing).objects.get().name_en == briefing.name_en

    bare.citations.add(make_citation(public=True))
    assert editor.post(change(briefing), data).status_code == 302
    assert not bare.record.briefing_blocks_about.exists()


def test_a_block_may_go_where_another_public_briefing_names_the_record(editor):
    briefing, other = make_briefing(public=True), make_briefing(public=True)
    bare = make_park(name_en="Bare Park", citations=[])
    make_briefing_block(briefing=briefing, position=1, about=[bare.record])
    make_briefing_block(briefing=other, about=[bare.record])
    publish(bare, by="test")
    data = open_form(editor, change(briefing)) | {"blocks-1-DELETE": "on"}
    assert editor.post(change(briefing), data).status_code == 302
    assert briefing.blocks.count() == 1
