"""The doors beside the form: each asks for the same right as the form itself, and takes nothing that the form would not.

After what went wrong in other systems of this kind, one test for each; and after forged forms.
"""

import html
from copy import deepcopy

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse

from core.models import Name
from editorial import drafting, workflow
from editorial.models import Draft, OpenForm, PreviewLink, Revision
from parks.models import Park
from tests import factories as make
from tests.admin.forms import form_data, open_form, shown_errors

pytestmark = pytest.mark.django_db

SECRET = "Q7XSECRET"
INJECTED = '<img src=x onerror="alert(1)">'


def client_of(role):
    client = Client()
    client.user = make.make_role_user(role)
    client.force_login(client.user)
    return client


@pytest.fixture
def editor(db):
    return client_of("editor")


@pytest.fixture
def contributor(db):
    return client_of("contributor")


@pytest.fixture
def quote(db):
    return make.make_citation(public=True)


@pytest.fixture
def hidden(editor, quote):
    """An editor's draft that was never public."""
    park = make.make_park(name_en=SECRET, slug="q7xsecret", citations=[quote])
    drafting.begin(park, by=editor.user)
    return park


@pytest.fixture
def live(editor, quote):
    """A public park with an editor's draft."""
    park = make.make_park(name_en="Yard", citations=[quote], public=True)
    change(park, editor.user, name_en=SECRET)
    return park


def change(park, user, **fields):
    before = drafting.present(park)
    after = deepcopy(before)
    after["fields"] |= fields
    return drafting.keep(park, by=user, base=before, mine=after)


def page(unit, view, *args):
    return reverse(f"admin:{unit._meta.app_label}_{unit._meta.model_name}_{view}", args=[unit.pk, *args])


def listing(model):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def act(client, action, *parks, **more):
    return client.post(
        listing(Park), {"action": action, "_selected_action": [park.pk for park in parks], **more}, follow=True
    )


# Reading


@pytest.mark.parametrize("view", ["preview", "frame", "compare", "history", "review"])
def test_a_contributor_reads_no_draft_of_another_whether_its_entry_is_public_or_not(contributor, hidden, live, view):
    for unit in (hidden, live):
        response = contributor.get(page(unit, view))
        assert response.status_code == 403
        assert SECRET not in response.content.decode()


def test_the_form_of_a_public_entry_shows_a_contributor_what_is_public(contributor, live):
    shown = contributor.get(page(live, "change")).content.decode()
    assert "Yard" in shown
    assert SECRET not in shown
    assert "desk-panel" not in shown
    assert 'name="_save"' not in shown


def test_lists_and_their_filters_tell_a_contributor_of_no_draft_of_another(contributor, hidden, live):
    assert SECRET not in contributor.get(listing(Park)).content.decode()
    for query in ("?draft=any", "?draft=draft", "?draft=incomplete", "?q=Q7XSECRET"):
        assert list(contributor.get(listing(Park) + query).context["cl"].result_list) == []
    for name in (
        "admin:index",
        "admin:editorial_draft_changelist",
        "admin:editorial_step_changelist",
    ):
        assert SECRET not in contributor.get(reverse(name)).content.decode()


def test_states_of_another_entry_are_not_reached_through_ones_own(contributor, hidden, quote):
    own = make.make_park(name_en="Own", citations=[quote])
    drafting.begin(own, by=contributor.user)
    foreign = drafting.draft_of(hidden).head
    for address in (page(own, "restore", foreign.pk), page(own, "resolve", foreign.pk)):
        contributor.post(address)
    for number in (2, 99, "9" * 20, "1' OR 1=1", "<script>"):
        assert contributor.get(page(own, "compare"), {"from": number}).status_code == 404
        assert contributor.get(page(own, "frame"), {"revision": number}).status_code == 404
    own.refresh_from_db()
    assert (own.name_en, drafting.present(own)["fields"]["name_en"]) == ("Own", "Own")


