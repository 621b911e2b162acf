"""Choosing related records, and lists whose cost does not grow."""

import inspect

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from companies.models import Stake
from editorial.models import Record
from parks.models import Membership
from tests import bulk
from tests.admin.test_pages import FACTORIES, REGISTERED, address
from tests.factories import (
    make_citation,
    make_event,
    make_figure,
    make_name,
    make_organisation,
    make_park,
    make_region,
    make_role_user,
    make_superuser,
    make_user,
)

AUTOCOMPLETE = "/admin/autocomplete/"


@pytest.fixture
def editor(db, client):
    client.force_login(make_superuser())
    return client


def offered(client, term, *, app="core", model="figure", field="subject"):
    response = client.get(AUTOCOMPLETE, {"term": term, "app_label": app, "model_name": model, "field_name": field})
    assert response.status_code == 200, response.status_code
    return [result["text"] for result in response.json()["results"]]


@pytest.mark.parametrize(
    "term", ["Yizhuang Park", "yizhuang", "亦庄", "BDA", "Economic Area", "yizhuang-park", "yi zhuang"]
)
def test_a_record_is_found_by_all_its_names_and_shown_with_its_kind(editor, term):
    park = make_park(name_en="Yizhuang Park", name_zh="亦庄园", pinyin="yi zhuang yuan")
    make_park(name_en="Haidian Park")
    make_name(record=park.record, text="BDA", kind="abbreviation")
    make_name(record=park.record, text="Economic Area", kind="former")
    make_name(record=park.record, text="BDA zone", kind="alias")
    found = editor.get(reverse("admin:parks_park_changelist"), {"q": term}).context["cl"].result_list
    assert [str(row) for row in found] == ["Yizhuang Park"]
    if term != "yi zhuang":  # Pinyin beside an English name is not on the card.
        assert offered(editor, term) == ["Yizhuang Park (park)"]


def test_only_what_may_be_chosen_is_offered_and_taken(editor):
    make_park(name_en="Beijing Park")
    make_organisation(name_en="Beijing Bureau")
    make_region(name_en="Beijing", level="group")
    make_region(name_en="Beijing District")
    assert offered(editor, "Beijing", model="source", field="publisher") == ["Beijing Bureau (organisation)"]
    assert offered(editor, "Beijing", model="regionmembership", field="group") == ["Beijing"]
    assert offered(editor, "Beijing", app="companies", model="stake", field="owner") == [
        "Beijing (region)", "Beijing Bureau (organisation)", "Beijing District (region)", "Beijing Park (park)",
    ]  # fmt: skip


def test_unpublished_names_are_offered_to_editors_alone(client, db):
    make_park(name_en="Secret Park")
    query = {"term": "Secret", "app_label": "core", "model_name": "figure", "field_name": "subject"}
    assert client.get(AUTOCOMPLETE, query).status_code == 302
    client.force_login(make_user(is_staff=False))
    assert client.get(AUTOCOMPLETE, query).status_code == 302
    client.force_login(make_user())
    assert client.get(AUTOCOMPLETE, query).status_code == 403
    client.force_login(make_role_user("contributor"))
    assert client.get(AUTOCOMPLETE, query).json()["results"] == []
    client.force_login(make_role_user("editor"))
    assert [result["text"] for result in client.get(AUTOCOMPLETE, query).json()["results"]] == ["Secret Park (park)"]
    client.force_login(make_user("core.add_figure"))
    assert client.get(AUTOCOMPLETE, query).json()["results"] == []
    source_field = {"app_label": "core", "model_name": "citation", "field_name": "source"}
    assert client.get(AUTOCOMPLETE, query | source_field).status_code == 403


@pytest.mark.parametrize(
    "wrong",
    [
        {"field_name": "low"}, {"field_name": "no_field"}, {"model_name": "nothing"}, {"app_label": "auth"}, {"app_label": ""},
    ],
)  # fmt: skip
def test_what_is_no_choice_of_a_form_cannot_be_searched(editor, wrong):
    query = {"term": "a", "app_label": "core", "model_name": "figure", "field_name": "subject"} | wrong
    assert editor.get(AUTOCOMPLETE, query).status_code == 403


def test_the_card_leads_to_the_form_of_its_record_and_is_never_edited(editor):
    park = make_park(name_en="Haidian Park")
    card = reverse("admin:editorial_record_change", args=[park.pk])
    response = editor.get(card, {"_popup": "1"})
    assert response["Location"] == reverse("admin:parks_park_change", args=[park.pk]) + "?_popup=1"
    assert editor.post(card, {"name_en": "Forged", "is_public": "on"}).status_code in (302, 403)
    assert editor.get(reverse("admin:editorial_record_add")).status_code == 403
    assert editor.post(reverse("admin:editorial_record_delete", args=[park.pk]), {"post": "yes"}).status_code == 403
    record = Record.objects.get(pk=park.pk)
    assert (record.name_en, record.is_public) == ("Haidian Park", False)
    assert "editorial/record" not in editor.get(reverse("admin:index")).content.decode()


def test_a_citation_shows_what_rests_on_it(editor):
    citation = make_citation()
    figure, event = make_figure(citation=citation), make_event(citation=citation, title_en="The park was unveiled")
    page = editor.get(reverse("admin:core_citation_change", args=[citation.pk])).content.decode()
    assert (
        f'<a href="{reverse("admin:core_figure_change", args=[figure.pk])}">Figure: over CNY 700 billion (actual)</a>'
        in page
    )
    assert f'<a href="{reverse("admin:core_event_change", args=[event.pk])}">Event: The park was unveiled</a>' in page
    source = reverse("admin:core_source_change", args=[citation.source_id])
    listing = f"{reverse('admin:core_citation_changelist')}?source__exact={citation.source_id}"
    assert f'<a href="{listing}">1</a>' in editor.get(source).content.decode()
    assert editor.get(listing).context["cl"].result_count == 1


def queries_of(client, url, query):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url, query).status_code == 200
    return len(captured)


def choice_queries():
    """One autocomplete request for every model that is chosen anywhere: `{model: query}`."""
    return {
        field.remote_field.model: {
            "term": "",
            "app_label": model_admin.opts.app_label,
            "model_name": model_admin.opts.model_name,
            "field_name": field.name,
        }
        for model_admin in admin.site._registry.values()
        for field in [model_admin.opts.get_field(name) for name in model_admin.autocomplete_fields]
    }


def test_lists_and_choices_take_the_same_number_of_queries_for_2_rows_and_for_200(editor):
    requests = {f"list of {m.__name__}": (address(m, "changelist"), {}) for m in REGISTERED}
    requests |= {f"search for {m.__name__}": (address(m, "changelist"), {"q": "a"}) for m in REGISTERED}
    requests |= {f"choice of {model.__name__}": (AUTOCOMPLETE, query) for model, query in choice_queries().items()}
    make_public(REGISTERED, 2)
    make_event(kind="series")
    make_figure(kind="target")
    make_region(level="group")
    make_organisation(name_en="A company", public=True)  # So that every search finds something.
    editor.get(address(REGISTERED[0], "changelist"))  # Content types and the like are read once.
    few = {name: queries_of(editor, *request) for name, request in requests.items()}
    bulk.fill(200)
    make_public([Membership, Stake], 10)  # Those that bulk leaves out.
    assert {name: queries_of(editor, *request) for name, request in requests.items()} == few
    assert max(few.values()) <= 10


def make_public(models, rows):
    for factory in (FACTORIES[model] for model in models):
        public = {"public": True} if "public" in inspect.signature(factory).parameters else {}
        for _ in range(rows):
            factory(**public)
