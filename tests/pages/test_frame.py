"""What surrounds every page: language, addresses, menus, front page, search and error pages."""

import re

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from editorial.publishing import withdraw
from portal.models import Briefing
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_the_root_leads_to_the_readers_language(client):
    for accepted, path in (("zh-CN,zh;q=0.9", "/zh-hans/"), ("en-GB", "/en/"), ("fr", "/en/"), ("", "/en/")):
        response = client.get("/", headers={"accept-language": accepted})
        assert (response.status_code, response["Location"]) == (302, path)
    response = client.get("/parks/", headers={"accept-language": "zh-CN"})
    assert response["Location"] == "/zh-hans/parks/"


def test_the_other_language_is_one_plain_link_away_and_keeps_the_query(client):
    html = client.get("/en/parks/?kind=zone&q=a%26b").content.decode()
    assert '<a href="/zh-hans/parks/?kind=zone&amp;q=a%26b" lang="zh-Hans" hreflang="zh-Hans">中文</a>' in html
    html = client.get("/zh-hans/parks/?kind=zone").content.decode()
    assert '<a href="/en/parks/?kind=zone" lang="en" hreflang="en">English</a>' in html


def test_every_page_names_itself_in_both_languages(client):
    html = client.get("/zh-hans/parks/").content.decode()
    assert '<link rel="canonical" href="http://testserver/zh-hans/parks/">' in html
    for language, path in (("en", "en"), ("zh-Hans", "zh-hans"), ("x-default", "en")):
        assert f'<link rel="alternate" hreflang="{language}" href="http://testserver/{path}/parks/">' in html


def test_the_menu_marks_the_section_the_reader_is_in(client):
    make.make_park(public=True, name_en="Haidian Park")
    for path in ("/en/parks/", "/en/parks/haidian-park/"):
        html = client.get(path).content.decode()
        assert '<a href="/en/parks/" aria-current="true">Parks</a>' in html
        assert html.count('aria-current="true"') == 2  # In the line of main sections and in the full menu.


def section_of(html, title):
    """The words of the section headed by the id `title`."""
    start = html.index(f'aria-labelledby="{title}"')
    return " ".join(re.sub(r"<[^>]+>", " ", html[html.index(">", start) + 1 : html.index("</section>", start)]).split())


def make_counted_target(number, horizon):
    figure = make.make_figure(
        public=True, kind="target", unit="count", low=number, high=number, as_printed=f"{number} firms"
    )
    return make.make_target(figure=figure, horizon=horizon)


def test_the_front_page_says_what_is_new(client):
    citation = make.make_citation(public=True)
    for number in range(8):
        make.make_park(public=True, name_en=f"Park {number}", citations=[citation])
    new = section_of(client.get("/en/").content.decode(), "new-title")
    assert new.index("Park 7") < new.index("Park 2")
    assert "Park 1" not in new


def test_the_front_page_carries_the_newest_briefings_in_their_four_parts(client):
    for year in (2022, 2023, 2024, 2025):
        make.make_briefing(public=True, name_en=f"News of {year}", date=str(year))
    newest = Briefing.objects.get(name_en="News of 2025")
    newest.blocks.all().delete()
    for kind in ("timeline", "who_should_care", "what_to_do", "why_it_matters", "what_changed", "hook"):
        author = "machine" if kind == "what_to_do" else "editor"
        make.make_briefing_block(
            briefing=newest, kind=kind, author=author, text_en=f"Words of {kind}.", date="2020", quote=""
        )
    cards = section_of(client.get("/en/").content.decode(), "briefings-title")
    assert cards.index("News of 2025") < cards.index("News of 2024") < cards.index("News of 2023")
    assert "News of 2022" not in cards
    parts = ["hook", "what_changed", "why_it_matters", "what_to_do", "who_should_care"]
    places = [cards.index(f"Words of {part}.") for part in parts]
    assert places == sorted(places)
    assert "Words of timeline" not in cards
    assert "What to do next Words of what_to_do. Machine-made, unverified Who should care" in cards
    assert cards.count("about 1 minute") == 3


