"""Nothing unpublished leaks: every public answer is the same, byte for byte, whether hidden rows exist or not.

The world is built public; every page and answer is read; then hidden records and parts are tied to everything in it,
each with a token of its own; everything is read again.
"""

import re
from itertools import product

import pytest
from django.test import Client

from core.models import Figure
from editorial.models import Record
from portal.outputs.weeks import this_week
from tests import factories as make

pytestmark = pytest.mark.django_db

TOKEN = "Q7XCANARY"
PAGES = [
    "parks", "companies", "institutions", "people", "products", "policies", "schemes", "batches", "designations", "targets",
    "figures", "events", "statements", "sources", "sectors", "regions", "indicators", "briefings",
]  # fmt: skip


@pytest.fixture
def world():
    """One public record of every kind with public parts, tied to each other."""
    publisher = make.make_organisation(name_en="Daily", kind="publisher", public=True)
    source = make.make_source(
        name_en="Report", publisher=publisher.record, private_text="Q7XPRIVATE: over CNY 700 billion.", public=True
    )
    citation = make.make_citation(source=source, quote="over CNY 700 billion")

    def known(make_record, name, **values):
        return make_record(name_en=name, citations=[citation], public=True, **values)

    country = known(make.make_region, "China", level="country")
    region = known(make.make_region, "Haidian", parent=country)
    sector = make.make_sector(name_en="Robotics", public=True)
    zone = known(make.make_park, "Zone", kind="zone")
    park = known(make.make_park, "Campus", region=region)
    company = known(make.make_organisation, "Megvii", region=region)
    ministry = known(make.make_organisation, "Ministry", kind="public_body")
    person = known(make.make_person, "He Fen")
    thing = known(make.make_product, "Qwen", maker=company)
    policy = known(make.make_policy, "Plan", published="2020")
    scheme = known(make.make_scheme, "Hubs", issuer=ministry.record)
    batch = known(make.make_batch, "Batch one", scheme=scheme)
    cited = {"citation": citation, "public": True}
    make.make_membership(child=park, parent=zone, **cited)
    make.make_park_sector(park=park, sector=sector, **cited)
    make.make_presence(park=park, organisation=company, **cited)
    make.make_presence(park=park, product=thing, role="supported", **cited)
    make.make_stake(owner=company.record, product=thing, **cited)
    make.make_role(person=person, organisation=company, **cited)
    make.make_designation(scheme=scheme, batch=batch, designee=park.record, issuer=ministry.record, **cited)
    make.make_issuer(policy=policy, record=ministry.record, **cited)
    make.make_scope(policy=policy, record=park.record, **cited)
    make.make_rule(policy=policy, **cited)
    figure = make.make_figure(subject=park.record, base=region.record, **cited)
    make.make_count_claim(figure=make.make_figure(subject=batch.record, unit="count", **cited), members=[park.record])
    make.make_target(
        figure=make.make_figure(subject=park.record, kind="target", **cited), owner=ministry.record, policy=policy
    )
    event = make.make_event(**cited)
    make.make_event_participant(event=event, record=park.record)
    make.make_statement(speaker=person.record, about=[park.record, company.record], **cited)
    make.make_name(record=park.record, citation=citation)
    briefing = make.make_briefing(name_en="News", source=source, about=[park.record], public=True)
    return locals()


