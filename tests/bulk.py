"""A few thousand public rows in every table that grows, written past the models' own checks: for reading query plans only."""

from datetime import date

from django.db import connection

from companies.models import Organisation, Person, Presence, Product, Role
from core.models import (
    Citation,
    CountClaim,
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
from core.verbs import EventType
from editorial.models import Record
from parks.models import Batch, Designation, Park, ParkAncestry, ParkSector, Scheme
from policies.models import Assessment, Issuer, Policy, Scope, Target
from portal.models import Briefing

ROWS = 1000
YEARS = [str(year) for year in range(1980, 2030)]


def cycle(choices, number):
    values = [value for value, _label in choices]
    return values[number % len(values)]


def records(model, rows, **columns):
    """`rows` public records of `model`; a column is a value or a function of the row's number."""
    kind = model.record_kind
    names = [f"{kind} {number:05}" for number in range(rows)]
    common = [{"slug": name.replace(" ", "-"), "name_en": name, "sort_key": name, "is_public": True} for name in names]
    filled = [{**values, **at(columns, number)} for number, values in enumerate(common)]
    written = Record.objects.bulk_create(
        Record(kind=kind, section=model(**values).section, **plain)
        for values, plain in zip(filled, common, strict=True)
    )
    return model.objects.bulk_create(
        model(record=card, sort_key_zh=card.sort_key[::-1], **values)
        for card, values in zip(written, filled, strict=True)
    )


def facts(model, rows, **columns):
    return model.objects.bulk_create(model(**at(columns, number)) for number in range(rows))


def join(through, **columns):
    """Rows of a many-to-many table, `columns` being two lists of equal length."""
    names = list(columns)
    through.objects.bulk_create(
        through(**dict(zip(names, pair, strict=True))) for pair in zip(*columns.values(), strict=True)
    )


def at(columns, number):
    return {name: value(number) if callable(value) else value for name, value in columns.items()}


def of(rows, step=1):
    """A column that goes through `rows`, one further every `step` numbers."""
    return lambda number: rows[(number // step) % len(rows)]


def card_of(rows):
    return lambda number: rows[number % len(rows)].record


def cards(rows):
    return [row.record for row in rows]


def year(number):
    return YEARS[number % len(YEARS)]


def one_of(choices):
    return lambda number: cycle(choices, number)


def fill(rows=ROWS):
    """Write `rows` rows into every table. The first record of each kind has a slug that ends in `-00000`."""
    subjects = _fill_records(rows)
    citations = facts(Citation, rows, source=of(subjects["sources"]), quote=lambda n: f"quote {n}", is_public=True)
    _fill_figures(rows, citations, subjects)
    _fill_told(rows, citations, subjects)
    _fill_relations(rows, citations, subjects)
    take_statistics()


def take_statistics():
    """What autovacuum does in a running database: without it PostgreSQL plans for empty tables."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _fill_records(rows):
    regions = records(Region, rows, level=one_of(Region.Level.choices[:-1]), path=lambda n: f"region-{n:05}/")
    sectors = records(Sector, rows, axis=one_of(Sector.Axis.choices), path=lambda n: f"sector-{n:05}/")
    organisations = records(
        Organisation,
        rows,
        kind=one_of(Organisation.Kind.choices),
        level=one_of(Organisation.Level.choices),
        region=of(regions),
    )
    sources = records(
        Source, rows, kind_of_source=one_of(Source.Kind.choices), seen=one_of(Source.Seen.choices),
        publisher=card_of(organisations), published=year, is_machine_written=lambda n: n % 50 == 0,
        language=lambda n: f"l{chr(97 + n % 26)}",
    )  # fmt: skip
    schemes = records(Scheme, rows, issuer=card_of(organisations))
    found = {
        "regions": regions,
        "sectors": sectors,
        "organisations": organisations,
        "sources": sources,
        "schemes": schemes,
        "batches": records(Batch, rows, scheme=of(schemes), date=year),
        "parks": records(
            Park, rows, kind=one_of(Park.Kind.choices), level=one_of(Park.Level.choices), region=of(regions)
        ),
        "people": records(Person, rows),
        "products": records(Product, rows, maker=of(organisations)),
        "policies": records(
            Policy, rows, kind=one_of(Policy.Kind.choices), level=one_of(Policy.Level.choices),
            status=one_of(Policy.Status.choices), published=year,
        ),
    }  # fmt: skip
    briefings = records(Briefing, rows, source=of(sources), date=year)
    join(Briefing.about.through, briefing=briefings, record=cards(found["parks"]))
    join(Organisation.sectors.through, organisation=organisations, sector=sectors)
    return found


def _fill_figures(rows, citations, subjects):
    parks, cited = subjects["parks"], {"citation": of(citations)}
    indicators = facts(
        Indicator, min(rows, 100), code=lambda n: f"indicator-{n:05}", name_en="Output", definition_en="Output",
        family=one_of(Indicator.Family.choices), unit="money", is_public=True,
    )  # fmt: skip
    figures = facts(
        Figure, rows, subject=card_of(parks), base=card_of(subjects["regions"]), indicator=of(indicators),
        kind=one_of(Figure.Kind.choices), as_printed="1", low=lambda n: n, high=lambda n: n, unit="money", currency="CNY",
        period=year, is_public=True, **cited,
    )  # fmt: skip
    join(Figure.further_citations.through, figure=figures, citation=citations)
    claims = facts(CountClaim, rows, figure=of(figures), what_en="parks")
    join(CountClaim.members.through, countclaim=claims, record=cards(parks))
    targets = facts(
        Target, rows, figure=of(figures), horizon=year, owner=card_of(subjects["organisations"]), owner_as_printed="x",
        policy=of(subjects["policies"]),
    )  # fmt: skip
    facts(Assessment, rows, target=of(targets), outcome=one_of(Assessment.Outcome.choices), date=year, **cited)


def _fill_told(rows, citations, subjects):
    parks, shown = subjects["parks"], {"citation": of(citations), "is_public": True}
    series = facts(Event, rows, kind="series", title_en="Series", date=year, **shown)
    events = facts(Event, rows, kind=one_of(EventType.choices), title_en="Event", date=year, series=of(series), **shown)
    facts(EventParticipant, rows, event=of(events), record=card_of(parks), role="place")
    statements = facts(
        Statement, rows, kind=one_of(Statement.Kind.choices), speaker=card_of(subjects["people"]), speaker_as_printed="x",
        summary_en="x", date=year, **shown,
    )  # fmt: skip
    join(Statement.about.through, statement=statements, record=cards(parks))


def _fill_relations(rows, citations, subjects):
    parks, organisations, regions = subjects["parks"], subjects["organisations"], subjects["regions"]
    cited = {"citation": of(citations)}
    shown = {**cited, "is_public": True}
    facts(
        Name,
        rows,
        record=card_of(parks),
        text=lambda n: f"name {n}",
        folded=lambda n: f"name {n}",
        kind="alias",
        **cited,
    )
    facts(
        Designation, rows, scheme=of(subjects["schemes"]), batch=of(subjects["batches"]), title_en="base",
        designee_as_printed="x", designee=card_of(parks), issuer=card_of(organisations),
        status=one_of(Designation.Status.choices), published=year, **shown,
    )  # fmt: skip
    roles = one_of(Presence.Role.choices)
    facts(Presence, rows, park=of(parks), organisation=of(organisations), role=roles, **shown)
    facts(Presence, rows, park=of(parks), product=of(subjects["products"]), role="supported", **shown)
    person_at = {"person": of(subjects["people"]), "organisation": of(organisations)}
    facts(Role, rows, organisation_as_printed="x", title_en="x", **person_at, **shown)
    facts(Issuer, rows, policy=of(subjects["policies"]), record=card_of(organisations), as_printed="x", **cited)
    facts(Scope, rows, policy=of(subjects["policies"]), record=card_of(parks), **cited)
    facts(ParkSector, rows, park=of(parks), sector=of(subjects["sectors"]), role="leading", **cited)
    facts(RegionMembership, rows, group=of(regions), region=of(regions[::-1]), **shown)
    days = {"earliest": date.min, "latest": date.max}
    facts(ParkAncestry, rows, ancestor=of(parks, 10), descendant=of(parks[::-1]), depth=1, **days)
