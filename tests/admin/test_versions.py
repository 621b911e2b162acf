"""Two editors at one record: the second is told, sees both versions, and loses nothing."""

import pytest
from django.urls import reverse

from tests.admin.forms import form_data, open_form, shown_errors
from tests.factories import make_figure, make_park, make_superuser, make_target


@pytest.fixture
def editor(db, client):
    client.force_login(make_superuser())
    return client


def test_a_stale_save_is_refused_with_both_versions_shown(editor):
    park = make_park(name_en="Haidian Park", level="national")
    address = reverse("admin:parks_park_change", args=[park.pk])
    first, second = open_form(editor, address), open_form(editor, address)
    assert editor.post(address, first | {"summary_en": "By the first.", "level": "district"}).status_code == 302

    response = editor.post(address, second | {"summary_en": "By the second."})
    assert response.status_code == 200
    errors = response.context["adminform"].form.errors
    assert errors["summary_en"] == ["Saved now: “By the first.”."]
    assert errors["level"] == ["Saved now: “district”."]
    assert "Someone else saved this after you opened it" in errors["__all__"][0]
    assert set(errors) == {"summary_en", "level", "__all__"}
    park.refresh_from_db()
    assert (park.summary_en, park.level) == ("By the first.", "district")
    kept = form_data(response)
    assert kept["summary_en"] == ["By the second."]

    assert editor.post(address, kept).status_code == 302
    park.refresh_from_db()
    assert (park.summary_en, park.level) == ("By the second.", "national")


def test_a_form_without_its_version_is_refused(editor):
    park = make_park(name_en="Haidian Park")
    address = reverse("admin:parks_park_change", args=[park.pk])
    data = open_form(editor, address) | {"name_en": "Forged"}
    del data["desk_version"]
    assert "Someone else saved this" in shown_errors(editor.post(address, data))
    park.refresh_from_db()
    assert park.name_en == "Haidian Park"


def test_a_change_in_a_part_makes_the_whole_form_stale(editor):
    target = make_target(horizon="2025")
    figure = reverse("admin:core_figure_change", args=[target.pk])
    stale = open_form(editor, figure)
    address = reverse("admin:policies_target_change", args=[target.pk])
    editor.post(address, open_form(editor, address) | {"horizon": "2030"})
    assert "Someone else saved this" in shown_errors(editor.post(figure, stale))
    target.refresh_from_db()
    assert target.horizon == "2030"


def test_related_records_are_named_in_the_other_version(editor):
    figure = make_figure()
    address = reverse("admin:core_figure_change", args=[figure.pk])
    stale = open_form(editor, address)
    first, second = make_park(name_en="Daxing Park"), make_park(name_en="Fangshan Park")
    editor.post(address, stale | {"subject": first.pk})
    errors = editor.post(address, stale | {"subject": second.pk}).context["adminform"].form.errors
    assert errors["subject"] == ["Saved now: “Daxing Park (park)”."]
