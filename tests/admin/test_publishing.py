"""Publishing and withdrawing from the admin: one door, everything that is missing named at once."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.messages import get_messages
from django.urls import reverse

from core.models import Citation, Event, Source
from editorial.drafting import begin
from editorial.models import Change, Draft, Step
from editorial.publishing import NotReady, publish
from editorial.workflow import approve, release, submit
from parks.models import Park
from tests.admin.forms import open_form
from tests.factories import (
    make_briefing,
    make_briefing_block,
    make_citation,
    make_event,
    make_figure,
    make_park,
    make_presence,
    make_role_user,
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


def page_of(obj, view):
    return reverse(f"admin:{obj._meta.app_label}_{obj._meta.model_name}_{view}", args=[obj.pk])


def withdraw(client, obj, *, reason="error", **values):
    data = {"withdraw-reason": reason} | {f"withdraw-{name}": value for name, value in values.items()}
    return client.post(page_of(obj, "withdraw"), data)


def act(client, action, *objs):
    data = {"action": action, "_selected_action": [obj.pk for obj in objs]}
    return client.post(changelist(type(objs[0])), data)


def submitted(unit, author):
    """`unit` with a draft of `author`, in review."""
    begin(unit, by=author)
    submit(unit, by=author)
    return unit


def test_publish_selected_publishes_the_approved_and_names_everything_the_others_miss(editor):
    author = make_user()
    ready = submitted(make_park(name_en="Yizhuang Park", citations=[make_citation(public=True)]), author)
    bare = submitted(make_park(name_en="Bare Park", citations=[]), author)
    waiting = submitted(make_park(name_en="Waiting Park"), author)
    untouched = make_park(name_en="Old Park")

    assert told(act(editor, "approve_selected", ready, bare)) == [("success", "Approved: Bare Park; Yizhuang Park.")]
    assert told(act(editor, "publish_selected", ready, bare, waiting, untouched))[1:] == [
        ("success", "Now public: Yizhuang Park."),
        ("error", "“Bare Park” stays as it is:<ul><li>Add at least one citation.</li></ul>"),
        (
            "error",
            "“Old Park” stays as it is:"
            "<ul><li>There is no draft of this any more: it was published or discarded meanwhile.</li></ul>",
        ),
        (
            "error",
            "“Waiting Park” stays as it is:"
            "<ul><li>Only an approved draft can be published. Its state is: in review.</li></ul>",
        ),
    ]
    assert set(Park.objects.filter(is_public=True)) == {ready}
    steps = Step.objects.filter(unit_id=ready.pk, action="published")
    assert [(step.by, step.title) for step in steps] == [(editor.user, "Yizhuang Park")]
    assert not Step.objects.filter(action="published").exclude(unit_id=ready.pk).exists()


def test_submit_selected_hands_every_draft_to_the_reviewers(editor):
    first, second = make_park(name_en="Daxing Park"), make_park(name_en="Yizhuang Park")
    begin(first, by=editor.user)
    submitted(second, make_user())
    assert told(act(editor, "submit_selected", first, second)) == [
        ("success", "Submitted for review: Daxing Park."),
        ("error", "“Yizhuang Park” stays as it is:<ul><li>It has been submitted already.</li></ul>"),
    ]
    assert set(Draft.objects.values_list("state", flat=True)) == {"in_review"}


def test_nobody_approves_their_own_drafts_in_a_list_either(editor):
    park = submitted(make_park(name_en="Daxing Park"), editor.user)
    sentence = "You wrote some of this draft, so someone else must approve it."
    expected = [("error", f"“Daxing Park” stays as it is:<ul><li>{sentence}</li></ul>")]
    assert told(act(editor, "approve_selected", park)) == expected
    assert Draft.objects.get().state == "in_review"


def test_saving_and_going_to_the_review_keeps_the_draft_and_shows_what_is_missing(editor):
    park = make_park(name_en="Haidian", citations=[])
    data = open_form(editor, change(park)) | {"name_en": "Haidian Park", "_submit": "1"}
    response = editor.post(change(park), data)
    assert (response.status_code, response["Location"]) == (302, page_of(park, "review"))
    park.refresh_from_db()
    assert (park.name_en, park.is_public) == ("Haidian Park", False)
    for shown in (editor.get(change(park)), editor.get(page_of(park, "review"))):
        assert "<li>Add at least one citation.</li>" in shown.content.decode()
    assert "Missing before publication:" in editor.get(change(park)).content.decode()
    listed = editor.get(changelist(Park), {"draft": "incomplete"}).context["cl"].result_list
    assert list(listed) == [park]

    editor.post(change(park), open_form(editor, change(park)) | {"citations": [make_citation(public=True).pk]})
    assert "Nothing is missing before publication." in editor.get(change(park)).content.decode()
    assert not editor.get(changelist(Park), {"draft": "incomplete"}).context["cl"].result_list


def test_a_new_record_goes_from_its_form_to_its_review(editor):
    address = reverse("admin:parks_park_add")
    citation = make_citation(public=True)
    data = open_form(editor, address) | {"name_en": "Daxing Park", "kind": "park", "citations": [citation.pk]}
    response = editor.post(address, data | {"_submit": "1"})
    park = Park.objects.get()
    assert (response["Location"], park.is_public, park.record.is_public) == (page_of(park, "review"), False, False)
    assert (Draft.objects.get().author, Draft.objects.get().missing_count) == (editor.user, 0)


def test_the_form_of_a_public_record_links_to_its_page_and_withdraws_it(editor):
    park = make_park(public=True)
    page = editor.get(change(park)).content.decode()
    assert f'<a href="{park.get_absolute_url()}">Open its page</a>' in page
    assert f'href="{page_of(park, "withdraw")}"' in page
    assert "Withdraw from the public" in editor.get(page_of(park, "withdraw")).content.decode()
    park.refresh_from_db()
    assert park.is_public
    assert told(withdraw(editor, park, note_en="Counted twice.")) == [("success", f"Withdrawn: {park}.")]
    park.refresh_from_db()
    assert (park.is_public, park.record.is_public) == (False, False)
    entry = Change.objects.filter(unit_id=park.pk).last()
    assert (entry.action, entry.reason, entry.note_en) == ("withdrawn", "error", "Counted twice.")
    assert Step.objects.filter(unit_id=park.pk, action="withdrew").get().by == editor.user
    page = editor.get(change(park)).content.decode()
    assert "Open its page" not in page
    assert f'href="{page_of(park, "withdraw")}"' not in page


def test_a_withdrawal_needs_its_reason_and_a_replacement_its_public_successor(editor):
    park, other, hidden = make_park(public=True), make_park(public=True), make_park()
    refused = withdraw(editor, park, reason="")
    assert refused.context["form"].errors == {"reason": ["This field is required."]}
    for successor in ("", "nowhere", str(hidden.pk)):
        refused = withdraw(editor, park, reason="replaced", successor=successor)
        assert refused.context["form"].errors == {
            "successor": ["There is no public entry of this kind with that id or address."]
        }
    park.refresh_from_db()
    assert park.is_public
    withdraw(editor, park, reason="replaced", successor=other.get_absolute_url())
    assert Change.objects.filter(unit_id=park.pk).last().successor_id == other.pk


def test_a_source_that_public_facts_rest_on_is_not_withdrawn(editor):
    event = make_event(public=True)
    source = event.citation.source
    sentence = "1 public entries rest on this source. Withdraw or re-cite them first."
    expected = [("error", f"“{source}” stays as it is:<ul><li>{sentence}</li></ul>")]
    assert told(withdraw(editor, source)) == expected
    data = {"action": "withdraw_selected", "_selected_action": [source.pk], "withdraw-reason": "error"}
    assert told(editor.post(changelist(Source), data))[-1:] == expected
    assert Source.objects.get(pk=source.pk).is_public
    withdraw(editor, event)
    withdraw(editor, source)
    assert not Source.objects.get(pk=source.pk).is_public


def refused_at_publication(editor, unit, data):
    """The sentences with which the change `data` of the public `unit` is refused once it is saved and approved."""
    assert editor.post(change(unit), data).status_code == 302
    submit(unit, by=editor.user)
    approve(unit, by=make_user())
    with pytest.raises(NotReady) as refusal:
        release(unit, by=editor.user)
    return refusal.value.messages


def test_a_public_record_keeps_its_last_citation(editor):
    park = make_park(public=True)
    data = open_form(editor, change(park)) | {"summary_en": "A park in Haidian."}
    del data["citations"]
    assert refused_at_publication(editor, park, data) == ["Add at least one citation."]
    assert Draft.objects.get().missing["en"] == ["Add at least one citation."]
    park.refresh_from_db()
    assert (park.summary_en, park.citations.count(), park.is_public) == ("", 1, True)


def test_a_public_briefing_keeps_its_last_block(editor):
    briefing = make_briefing(public=True)
    data = open_form(editor, change(briefing)) | {"blocks-0-DELETE": "on"}
    assert refused_at_publication(editor, briefing, data) == ["Add at least one block."]
    assert briefing.blocks.count() == 1


def test_a_public_fact_cannot_move_to_an_unpublished_source(editor):
    event = make_event(public=True)
    hidden = make_citation()
    data = open_form(editor, change(event)) | {"citation": hidden.pk}
    assert f"Publish “{hidden.source}” first: this rests on it." in refused_at_publication(editor, event, data)
    event.refresh_from_db()
    assert event.citation != hidden


def test_publishing_needs_the_right_to_publish(client, db):
    author = make_user()
    park = submitted(make_park(citations=[make_citation(public=True)]), author)
    approve(park, by=make_user())
    client.force_login(make_role_user("editor"))
    assert "publish_selected" not in client.get(changelist(Park)).content.decode()
    act(client, "publish_selected", park)
    assert client.post(page_of(park, "review"), {"decision": "publish"}).status_code == 403
    park.refresh_from_db()
    assert not park.is_public
    public = make_park(public=True)
    assert client.get(page_of(public, "withdraw")).status_code == 403
    assert withdraw(client, public).status_code == 403
    public.refresh_from_db()
    assert public.is_public


@pytest.mark.parametrize("view", ["withdraw", "review", "history", "compare", "preview", "preview/page"])
@pytest.mark.parametrize("key", ["4f6f4a4e-0000-4000-8000-000000000000", "no-key"])
def test_a_page_about_an_unknown_record_leads_back_to_the_index(editor, view, key):
    for method in (editor.get, editor.post):
        assert method(f"/admin/parks/park/{key}/{view}/")["Location"] == reverse("admin:index")


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
    withdraw(editor, park)
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
    sentence = "Withdraw or cite “Bare Park” first: only this briefing names it."
    assert refused_at_publication(editor, briefing, data) == [sentence]
    assert set(block.about.all()) == {bare.record, cited.record}
    assert type(briefing).objects.get().name_en == briefing.name_en

    bare.citations.add(make_citation(public=True))
    release(briefing, by=editor.user)
    assert not bare.record.briefing_blocks_about.exists()


def test_a_block_may_go_where_another_public_briefing_names_the_record(editor):
    briefing, other = make_briefing(public=True), make_briefing(public=True)
    bare = make_park(name_en="Bare Park", citations=[])
    make_briefing_block(briefing=briefing, position=1, about=[bare.record])
    make_briefing_block(briefing=other, about=[bare.record])
    publish(bare, by="test")
    editor.post(change(briefing), open_form(editor, change(briefing)) | {"blocks-1-DELETE": "on"})
    submit(briefing, by=editor.user)
    approve(briefing, by=make_user())
    release(briefing, by=editor.user)
    assert briefing.blocks.count() == 1
