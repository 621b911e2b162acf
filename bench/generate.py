"""Many plausible records, written in bulk. Deterministic: the same number of rows gives the same rows."""

import uuid
from datetime import date
from random import Random

from companies.models import Organisation, Presence
from core.models import Citation, Figure, Indicator, Region, Source
from editorial.models import Record
from editorial.publishing import publish
from parks.models import Park

SYLLABLES = [
    "hai",
    "dian",
    "zhong",
    "guan",
    "cun",
    "yi",
    "zhuang",
    "chao",
    "yang",
    "da",
    "xing",
    "fang",
    "shan",
    "shun",
    "ping",
    "chang",
]
BATCH = 5_000


def evidence():
    """A public source with one citation."""
    source = Source(name_en="Generated register", kind_of_source="reference", publisher_as_printed="generated")
    source.save()
    source = publish(source, by="bench")
    citation = Citation(source=source, quote="Generated", locator="row")
    citation.save()
    return citation


def _published(model, citation, **values):
    record = model(**values)
    record.save()
    record.citations.add(citation)
    return publish(record, by="bench")


def generate(rows):
    """Write `rows` public organisations in 16 regions and 40 parks, a figure and a presence for each."""
    random, citation = Random(rows), evidence()
    regions = [_published(Region, citation, name_en=f"District {n}", level="district") for n in range(16)]
    parks = [_published(Park, citation, name_en=f"Park {n}", kind="park", region=regions[n % 16]) for n in range(40)]
    indicator = Indicator(code="revenue", name_en="Revenue", definition_en="Generated", family="revenue", unit="money")
    indicator.save()
    publish(indicator, by="bench")
    kinds = list(Organisation.Kind.values)
    for start in range(0, rows, BATCH):
        numbers = range(start, min(start + BATCH, rows))
        cards, organisations, figures, presences = [], [], [], []
        for number in numbers:
            name = f"{''.join(random.choices(SYLLABLES, k=3)).title()} {number}"
            common = {"slug": f"organisation-{number}", "name_en": name, "sort_key": name.lower(), "is_public": True}
            card = Record(id=uuid.UUID(int=random.getrandbits(128)), kind="organisation", section="companies", **common)
            kind = kinds[number % len(kinds)]
            organisation = Organisation(
                record=card, kind=kind, region=regions[number % 16], sort_key_zh=common["sort_key"], **common
            )
            day = date(2000 + number % 25, 1, 1)
            figures.append(
                Figure(
                    id=uuid.UUID(int=random.getrandbits(128)), subject=card, indicator=indicator, citation=citation, kind="actual",
                    as_printed="CNY 1", low=number, high=number, unit="money", currency="CNY", period=str(day.year),
                    period_earliest=day, period_latest=day.replace(month=12, day=31), is_public=True,
                )
            )  # fmt: skip
            presences.append(
                Presence(
                    park=parks[number % 40], organisation=organisation, role="tenant", citation=citation, is_public=True
                )
            )
            cards.append(card)
            organisations.append(organisation)
        for model, instances in (
            (Record, cards),
            (Organisation, organisations),
            (Figure, figures),
            (Presence, presences),
        ):
            model.objects.bulk_create(instances, batch_size=500)