def test_a_link_shows_its_own_state_and_only_its_maker_s_entry_revokes_it(editor, hidden, live, client):
    editor.post(page(hidden, "preview"))
    link = PreviewLink.objects.get()
    editor.post(page(live, "preview"), {"decision": "revoke", "link": link.pk})
    link.refresh_from_db()
    assert link.revoked_at is None
    editor.post(page(hidden, "preview"), {"decision": "revoke", "link": link.pk})
    link.refresh_from_db()
    assert link.revoked_at is not None


@pytest.mark.parametrize(("app", "model", "field"), [("core", "figure", "subject"), ("parks", "membership", "child"), ("core", "figure", "citation")])  # fmt: skip
def test_a_search_for_choices_offers_a_contributor_nothing_hidden(contributor, editor, hidden, app, model, field):
    secret = make.make_citation(source=make.make_source(name_en=f"{SECRET} source", public=False), quote=SECRET)
    query = {"app_label": app, "model_name": model, "field_name": field, "term": SECRET}
    assert contributor.get(reverse("admin:autocomplete"), query).json()["results"] == []
    assert editor.get(reverse("admin:autocomplete"), query).json()["results"] != []
    assert secret.pk


def test_a_hidden_row_chosen_by_its_key_is_refused_without_its_name(contributor, hidden):
    address = reverse("admin:parks_membership_add")
    data = open_form(contributor, address) | {"child": hidden.pk, "parent": hidden.pk}
    response = contributor.post(address, data)
    assert response.status_code == 200
    assert SECRET not in response.content.decode()
    assert "That choice is not one of the available choices" in shown_errors(response)


def test_django_s_way_from_a_key_to_a_page_is_closed(editor, hidden):
    kind = ContentType.objects.get_for_model(Park)
    assert editor.get(f"/admin/r/{kind.pk}/{hidden.pk}/").status_code == 404


def test_nobody_without_the_right_to_add_keeps_typed_input_for_a_new_entry():
    reviewer = client_of("reviewer")
    address = reverse("admin:parks_park_typed", args=["4f6f4a4e-0000-4000-8000-000000000000"])
    assert reviewer.post(address, {"desk_action": "typed", "name_en": "x"}).status_code == 403
    assert not OpenForm.objects.exists()


@pytest.mark.parametrize(
    "query", ["page=" + "9" * 40, "page=-1", "page=<script>alert(1)</script>", "lang=<script>", "width=<b>"]
)
def test_parameters_without_bounds_or_sense_are_no_fault_and_are_not_echoed(editor, live, query):
    for view in ("history", "preview", "frame", "review"):
        response = editor.get(f"{page(live, view)}?{query}")
        assert response.status_code == 200
        assert "<script>alert" not in response.content.decode()


# Bulk


def test_rows_that_one_may_not_see_are_not_reached_by_a_bulk_action(contributor, hidden, live):
    for action in ("submit_selected", "approve_selected", "publish_selected", "withdraw_selected", "delete_selected"):
        act(contributor, action, hidden, live, **{"withdraw-reason": "error", "post": "yes"})
    exported = contributor.post(listing(Park), {"action": "export_csv", "_selected_action": [hidden.pk]})
    assert SECRET.encode() not in b"".join(exported.streaming_content)
    assert set(Draft.objects.values_list("unit_id", "state")) == {(hidden.pk, "draft"), (live.pk, "draft")}
    assert Park.objects.filter(pk__in=[hidden.pk, live.pk]).count() == 2
    assert Park.objects.get(pk=live.pk).is_public


def test_an_editor_deletes_and_publishes_nothing_by_a_forged_bulk_action(editor, hidden, live):
    workflow.submit(hidden, by=editor.user)
    for action in ("approve_selected", "publish_selected", "withdraw_selected", "delete_selected"):
        act(editor, action, hidden, live, **{"withdraw-reason": "error", "post": "yes"})
    assert drafting.draft_of(hidden).state == "in_review"
    assert not Park.objects.get(pk=hidden.pk).is_public
    assert Park.objects.get(pk=live.pk).is_public