def test_what_is_due_stands_apart_from_what_lapsed(client):
    for number, horizon in ((20, "2020"), (30, "2098"), (40, "2099")):
        make_counted_target(number, horizon)
    due = section_of(client.get("/en/").content.decode(), "due-title")
    order = ["time is to come", "30 ( target , 2098)", "open", "40 ( target", "passed without evidence", "20 ( target"]
    assert [due.index(word) for word in order] == sorted(due.index(word) for word in order)
    assert due.endswith("lapsed without evidence")


def test_what_is_disputed_stands_side_by_side_and_follows_the_feed(client):
    park = make.make_park(public=True, name_en="Zone")
    indicator = make.make_indicator(unit="count", family="count")
    values = {"subject": park.record, "indicator": indicator, "unit": "count", "period": "2020", "public": True}
    make.make_figure(low=20, high=20, as_printed="20", **values)
    disputed = section_of(client.get("/en/").content.decode(), "disputed-title")
    assert "No two public figures contradict each other" in disputed
    other = make.make_figure(low=23, high=23, as_printed="23", **values)
    disputed = section_of(client.get("/en/").content.decode(), "disputed-title")
    assert "20 ( actual , 2020)" in disputed and "23 ( actual , 2020)" in disputed
    withdraw(other, by="tests")
    assert "23" not in section_of(client.get("/en/").content.decode(), "disputed-title")


def test_the_numbers_of_the_front_page_are_those_of_the_lists(client):
    for _ in range(3):
        make.make_park(public=True)
    make.make_park(name_en="Hidden Park")
    make.make_organisation(public=True, kind="university")
    html = client.get("/en/").content.decode()
    assert '<a href="/en/parks/"><b>3</b> Parks</a>' in html
    assert '<a href="/en/institutions/"><b>1</b> Institutions</a>' in html
    assert '<a href="/en/companies/"><b>0</b> Companies</a>' in html


def test_the_search_box_is_the_first_thing_on_the_front_page(client):
    html = client.get("/en/").content.decode()
    assert html.count('role="search"') == 1
    assert html.index("<h1") < html.index('id="search-q"') < html.index("<h2")


def test_every_other_page_has_the_search_in_its_header(client):
    html = client.get("/en/parks/").content.decode()
    assert html.index('id="header-q"') < html.index("<h1")


def test_the_front_page_of_an_empty_site_is_honest(client):
    html = client.get("/en/").content.decode()
    assert html.count("Nothing has been published here yet.") == 3
    assert "No target has been published here yet." in html
    assert "No two public figures contradict each other at the moment." in html


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("about", "Every public fact carries its evidence"),
        ("method", "their intervals have no number in common"),
        ("accessibility", "level AA"),
        ("privacy", "No cookie is set for readers"),
    ],
)
def test_the_standing_pages_ask_nothing_and_are_linked_from_every_page(page, said, client, django_assert_num_queries):
    with django_assert_num_queries(0):
        html = client.get(f"/en/{page}/").content.decode()
    assert said in html
    assert f'<a href="/en/{page}/">' in client.get("/en/nowhere/").content.decode()


def test_the_front_page_asks_a_fixed_number_of_times(client):
    def ask():
        with CaptureQueriesContext(connection) as asked:
            client.get("/en/")
        return len(asked)

    for _ in range(2):
        make.make_target(figure=make.make_figure(public=True, kind="target"), horizon="2020")
        make.make_issuer(public=True)
    few = ask()
    for _ in range(20):
        make.make_target(figure=make.make_figure(public=True, kind="target"), horizon="2020")
        make.make_issuer(public=True)
        make.make_organisation(public=True)
    assert ask() == few <= 12


def test_search_looks_into_every_section(client):
    park = make.make_park(public=True, name_en="Haidian Park", name_zh="海淀园")
    make.make_organisation(public=True, name_en="Haidian Robots")
    person = make.make_person(public=True, name_en="He Fen")
    make.make_name(public=True, record=person.record, text="Managing Director Fen", kind="misspelling")
    make.make_name(public=True, record=park.record, text="ZGC core", kind="alias")
    make.make_park(name_en="Haidian Secret")
    html = client.get("/en/search/?q=haidian").content.decode()
    assert "/en/parks/haidian-park/" in html and "/en/companies/haidian-robots/" in html and "Secret" not in html
    assert "海淀" in client.get("/zh-hans/search/?q=海淀").content.decode()
    assert "He Fen" in client.get("/en/search/?q=Managing+Director+Fen").content.decode()
    assert "No public record contains “nowhere”." in client.get("/en/search/?q=nowhere").content.decode()


