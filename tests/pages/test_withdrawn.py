"""What readers find where something public once stood: gone with its reason, the way to its successor, or a notice."""

import re
from datetime import datetime

import pytest

from editorial import snapshots
from editorial.drafting import keep
from editorial.models import Change
from editorial.models.changes import Reason
from editorial.publishing import publish, withdraw
from parks.models import Park
from tests.factories import make_event, make_figure, make_park, make_target, make_user

pytestmark = pytest.mark.django_db

API = "/api/v1/"


def changed(unit, **fields):
    """`unit` published with `fields` changed by a draft."""
    before = snapshots.read(unit)
    keep(unit, by=make_user(), base=before, mine={**before, "fields": {**before["fields"], **fields}})
    return publish(unit, by="test", note_en="Renamed by decree.", note_zh="依法更名。")


@pytest.mark.parametrize(
    ("language", "sentence", "note"),
    [("en", "It was published in error.", "Counted twice."), ("zh-hans", "It was published in error.", "重复。")],
)
def test_the_address_of_what_was_published_in_error_is_gone_with_the_reason(client, language, sentence, note):
    park = make_park(name_en="Haidian Park", public=True)
    assert client.get(f"/{language}/parks/haidian-park/").status_code == 200
    withdraw(park, by="test", note_en="Counted twice.", note_zh="重复。")
    response = client.get(f"/{language}/parks/haidian-park/")
    page = response.content.decode()
    assert response.status_code == 410
    assert note in page
    assert "Haidian Park" not in page
    if language == "en":
        assert sentence in page
    assert client.head(f"/{language}/parks/haidian-park/").status_code == 410
    publish(Park.objects.get(), by="test")
    assert client.get(f"/{language}/parks/haidian-park/").status_code == 200


@pytest.mark.parametrize("reference", ["haidian-park", "id"])
def test_the_api_says_410_with_reason_and_notes(client, reference):
    park = make_park(name_en="Haidian Park", public=True)
    withdraw(park, by="test", note_en="Counted twice.", note_zh="重复。")
    entry = Change.objects.last()
    response = client.get(f"{API}parks/{park.pk if reference == 'id' else reference}/")
    assert (response.status_code, response["Content-Type"]) == (410, "application/problem+json")
    assert response.json() == {
        "type": "about:blank", "title": "Gone", "status": 410, "detail": "It was published in error.", "reason": "error",
        "withdrawn_at": entry.at.isoformat(), "note_en": "Counted twice.", "note_zh": "重复。",
    }  # fmt: skip


def test_what_was_replaced_leads_to_what_replaces_it_however_often(client):
    first, second, third = (make_park(name_en=f"Park {n}", public=True) for n in ("one", "two", "three"))
    withdraw(first, by="test", reason=Reason.REPLACED, successor=second)
    for address in (
        "/en/parks/park-one/",
        f"{API}parks/park-one/?lang=zh-hans",
        f"{API}parks/{first.pk}/?lang=zh-hans",
    ):
        response = client.get(address)
        assert response.status_code == 301
        assert response["Location"] in ("/en/parks/park-two/", f"{API}parks/park-two/?lang=zh-hans")
        assert response["Cache-Control"] == "max-age=3600"
    withdraw(second, by="test", reason=Reason.REPLACED, successor=third)
    assert client.get("/zh-hans/parks/park-one/")["Location"] == "/zh-hans/parks/park-three/"
    withdraw(third, by="test")
    assert client.get("/en/parks/park-one/").status_code == 410


def test_a_circle_of_replacements_ends(client):
    first, second = make_park(name_en="One", public=True), make_park(name_en="Two", public=True)
    withdraw(first, by="test", reason=Reason.REPLACED, successor=second)
    first = publish(Park.objects.get(pk=first.pk), by="test")
    withdraw(second, by="test", reason=Reason.REPLACED, successor=first)
    withdraw(first, by="test", reason=Reason.REPLACED, successor=publish(Park.objects.get(pk=second.pk), by="test"))
    withdraw(Park.objects.get(pk=second.pk), by="test")
    assert client.get("/en/parks/one/").status_code == 410


