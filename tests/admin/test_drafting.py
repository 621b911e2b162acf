"""Changing what is public: drafted, reviewed, published, compared, restored; readers see nothing before its time."""

import pytest
from django.test import Client
from django.urls import reverse

from editorial.models import Change, Draft, OpenForm, Revision, Step
from tests.admin.forms import open_form
from tests.factories import make_citation, make_name, make_park, make_role_user


def client_of(role):
    client = Client()
    client.user = make_role_user(role)
    client.force_login(client.user)
    return client


@pytest.fixture
def editor(db):
    return client_of("editor")


@pytest.fixture
def publisher(db):
    return client_of("publisher")


def page(unit, view, *args):
    return reverse(f"admin:{unit._meta.app_label}_{unit._meta.model_name}_{view}", args=[unit.pk, *args])


def decide(client, unit, decision, **data):
    draft = Draft.objects.filter(unit_id=unit.pk).first()
    data = {"decision": decision, "revision": draft.head_id if draft else ""} | data
    return client.post(page(unit, "review"), data, follow=True)


def told(response):
    return [str(message) for message in response.context["messages"]]


def test_the_whole_way_of_a_change_to_a_public_record(editor, publisher, client):
    park = make_park(name_en="Haidian Park", public=True)
    name = make_name(record=park.record, text="HDP", citation=make_citation(public=True))
    public_page = client.get(park.get_absolute_url()).content
    first = Change.objects.get(unit_id=park.pk)

    data = open_form(editor, page(park, "change"))
    data |= {"name_en": "Haidian Science Park", "names-0-text": "HSP", "_continue": "1"}
    response = editor.post(page(park, "change"), data)
    assert response.status_code == 302, response.context["errors"]
    assert client.get(park.get_absolute_url()).content == public_page
    assert open_form(editor, page(park, "change"))["name_en"] == ["Haidian Science Park"]
    preview = editor.get(page(park, "frame")).content.decode()
    assert "Haidian Science Park" in preview
    assert "HSP" in preview
    name.refresh_from_db()
    assert name.text == "HDP"

    assert "Submitted for review." in told(decide(editor, park, "submit", **{"submit-note_en": "Renamed."}))
    assert decide(editor, park, "approve").status_code == 403
    assert "Approved." in told(decide(publisher, park, "approve"))
    assert client.get(park.get_absolute_url()).content == public_page
    assert "Now public." in told(decide(publisher, park, "publish"))
    shown = client.get(park.get_absolute_url()).content.decode()
    assert "Haidian Science Park" in shown
    assert "HSP" in shown
    name.refresh_from_db()
    assert name.text == "HSP"

    entry = Change.objects.filter(unit_id=park.pk).last()
    assert (entry.action, entry.note_en, entry.changed) == ("changed", "Renamed.", ["name_en", "names"])
    assert not Draft.objects.exists()
    history = editor.get(page(park, "history")).content.decode()
    assert "submitted for review" in history
    compared = editor.get(page(park, "compare"), {"from": 1, "to": entry.revision.number}).content.decode()
    assert "<ins>Science </ins>" in compared

    editor.post(page(park, "restore", first.revision_id))
    assert Draft.objects.get().head.snapshot["fields"]["name_en"] == "Haidian Park"
    assert Revision.objects.get(pk=first.revision_id).snapshot == first.revision.snapshot


def test_deleting_takes_the_draft_along_and_is_logged(publisher):
    admin = client_of("administrator")
    park = make_park(name_en="Never Public Park", citations=[])
    address = page(park, "change")
    admin.post(address, open_form(admin, address) | {"name_en": "Never Public"})
    assert publisher.post(page(park, "delete"), {"post": "yes"}).status_code == 403
    assert admin.post(page(park, "delete"), {"post": "yes"}).status_code == 302
    assert not type(park).objects.exists() and not Draft.objects.exists()
    steps = Step.objects.filter(unit_id=park.pk).order_by("at")
    assert [(step.action, step.by, step.title) for step in steps] == [
        ("saved", admin.user, "Never Public"),
        ("deleted", admin.user, "Never Public"),
    ]


@pytest.mark.parametrize("when", ["on saving", "later"])
def test_what_was_typed_into_a_form_whose_record_was_deleted_goes_into_a_new_one(editor, when):
    park = make_park(name_en="Gone Park", citations=[])
    address = page(park, "change")
    data = open_form(editor, address) | {"name_en": "Typed with care", "level": "no such level"}
    if when == "later":
        assert editor.post(address, data).status_code == 200
    park.delete()
    response = editor.post(address, data) if when == "on saving" else editor.get(address)
    add = response["Location"]
    assert add.startswith(reverse("admin:parks_park_add") + "?form=")
    assert open_form(editor, add)["name_en"] == ["Typed with care"]
    editor.post(reverse("admin:parks_park_add"), open_form(editor, add) | {"level": ""})
    assert type(park).objects.get().name_en == "Typed with care"
    assert not OpenForm.objects.filter(is_kept=True).exists()


def test_a_new_form_that_was_left_unsaved_is_found_again_and_discarded(editor):
    """Its tab was closed: the front page, the list and the form of a new one lead back to it."""
    add = reverse("admin:parks_park_add")
    [key] = open_form(editor, add)["desk_key"]
    typed = reverse("admin:parks_park_typed", args=[key])
    editor.post(typed, open_form(editor, add) | {"desk_key": key, "desk_action": "typed", "name_en": "Left Park"})
    back = f"{add}?form={key}"
    for page in (reverse("admin:index"), reverse("admin:editorial_openform_changelist")):
        assert f'<a href="{back}">Left Park</a>' in editor.get(page).content.decode()
    assert f'<a href="?form={key}">Bring it back</a>' in editor.get(add).content.decode()
    assert open_form(editor, back)["name_en"] == ["Left Park"]
    assert "Left Park" not in client_of("editor").get(add).content.decode()

    editor.post(typed, {"desk_action": "discard"})
    assert "Left Park" not in editor.get(reverse("admin:index")).content.decode()
    assert "Bring it back" not in editor.get(add).content.decode()
