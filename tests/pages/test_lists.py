"""Lists: the shared filters, pages by key, what is refused, and the number of queries."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from editorial.models.changes import Reason
from editorial.publishing import withdraw
from tests import factories as make
from tests.pages.copies import copies

pytestmark = pytest.mark.django_db


def names_on(response):
    return re.findall(r'<h2 class="row-name"><a href="[^"]*">([^<]*)</a>', response.content.decode())


def event_with_parties():
    event = make.make_event(public=True)
    for _ in range(2):
        make.make_event_participant(event=event, record=make.make_organisation(public=True).record)
    return event


def target_with_owner():
    return make.make_target(
        figure=make.make_figure(public=True, kind="target"),
        owner=make.make_organisation(public=True).record,
        policy=make.make_policy(public=True),
    )


def region():
    return make.make_region(public=True)


MAKERS = {
    "parks": lambda: make.make_park(public=True, region=region()),
    "companies": lambda: make.make_organisation(public=True, region=region()),
    "institutions": lambda: make.make_organisation(public=True, kind="public_body", region=region()),
    "people": lambda: make.make_role(public=True, organisation=make.make_organisation(public=True)).person,
    "products": lambda: make.make_product(public=True, maker=make.make_organisation(public=True)),
    "policies": lambda: make.make_issuer(public=True, record=make.make_organisation(public=True).record).policy,
    "schemes": lambda: make.make_scheme(public=True, issuer=make.make_organisation(public=True).record),
    "batches": lambda: make.make_batch(public=True),
    "designations": lambda: make.make_designation(public=True, designee=make.make_park(public=True).record),
    "figures": lambda: make.make_figure(public=True, base=region().record),
    "indicators": lambda: make.make_indicator(public=True),
    "targets": target_with_owner,
    "events": event_with_parties,
    "statements": lambda: make.make_statement(
        public=True, speaker=make.make_person(public=True).record, about=[make.make_park(public=True).record]
    ),
    "sources": lambda: make.make_source(public=True, publisher=make.make_organisation(public=True).record),
    "regions": lambda: make.make_region(public=True, parent=region()),
    "sectors": lambda: make.make_sector(public=True, parent=make.make_sector(public=True)),
    "briefings": lambda: make.make_briefing(public=True),
}


def more_like(row, count):
    """Copies of a row of a list, with what makes them public and what a row shows."""
    name = row._meta.model_name
    if name == "target":
        return copies(row, count, figure=copies(row.figure, count))
    if name == "indicator":
        return copies(row, count, code=[f"measure-{number}" for number in range(count)])
    alike = copies(row, count)
    if name == "person":
        copies(row.roles.get(), count, person=alike)
    if name == "policy":
        copies(row.issuers.get(), count, policy=alike)
    if name == "event":
        copies(row.participants.order_by("pk")[0], count, event=alike)
    return alike


@pytest.mark.parametrize("section", MAKERS)
def test_a_list_asks_as_often_for_two_hundred_rows_as_for_two(section, client):
    path = f"/en/{section}/?limit=200"
    row, _ = MAKERS[section](), MAKERS[section]()
    with CaptureQueriesContext(connection) as few:
        assert client.get(path).status_code == 200
    more_like(row, 198)
    with CaptureQueriesContext(connection) as many:
        response = client.get(path)
    assert response.content.decode().count('<li class="row">') == 200
    assert len(many) == len(few) <= 12


@pytest.mark.parametrize("section", MAKERS)
def test_what_was_withdrawn_leaves_the_lists_and_stays_at_its_address(section, client):
    row = MAKERS[section]()
    page, api = f"/en/{section}/", f"/api/v1/{section}/"
    listed = [str(entry["id"]) for entry in client.get(api).json()["results"]]
    shown = client.get(page).content.decode().count('<li class="row">')
    assert str(row.pk) in listed and shown == len(listed)
    withdraw(row.figure if section == "targets" else row, by="test", reason=Reason.WITHDRAWN)
    listed.remove(str(row.pk))
    assert [str(entry["id"]) for entry in client.get(api).json()["results"]] == listed
    assert client.get(page).content.decode().count('<li class="row">') == len(listed)
    assert client.get(f"{api}{row.pk}/").status_code == 200
    if section not in ("indicators", "targets"):
        assert client.get(f"{page}{getattr(row, 'slug', row.pk)}/").status_code == 200


def test_what_was_withdrawn_leaves_search_front_page_and_choices(client):
    park = make.make_park(name_en="Gone Park", public=True)
    briefing = make.make_briefing(name_en="Gone news", public=True)
    subject = make.make_organisation(name_en="Goner", public=True)
    target = make.make_target(
        horizon="2020", figure=make.make_figure(subject=subject.record, kind="target", public=True)
    )
    assert "Gone Park" in client.get("/en/search/?q=gone").content.decode()
    assert '<option value="gone-park"' in client.get("/en/companies/").content.decode()
    front = client.get("/en/").content.decode()
    assert all(name in front for name in ("Gone news", "Gone Park", f"/en/figures/{target.pk}/"))
    for row in (park, briefing, target.figure):
        withdraw(row, by="test", reason=Reason.WITHDRAWN)
    assert "Gone Park" not in client.get("/en/search/?q=gone").content.decode()
    assert '<option value="gone-park"' not in client.get("/en/companies/").content.decode()
    front = client.get("/en/").content.decode()
    assert not any(name in front for name in ("Gone news", "Gone Park", f"/en/figures/{target.pk}/"))


def test_pages_lead_on_and_back_and_keep_the_filters(client):
    for number in range(5):
        make.make_park(public=True, name_en=f"Park {number}", kind="zone")
    make.make_park(public=True, name_en="Park 9", kind="base")
    first = client.get("/en/parks/?kind=zone&limit=2&ordering=-name")
    assert names_on(first) == ["Park 4", "Park 3"]
    assert 'rel="prev"' not in first.content.decode()
    second = client.get(follow(first, "next"))
    assert names_on(second) == ["Park 2", "Park 1"]
    assert names_on(client.get(follow(second, "prev"))) == ["Park 4", "Park 3"]
    third = client.get(follow(second, "next"))
    assert names_on(third) == ["Park 0"]
    assert 'rel="next"' not in third.content.decode()


def follow(response, direction):
    found = re.search(rf'rel="{direction}" href="(\?[^"]+)"', response.content.decode())
    return "/en/parks/" + found[1].replace("&amp;", "&")


def test_a_list_is_the_same_as_its_api_answer(client):
    for name in ("Apollo Park", "Daxing Park", "Shunyi Park"):
        make.make_park(public=True, name_en=name, kind="zone")
    make.make_park(name_en="Hidden Park", kind="zone")
    page = client.get("/en/parks/?kind=zone&ordering=-name")
    alternate = re.search(r'type="application/json" href="([^"]+)"', page.content.decode())[1].replace("&amp;", "&")
    assert alternate == "/api/v1/parks/?kind=zone&ordering=-name"
    answer = client.get(alternate).json()
    assert (
        [row["name_en"] for row in answer["results"]] == names_on(page) == ["Shunyi Park", "Daxing Park", "Apollo Park"]
    )


def test_words_are_searched_in_names_of_both_languages(client):
    park = make.make_park(public=True, name_en="Haidian Park", name_zh="海淀园")
    make.make_park(public=True, name_en="Daxing Park")
    make.make_name(public=True, record=park.record, text="Zhongguancun core")
    for words in ("haidian", "海淀", "zhongguancun"):
        assert names_on(client.get("/en/parks/", {"q": words})) == ["Haidian Park"], words


def words_of(response):
    return " ".join(re.sub(r"<[^>]+>", "", response.content.decode()).split())


def test_the_filters_in_force_make_a_sentence_and_can_be_taken_away_one_by_one(client):
    make.make_region(public=True, name_en="Beijing", slug="beijing")
    response = client.get("/en/parks/?kind=zone&region=beijing&limit=25")
    html = response.content.decode()
    assert "0 entries where “kind” is “zone” and “region” is “Beijing”, ordered by name." in words_of(response)
    assert '<a class="chip" href="?region=beijing&amp;limit=25">Kind: zone ' in html
    assert '<a class="chip" href="?kind=zone&amp;limit=25">Region: Beijing ' in html
    assert '<a class="chip chip-clear" href="?limit=25">Show all</a>' in html
    assert "No entry fits all of these filters." in html
    assert '<a href="?region=beijing&amp;limit=25">Without “Kind: zone”</a>' in html
    assert '<input type="hidden" name="kind" value="zone">' in html


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "2 entries, ordered by name."),
        ("q=haidian&ordering=-name", "1 entry where the words contain “haidian”, ordered by name, descending."),
        (
            "within=zone&on=2020-01-01",
            "1 entry where “within” is “Zone” and “on the day” is “2020-01-01”, ordered by name.",
        ),
    ],
)
def test_what_was_asked_for_is_a_sentence(query, said, client):
    zone = make.make_park(public=True, name_en="Zone", slug="zone", kind="zone")
    make.make_membership(public=True, parent=zone, child=make.make_park(public=True, name_en="Haidian Park"))
    assert said in words_of(client.get(f"/en/parks/?{query}"))


def facets_of(response):
    """{facet: {choice: (count, query)}}"""
    return {
        facet.name: {str(choice.label): (choice.entries, choice.query) for choice in facet.choices}
        for facet in response.context["facets"]
    }


def test_facets_count_what_each_choice_would_leave(client):
    china = make.make_region(public=True, name_en="China", slug="china")
    beijing = make.make_region(public=True, name_en="Beijing", slug="beijing", parent=china)
    make.make_region(public=True, name_en="Tianjin", slug="tianjin", parent=china)
    robotics = make.make_sector(public=True, name_en="Robotics", slug="robotics")
    for kind, region, level in (("zone", beijing, "national"), ("park", beijing, ""), ("park", china, "district")):
        park = make.make_park(public=True, kind=kind, region=region, level=level)
    make.make_park_sector(public=True, park=park, sector=robotics)
    make.make_park_sector(public=True, park=park, sector=robotics, role="planned")
    make.make_park(kind="base", region=beijing)
    facets = facets_of(client.get("/en/parks/?limit=25"))
    assert facets == {
        "kind": {"zone": (1, "limit=25&kind=zone"), "park": (2, "limit=25&kind=park")},
        "level": {"national": (1, "limit=25&level=national"), "district": (1, "limit=25&level=district")},
        "region": {"China": (3, "limit=25&region=china"), "Beijing": (2, "limit=25&region=beijing")},
        "sector": {"Robotics": (1, "limit=25&sector=robotics")},
    }
    for choices in facets.values():
        for entries, query in choices.values():
            assert len(names_on(client.get(f"/en/parks/?{query}"))) == entries, query
    assert facets_of(client.get("/en/parks/?kind=park&region=beijing")) == {}
    assert set(facets_of(client.get("/en/parks/?kind=park"))) == {"level", "region", "sector"}


def test_years_are_counted_by_the_years_a_date_may_lie_in(client):
    for published in ("2024-05", "2024", "2023/2024", "", "2019/.."):
        make.make_source(public=True, published=published)
    facets = facets_of(client.get("/en/sources/"))
    assert {year: entries for year, (entries, _) in facets["year"].items()} == {"2024": 3, "2023": 1}
    assert facets["year"]["2024"][1] == "published_from=2024&published_to=2024"


def test_more_entries_than_are_counted_are_said_to_be_more(client, monkeypatch):
    for limit in ("core.facets.MOST", "core.asked.MOST"):
        monkeypatch.setattr(limit, 2)
    beijing = make.make_region(public=True, name_en="Beijing", slug="beijing")
    for kind in ("zone", "zone", "zone", "park"):
        make.make_park(public=True, kind=kind, region=beijing)
    response = client.get("/en/parks/")
    facets = facets_of(response)
    assert {name: entries for name, (entries, _) in facets["kind"].items()} == {"zone": 3, "park": 1}
    assert facets["region"]["Beijing"][0] == 3
    assert re.search(r'zone</span> <span class="count">more than 1,000<', response.content.decode())
    assert "More than 2 entries, ordered by name." in words_of(response)


@pytest.mark.parametrize("section", MAKERS)
def test_the_table_shows_the_same_rows_as_the_cards(section, client):
    MAKERS[section](), MAKERS[section]()
    cards, table = client.get(f"/en/{section}/"), client.get(f"/en/{section}/?view=table")
    assert [row.pk for row in table.context["page"].results] == [row.pk for row in cards.context["page"].results]
    if not table.context["columns"]:
        assert "?view=table" not in cards.content.decode()
        return
    assert '<a href="?view=table">Table</a>' in cards.content.decode()
    assert table.content.decode().count('<tr class="row">') == len(table.context["page"].results)
    assert '<th scope="row"><a href=' in table.content.decode()


def test_a_view_that_is_none_is_refused(client):
    response = client.get("/en/parks/?view=globe")
    assert response.status_code == 400
    assert "“globe” is not a choice here. Choose one of: list, table." in response.content.decode()


def test_the_view_is_kept_by_pages_and_left_out_of_the_data(client):
    for _ in range(3):
        make.make_park(public=True)
    html = client.get("/en/parks/?view=table&limit=2").content.decode()
    assert re.search(r'rel="next" href="\?view=table&amp;limit=2&amp;cursor=', html)
    assert 'type="application/json" href="/api/v1/parks/?limit=2"' in html


def test_order_and_page_size_keep_the_filters(client):
    make.make_park(public=True, kind="zone")
    html = client.get("/en/parks/?kind=zone&view=table").content.decode()
    tools = html[html.index('<div class="tools">') :]
    assert '<input type="hidden" name="kind" value="zone"><input type="hidden" name="view" value="table">' in tools
    assert '<option value="50" selected>50</option>' in tools


def test_an_empty_list_says_so(client):
    html = client.get("/en/parks/").content.decode()
    assert "Nothing has been published here yet." in html
    assert '<span class="tag">' not in html


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("kindd=zone", "There is no parameter “kindd” here."),
        ("kind=zonne", "“zonne” is not a choice here."),
        ("region=atlantis", "There is no region “atlantis”."),
        ("limit=9999", "“9999” is not a number of entries."),
        ("cursor=abc", "This cursor belongs to another list"),
        ("kind=zone&kind=base", "Give “kind” once, not 2 times."),
        ("q=" + "x" * 300, "The value has 300 characters"),
        ("on=2020-01-01", "“on” needs “within” beside it"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(query, said, client):
    response = client.get(f"/en/parks/?{query}")
    html = response.content.decode()
    assert response.status_code == 400
    assert said in html
    assert '<form class="filters"' in html
    assert names_on(response) == []


def test_the_nearest_name_is_offered(client):
    html = client.get("/en/parks/?kindd=zone").content.decode()
    assert "Did you mean: <code>kind</code>" in " ".join(html.split())


def test_a_refused_value_stands_in_its_field_with_the_reason(client):
    html = client.get("/en/figures/?value_min=lots").content.decode()
    field = html[html.index('id="filter-value_min"') :]
    assert 'value="lots"' in field[:200]
    assert 'aria-describedby="problem-value_min"' in field[:300]
    assert "“lots” is not a number." in html


def test_markup_in_a_parameter_stays_text(client):
    html = client.get("/en/parks/?q=<script>alert(1)</script>&<b>=1").content.decode()
    assert "<script>alert" not in html and "<b>=" not in html


def test_a_withdrawn_park_leaves_the_list(client):
    park = make.make_park(public=True, name_en="Haidian Park")
    assert names_on(client.get("/en/parks/")) == ["Haidian Park"]
    withdraw(park, by="tests")
    assert names_on(client.get("/en/parks/")) == []


def test_an_hidden_region_is_neither_a_choice_nor_named_beside_its_park(client):
    hidden = make.make_region(name_en="Secret District")
    make.make_park(public=True, region=hidden)
    assert "Secret District" not in client.get("/en/parks/").content.decode()


def test_targets_say_on_which_day_their_state_holds(client):
    make.make_target(figure=make.make_figure(public=True, kind="target"), horizon="2023-10/2025-10")
    html = " ".join(client.get("/en/targets/?on=2021-06-01").content.decode().split())
    assert '<dt>State on 1 June 2021</dt><dd><strong class="state state-open">open</strong></dd>' in html
    assert "<dt>State today</dt>" in client.get("/en/targets/").content.decode()


def test_long_choices_give_way_to_a_text_field(client, monkeypatch):
    monkeypatch.setattr("core.list_pages.MOST_CHOICES", 1)
    for name in ("Beijing", "Tianjin"):
        make.make_region(public=True, name_en=name)
    html = client.get("/en/parks/").content.decode()
    assert '<input id="filter-region"' in html and '<select id="filter-region"' not in html


def test_a_figure_in_a_table_keeps_its_kind_and_its_source(client):
    source = make.make_source(public=True, slug="feature", publisher_as_printed="CGTN")
    citation = make.make_citation(source=source, public=True)
    make.make_figure(public=True, kind="estimate", period="2025", citation=citation)
    html = client.get("/en/figures/?view=table").content.decode()
    row = html[html.index('<tr class="row">') :]
    assert '<td><b class="kind kind-estimate">estimate</b></td><td>2025</td>' in row
    assert '<td><a href="/en/sources/feature/"><q lang="en">CGTN</q></a></td>' in row