def test_facts_are_gone_or_replaced_too(client):
    event, other = make_event(public=True), make_event(public=True)
    figure = make_figure(public=True, kind="target")
    make_target(figure=figure)
    withdraw(event, by="test", reason=Reason.REPLACED, successor=other)
    assert client.get(f"/en/events/{event.pk}/")["Location"] == f"/en/events/{other.pk}/"
    assert client.get(f"{API}events/{event.pk}/")["Location"] == f"{API}events/{other.pk}/"
    withdraw(figure, by="test")
    for address in (f"/en/figures/{figure.pk}/", f"{API}figures/{figure.pk}/", f"{API}targets/{figure.pk}/"):
        assert client.get(address).status_code == 410


def test_what_rested_on_a_withdrawn_record_says_so(client):
    figure = make_figure(public=True)
    withdraw(Park.objects.get(pk=figure.subject_id), by="test")
    response = client.get(f"{API}figures/{figure.pk}/")
    assert (response.status_code, response.json()["detail"]) == (410, "What it rested on was withdrawn.")
    assert response.json()["reason"] is None


def test_what_was_withdrawn_stays_readable_with_a_notice(client):
    park = make_park(name_en="Haidian Park", public=True)
    event = make_event(public=True)
    withdraw(park, by="test", reason=Reason.WITHDRAWN, note_en="Merged by the city in 2026.")
    withdraw(event, by="test", reason=Reason.WITHDRAWN)
    for address in ("/en/parks/haidian-park/", f"/en/events/{event.pk}/"):
        page = client.get(address).content.decode()
        assert "It stays readable, but stands in no list any more." in page
    assert "Merged by the city in 2026." in client.get("/en/parks/haidian-park/").content.decode()
    assert "Haidian Park" not in client.get("/en/parks/").content.decode()


def test_an_address_that_only_a_draft_had_was_never_there(client):
    """Neither that of a draft of a live record, nor one given to a record after its withdrawal."""
    park = make_park(name_en="Haidian Park", public=True)
    before = snapshots.read(park)
    keep(park, by=make_user(), base=before, mine={**before, "fields": {**before["fields"], "slug": "secret"}})
    assert client.get("/en/parks/secret/").status_code == 404
    other = withdraw(make_park(name_en="Other Park", public=True), by="test")
    other.slug = "hidden"
    other.save()
    other.slug = "hidden-again"
    other.save()
    never = client.get("/en/parks/never-there/")
    for slug in ("hidden", "hidden-again"):
        response = client.get(f"/en/parks/{slug}/")
        assert (response.status_code, response.content) == (404, never.content)
        assert client.get(f"{API}parks/{slug}/").status_code == 404
    assert client.get("/en/parks/other-park/").status_code == 410


def test_the_public_history_tells_when_why_and_what(client):
    park = make_park(name_en="Haidian Park", public=True)
    address = park.get_absolute_url()
    page = client.get(address).content.decode()
    assert "History of this page" in page
    changed(park, name_en="Haidian Science Park", summary_en="A park.")
    page = client.get(address).content.decode()
    assert "Renamed by decree." in page
    assert "changed: Name (English), Summary (English)" in " ".join(page.split())
    chinese = client.get(address.replace("/en/", "/zh-hans/")).content.decode()
    assert "依法更名。" in chinese
    assert "test" not in page[page.index('id="history"') : page.index('id="cite"')]


def test_the_moments_of_the_history_are_readable_by_machines(client):
    page = client.get(make_park(public=True).get_absolute_url()).content.decode()
    [moment] = re.findall(r'<time datetime="([^"]*)"', page)
    assert datetime.strptime(moment, "%Y-%m-%dT%H:%M:%S%z")
