"""Atom feeds: valid by RFC 4287, read by an independent reader, and silent about everything hidden."""

from datetime import datetime
from xml.etree import ElementTree

import feedparser
import pytest

from editorial import snapshots
from editorial.drafting import keep
from editorial.models import Change
from editorial.models.changes import Reason
from editorial.publishing import publish, withdraw
from portal.outputs import changes
from portal.outputs.sections import LISTS
from tests import factories as make
from tests.pages.copies import copies
from tests.pages.world import build_world

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
NEVER = "1970-01-01T00:00:00+00:00"


def changed(unit, note="", **fields):
    """`unit` published again with `fields` changed."""
    before = snapshots.read(unit)
    keep(unit, by=make.make_user(), base=before, mine={**before, "fields": {**before["fields"], **fields}})
    return publish(type(unit).objects.get(pk=unit.pk), by="test", note_en=note)


def read(body):
    """The feed as feedparser reads it, after its own check and that of the rules of RFC 4287."""
    found = feedparser.parse(body)
    assert not found.bozo, found.get("bozo_exception")
    assert found.version == "atom10"
    assert_valid(ElementTree.fromstring(body))
    return found


def assert_valid(root):
    """The rules of RFC 4287, section 4, and those that the W3C validator adds to them."""
    assert root.tag == f"{ATOM}feed"
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") in ("en", "zh-Hans")
    for element in (root, *root.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1, name
        assert element.findtext(f"{ATOM}id").startswith("urn:uuid:")
        assert element.findtext(f"{ATOM}title").strip()
        moments = [element.findtext(f"{ATOM}updated"), element.findtext(f"{ATOM}published")]
        assert all(datetime.fromisoformat(moment).tzinfo for moment in moments if moment)
        links = [(link.get("rel"), link.get("hreflang")) for link in element.findall(f"{ATOM}link")]
        assert len(links) == len(set(links))
        assert all(link.get("href").startswith("http://testserver/") for link in element.findall(f"{ATOM}link"))
    assert [link.get("rel") for link in root.findall(f"{ATOM}link")] == ["self", "alternate"]
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "ParkAtlas"
    entries = root.findall(f"{ATOM}entry")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(ids)) == len(ids)
    moments = [entry.findtext(f"{ATOM}updated") for entry in entries]
    assert moments == sorted(moments, reverse=True)
    assert root.findtext(f"{ATOM}updated") == (moments[0] if moments else NEVER)
    known = {"id", "title", "updated", "author", "link", "entry", "published", "summary", "category", "name"}
    assert {element.tag.removeprefix(ATOM) for element in root.iter()} - {"feed"} <= known


def test_a_list_feed_has_the_last_changed_rows_first(fetch):
    first = make.make_park(public=True, name_en="First", kind="zone", summary_en="The first zone.")
    make.make_park(public=True, name_en="Second", kind="zone")
    make.make_park(public=True, name_en="Third", kind="park")
    feed = read(fetch("/en/parks.atom", kind="zone"))
    assert [entry.title for entry in feed.entries] == ["Second", "First"]
    changed(first, summary_en="The very first zone.")
    feed = read(fetch("/en/parks.atom", kind="zone"))
    assert [entry.title for entry in feed.entries] == ["First", "Second"]
    assert feed.entries[0].link == "http://testserver/en/parks/first/"
    assert feed.entries[0].summary == "The very first zone."
    assert feed.entries[0].updated == Change.objects.last().at.isoformat()
    assert feed.feed.title == "ParkAtlas: Parks"
    links = {link.rel: link.href for link in feed.feed.links}
    assert links == {
        "self": "http://testserver/en/parks.atom?kind=zone",
        "alternate": "http://testserver/en/parks/?kind=zone",
    }


def test_ids_stay_and_tell_languages_and_filters_apart(fetch):
    make.make_park(public=True, name_en="First", kind="zone")
    english, again = (read(fetch("/en/parks.atom", kind="zone")) for _ in range(2))
    chinese, whole = read(fetch("/zh-hans/parks.atom", kind="zone")), read(fetch("/en/parks.atom"))
    assert english.feed.id == again.feed.id and english.entries[0].id == again.entries[0].id == whole.entries[0].id
    assert len({english.feed.id, chinese.feed.id, whole.feed.id}) == 3
    assert english.entries[0].id != chinese.entries[0].id


def test_a_list_feed_refuses_what_its_list_refuses(fetch):
    page = fetch("/en/parks.atom", expect=400, kindd="zone").decode()
    assert "There is no parameter “kindd” here." in page


def test_a_long_list_looks_at_the_newest_changes_only(fetch, monkeypatch):
    for number in range(4):
        make.make_park(public=True, name_en=f"Park {number}")
    monkeypatch.setattr(changes, "MOST_ORDERED", 3)
    monkeypatch.setattr(changes, "NEWEST_LOOKED_AT", 2)
    assert [entry.title for entry in read(fetch("/en/parks.atom")).entries] == ["Park 3", "Park 2"]