def hide_everywhere(world):
    """Tie a hidden record of every kind, and hidden parts, to what is public."""
    names = (f"{TOKEN} {number}" for number in range(1000))
    source, park, company, person, policy = (world[name] for name in ("source", "park", "company", "person", "policy"))
    secret_source = make.make_source(
        name_en=next(names),
        publisher=world["publisher"].record,
        origin=source,
        origin_relation="summary",
        private_text=next(names),
    )
    quote = make.make_citation(source=secret_source, quote=secret_source.private_text)
    open_quote = world["citation"]
    region = make.make_region(name_en=next(names), parent=world["region"])
    sector = make.make_sector(name_en=next(names), parent=world["sector"])
    hidden_park = make.make_park(name_en=next(names), region=world["region"], citations=[open_quote])
    hidden_company = make.make_organisation(name_en=next(names), region=world["region"], citations=[open_quote])
    hidden_person = make.make_person(name_en=next(names), citations=[open_quote])
    hidden_product = make.make_product(name_en=next(names), maker=company, citations=[open_quote])
    hidden_policy = make.make_policy(name_en=next(names), published="2021", citations=[open_quote])
    hidden_scheme = make.make_scheme(name_en=next(names), issuer=world["ministry"].record)
    make.make_batch(name_en=next(names), scheme=world["scheme"])
    make.make_briefing(name_en=next(names), source=source, about=[park.record])
    for citation in (quote, open_quote):
        for role in ("supported", "tenant"):
            make.make_presence(
                park=park, organisation=hidden_company, role=role, as_printed=next(names), citation=citation
            )
        make.make_presence(park=hidden_park, organisation=company, as_printed=next(names), citation=citation)
        make.make_presence(park=park, product=hidden_product, citation=citation)
        make.make_membership(
            child=hidden_park, parent=park, period="20" + str(20 + (citation is quote)), citation=citation
        )
        make.make_membership(child=park, parent=make.make_park(name_en=next(names)), citation=citation)
        make.make_stake(owner=hidden_company.record, organisation=company, as_printed=next(names), citation=citation)
        make.make_stake(owner=company.record, organisation=hidden_company, as_printed=next(names), citation=citation)
        make.make_role(person=hidden_person, organisation=company, citation=citation)
        make.make_role(person=person, organisation=hidden_company, title_en=next(names), citation=citation)
        make.make_designation(
            scheme=world["scheme"], batch=world["batch"], designee=park.record, title_en=next(names), citation=citation
        )
        make.make_designation(
            scheme=hidden_scheme, designee=park.record, issuer=world["ministry"].record, citation=citation
        )
        make.make_event_participant(event=make.make_event(title_en=next(names), citation=citation), record=park.record)
        make.make_statement(speaker=person.record, about=[park.record], summary_en=next(names), citation=citation)
        make.make_scope(
            policy=hidden_policy,
            record=park.record,
            effect="supports" if citation is quote else "applies",
            citation=citation,
        )
        make.make_issuer(
            policy=hidden_policy, record=world["ministry"].record, as_printed=next(names), citation=citation
        )
        make.make_relation(
            policy=hidden_policy, other=policy, kind="amends" if citation is quote else "follows", citation=citation
        )
        make.make_relation(
            policy=policy, other=hidden_policy, kind="amends" if citation is quote else "follows", citation=citation
        )
        make.make_figure(
            subject=hidden_park.record, base=world["region"].record, citation=citation, note_en=next(names)
        )
        make.make_target(
            figure=make.make_figure(subject=hidden_park.record, kind="target", citation=citation),
            owner=world["ministry"].record,
            policy=policy,
            owner_as_printed=next(names),
        )
    make.make_figure(subject=park.record, citation=quote, note_en=next(names))
    hide_what_is_published_by_itself(world, names)
    make.make_name(record=park.record, text=next(names), citation=quote)
    make.make_park_sector(park=park, sector=sector, citation=open_quote)
    make.make_park_sector(park=park, sector=world["sector"], role="planned", as_printed=next(names), citation=quote)
    make.make_scope(policy=policy, record=hidden_park.record, citation=open_quote)
    make.make_rule(policy=policy, condition_en=next(names), citation=quote)
    make.make_event_participant(event=world["event"], record=hidden_company.record, as_printed=next(names))
    for record in (park, company, person, policy):
        record.citations.add(quote)
    world["briefing"].about.add(hidden_park.record)
    world["figure"].further_citations.add(quote)
    claim = Figure.objects.public().get(subject=world["batch"].record).count_claim
    claim.members.add(hidden_park.record)
    company.sectors.add(sector)
    assert region.pk and Record.objects.exclude(pk__in=Record.objects.public()).count() >= 12


