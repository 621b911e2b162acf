"""Public records of every kind for the page tests, and records with as many parts as asked for."""

from tests import factories as make


def build_world():
    """One public record of every kind, tied to each other; returns `{name: record}`."""
    beijing = make.make_region(public=True, name_en="Beijing", name_zh="北京市", level="municipality")
    group = make.make_region(public=True, name_en="Jing-Jin-Ji", level="group")
    make.make_region_membership(public=True, group=group, region=beijing)
    sector = make.make_sector(public=True, name_en="Robotics", definition_en="Machines that act.")
    zone = make.make_park(public=True, name_en="Zhongguancun", name_zh="中关村", kind="zone", region=beijing)
    company = make.make_organisation(public=True, name_en="Megvii", region=beijing, sectors=[sector])
    ministry = make.make_organisation(public=True, name_en="Ministry of Science", kind="public_body")
    person = make.make_person(public=True, name_en="He Fen", family_name_en="He", given_name_en="Fen")
    product = make.make_product(public=True, name_en="Qwen", maker=company)
    policy = make.make_policy(public=True, name_en="Base plan", published="2020-10")
    scheme = make.make_scheme(public=True, name_en="Hub scheme", issuer=ministry.record)
    batch = make.make_batch(public=True, name_en="Hubs of 2020", scheme=scheme)
    source = make.make_source(public=True, name_en="A feature", published="2026-01-03")
    briefing = make.make_briefing(public=True, name_en="A briefing", source=source, about=[zone.record])
    add_parts(1, zone=zone, company=company, person=person, product=product, policy=policy, scheme=scheme, batch=batch)
    add_source_parts(source, 1)
    add_series(company.record)
    return {
        "parks": zone,
        "companies": company,
        "institutions": ministry,
        "people": person,
        "products": product,
        "policies": policy,
        "schemes": scheme,
        "batches": batch,
        "sources": source,
        "briefings": briefing,
        "regions": beijing,
        "sectors": sector,
    }


def add_parts(count, *, zone, company, person, product, policy, scheme, batch):
    """Give each record `count` public parts of every kind it may have."""
    for _ in range(count):
        add_shared_parts(zone.record)
        add_park_parts(zone, company, product)
        make.make_stake(public=True, owner=company.record, product=product)
        make.make_stake(public=True, organisation=company)
        make.make_role(public=True, person=person, organisation=company)
        make.make_designation(public=True, scheme=scheme, batch=batch, designee=zone.record, issuer=company.record)
        make.make_scope(public=True, policy=policy, record=make.make_park(public=True).record)
        make.make_scope(public=True, policy=make.make_policy(public=True), record=zone.record)
        make.make_issuer(public=True, policy=policy, as_printed=make.numbered("Beijing"), record=company.record)
        make.make_instrument(public=True, policy=policy)
        make.make_rule(public=True, policy=policy)
        make.make_relation(public=True, policy=policy)
        make.make_relation(public=True, other=policy)


def add_shared_parts(card):
    make.make_figure(public=True, subject=card, base=make.make_region(public=True).record)
    make.make_count_claim(
        figure=make.make_figure(public=True, subject=card, unit="count"), members=[make.make_park(public=True).record]
    )
    make.make_target(
        figure=make.make_figure(public=True, subject=card, kind="target"),
        owner=make.make_organisation(public=True).record,
        policy=make.make_policy(public=True),
    )
    make.make_name(public=True, record=card)
    event = make.make_event(public=True)
    make.make_event_participant(event=event, record=card)
    make.make_event_participant(event=event, record=make.make_organisation(public=True).record)
    make.make_statement(
        public=True, speaker=make.make_person(public=True).record, about=[card, make.make_park(public=True).record]
    )
    make.make_briefing(public=True, about=[card])


def add_park_parts(zone, company, product):
    make.make_membership(public=True, parent=zone)
    make.make_membership(public=True, child=zone, role="associated")
    make.make_park_sector(public=True, park=zone)
    make.make_presence(public=True, park=zone, organisation=make.make_organisation(public=True))
    make.make_presence(public=True, park=zone, organisation=company, role="mentioned")
    make.make_presence(public=True, park=zone, product=product, role="supported")
    make.make_stake(public=True, owner=zone.record)


def add_source_parts(source, count):
    """Quotes of one source with facts of several kinds resting on each."""
    for _ in range(count):
        citation = make.make_citation(source=source)
        make.make_figure(public=True, citation=citation)
        make.make_presence(public=True, citation=citation)
        make.make_event(public=True, citation=citation)
        make.make_park(public=True, citations=[citation])
        make.make_source_title(source=source, text=make.numbered("A title"))
        make.make_source(public=True, origin=source, origin_relation="summary")


def add_series(card):
    """A measure over three years, of which one number is only known to be larger, with a target."""
    measure = {"subject": card, "public": True, "indicator": make.make_indicator(code="revenue", name_en="Revenue")}
    make.make_figure(**measure, period="2019", low=600_000_000_000, high=600_000_000_000, as_printed="CNY 600 billion")
    make.make_figure(**measure, period="2020")
    make.make_figure(
        **measure, period="2021", kind="estimate", low=8 * 10**11, high=9 * 10**11, as_printed="CNY 800-900 bn"
    )
    make.make_target(figure=make.make_figure(**measure, kind="target"), horizon="2030")
