"""A few thousand public rows in every table that grows, written past the models' own checks: for reading query plans only."""

from datetime import date
from itertools import count

from companies.models import Organisation, Person, Presence, Product, Role
from core.models import (
    Citation,
    Event,
    EventParticipant,
    Figure,
    Indicator,
    Name,
    Region,
    RegionMembership,
    Sector,
    Source,
    Statement,
)
from editorial.models import Record
from parks.models import Batch, Designation, Park, ParkAncestry, ParkSector, Scheme
from policies.models import Assessment, Issuer, Policy, Scope, Target
from portal.models import Briefing

ROWS = 1000
YEARS = [str(year) for year in range(1980, 2030)]


def cycle(choices, number):
    values = [value for value, _label in choices]
    return values[number % len(values)]


def records(model, rows=ROWS, **columns):
    """`rows` public records of `model`; a column is a value or a function of the row's number."""
    kind = model.record_kind
    names = [f"{kind} {number:05}" for number in range(rows)]
    common = [{"slug": name.replace(" ", "-"), "name_en": name, "sort_key": name, "is_public": True} for name in names]
    cards = Record.objects.bulk_create(Record(kind=kind, section=f"{kind}s", **values) for values in common)
    return model.objects.bulk_create(
        model(record=card, sort_key_zh=card.sort_key[::-1], **values, **at(columns, number))
        for number, card, values in zip(count(), cards, common)
    )


def facts(model, rows=ROWS, **columns):
    return model.objects.bulk_create(model(**at(columns, number)) for number in range(rows))


def at(columns, number):
    return {name: value(number) if callable(value) else value for name, value in columns.items()}


def of(rows, step=1):
    """A column that goes through `rows`, one further every `step` numbers."""
    return lambda number: rows[(number // step) % len(rows)]


def card_of(rows):
    return lambda number: rows[number % len(rows)].record


def year(number):
    return YEARS[number % len(YEARS)]


def fill():
    """Write every table and return nothing: the first record of each kind ends in `-00000`."""
    regions = records(Region, level=lambda n: cycle(Region.Level.choices[:-1], n), path=lambda n: f"region-{n:05}/")
    sectors = records(Sector, axis=lambda n: cycle(Sector.Axis.choices, n), path=lambda n: f"sector-{n:05}/")
    organisations = records(
        Organisation, kind=lambda n: cycle(Organisation.Kind.choices, n), level=lambda n: cycle(Organisation.Level.choices, n),
        region=of(regions),
    )  # fmt: skip
    sources = records(
        Source, kind_of_source=lambda n: cycle(Source.Kind.choices, n), seen=lambda n: cycle(Source.Seen.choices, n),
        publisher=card_of(organisations), published=year, is_machine_written=lambda n: n % 50 == 0,
        language=lambda n: f"l{chr(97 + n % 26)}",
    )  # fmt: skip
    citations = facts(Citation, source=of(sources), quote=lambda n: f"quote {n}")
    cited = {"citation": of(citations)}
    shown = {**cited, "is_public": True}
    parks = records(
        Park,
        kind=lambda n: cycle(Park.Kind.choices, n),
        level=lambda n: cycle(Park.Level.choices, n),
        region=of(regions),
    )
    people, products = records(Person), records(Product, maker=of(organisations))
    policies = records(
        Policy, kind=lambda n: cycle(Policy.Kind.choices, n), level=lambda n: cycle(Policy.Level.choices, n),
        status=lambda n: cycle(Policy.Status.choices, n), published=year,
    )  # fmt: skip
    schemes = records(Scheme, issuer=card_of(organisations))
    batches = records(Batch, scheme=of(schemes), date=year)
    briefings = records(Briefing, source=of(sources), date=year)
    _fill_facts(cited, shown, parks, people, policies, schemes, batches, organisations, sectors, regions, products)
    _fill_joins(sectors, organisations, briefings, parks)


def _fill_facts(cited, shown, parks, people, policies, schemes, batches, organisations, sectors, regions, products):
    indicators = facts(
        Indicator, 100, code=lambda n: f"indicator-{n:05}", name_en="Output", definition_en="Output",
        family=lambda n: cycle(Indicator.Family.choices, n), unit="money",
    )  # fmt: skip
    figures = facts(
        Figure, subject=card_of(parks), indicator=of(indicators), kind=lambda n: cycle(Figure.Kind.choices, n), as_printed="1",
        low=lambda n: n, high=lambda n: n, unit="money", currency="CNY", period=year, **cited,
    )  # fmt: skip
    targets = facts(
        Target,
        figure=of(figures),
        horizon=year,
        owner=card_of(organisations),
        owner_as_printed="x",
        policy=of(policies),
    )
    facts(Assessment, target=of(targets), outcome=lambda n: cycle(Assessment.Outcome.choices, n), date=year, **cited)
    facts(Name, record=card_of(parks), text=lambda n: f"name {n}", folded=lambda n: f"name {n}", kind="alias", **cited)
    events = facts(
        Event, kind=lambda n: cycle(Event._meta.get_field("kind").choices, n), title_en="Event", date=year, **shown
    )
    facts(EventParticipant, event=of(events), record=card_of(parks), role="place")
    statements = facts(
        Statement, kind=lambda n: cycle(Statement.Kind.choices, n), speaker=card_of(people), speaker_as_printed="x",
        summary_en="x", date=year, **shown,
    )  # fmt: skip
    through = Statement.about.through
    through.objects.bulk_create(
        through(statement=statement, record=park.record) for statement, park in zip(statements, parks, strict=True)
    )
    facts(
        Designation, scheme=of(schemes), batch=of(batches), title_en="base", designee_as_printed="x", designee=card_of(parks),
        issuer=card_of(organisations), status=lambda n: cycle(Designation.Status.choices, n), published=year, **shown,
    )  # fmt: skip
    facts(
        Presence,
        park=of(parks),
        organisation=of(organisations),
        role=lambda n: cycle(Presence.Role.choices, n),
        **shown,
    )
    facts(Presence, park=of(parks), product=of(products), role="supported", **shown)
    facts(Role, person=of(people), organisation=of(organisations), organisation_as_printed="x", title_en="x", **shown)
    facts(Issuer, policy=of(policies), record=card_of(organisations), as_printed="x", **cited)
    facts(Scope, policy=of(policies), record=card_of(parks), **cited)
    facts(ParkSector, park=of(parks), sector=of(sectors), role="leading", **cited)
    facts(RegionMembership, group=of(regions), region=of(regions[::-1]), **shown)


def _fill_joins(sectors, organisations, briefings, parks):
    through = Organisation.sectors.through
    through.objects.bulk_create(
        through(organisation=organisation, sector=sector)
        for organisation, sector in zip(organisations, sectors, strict=True)
    )
    through = Briefing.about.through
    through.objects.bulk_create(
        through(briefing=briefing, record=park.record) for briefing, park in zip(briefings, parks, strict=True)
    )
    facts(ParkAncestry, ancestor=of(parks, 10), descendant=of(parks[::-1]), depth=1, earliest=date.min, latest=date.max)