def hide_what_is_published_by_itself(world, names):
    """Figures, quotes and indicators that nothing but their own state hides, tied to what is public."""
    park, batch, figure, citation = (world[name] for name in ("park", "batch", "figure", "citation"))
    hidden_quote = make.make_citation(
        source=world["source"], quote="CNY 700", locator=next(names), attributed_to=next(names)
    )
    indicator = make.make_indicator(name_en=next(names), definition_en=next(names), code="q7xcanary-measure")
    indicator.comparable_with.add(figure.indicator)
    values = {"citation": citation, "base": world["region"].record}
    for measure in (figure.indicator, indicator):
        for subject in (park.record, world["source"].record):
            one = make.make_figure(subject=subject, indicator=measure, note_en=next(names), **values)
            one.further_citations.add(hidden_quote, citation)
    make.make_count_claim(
        figure=make.make_figure(subject=batch.record, unit="count", **values),
        members=[park.record],
        what_en=next(names),
    )
    target = make.make_target(
        figure=make.make_figure(subject=park.record, kind="target", **values),
        owner=world["ministry"].record,
        policy=world["policy"],
        owner_as_printed=next(names),
    )
    make.make_assessment(target=target, citation=citation, note_en=next(names))
    make.make_event(title_en=next(names), citation=hidden_quote)
    make.make_figure(subject=park.record, citation=hidden_quote, note_en=next(names))
    figure.further_citations.add(hidden_quote)
    for record in (park, world["company"], world["person"], world["policy"]):
        record.citations.add(hidden_quote)


def detail_addresses(world):
    """The path of every public record, without its language."""
    for card in Record.objects.public():
        yield f"{card.section}/{card.slug}/"
    for figure in Figure.objects.public():
        yield f"figures/{figure.pk}/"


def addresses(world):
    details = list(detail_addresses(world))
    pages = ["", *(f"{page}/" for page in PAGES), *details]
    pages += [
        "search/?q=Q7XCANARY",
        "parks/?q=Q7XCANARY",
        "companies/?q=Q7X",
        "sources/?q=Q7XCANARY",
        "policies/?q=Q7X",
    ]
    yield from (f"/{language}/{page}" for language, page in product(("en", "zh-hans"), pages))
    for page in [*(f"{page}/" for page in PAGES), *details]:
        yield f"/api/v1/{page}"
    for query in (
        "parks/?q=Q7XCANARY", "parks/?region=q7xcanary-2", "parks/?within=zone", "parks/?sector=robotics", "companies/?park=campus",
        "companies/?park=q7xcanary-4", "policies/?applies_to=park:campus", "policies/?applies_to=park:q7xcanary-4",
        "figures/?subject=park:campus", "figures/?subject=park:q7xcanary-4", "targets/?owner=organisation:ministry",
        "events/?participant=park:campus", "statements/?about=park:campus", "people/?organisation=megvii", "people/?q=Q7X",
        "figures/?indicator=q7xcanary-measure", "targets/?indicator=q7xcanary-measure", "indicators/?q=Q7X",
        "indicators/q7xcanary-measure/", "figures/?source=report", "designations/?scheme=hubs", "designations/?scheme=q7xcanary-9", "sources/?publisher=daily", "parks/q7xcanary-4/",
    ):  # fmt: skip
        yield f"/api/v1/{query}"
    yield "/api/v1/openapi.json"
    yield from output_addresses(details)


def output_addresses(details):
    """What is given out besides pages: tables, feeds, citations, cards, frames, maps of the site."""
    for language in ("en", "zh-hans"):
        yield from (f"/{language}/{page}{ending}" for page in PAGES for ending in (".csv", ".atom"))
        yield from (f"/{language}/{path[:-1]}{end}" for path in details for end in (".atom", ".bib", ".csl.json"))
        yield from (f"/cards/{language}/{path[:-1]}.png" for path in details)
        yield from (f"/embed/{language}/{path}" for path in details if not path.startswith("figures/"))
        yield from (f"/{language}/{path}" for path in ("changes.atom", "briefings/weeks.atom", "columns/"))
        yield f"/{language}/briefings/weeks/{this_week()}/"
        yield f"/{language}/parks.csv?region=q7xcanary-2"
        yield f"/{language}/parks.atom?q=Q7XCANARY"
    yield from (f"/sitemaps/{page}.xml" for page in ("pages", *PAGES))
    yield from ("/sitemap.xml", "/robots.txt", "/.well-known/security.txt", "/site.webmanifest")