# Markup in titles


def test_a_title_with_markup_is_shown_as_text_by_every_message_and_page(quote):
    administrator, editor = client_of("administrator"), client_of("editor")
    park = make.make_park(name_en=INJECTED, slug="injected", citations=[quote])
    bare = make.make_park(name_en=f"{INJECTED} bare", citations=[])
    for one in (park, bare):
        drafting.begin(one, by=editor.user)
    pages = [
        act(editor, "submit_selected", park, bare),
        act(administrator, "publish_selected", park),
        act(administrator, "approve_selected", park, bare),
        act(administrator, "publish_selected", park, bare),
        act(administrator, "withdraw_selected", park),
        administrator.get(listing(Park)),
        administrator.get(reverse("admin:index")),
        administrator.get(reverse("admin:editorial_draft_changelist")),
        administrator.get(reverse("admin:editorial_step_changelist")),
        administrator.get(reverse("admin:editorial_change_changelist")),
        administrator.get(page(bare, "delete")),
        administrator.post(page(park, "delete"), {"post": "yes"}, follow=True),
        *(
            administrator.get(page(park, view))
            for view in ("change", "review", "history", "compare", "preview", "frame")
        ),
        Client().get("/en/parks/injected/"),
    ]
    shown = [response.content.decode() for response in pages]
    assert all("onerror" in one for one in shown[:4])
    assert [number for number, one in enumerate(shown) if INJECTED in one or "<img src=x" in one] == []


# Forged forms


def test_what_the_program_alone_writes_is_not_taken_from_a_form(editor, hidden, live):
    forged = {
        "is_public": "on", "published_at": "2020-01-01", "published_at_0": "2020-01-01", "withdrawn_at": "2020-01-01", "id": live.pk,
        "record": live.pk, "public_id": live.pk, "sort_key": "zzz", "updated_at": "2020-01-01",
    }  # fmt: skip
    response = editor.post(
        page(hidden, "change"), open_form(editor, page(hidden, "change")) | forged | {"_continue": "1"}
    )
    assert response.status_code == 302
    hidden.refresh_from_db()
    live.refresh_from_db()
    assert (hidden.is_public, hidden.published_at, hidden.withdrawn_at, hidden.name_en) == (False, None, None, SECRET)
    assert (hidden.record.is_public, hidden.sort_key, live.name_en, live.is_public) == (
        False,
        SECRET.lower(),
        "Yard",
        True,
    )

    address = reverse("admin:parks_park_add")
    editor.post(address, open_form(editor, address) | forged | {"name_en": "New", "kind": "park", "_continue": "1"})
    made = Park.objects.get(name_en="New")
    assert (made.is_public, made.published_at, made.pk == live.pk) == (False, None, False)


def test_the_address_of_another_entry_is_refused(editor, hidden, live):
    data = open_form(editor, page(hidden, "change")) | {"slug": live.slug, "_continue": "1"}
    response = editor.post(page(hidden, "change"), data)
    assert response.status_code == 200
    assert "already exists" in shown_errors(response)
    assert Park.objects.get(pk=hidden.pk).slug == "q7xsecret"


@pytest.mark.parametrize("more", [{}, {"names-0-DELETE": "on"}])
def test_rows_of_another_entry_are_neither_changed_nor_taken_nor_deleted(editor, hidden, live, quote, more):
    theirs = make.make_name(record=live.record, text="Theirs", citation=quote)
    data = open_form(editor, page(hidden, "change"))
    data |= {
        "names-TOTAL_FORMS": "1", "names-INITIAL_FORMS": "1", "names-0-id": theirs.pk, "names-0-record": hidden.pk,
        "names-0-text": "Taken", "names-0-language": "en", "names-0-kind": "other", "names-0-citation": quote.pk, "_continue": "1",
    } | more  # fmt: skip
    editor.post(page(hidden, "change"), data)
    assert list(Name.objects.values_list("pk", "record", "text")) == [(theirs.pk, live.pk, "Theirs")]


