"""Parts of a page that may be as long as a list: only the first are read and shown, and the way to all of them stands above."""

import re

import pytest

from companies.models import Presence
from core import facets, first
from core.dossiers import sector_dossier, source_dossier
from parks.dossiers import park_dossier
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def few(monkeypatch):
    monkeypatch.setattr(first.First.__new__, "__defaults__", (2, ()))


def presences(park, role, count):
    return [make.make_presence(public=True, park=park, role=role) for _n in range(count)]


def test_a_park_shows_the_first_of_each_role_and_says_how_many_there_are(client):
    park = make.make_park(public=True)
    presences(park, "tenant", 3)
    presences(park, "mentioned", 1)
    presences(park, "headquarters", 2)
    make.make_presence(public=False, park=park, role="tenant")
    shown = park_dossier(park)
    assert [row.role for row in shown.presences] == ["headquarters"] * 2 + ["tenant"] * 2 + ["mentioned"]
    assert shown.more == {"presences": 6}
    page = client.get(park.get_absolute_url()).content.decode()
    assert "In all there are 6." in page
    links = re.findall(r'href="(/en/[a-z]+/\?park=[^"]*)"', page)
    assert links == [f"/en/{section}/?park={park.slug}" for section in ("companies", "institutions", "products")]
    assert all(client.get(link).status_code == 200 for link in links)


def test_a_park_whose_parts_stand_whole_says_nothing_of_it(client):
    park = make.make_park(public=True)
    presences(park, "tenant", 2)
    presences(park, "research", 2)
    assert park_dossier(park).more == {}
    assert "Not all of them" not in client.get(park.get_absolute_url()).content.decode()


def test_the_organisations_of_a_sector_are_the_first_of_the_list(client):
    sector = make.make_sector(public=True)
    for name in ("Gamma", "Alpha", "Beta"):
        make.make_organisation(public=True, name_en=name).sectors.add(sector)
    shown = sector_dossier(sector)
    assert [str(row.name) for row in shown.organisations] == ["Alpha", "Beta"]
    assert shown.more == {"organisations": 3}
    page = client.get(sector.get_absolute_url()).content.decode()
    assert f'href="/en/companies/?sector={sector.slug}"' in page


def test_of_what_rests_on_a_source_the_first_are_shown(client):
    source = make.make_source(public=True)
    citation = make.make_citation(public=True, source=source)
    for _n in range(3):
        make.make_figure(public=True, citation=citation)
    shown = source_dossier(source)
    [(_quote, resting)] = shown.resting
    assert len(resting) == 2
    assert shown.more == {"resting": 3}
    assert f'href="/en/figures/?source={source.slug}"' in client.get(source.get_absolute_url()).content.decode()


def test_more_than_are_counted_is_said_in_words(client, monkeypatch):
    monkeypatch.setattr(facets, "MOST", 3)
    monkeypatch.setattr("core.record_pages.MOST", 3)
    park = make.make_park(public=True)
    presences(park, "tenant", 5)
    assert "In all there are more than 1,000." in client.get(park.get_absolute_url()).content.decode()


def test_choices_of_a_wide_search_are_counted_among_the_entries_looked_at(client, monkeypatch):
    monkeypatch.setattr(facets, "MOST_LOOKED_AT", 3)
    park, sector = make.make_park(public=True), make.make_sector(public=True, name_en="Optics")
    below = make.make_sector(public=True, parent=sector, name_en="Lenses")
    for row in presences(park, "tenant", 3):
        row.organisation.sectors.add(sector, below)
    path = f"/en/companies/?park={park.slug}"
    page = client.get(path).content.decode()
    assert "at least" not in page
    assert 'name="kind"' not in page
    assert re.search(
        r'<span[^>]*>Optics</span></span> <span class="count">3<|<span>Optics</span> <span class="count">3<', page
    )
    presences(park, "tenant", 2)
    page = client.get(path).content.decode()
    assert re.search(r'<span>company</span> <span class="count">at least 4<', page)
    # A choice that was not met among them can still be asked for in the form.
    assert 'name="kind"' in page


@pytest.mark.parametrize("hidden", ["row", "park", "source"])
def test_the_shorter_condition_of_the_filters_hides_what_rests_on_something_hidden(hidden):
    presence = make.make_presence(public=True, role="tenant")
    assert list(Presence.objects.shown_of_public()) == [presence]
    row = {"row": presence, "park": presence.park, "source": presence.citation.source}[hidden]
    type(row).objects.filter(pk=row.pk).update(is_public=False)
    assert list(Presence.objects.shown_of_public()) == []
