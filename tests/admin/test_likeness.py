"""A new entry that comes close to an existing one is named to the editor who makes it."""

import pytest
from django.urls import reverse

from core.search.likeness import alike
from parks.models import Park
from tests.admin.test_pages import address
from tests.factories import make_name, make_organisation, make_park, make_superuser

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "names",
    [
        {"name_en": "haidian  PARK"},
        {"name_en": "Haidain Park"},
        {"name_zh": "海淀园"},
        {"name_zh": "海澱園"},
        {"name_en": "Hai Dian Yuan"},
        {"name_en": "HDP"},
    ],
)
def test_a_name_in_any_script_is_compared(names):
    park = make_park(name_en="Haidian Park", name_zh="海淀园", pinyin="hai dian yuan", public=True)
    make_name(record=park.record, text="HDP", kind="abbreviation", public=True)
    make_park(name_en="Daxing Park", name_zh="大兴园", public=True)
    make_organisation(name_en="Haidian Park", public=True)
    assert [card.pk for card in alike(Park(kind="park", **names))] == [park.pk]


def test_a_hidden_entry_is_compared_by_its_official_names():
    hidden = make_park(name_en="Haidian Park", name_zh="海淀园")
    assert [card.pk for card in alike(Park(kind="park", name_en="Haidian Park"))] == [hidden.pk]
    assert [card.pk for card in alike(Park(kind="park", name_zh="海淀园"))] == [hidden.pk]


def test_nothing_is_said_of_other_names():
    make_park(name_en="Haidian Park", name_zh="海淀园", public=True)
    assert alike(Park(kind="park", name_en="Shunyi Park", name_zh="顺义园")) == []


def test_the_form_of_a_new_entry_says_so(client):
    client.force_login(make_superuser())
    park = make_park(name_en="Haidian Park", public=True)
    make = {"name_en": "Haidian  park", "kind": "park", "_save": "1"}
    management = {
        f"{prefix}-{name}_FORMS": "0" for prefix in ("names", "park_sectors") for name in ("TOTAL", "INITIAL")
    }
    page = client.post(address(Park, "add"), make | management, follow=True).content.decode()
    assert "has a name close to this one. If both are the same, keep one of them." in page
    assert reverse("admin:parks_park_change", args=[park.pk]) in page


@pytest.mark.parametrize("term", ["hdy", "海澱", "haidianyuan", "haidian"])
def test_lists_and_choices_are_searched_as_the_public_search_is(client, term):
    client.force_login(make_superuser())
    make_park(name_en="Haidian Park", name_zh="海淀园", pinyin="hai dian yuan", public=True)
    make_park(name_en="Daxing Park", public=True)
    found = client.get(address(Park, "changelist"), {"q": term}).context["cl"].result_list
    assert [str(row) for row in found] == ["Haidian Park"]
    query = {"term": term, "app_label": "companies", "model_name": "presence", "field_name": "park"}
    assert [one["text"] for one in client.get("/admin/autocomplete/", query).json()["results"]] == ["Haidian Park"]
