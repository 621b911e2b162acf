"""What the front page shows: what is new, due and disputed, the zones, the sectors; every number from the records."""

from typing import NamedTuple

from django.core.cache import cache
from django.urls import reverse

from companies.models import Organisation
from core.clock import today
from core.conflicts import conflicts, settled
from core.facets import MOST, capped_counts
from core.models import Figure, Sector, Source
from editorial.models import Change, Record, record_models
from parks.models import Park
from policies.models import Policy, Target, TargetState
from portal.dossiers import newest_cards
from portal.sections import SECTION_TITLES

SHOWN = 6
SHOWN_NEWS = 6
SHOWN_BRIEFINGS = 3
SHOWN_SECTORS = 24
# Entries of the feed that are looked at for records among them.
LOOKED_AT = 60


class Number(NamedTuple):
    """How much a section holds: `is_more` where it is more than `entries`."""

    title: str
    address: str
    entries: int
    is_more: bool


class News(NamedTuple):
    entry: Change
    record: Record


def front_page():
    """The context of the front page, by a number of queries that does not grow with the records."""
    entries = list(Change.objects.order_by("-number")[:LOOKED_AT])
    parks = Park.objects.listed().for_listing()
    return {
        "numbers": numbers(),
        "news": news(entries),
        "cards": newest_cards(SHOWN_BRIEFINGS),
        "coming": list(public_targets().filter(horizon_latest__gte=today())[:3]),
        "lapsed": lapsed(),
        "disputes": known_disputes(entries[0] if entries else None),
        "zones": list(parks.filter(kind=Park.Kind.ZONE)[:SHOWN]) or list(parks[:SHOWN]),
        "sectors": list(Sector.objects.listed().filter(parent=None).order_by("sort_key", "pk")[:SHOWN_SECTORS]),
    }


def numbers():
    counted = {
        "parks": Park.objects.listed(),
        "companies": Organisation.objects.listed().firms(),
        "institutions": Organisation.objects.listed().institutions(),
        "policies": Policy.objects.listed(),
        "figures": Figure.objects.listed(),
        "sources": Source.objects.listed(),
    }
    counts = capped_counts(list(counted.values()))
    return [
        Number(SECTION_TITLES[section], reverse(f"{section}:list"), min(count, MOST), count > MOST)
        for section, count in zip(counted, counts, strict=True)
    ]


def news(entries):
    """The records that were last published or changed, each once. Neither a minor change is news, nor what was withdrawn."""
    kinds = {model._meta.label_lower for model in record_models().values()}
    last, told = {}, {}
    for entry in entries:
        last.setdefault(entry.unit_id, entry)
        if entry.unit_kind in kinds and last[entry.unit_id].revision_id and not entry.is_minor:
            told.setdefault(entry.unit_id, entry)
    cards = Record.objects.public().in_bulk(told)
    return [News(entry, cards[key]) for key, entry in told.items() if key in cards][:SHOWN_NEWS]


def public_targets():
    return Target.objects.public().for_listing().filter(figure__withdrawn_at=None)


def lapsed():
    """The targets whose time passed last without evidence of what became of them."""
    passed = public_targets().filter(horizon_latest__lt=today(), state=TargetState.LAPSED)
    return list(passed.order_by("-horizon_latest", "-pk")[:3])


def known_disputes(last_entry):
    """Up to 3 disputes. Looking for them reads every comparable figure, so that it is done once for each publication."""
    if last_entry is None:
        return []
    name = f"disputes-{last_entry.number}-{last_entry.at.timestamp()}"
    groups = cache.get(name)
    if groups is None:
        groups = [[figure.pk for figure in group] for group in conflicts(3)]
        cache.set(name, groups, timeout=None)
    figures = Figure.objects.listed().for_listing().in_bulk([key for group in groups for key in group])
    found = [[figures[key] for key in group if key in figures] for group in groups]
    return [settled(group) for group in found if len(group) > 1]