def test_a_popup_saves_a_draft_like_any_form(editor, live):
    data = open_form(editor, page(live, "change")) | {"name_en": "By popup", "_popup": "1"}
    editor.post(page(live, "change"), data)
    assert Park.objects.get(pk=live.pk).name_en == "Yard"
    assert drafting.present(live)["fields"]["name_en"] == "By popup"


def test_nothing_is_saved_as_new(editor, hidden):
    data = open_form(editor, page(hidden, "change")) | {"_saveasnew": "1", "slug": "copy"}
    assert editor.post(page(hidden, "change"), data).status_code == 403
    assert Park.objects.get().slug == "q7xsecret"


def test_a_form_with_the_key_of_something_there_is_changes_nothing(contributor, hidden):
    address = reverse("admin:parks_park_add")
    data = open_form(contributor, address) | {"desk_key": hidden.pk, "name_en": "Mine", "kind": "base"}
    response = contributor.post(address, data, follow=True)
    assert SECRET not in response.content.decode()
    hidden.refresh_from_db()
    assert (hidden.name_en, Revision.objects.filter(unit_id=hidden.pk).count()) == (SECRET, 1)


def test_a_state_that_nobody_signed_is_not_taken_for_the_one_a_form_was_opened_on(editor, live):
    data = open_form(editor, page(live, "change")) | {"desk_base": "e30:forged", "name_en": "Other"}
    response = editor.post(page(live, "change"), data)
    assert response.status_code == 200
    assert "came without the state it was opened on" in html.unescape(shown_errors(response))
    assert drafting.present(live)["fields"]["name_en"] == SECRET


# A role taken away while a form is open


def test_what_was_typed_when_the_right_went_is_kept_and_comes_back_with_it(editor, live):
    data = open_form(editor, page(live, "change")) | {"summary_en": "Long work.", "_continue": "1"}
    groups = list(editor.user.groups.all())
    editor.user.groups.clear()
    response = editor.post(page(live, "change"), data)
    assert response.status_code == 403
    assert "Nothing was saved: your account may not do this any more." in response.content.decode()
    assert "summary_en" not in Revision.objects.order_by("number").last().snapshot["fields"] or (
        drafting.present(live)["fields"]["summary_en"] == ""
    )
    editor.user.groups.set(groups)
    assert form_data(editor.get(page(live, "change")))["summary_en"] == ["Long work."]


def test_a_new_entry_that_was_being_typed_is_kept_too(editor):
    address = reverse("admin:parks_park_add")
    data = open_form(editor, address) | {"name_en": "Half a park", "kind": "park"}
    [key] = data["desk_key"]
    editor.post(reverse("admin:parks_park_typed", args=[key]), {"desk_action": "typed", "name_en": "Half"})
    groups = list(editor.user.groups.all())
    editor.user.groups.clear()
    response = editor.post(address, data)
    assert response.status_code == 403
    assert "What you typed is kept" in response.content.decode()
    assert not Park.objects.exists()
    editor.user.groups.set(groups)
    assert form_data(editor.get(f"{address}?form={key}"))["name_en"] == ["Half a park"]


def test_a_character_that_cannot_be_stored_costs_no_typed_input(editor):
    key = "4f6f4a4e-0000-4000-8000-000000000000"
    typed = {"desk_action": "typed", "name_en": "Half\0way"}
    assert editor.post(reverse("admin:parks_park_typed", args=[key]), typed).status_code == 200
    assert OpenForm.objects.get().content["name_en"] == ["Halfway"]


def test_who_never_had_the_form_open_leaves_nothing(live):
    nobody = Client()
    nobody.force_login(make.make_user())
    for address in (page(live, "change"), reverse("admin:parks_park_add")):
        data = {"name_en": "x", "desk_base": "forged", "desk_key": "4f6f4a4e-0000-4000-8000-000000000000"}
        assert nobody.post(address, data).status_code == 403
    assert not OpenForm.objects.exists()
