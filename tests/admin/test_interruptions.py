"""What goes wrong between opening a form and saving it: a sentence, nothing lost, nothing half-done."""

import pytest
from django.test import Client
from django.urls import reverse

from core.models import Name
from editorial.drafting import unmerged
from editorial.models import Draft, OpenForm, Revision
from editorial.workflow import approve, release, submit
from parks.models import Park
from tests.admin.forms import open_form, shown_errors
from tests.factories import make_citation, make_name, make_park, make_role_user, make_user


@pytest.fixture
def editor(db):
    client = Client()
    client.user = make_role_user("editor")
    client.force_login(client.user)
    return client


def page(unit, view):
    return reverse(f"admin:parks_park_{view}", args=[unit.pk])


def row(number, total, **values):
    return {"names-TOTAL_FORMS": str(total)} | {f"names-{number}-{name}": value for name, value in values.items()}


def test_the_form_gone_back_to_after_publishing_is_a_new_draft_of_what_differs(editor):
    park = make_park(name_en="Haidian Park", public=True)
    data = open_form(editor, page(park, "change")) | {"summary_en": "First."}
    editor.post(page(park, "change"), data)
    submit(park, by=editor.user)
    approve(park, by=make_user())
    release(park, by=make_user())
    assert editor.post(page(park, "change"), data).status_code == 302
    assert not Draft.objects.exists()
    assert editor.post(page(park, "change"), data | {"level": "national"}).status_code == 302
    fields = Draft.objects.get().head.snapshot["fields"]
    assert (fields["summary_en"], fields["level"]) == ("First.", "national")
    answer = editor.post(page(park, "change"), data | {"summary_en": "Second."})
    assert "/resolve/" in answer["Location"]
    assert unmerged(park).get().snapshot["fields"]["summary_en"] == "Second."


def test_whose_role_was_taken_away_is_told_so_and_what_was_typed_waits_for_them(editor):
    park = make_park(public=True)
    data = open_form(editor, page(park, "change")) | {"summary_en": "Typed with care."}
    typed = reverse("admin:parks_park_typed", args=[park.pk])
    assert editor.post(typed, data | {"desk_action": "typed"}).status_code == 200
    groups = list(editor.user.groups.all())
    editor.user.groups.clear()
    answer = editor.post(page(park, "change"), data)
    assert answer.status_code == 403
    assert "Your account may not do this." in answer.content.decode()
    assert editor.post(typed, data | {"desk_action": "typed"}).status_code == 403
    assert not Draft.objects.exists()
    editor.user.groups.set(groups)
    assert open_form(editor, page(park, "change") + "?recover")["summary_en"] == ["Typed with care."]


def test_three_hundred_rows_are_saved_in_one_form(editor):
    park, cited = make_park(public=True), make_citation(public=True)
    for number in range(300):
        make_name(record=park.record, text=f"Name {number}", citation=cited)
    data = open_form(editor, page(park, "change"))
    texts = [name for name in data if name.startswith("names-") and name.endswith("-text")]
    assert len(texts) == 300
    answer = editor.post(page(park, "change"), data | {name: f"{data[name][0]}, renamed" for name in texts})
    assert answer.status_code == 302, shown_errors(answer)
    kept = Draft.objects.get().head.snapshot["parts"]["names"].values()
    assert {one["fields"]["text"] for one in kept} == {f"Name {number}, renamed" for number in range(300)}
    assert not Name.objects.filter(text__endswith="renamed").exists()


@pytest.mark.parametrize(
    "extra",
    [{f"x{number}": "x" for number in range(10_001)}, {"summary_en": "x" * 50_000_000}],
    ids=["fields", "bytes"],
)
def test_a_form_beyond_what_is_taken_is_a_sentence_and_changes_nothing(editor, extra):
    park = make_park(public=True)
    data = open_form(editor, page(park, "change")) | {"level": "national"}
    typed = reverse("admin:parks_park_typed", args=[park.pk])
    editor.post(typed, data | {"desk_action": "typed"})
    answer = editor.post(page(park, "change"), data | extra)
    assert answer.status_code == 400
    assert "The form is too large to be sent at once." in answer.content.decode()
    assert not Draft.objects.exists()
    assert open_form(editor, page(park, "change") + "?recover")["level"] == ["national"]


UNCITED = {"text": "HDP", "language": "en", "kind": "short"}


def test_half_a_row_on_a_public_record_is_kept_and_comes_back_with_its_message(editor):
    park = make_park(name_en="Haidian Park", public=True)
    answer = editor.post(page(park, "change"), open_form(editor, page(park, "change")) | row(0, 1, **UNCITED))
    assert answer.status_code == 200
    assert not Revision.objects.filter(unit_id=park.pk, author=editor.user).exists()
    waiting = OpenForm.objects.get(user=editor.user)
    assert (waiting.is_kept, waiting.problems) == (True, 1)
    again = editor.get(page(park, "change"))
    assert "Cite where this name stands" in shown_errors(again)
    data = open_form(editor, page(park, "change"))
    assert data["names-0-text"] == ["HDP"]
    cited = make_citation(public=True)
    assert editor.post(page(park, "change"), data | {"names-0-citation": str(cited.pk)}).status_code == 302
    assert [one["fields"]["text"] for one in Draft.objects.get().head.snapshot["parts"]["names"].values()] == ["HDP"]
    assert not OpenForm.objects.filter(is_kept=True).exists()


def test_half_a_row_on_a_new_record_is_kept_and_comes_back_with_its_message(editor):
    add = reverse("admin:parks_park_add")
    data = open_form(editor, add) | {"name_en": "New Park", "kind": "park"} | row(0, 1, **UNCITED)
    assert editor.post(add, data).status_code == 200
    assert not Park.objects.exists()
    waiting = OpenForm.objects.get(user=editor.user)
    assert (waiting.is_new, waiting.is_kept, waiting.title) == (True, True, "New Park")
    again = f"{add}?form={waiting.unit_id}"
    assert "Cite where this name stands" in shown_errors(editor.get(again))
    data = open_form(editor, again)
    assert (data["name_en"], data["names-0-text"]) == (["New Park"], ["HDP"])
    assert editor.post(add, data | {"names-0-citation": str(make_citation().pk)}).status_code == 302
    assert Park.objects.get(pk=waiting.unit_id).record.names.get().text == "HDP"


def test_what_a_draft_lacks_stands_on_its_form_in_the_list_and_behind_the_filter(editor):
    park, whole = make_park(name_en="Haidian Park", public=True), make_park(name_en="Daxing Park", public=True)
    data = open_form(editor, page(park, "change"))
    del data["citations"]
    assert editor.post(page(park, "change"), data).status_code == 302
    editor.post(page(whole, "change"), open_form(editor, page(whole, "change")) | {"level": "national"})
    assert "Add at least one citation." in editor.get(page(park, "change")).content.decode()
    changelist = reverse("admin:parks_park_changelist")
    listed = editor.get(changelist).content.decode()
    assert listed.count("1 thing missing") == 1
    assert 'title="Add at least one citation."' in listed
    found = editor.get(changelist, {"draft": "incomplete"}).context["cl"].result_list
    assert [one.pk for one in found] == [park.pk]