@pytest.mark.parametrize("section", LISTS)
def test_every_list_has_a_feed_whose_entries_lead_to_pages(section, fetch, client):
    build_world()
    feed = read(fetch(f"/en/{section}.atom"))
    assert feed.entries
    for entry in feed.entries:
        assert client.get(entry.link.removeprefix("http://testserver").partition("#")[0]).status_code == 200


@pytest.mark.parametrize("section", LISTS)
def test_the_queries_of_a_list_feed_do_not_grow_with_its_rows(section, fetch, queries):
    world = build_world()
    few = queries(f"/en/{section}.atom")
    if section in world:
        for copy in copies(world[section], 5):
            Change.objects.create(
                number=Change.objects.last().number + 1,
                at=Change.objects.last().at,
                unit_kind=copy._meta.label_lower,
                unit_id=copy.pk,
                action="published",
                by="test",
            )
    assert queries(f"/en/{section}.atom") == few <= 12


def test_a_record_feed_is_its_public_history(fetch):
    park = make.make_park(public=True, name_en="First", summary_en="A zone.")
    changed(park, note="Two sources now.", summary_en="A zone in Beijing.")
    feed = read(fetch("/en/parks/first.atom"))
    assert feed.feed.title == "ParkAtlas: changes of “First”"
    assert [entry.summary for entry in feed.entries] == ["Changed: Summary (English). Two sources now.", "Published."]
    assert [entry.tags[0].term for entry in feed.entries] == ["changed", "published"]
    withdraw(type(park).objects.get(), by="test", reason=Reason.WITHDRAWN, note_en="Outdated.")
    assert read(fetch("/en/parks/first.atom")).entries[0].summary == "Withdrawn; it stays readable. Outdated."


def test_the_feed_of_what_is_gone_renamed_or_never_was_is_answered_like_its_page(fetch, client):
    park = make.make_park(public=True, name_en="First")
    changed(park, slug="renamed")
    response = client.get("/en/parks/first.atom")
    assert (response.status_code, response["Location"]) == (301, "/en/parks/renamed.atom")
    other = make.make_park(public=True, name_en="Other")
    withdraw(type(park).objects.get(pk=park.pk), by="test", reason=Reason.REPLACED, successor=other)
    response = client.get("/en/parks/renamed.atom")
    assert (response.status_code, response["Location"]) == (301, "/en/parks/other.atom")
    withdraw(other, by="test", note_en="Counted twice.")
    assert b"Counted twice." in fetch("/en/parks/other.atom", expect=410)
    hidden = make.make_park(name_en="Hidden")
    assert fetch(f"/en/parks/{hidden.slug}.atom", expect=404) == fetch("/en/parks/absent.atom", expect=404)


def test_a_company_asked_for_among_institutions_is_found_where_it_is(client):
    make.make_organisation(public=True, name_en="Megvii")
    response = client.get("/en/institutions/megvii.atom")
    assert (response.status_code, response["Location"]) == (301, "/en/companies/megvii.atom")


def test_the_site_feed_tells_of_records_and_facts_with_a_page(fetch):
    park = make.make_park(public=True, name_en="Zone")
    make.make_figure(public=True, subject=park.record, indicator=make.make_indicator(name_en="Output", public=True))
    event = make.make_event(public=True, title_en="The zone was unveiled")
    make.make_presence(public=True, park=park)
    titles = [entry.title for entry in read(fetch("/en/changes.atom")).entries]
    assert "Zone: Output, over CNY 700 billion (actual)" in titles and "Zone" in titles and str(event.title) in titles


def test_no_feed_remembers_what_was_withdrawn(fetch):
    park = make.make_park(public=True, name_en="Secret Zone")
    figure = make.make_figure(public=True, subject=make.make_park(public=True, name_en="Open Zone").record)
    withdraw(park, by="test", note_en="Published in error.")
    withdraw(figure, by="test")
    for address in ("/en/changes.atom", "/en/parks.atom", "/en/figures.atom"):
        body = fetch(address)
        assert b"Secret Zone" not in body and b"700 billion" not in body, address
        assert b"Published in error." not in body


def test_an_empty_feed_never_changed(fetch):
    for address in ("/en/changes.atom", "/zh-hans/parks.atom", "/en/briefings/weeks.atom"):
        assert read(fetch(address)).feed.updated == NEVER


def test_the_queries_of_the_site_feed_do_not_grow(queries):
    build_world()
    few = queries("/en/changes.atom")
    build = [make.make_park(public=True), make.make_figure(public=True), make.make_event(public=True)]
    assert len(build) == 3 and queries("/en/changes.atom") == few <= 6


def test_a_feed_is_asked_for_again_by_its_tag(client):
    make.make_park(public=True, name_en="First")
    response = client.get("/en/parks.atom")
    assert response["Cache-Control"] == "public, max-age=300"
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    again = client.get("/en/parks.atom", headers={"if-none-match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
