"""The position of a park: whole or none, kept by drafts, imports, exports and the API."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from editorial import drafting
from parks.models import Park
from portal.imports.mapping import Mapping, propose_mapping
from portal.imports.proposals import DryRun
from tests import factories as make
from tests.admin.forms import open_form

pytestmark = pytest.mark.django_db
POINT = {"latitude": "39.983", "longitude": "116.316", "datum": "WGS-84"}


@pytest.mark.parametrize("missing", POINT)
def test_a_point_is_given_whole_or_not_at_all(missing):
    values = {name: value for name, value in POINT.items() if name != missing}
    with pytest.raises(ValidationError, match="datum together"):
        make.make_park(**values)
    park = make.make_park()
    empty = "" if missing == "datum" else None
    with pytest.raises(IntegrityError), transaction.atomic():
        Park.objects.filter(pk=park.pk).update(**{**POINT, missing: empty})


@pytest.mark.parametrize(("name", "value"), [("latitude", "90.1"), ("longitude", "-180.5")])
def test_a_point_lies_on_the_earth(name, value):
    with pytest.raises(ValidationError, match=r"less than or equal|greater than or equal"):
        make.make_park(**POINT | {name: value})


def test_a_draft_carries_the_position_and_readers_see_it_once_it_is_published():
    park = make.make_park(name_en="Haidian Park", public=True)
    editor = Client()
    editor.force_login(make.make_role_user("editor"))
    address = reverse("admin:parks_park_change", args=[park.pk])
    response = editor.post(address, open_form(editor, address) | POINT | {"_continue": "1"})
    assert response.status_code == 302, response.context["errors"]
    assert "39.983" not in Client().get(park.get_absolute_url()).content.decode()
    fields = drafting.present(park)["fields"]
    assert [str(fields[name]).rstrip("0") for name in POINT] == list(POINT.values())
    wrong = open_form(editor, address) | {"datum": "", "_continue": "1"}
    assert "Give latitude, longitude and datum together" in editor.post(address, wrong).content.decode()


def test_the_page_and_the_api_give_the_position_with_its_datum(client):
    make.make_park(name_en="Haidian Park", public=True, **POINT)
    page = client.get("/en/parks/haidian-park/").content.decode()
    assert "<dt>Position</dt><dd>39.983, 116.316 (WGS-84)</dd>" in page
    entry = client.get("/api/v1/parks/haidian-park/").json()
    assert [entry[name] for name in POINT] == ["39.983000", "116.316000", "WGS-84"]
    assert "Position" not in client.get(make.make_park(public=True).get_absolute_url()).content.decode()


def test_a_table_brings_positions_and_is_refused_without_their_datum():
    headings = ["slug", "name_en", "纬度", "lng", "datum"]
    assert propose_mapping(Park, headings, []).columns == ["slug", "name_en", "latitude", "longitude", "datum"]
    mapping = Mapping(["slug", "name_en", "kind", *POINT])
    rows = [["a", "A", "park", *POINT.values()], ["b", "B", "park", "39.9", "116.3", ""]]
    good, bad = DryRun(Park, mapping).check(enumerate(rows, start=2))
    assert good.outcome == "new" and "datum together" not in str(good.problems)
    assert bad.outcome == "refused" and "datum together" in str(bad.problems)
