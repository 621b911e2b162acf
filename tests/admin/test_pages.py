"""Every model has its form and its list, and they open on real objects."""

import inspect
import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from editorial.models import Change, Draft
from policies.models import Target
from tests import factories
from tests.admin.forms import form_data, shown_errors

OWN_APPS = ("editorial", "core", "parks", "companies", "policies", "portal")
OWN_MODELS = [model for label in OWN_APPS for model in apps.get_app_config(label).get_models()]
FACTORIES = {
    model: getattr(factories, f"make_{name}", None)
    for model in OWN_MODELS
    for name in ["".join(f"_{c.lower()}" if c.isupper() else c for c in model.__name__).lstrip("_")]
}
REGISTERED = [model for model in OWN_MODELS if model in admin.site._registry and FACTORIES[model]]
# Written by the program alone, or shown on pages of their own: the closure of memberships, former addresses, the states of a
# draft, what is said about it, who may look at it.
COMPUTED = {"ParkAncestry", "FormerSlug", "ImportPart", "ImportRow", "Revision", "Remark", "PreviewLink"}
COMPUTED |= {"SearchDocument", "SearchName", "SearchGround", "SearchTerm"}
# Written below every form.
STAMPS = ("desk_base", "desk_key", "csrfmiddlewaretoken")


def address(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def made(model, *, public=False):
    factory = FACTORIES[model]
    return factory(public=True) if public and "public" in inspect.signature(factory).parameters else factory()


@pytest.fixture
def editor(db, client):
    client.force_login(factories.make_superuser())
    return client


def test_every_model_is_registered_or_a_short_list_on_the_form_of_another():
    inlined = {inline.model for model_admin in admin.site._registry.values() for inline in model_admin.inlines}
    missing = [m.__name__ for m in OWN_MODELS if m not in admin.site._registry and m not in inlined]
    assert set(missing) == COMPUTED


@pytest.mark.parametrize(
    "model", [model for model in REGISTERED if model is not Target], ids=lambda model: model.__name__
)
def test_the_add_page_opens(editor, model):
    response = editor.get(address(model, "add"))
    assert response.status_code == 200
    assert f"Add {model._meta.verbose_name}" in response.content.decode()


@pytest.mark.parametrize("public", [False, True], ids=["not public", "public"])
@pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model.__name__)
def test_the_change_page_saves_what_it_shows(editor, model, public):
    """An unchanged form comes back without a complaint and changes nothing that an editor wrote."""
    made_object = made(model, public=public)
    change = address(model, "change", made_object.pk)
    before = form_data(editor.get(change))
    response = editor.post(change, before | {"_continue": "1"})
    assert response.status_code == 302, response.context["errors"]
    after = form_data(editor.get(change))
    assert {k: v for k, v in after.items() if k not in STAMPS} == {k: v for k, v in before.items() if k not in STAMPS}
    assert not Change.objects.filter(action="changed").exists()
    assert not Draft.objects.exists()


@pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model.__name__)
def test_delete_and_history_pages_open(editor, model):
    made_object = made(model)
    assert editor.get(address(model, "history", made_object.pk)).status_code == 200
    if model is not Target:
        assert editor.get(address(model, "delete", made_object.pk)).status_code == 200


def test_a_target_comes_and_goes_with_its_figure(editor):
    target = factories.make_target()
    assert editor.get(address(Target, "add")).status_code == 403
    assert editor.post(address(Target, "delete", target.pk), {"post": "yes"}).status_code == 403
    figure = address(type(target.figure), "change", target.pk)
    response = editor.post(figure, form_data(editor.get(figure)) | {"kind": "forecast", "target-0-DELETE": "on"})
    assert response.status_code == 302, shown_errors(response)
    assert not Target.objects.exists()


def test_who_may_only_look_sees_every_form_and_saves_nothing(client, db):
    client.force_login(factories.make_role_user("reviewer"))
    for model in REGISTERED:
        change = address(model, "change", made(model).pk)
        page = client.get(change)
        assert page.status_code == 200
        for button in ("_save", "_continue", "_submit"):
            assert f'name="{button}"' not in page.content.decode()
        assert client.post(change, {"desk_base": ""}).status_code == 403


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model.__name__)
def test_the_list_opens_and_searches(editor, model, language):
    editor.cookies["django_language"] = language
    made_object = made(model, public=True)
    listed = editor.get(address(model, "changelist"))
    assert listed.status_code == 200
    assert listed.context["cl"].result_count == len(listed.context["cl"].result_list) >= 1
    assert made_object.pk in {row.pk for row in listed.context["cl"].result_list}
    searched = editor.get(address(model, "changelist"), {"q": "nothing that anybody wrote"})
    assert searched.context["cl"].result_count == 0


@pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model.__name__)
def test_a_list_has_at_most_seven_columns(model):
    assert len(admin.site.get_model_admin(model).list_display) <= 7


@pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model.__name__)
def test_nothing_is_edited_in_a_list(model):
    assert not admin.site.get_model_admin(model).list_editable


def test_the_index_groups_the_models_by_subject_in_reading_order(editor):
    page = editor.get(reverse("admin:index")).content.decode()
    headings = [
        "Sources and citations", "Regions and sectors", "Parks and designations", "Organisations and people", "Policies",
        "Figures, events, statements", "Briefings", "Accounts",
    ]  # fmt: skip
    positions = [page.index(f"<caption>{heading}</caption>") for heading in headings]
    assert positions == sorted(positions)
    assert "<title>Desk | ParkAtlas</title>" in page
    assert 'action="/i18n/setlang/"' in page


def test_the_fields_of_a_short_list_say_their_names_and_hidden_ones_say_nothing(editor):
    figure = factories.make_target().figure
    page = editor.get(address(type(figure), "change", figure.pk)).content.decode()
    assert 'name="target-0-horizon_as_printed"' in page
    assert 'aria-label="Horizon as printed"' in page
    assert 'aria-label="None"' not in page
    assert not [tag for tag in re.findall("<input[^>]*>", page) if 'type="hidden"' in tag and "aria-label" in tag]