def test_search_is_cut_into_pages(client):
    for number in range(22):
        make.make_park(public=True, name_en=f"Garden {number:02}")
    html = client.get("/en/search/?q=garden").content.decode()
    assert html.count('href="/en/parks/garden-') == 20 and "22 records" in html
    assert '<a rel="next" href="?q=garden&amp;page=2">' in html
    assert client.get("/en/search/?q=garden&page=2").content.decode().count('href="/en/parks/garden-') == 2


def test_a_search_asks_as_often_for_one_hit_as_for_many(client):
    for count in (1, 30):
        for _ in range(count):
            make.make_park(public=True, name_en=make.numbered("Park"))
        with CaptureQueriesContext(connection) as asked:
            client.get("/en/search/?q=park")
        assert len(asked) <= 9


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("qq=park", "There is no parameter “qq” here."),
        ("kind=zone", "There is no parameter “kind” here."),
        ("q=a&q=b", "Give “q” once, not 2 times."),
        (f"q={chr(32).join(map(str, range(41)))}", "Search for at most 40 words."),
        ("q=%07", "The value contains a character that cannot be read"),
    ],
)
def test_a_search_that_cannot_be_read_is_refused(query, said, client):
    response = client.get(f"/en/search/?{query}")
    assert response.status_code == 400
    assert said in response.content.decode()


def test_a_missing_page_offers_a_way_on_in_the_readers_language(client):
    english, chinese = client.get("/en/nowhere/"), client.get("/zh-hans/nowhere/")
    assert english.status_code == chinese.status_code == 404
    assert "<h1>Page not found</h1>" in english.content.decode()
    assert '<html lang="zh-Hans">' in chinese.content.decode()
    assert 'action="/en/search/"' in english.content.decode()
    assert "nowhere" not in english.content.decode()


def test_a_nul_in_the_address_is_refused_in_a_sentence(client):
    response = client.get("/en/parks/?q=%00")
    assert response.status_code == 400
    assert "The address contains a NUL character (%00). Remove it and try again." in response.content.decode()


def test_a_foreign_host_is_refused_without_being_named():
    response = Client(raise_request_exception=False).get("/en/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "evil.example" not in response.content.decode()
    assert "<h1>This request cannot be answered</h1>" in response.content.decode()


def test_a_fault_of_ours_is_owned_up_to_in_both_languages(monkeypatch):
    monkeypatch.setattr("portal.views.FrontPage.get_context_data", lambda self: 1 / 0)
    response = Client(raise_request_exception=False).get("/en/")
    html = response.content.decode()
    assert response.status_code == 500
    assert "Something went wrong" in html and '<div lang="zh-Hans">' in html
    assert "ZeroDivisionError" not in html


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_pages_are_only_read(method, client):
    make.make_park(public=True, name_en="Haidian Park")
    figure = make.make_figure(public=True)
    for path in ("/en/", "/en/parks/", "/en/parks/haidian-park/", f"/en/figures/{figure.pk}/", "/en/search/"):
        assert getattr(client, method)(path).status_code == 405, path


@override_settings(DEBUG=False)
def test_the_policy_of_the_pages_allows_nothing_inline(client):
    response = client.get("/en/")
    assert "'unsafe-inline'" not in response["Content-Security-Policy"]
    assert not re.search(
        r'<style|<script(?! type="application/ld\+json"| src="/static/)|style=', response.content.decode()
    )


def test_the_language_of_a_source_marks_its_words(client):
    source = make.make_source(public=True, name_en="", name_zh="中关村报道", language="zh-hans", slug="report")
    citation = make.make_citation(source=source, quote="年产值超过7000亿元。")
    figure = make.make_figure(public=True, citation=citation, as_printed="超过7000亿元")
    html = client.get(f"/en/figures/{figure.pk}/").content.decode()
    assert '<blockquote lang="zh-Hans"><p>年产值超过7000亿元。</p></blockquote>' in html
    assert '<q lang="zh-Hans">超过7000亿元</q>' in html
    assert '<a href="/en/sources/report/"><span lang="zh-Hans">中关村报道</span></a>' in html
