"""One public record of every kind with public parts, and hidden rows tied to all of it, for the entries of the API."""

import pytest

from core.models import Figure
from editorial.models import Record
from tests import factories as make

TOKEN = "Q7XCANARY"


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
