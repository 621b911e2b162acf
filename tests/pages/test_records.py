"""Pages of single records: what they show, how often they ask, and where old and hidden addresses lead."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from editorial.publishing import withdraw
from tests import factories as make
from tests.pages.copies import multiply_parts
from tests.pages.world import build_world

pytestmark = pytest.mark.django_db


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def queries_of(client, path):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def test_a_record_page_asks_as_often_for_thirty_parts_as_for_two(client):
    world = build_world()
    paths = {section: record.get_absolute_url() for section, record in world.items()}
    multiply(world, 1)
    few = {section: queries_of(client, path) for section, path in paths.items()}
    multiply(world, 28)
    many = {section: queries_of(client, path) for section, path in paths.items()}
    multiply(world, 28)
    more = {section: queries_of(client, path) for section, path in paths.items()}
    # What is not all shown is counted, by one query more.
    assert {counted[section] - few[section] for counted in (many, more) for section in few} <= {0, 1}
    assert max(few.values()) <= 12, few


def multiply(world, count):
    for record in world.values():
        multiply_parts(record, count)
        multiply_parts(record.record, count)
    for citation in world["sources"].citations.all()[:1]:
        multiply_parts(citation, count)


def test_the_copies_are_really_shown(client):
    """Else the test above would count the queries of an empty page."""
    world = build_world()
    multiply(world, 3)
    parts = {section: client.get(record.get_absolute_url()).context["parts"] for section, record in world.items()}
    shown = {(section, part.key): len(part.items) for section, found in parts.items() for part in found}
    # Copies of the figures of a series join it: there is still one of it.
    single = ("sources", "history", "series")
    thin = {(section, key) for (section, key), count in shown.items() if count < 4 and key not in single}
    assert thin <= {("sources", "chain")}
    assert len(shown) > 50


@pytest.mark.parametrize("page", ["figures", "events", "statements", "designations"])
def test_single_facts_have_pages(page, client):
    makers = {
        "figures": make.make_figure,
        "events": make.make_event,
        "statements": make.make_statement,
        "designations": make.make_designation,
    }
    fact = makers[page](public=True)
    assert client.get(f"/en/{page}/{fact.pk}/").status_code == 200


def test_a_target_leads_to_its_figure(client):
    target = make.make_target(figure=make.make_figure(public=True, kind="target"))
    response = client.get(f"/zh-hans/targets/{target.pk}/")
    assert (response.status_code, response["Location"]) == (301, f"/zh-hans/figures/{target.pk}/")


def test_tenants_stand_apart_from_those_only_supported_invested_in_or_mentioned(client):
    park = make.make_park(public=True, name_en="Jingxi Park")
    for role, name in (
        ("mentioned", "Zhipu"),
        ("tenant", "Robot Works"),
        ("supported", "DeepSeek"),
        ("headquarters", "Megvii"),
    ):
        make.make_presence(
            public=True, park=park, role=role, organisation=make.make_organisation(public=True, name_en=name)
        )
    text = text_of(client.get("/en/parks/jingxi-park/"))
    order = ["In the park", "Megvii", "Robot Works", "not tenancy", "DeepSeek", "Zhipu"]
    assert [text.index(word) for word in order] == sorted(text.index(word) for word in order)


def test_a_park_without_tenants_says_so(client):
    park = make.make_park(public=True, name_en="Jingxi Park")
    make.make_presence(public=True, park=park, role="supported")
    assert "Our sources name nobody who is in this park." in text_of(client.get("/en/parks/jingxi-park/"))


def test_what_the_sources_do_not_say_is_named(client):
    make.make_park(public=True, name_en="Jingxi Park")
    text = text_of(client.get("/en/parks/jingxi-park/"))
    assert (
        "Nothing is linked to it here under: Where it belongs today, Sectors, Organisations and products, Figures"
        in text
    )


def test_a_stated_count_stands_beside_the_named(client):
    batch = make.make_batch(public=True, name_en="First batch")
    figure = make.make_figure(public=True, subject=batch.record, unit="count", low=11, high=11, as_printed="11 parks")
    named = [make.make_park(public=True, name_en=f"Park {number}").record for number in range(2)]
    hidden = make.make_park(name_en="Hidden Park").record
    make.make_count_claim(figure=figure, what_en="parks covered", members=[*named, hidden])
    text = text_of(client.get("/en/batches/first-batch/"))
    assert "11 stated, 2 named in our sources : parks covered Park 0 Park 1" in text
    assert "Hidden Park" not in text


def test_an_associated_park_is_not_contained(client):
    zone = make.make_park(public=True, name_en="Zone", kind="zone")
    make.make_membership(public=True, parent=zone, child=make.make_park(public=True, name_en="Inner Park"))
    make.make_membership(
        public=True, parent=zone, child=make.make_park(public=True, name_en="Loose Park"), role="associated"
    )
    html = client.get("/en/parks/zone/").content.decode()
    contains, associated = html.index('id="tree-title"'), html.index('id="associated-title"')
    assert contains < html.index("Inner Park") < associated < html.index("Loose Park")


def test_a_park_stands_between_what_it_lies_in_and_what_lies_in_it_today(client):
    names = ("Zone", "Other Zone", "Park", "Base", "Former Base")
    zone, other, park, base, former = (make.make_park(public=True, name_en=name) for name in names)
    make.make_membership(public=True, parent=zone, child=park)
    make.make_membership(public=True, parent=other, child=park, period="2010/2012")
    make.make_membership(public=True, parent=park, child=base, period="2020/..")
    make.make_membership(public=True, parent=park, child=former, period="2001/2005")
    outer = make.make_park(public=True, name_en="Outer")
    make.make_membership(public=True, parent=outer, child=zone)
    html = client.get("/en/parks/park/").content.decode()
    tree = html[html.index('id="tree-title"') : html.index('id="past-title"')]
    order = [tree.index(name) for name in (">Outer<", ">Zone<", '"here">Park<', ">Base<")]
    assert order == sorted(order)
    assert "Other Zone" not in tree and "Former Base" not in tree
    past = html[html.index('id="past-title"') :]
    assert "Other Zone" in past and "Former Base" in past


def test_two_ways_up_are_two_trees(client):
    park = make.make_park(public=True, name_en="Park")
    for name in ("First Zone", "Second Zone"):
        make.make_membership(public=True, parent=make.make_park(public=True, name_en=name), child=park)
    assert client.get("/en/parks/park/").content.decode().count('<div class="tree">') == 2


def test_the_timeline_puts_events_designations_policies_and_targets_in_the_order_of_their_dates(client):
    park = make.make_park(public=True, name_en="Zone")
    for title, date in (("It opened", "2010"), ("Nobody knows when", ""), ("It was held", "2013-09")):
        event = make.make_event(public=True, title_en=title, date=date)
        make.make_event_participant(event=event, record=park.record)
    policy = make.make_policy(public=True, name_en="Base plan", published="2012")
    make.make_scope(public=True, policy=policy, record=park.record)
    make.make_designation(public=True, designee=park.record, title_en="national hub", published="2011-05-06")
    figure = make.make_figure(public=True, subject=park.record, kind="target", as_printed="at least 50 billion yuan")
    make.make_target(figure=figure, horizon="2098")
    response = client.get("/en/parks/zone/")
    html = response.content.decode()
    line = html[html.index('id="timeline-title"') :]
    order = [
        "2010",
        "It opened",
        "6 May 2011",
        "national hub",
        "2012",
        "Base plan",
        "September 2013",
        "2098",
        "Nobody knows",
    ]
    assert [line.index(word) for word in order] == sorted(line.index(word) for word in order)
    assert html.count('<li class="is-ahead">') == 1
    assert "First dated in our sources 2010" in text_of(response)


def test_numbers_that_cannot_both_be_right_stand_side_by_side_with_the_reason(client):
    park = make.make_park(public=True, name_en="Zone")
    indicator = make.make_indicator(unit="count", family="count")
    for number, kind in ((20, "press"), (23, "primary")):
        source = make.make_source(public=True, kind_of_source=kind)
        make.make_figure(
            public=True, subject=park.record, indicator=indicator, unit="count", low=number, high=number, period="2020",
            as_printed=str(number), citation=make.make_citation(source=source, public=True),
        )  # fmt: skip
    html = client.get("/en/parks/zone/").content.decode()
    shown, other = html.index(">Shown<"), html.index(">Also stated<")
    assert shown < html.index("<strong>23</strong>") < other < html.index("<strong>20</strong>")
    assert "Its source is closer to the origin of the number: primary document." in html
    assert html.count("<strong>23</strong>") == 1


def test_a_measure_against_a_company_does_not_stand_among_its_support(client):
    company = make.make_organisation(public=True, name_en="Megvii")
    make.make_scope(public=True, record=company.record, policy=make.make_policy(public=True, name_en="Support plan"))
    against = make.make_policy(public=True, name_en="Entity List")
    make.make_scope(public=True, record=company.record, policy=against, effect="restricts")
    html = client.get("/en/companies/megvii/").content.decode()
    policies, measures = html.index('id="policies-title"'), html.index('id="measures-title"')
    assert policies < html.index("Support plan") < measures < html.index("Entity List")


def test_a_statement_is_attributed_before_it_is_said(client):
    person = make.make_person(public=True, name_en="He Fen")
    make.make_statement(
        public=True, speaker=person.record, role_as_printed="Managing Director of the ZGC", summary_en="the park will grow",
        kind="forecast", about=[person.record],
    )  # fmt: skip
    text = text_of(client.get("/en/people/he-fen/"))
    assert "He Fen ( Managing Director of the ZGC ) said ( forecast ): the park will grow" in text
    assert "Speaker as printed Managing Director Fen" in text


def test_a_wrong_form_of_a_name_is_called_one(client):
    person = make.make_person(public=True, name_en="He Fen")
    make.make_name(public=True, record=person.record, text="Managing Director Fen", kind="misspelling")
    html = client.get("/en/people/he-fen/").content.decode()
    assert re.search(
        r'class="wrong-form">\s*<p><strong lang="en">Managing Director Fen</strong> <span class="tag">wrong form seen in a source',
        html,
    )


def test_what_a_machine_wrote_is_labelled_block_by_block(client):
    briefing = make.make_briefing(public=True, name_en="Tech hub")
    make.make_briefing_block(briefing=briefing, kind="timeline", date="2017-09", quote="China approves the center.")
    make.make_briefing_block(briefing=briefing, kind="forecast", author="editor", text_en="Rents may rise.")
    html = client.get("/en/briefings/tech-hub/").content.decode()
    assert html.count("Machine-made, unverified") == 2
    assert text_of(client.get("/en/briefings/tech-hub/")).count("Forecasts, not facts") == 2
    assert "September 2017" in html


def test_a_missing_translation_shows_the_other_language_marked(client):
    make.make_park(public=True, name_en="Apollo Park", slug="apollo-park", summary_en="A test site.")
    html = client.get("/zh-hans/parks/apollo-park/").content.decode()
    assert '<h1><span lang="en">Apollo Park</span></h1>' in html
    assert '<p class="summary"><span lang="en">A test site.</span></p>' in html
    make.make_park(public=True, name_en="Haidian Park", name_zh="海淀园", slug="haidian-park")
    assert "<h1>海淀园</h1>" in client.get("/zh-hans/parks/haidian-park/").content.decode()
    assert '<p class="other-name" lang="zh-Hans">海淀园</p>' in client.get("/en/parks/haidian-park/").content.decode()


def test_a_former_address_leads_to_the_present_one(client):
    park = make.make_park(public=True, name_en="Haidian Park")
    park.slug = "haidian"
    park.save()
    response = client.get("/en/parks/haidian-park/")
    assert (response.status_code, response["Location"]) == (301, "/en/parks/haidian/")
    withdraw(park, by="tests")
    assert client.get("/en/parks/haidian-park/").status_code == 410


def test_an_organisation_asked_for_in_the_wrong_section_is_led_to_the_right_one(client):
    make.make_organisation(public=True, name_en="Megvii")
    make.make_organisation(public=True, name_en="Ministry", kind="public_body")
    for wrong, right in (("institutions/megvii", "companies/megvii"), ("companies/ministry", "institutions/ministry")):
        response = client.get(f"/en/{wrong}/")
        assert (response.status_code, response["Location"]) == (301, f"/en/{right}/")


def test_a_record_that_became_a_company_keeps_its_old_address_alive(client):
    body = make.make_organisation(public=True, name_en="Works", kind="public_body")
    body.kind, body.slug = "company", "new-works"
    body.save()
    assert client.get("/en/institutions/works/")["Location"] == "/en/companies/new-works/"


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_hidden_and_missing_answer_alike_to_the_byte(language, client):
    hidden = make.make_park(name_en="Hidden Park")
    figure = make.make_figure(subject=hidden.record)
    pairs = [
        ("parks/hidden-park", "parks/absent-park"),
        ("companies/hidden-park", "companies/absent-park"),
        (f"figures/{figure.pk}", "figures/00000000-0000-4000-8000-000000000000"),
    ]
    for known, unknown in pairs:
        first, second = (client.get(f"/{language}/{path}/") for path in (known, unknown))
        assert first.status_code == second.status_code == 404
        assert first.content == second.content
        assert dict(first.headers) == dict(second.headers)


def test_a_source_page_says_what_rests_on_each_quote(client):
    source = make.make_source(public=True, name_en="A feature")
    citation = make.make_citation(source=source, quote="Output is over CNY 700 billion.", attributed_to="the Bureau")
    park = make.make_park(public=True, name_en="Zone", citations=[citation])
    make.make_park(name_en="Hidden Park", citations=[citation])
    make.make_figure(public=True, subject=park.record, citation=citation)
    make.make_name(public=True, record=park.record, text="ZGC", kind="abbreviation", citation=citation)
    text = text_of(client.get("/en/sources/a-feature/"))
    assert "Output is over CNY 700 billion." in text
    assert "figure: Zone , over CNY 700 billion (actual)" in text.replace("Zone,", "Zone ,")
    assert "“ZGC”, a name of Zone" in text
    assert "The quote has not been checked against the text of the source." in text
    assert "The source itself names for this: the Bureau" in text
    assert "Hidden Park" not in text


def test_the_way_to_the_original_is_shown(client):
    original = make.make_source(public=True, name_en="Evening paper")
    make.make_source(public=True, name_en="Translation", origin=original, origin_relation="translation")
    text = text_of(client.get("/en/sources/translation/"))
    assert "The way to the original This document: translation of Evening paper" in text


def test_what_is_known_only_from_machine_text_says_so(client):
    source = make.make_source(public=True, name_en="Machine card", is_machine_written=True)
    html = client.get("/en/sources/machine-card/").content.decode()
    assert "was made by a machine. No fact rests on it." in html
    assert source.is_machine_written


def at_a_glance(client, record):
    html = client.get(record.get_absolute_url()).content.decode()
    return " ".join(
        re.sub(r"<[^>]+>", " ", re.search(r'<section class="at-a-glance".*?</section>', html, re.DOTALL)[0]).split()
    )


def test_a_policy_names_its_issuer_and_a_person_their_role_at_a_glance(client):
    policy, person = make.make_policy(public=True), make.make_person(public=True)
    council = make.make_organisation(public=True, name_en="State Council", kind="public_body")
    assert at_a_glance(client, policy).startswith("Issued by not stated")
    assert "Roles" not in at_a_glance(client, person)
    make.make_issuer(public=True, policy=policy, record=council.record, as_printed="the council")
    make.make_role(
        public=True, person=person, organisation=council, title_en="Premier", organisation_as_printed="the council"
    )
    assert at_a_glance(client, policy).startswith("Issued by State Council Kind")
    assert at_a_glance(client, person).startswith("Roles Premier, State Council")
    assert at_a_glance(client, policy).count("the council") == 0
