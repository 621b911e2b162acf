"""What readers and API clients find where a record stood that was merged into another."""

import pytest

from editorial.merging import approve, propose, take_back
from editorial.models import DeskSetting
from tests.factories import (
    make_citation,
    make_event,
    make_event_participant,
    make_figure,
    make_name,
    make_park,
    make_presence,
    make_user,
)

pytestmark = pytest.mark.django_db

API = "/api/v1/"
ETDA = "beijing-economic-and-technological-development-area"
TWICE = "beijing-economic-technological-development-area"


@pytest.fixture
def user():
    DeskSetting.objects.create(solo_publishing=True)
    return make_user()


@pytest.fixture
def etda():
    return make_park(name_en="Beijing Economic and Technological Development Area", kind="zone", public=True)


@pytest.fixture
def twice():
    return make_park(name_en="Beijing Economic-Technological Development Area", kind="zone", public=True)


def merge(survivor, merged, user):
    return approve(propose(survivor, merged, by=user), by=user)


def test_the_old_address_leads_to_the_record_that_stays_for_an_hour(client, etda, twice, user):
    twice.slug = "bda"
    twice.save()
    merge(etda, twice, user)
    for slug in (TWICE, "bda"):
        for language in ("en", "zh-hans"):
            response = client.get(f"/{language}/parks/{slug}/")
            assert (response.status_code, response["Location"]) == (301, f"/{language}/parks/{ETDA}/")
            assert response["Cache-Control"] == "max-age=3600"


def test_the_api_answers_the_merged_id_and_address_with_the_record_that_stays(client, etda, twice, user):
    merge(etda, twice, user)
    for reference in (twice.pk, TWICE):
        response = client.get(f"{API}parks/{reference}/?lang=zh-hans")
        assert (response.status_code, response["Location"]) == (301, f"{API}parks/{ETDA}/?lang=zh-hans")
        assert response["Cache-Control"] == "max-age=3600"


def test_filters_take_the_merged_id_and_address_for_the_record_that_stays(client, etda, twice, user):
    figure, presence = make_figure(subject=twice.record, public=True), make_presence(park=twice, public=True)
    merge(etda, twice, user)
    for query in (f"subject={twice.pk}", f"subject=park:{TWICE}", f"subject={etda.pk}"):
        (row,) = client.get(f"{API}figures/?{query}").json()["results"]
        assert (row["id"], row["subject"]["id"]) == (str(figure.pk), str(etda.pk))
    for reference in (twice.pk, TWICE):
        (row,) = client.get(f"{API}companies/?park={reference}").json()["results"]
        assert row["id"] == str(presence.organisation_id)


def test_its_facts_and_names_stand_on_the_page_that_stays_and_it_is_in_no_list(client, etda, twice, user):
    citation = make_citation(quote="the BDA in Yizhuang", public=True)
    make_name(record=twice.record, text="BDA", kind="abbreviation", citation=citation)
    event = make_event(title_en="Identified as a hub", public=True)
    make_event_participant(event=event, record=twice.record)
    merge(etda, twice, user)
    entry = client.get(f"{API}parks/{ETDA}/").json()
    assert {
        (one["text"], one["kind"]["code"] if isinstance(one["kind"], dict) else one["kind"]) for one in entry["names"]
    } == {
        ("BDA", "abbreviation"),
        ("Beijing Economic-Technological Development Area", "alias"),
    }
    assert [one["id"] for one in entry["events"]] == [str(event.pk)]
    page = client.get(f"/en/parks/{ETDA}/").content.decode()
    assert "Identified as a hub" in page
    assert "the BDA in Yizhuang" in page
    assert [one["slug"] for one in client.get(f"{API}parks/").json()["results"]] == [ETDA]
    assert TWICE not in client.get("/en/parks/").content.decode()


def test_over_a_chain_of_mergers_every_old_id_leads_to_the_last(client, etda, twice, user):
    third = make_park(name_en="E-Town", kind="zone", public=True)
    merge(twice, third, user)
    merge(etda, twice, user)
    for reference in (third.pk, "e-town", twice.pk, TWICE):
        assert client.get(f"{API}parks/{reference}/")["Location"] == f"{API}parks/{ETDA}/"
    assert client.get("/en/parks/e-town/")["Location"] == f"/en/parks/{ETDA}/"


def test_a_duplicate_fact_that_was_dropped_leads_to_the_one_that_stays(client, etda, twice, user):
    said = {"citation": make_citation(public=True), "public": True, "indicator": make_figure(public=True).indicator}
    kept, dropped = (make_figure(subject=park.record, **said) for park in (etda, twice))
    merge(etda, twice, user)
    assert client.get(f"{API}figures/{dropped.pk}/")["Location"] == f"{API}figures/{kept.pk}/"


def test_taken_back_everything_stands_where_it_stood_and_says_the_same(client, etda, twice, user):
    make_figure(subject=twice.record, public=True)
    make_name(record=twice.record, text="BDA", kind="abbreviation")
    addresses = [f"{API}parks/{ETDA}/", f"{API}parks/{TWICE}/", f"{API}parks/{twice.pk}/", f"{API}figures/"]
    before = [client.get(address).json() for address in addresses]
    merger = merge(etda, twice, user)
    assert client.get(f"{API}parks/{TWICE}/").status_code == 301
    take_back(merger, by=user)
    assert [client.get(address).json() for address in addresses] == before
    assert client.get(f"/en/parks/{TWICE}/").status_code == 200


def test_of_a_record_that_was_never_public_no_address_and_no_id_is_known(client, etda, user):
    cited = [make_citation(public=True)]
    hidden = make_park(name_en="Beijing Economic-Technological Development Area", kind="zone", citations=cited)
    merge(etda, hidden, user)
    assert client.get(f"/en/parks/{TWICE}/").status_code == 404
    assert client.get(f"{API}parks/{TWICE}/").status_code == 404
    assert client.get(f"{API}parks/{hidden.pk}/").status_code == 404
    assert client.get(f"{API}figures/?subject={hidden.pk}").status_code == 400
    for address in (f"/en/parks/{ETDA}/", f"{API}parks/{ETDA}/"):
        assert str(hidden.pk) not in client.get(address).content.decode()
