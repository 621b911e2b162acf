"""A small public world: at least two records of every kind, every kind of fact and of part, each tied to the others."""

from editorial.models import Record
from editorial.publishing import withdraw
from tests import factories as make

PRIVATE = "Q7XPRIVATE"


def build():
    """Write it and return its records by short names."""
    publisher = make.make_organisation(name_en="Daily", kind="publisher", public=True)
    source = make.make_source(
        name_en="Report",
        publisher=publisher.record,
        published="2024-05",
        private_text=f"{PRIVATE}: CNY 7, CNY 70, CNY 700.",
        public=True,
    )
    feature = make.make_source(
        name_en="Feature", published="2023", origin=source, origin_relation="summary", publisher_as_printed="Daily", public=True
    )  # fmt: skip
    make.make_source_title(source=source, text="A report on hubs")
    quotes = [make.make_citation(source=source, quote=f"CNY {number}") for number in (7, 70, 700)]
    quotes.append(make.make_citation(source=feature, quote="a hub"))
    cited = {"citation": quotes[0], "public": True}
    world = {"source": source, "feature": feature, "publisher": publisher, "quotes": quotes, "cited": cited}
    _add_records(world)
    _add_facts(world, cited)
    _add_told(world, cited)
    _add_sent(world)
    return world


def _add_sent(world):
    """What readers sent and editors have decided on; of a correction the reader's own words stay private."""
    for name in ("campus", "news"):
        make.make_sent_comment(record=world[name].record, state="accepted", display_name="Li")
    make.make_sent_correction(
        world["figure"], state="accepted", answer_en="Put right.", text=PRIVATE, email="q7xprivate@example.org"
    )


def _add_records(world):
    quotes = world["quotes"]

    def known(make_record, name, **values):
        world[name.split()[0].lower()] = record = make_record(name_en=name, citations=quotes[:2], public=True, **values)
        return record

    country = known(make.make_region, "China", level="country")
    # The map draws outlines of the region with this code, and parks in its middle.
    point = {"code": "110000", "latitude": "40.03", "longitude": "116.23", "datum": "WGS-84"}
    region = known(make.make_region, "Haidian", name_zh="海淀区", parent=country, **point)
    group = known(make.make_region, "Capital region", level="group")
    make.make_region_membership(group=group, region=region, **world["cited"])
    world["robotics"] = sector = make.make_sector(name_en="Robotics", definition_en="Machines that act.", public=True)
    world["vision"] = make.make_sector(name_en="Vision", parent=sector, public=True)
    known(make.make_park, "Zone of parks", name_zh="中关村", kind="zone", summary_en="The zone.")
    known(make.make_park, "Campus", region=region, level="national", latitude="39.9", longitude="116.6", datum="WGS-84")
    known(make.make_park, "Yard", region=region)
    firm = known(make.make_organisation, "Megvii", region=region, sectors=[sector])
    known(make.make_organisation, "Sensetime")
    ministry = known(make.make_organisation, "Ministry of hubs", kind="public_body")
    known(make.make_person, "Fen")
    known(make.make_person, "Gao")
    known(make.make_product, "Qwen", maker=firm)
    known(make.make_product, "Face++")
    known(make.make_policy, "Plan", published="2020")
    known(make.make_policy, "Law", published="2020")
    hubs = known(make.make_scheme, "Hubs", issuer=ministry.record)
    known(make.make_scheme, "Bases")
    known(make.make_batch, "First batch", scheme=hubs, date="2020")
    known(make.make_batch, "Second batch", scheme=hubs, date="2020")
    world["readable"] = known(make.make_park, "Former Yard")
    withdraw(world["readable"], by="test", reason="withdrawn", note_en="It was closed.")
    _rename(world["yard"])
    for name, about in (("News", "campus"), ("Notes", "zone")):
        world[name.lower()] = make.make_briefing(
            name_en=name, source=world["source"], date="2025", about=[world[about].record], public=True
        )
    world["news"].blocks.get().about.add(world["campus"].record)


def _rename(park):
    """So that a former address leads to it."""
    park.refresh_from_db()
    park.slug = "back-yard"
    park.save()


def _add_facts(world, cited):
    zone, campus, firm, person, thing = (world[name] for name in ("zone", "campus", "megvii", "fen", "qwen"))
    ministry, plan, hubs, first = (world[name] for name in ("ministry", "plan", "hubs", "first"))
    make.make_membership(child=campus, parent=zone, period="2012/..", **cited)
    make.make_park_sector(park=campus, sector=world["robotics"], **cited)
    make.make_presence(park=campus, organisation=firm, **cited)
    make.make_presence(park=campus, product=thing, role="supported", **cited)
    make.make_stake(owner=firm.record, product=thing, **cited)
    make.make_stake(owner=zone.record, organisation=firm, **cited)
    make.make_role(person=person, organisation=firm, **cited)
    make.make_role(person=person, title_en="Adviser", **cited)
    make.make_designation(scheme=hubs, published="2020", **cited)
    make.make_issuer(policy=plan, as_printed="China", citation=cited["citation"])
    world["designation"] = make.make_designation(
        scheme=hubs, batch=first, designee=campus.record, issuer=ministry.record, published="2020", **cited
    )
    make.make_issuer(policy=plan, record=ministry.record, **cited)
    make.make_scope(policy=plan, record=campus.record, **cited)
    make.make_instrument(policy=plan, **cited)
    make.make_rule(policy=plan, **cited)
    make.make_relation(policy=plan, other=world["law"], **cited)
    measure = make.make_indicator(code="output", comparable_with=[make.make_indicator(code="turnover", public=True)])
    known = {"indicator": measure, **cited}
    figure = make.make_figure(
        subject=campus.record, base=world["haidian"].record, further_citations=[world["quotes"][1]], **known
    )
    for year in ("2022", "2023"):
        make.make_figure(subject=campus.record, base=world["haidian"].record, period=year, **known)
    counted = make.make_figure(subject=first.record, unit="count", **cited)
    make.make_count_claim(figure=counted, members=[campus.record])
    aim = make.make_figure(subject=campus.record, kind="target", **known)
    target = make.make_target(figure=aim, owner=ministry.record, policy=plan, horizon="2030")
    make.make_assessment(target=target, outcome="revised", date="2024-01", citation=cited["citation"])
    make.make_target(figure=make.make_figure(subject=zone.record, kind="target", **known), horizon="2023")
    world |= {"figure": figure, "counted": counted, "aim": aim, "output": measure}
    for record in (campus, firm):
        make.make_name(record=record.record, text=f"{record.slug} or so", citation=cited["citation"])


def _add_told(world, cited):
    campus, firm = world["campus"].record, world["megvii"].record
    series = make.make_event(title_en="The fairs", kind="series", date="2020", **cited)
    event = make.make_event(title_en="The fair", date="2020-10", series=series, **cited)
    make.make_event_participant(event=event, record=campus, role="place")
    make.make_event_participant(event=event, record=None, as_printed="many guests")
    statement = make.make_statement(speaker=world["fen"].record, about=[campus, firm], date="2020", **cited)
    unknown = make.make_statement(summary_en="It will grow", **cited)
    world |= {"series": series, "event": event, "statement": statement, "unknown": unknown}


def public_cards():
    return Record.objects.public().order_by("kind", "slug")
