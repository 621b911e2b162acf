"""What a search costs is bounded, whatever it finds: caps on what is ranked, counted and listed."""

import pytest

from core.models import SearchDocument
from core.search import finding, records
from core.search.finding import Narrowing, Query, find
from portal.search import parameters, results
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def many(monkeypatch):
    """More hits than are ranked or counted, in a site whose limits are small."""
    monkeypatch.setattr(finding, "MOST_RANKED", 6)
    monkeypatch.setattr(finding, "MOST_COUNTED", 8)
    citation = make.make_citation(public=True)
    for number in range(12):
        make.make_organisation(name_en=f"Garden Works {number:02}", citations=[citation], public=True)
    make.make_park(name_en="Garden", citations=[citation], public=True)


def slugs(found):
    documents = SearchDocument.objects.in_bulk([one.pk for one in found.candidates])
    return [documents[one.pk].slug for one in found.candidates]


def test_the_exact_name_stands_first_among_more_hits_than_are_ranked(many):
    found = find(Query("garden"))
    assert slugs(found)[0] == "garden" and len(found.candidates) == 6
    assert found.is_capped and found.total == 9 and found.is_beyond_counting


def test_a_type_is_looked_for_by_itself_where_all_types_are_too_many(many):
    assert slugs(find(Query("works"), Narrowing(section="parks"))) == []
    assert slugs(find(Query("garden"), Narrowing(section="parks"))) == ["garden"]


def test_the_page_says_that_it_ranks_only_a_part(many, client, monkeypatch):
    monkeypatch.setattr(results, "MOST_COUNTED", 8)
    page = client.get("/en/search/", {"q": "garden"}).content.decode()
    assert "More than 8 records" in page and "Only the first 2,000 are ordered" in page
    parks = client.get("/en/search/", {"q": "garden", "type": "parks"}).content.decode()
    assert "1 record<" in parks and "Only the first" not in parks


def test_no_page_lies_beyond_what_is_ranked():
    assert parameters.LAST_PAGE * parameters.PER_PAGE == finding.MOST_RANKED


@pytest.mark.parametrize(("keys", "joined"), [(5_000, 100_000), (2, 100_000), (2, 3)])
def test_a_list_finds_the_same_by_keys_by_a_join_and_along_its_order(many, client, monkeypatch, keys, joined):
    monkeypatch.setattr(records, "MOST_KEYS", keys)
    monkeypatch.setattr(records, "MOST_JOINED", joined)
    for words, count in (("garden", 12), ("gard wor", 12), ("05", 1), ("nothing", 0)):
        found = client.get("/api/v1/companies/", {"q": words}).json()["results"]
        assert [row["name_en"] for row in found] == sorted(row["name_en"] for row in found) and len(found) == count
        page = client.get("/en/companies/", {"q": words})
        assert page.status_code == 200 and ("Garden Works 05" in page.content.decode()) == (count > 0)