def answers(world):
    """`{address: (status, headers, body)}` to an anonymous reader."""
    client = Client(raise_request_exception=True)
    found = {}
    for address in addresses(world):
        response = client.get(address)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        headers = {name: value for name, value in response.headers.items() if name != "Date"}
        found[address] = (response.status_code, headers, body, dict(response.cookies))
    return found


def test_hidden_rows_change_no_public_answer(world):
    wanted = list(addresses(world))
    before = answers(world)
    assert {address: answer[0] for address, answer in before.items() if answer[0] >= 500} == {}
    readable = [address for address in wanted if before[address][0] == 200]
    assert len(readable) > 120, {address: answer[0] for address, answer in before.items() if answer[0] != 200}
    hide_everywhere(world)
    after = answers(world)
    assert sorted(before) == sorted(after)
    different = [address for address in before if before[address] != after[address]]
    assert different == []
    assert [address for address, answer in after.items() if TOKEN.encode() in answer[2] and "Q7X" not in address] == []
    assert_nothing_private(after, world["source"])


def test_a_hidden_record_answers_like_one_that_never_was(world):
    make.make_park(name_en="Hidden Park")
    client = Client()
    for path in ("/en/parks/{}/", "/zh-hans/parks/{}/", "/api/v1/parks/{}/", "/api/v1/figures/?subject=park:{}"):
        hidden, missing = (client.get(path.format(slug)) for slug in ("hidden-park", "absent-park"))
        assert hidden.status_code == missing.status_code in (400, 404)
        assert hidden.content.replace(b"hidden-park", b"SLUG") == missing.content.replace(b"absent-park", b"SLUG")


def test_hidden_figures_and_indicators_answer_like_such_that_never_were(world):
    absent = "00000000-0000-4000-8000-000000000000"
    figure = make.make_figure(
        subject=world["park"].record,
        citation=world["citation"],
        indicator=make.make_indicator(code="hidden-measure"),
        kind="target",
    )
    make.make_target(figure=figure)
    client = Client()
    for path, hidden, missing in (
        ("/en/figures/{}/", str(figure.pk), absent),
        ("/api/v1/figures/{}/", str(figure.pk), absent),
        ("/api/v1/targets/{}/", str(figure.pk), absent),
        ("/api/v1/indicators/{}/", str(figure.indicator.pk), absent),
        ("/api/v1/indicators/{}/", "hidden-measure", "absent-measure"),
        ("/en/figures/?indicator={}", "hidden-measure", "absent-measure"),
        ("/api/v1/figures/?indicator={}", "hidden-measure", "absent-measure"),
        ("/api/v1/targets/?indicator={}", str(figure.indicator.pk), absent),
    ):
        answered, expected = client.get(path.format(hidden)), client.get(path.format(missing))
        assert answered.status_code == expected.status_code in (400, 404), path
        assert answered.content.replace(hidden.encode(), b"KEY") == expected.content.replace(missing.encode(), b"KEY")


def assert_nothing_private(answers, source):
    """Neither the private text, nor its hash, nor an id that is no UUID."""
    for address, (status, _headers, body, cookies) in answers.items():
        assert b"Q7XPRIVATE" not in body, address
        assert source.text_hash.encode() not in body, address
        assert not cookies, address
        if address.startswith("/api/") and status == 200 and "openapi" not in address:
            ids = re.findall(rb'"(?:id|[a-z_]*_id|pk)":\s*("?[^",}]*"?)', body)
            assert all(re.fullmatch(rb'"[0-9a-f-]{36}"|null', found) for found in ids), (address, ids)
