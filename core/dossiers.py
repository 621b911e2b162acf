"""A record with its public parts in memory: what its page and its API answer are both drawn from.

Every function here makes a number of queries that does not grow with the parts. What an upper app keeps about a
record is reached by its reverse name only.
"""

from dataclasses import dataclass, field

from django.db.models import Prefetch, Q

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
    SourcedRecord,
    Statement,
)
from editorial.models import Record

EVIDENCE = "citation__source__publisher"


def upper(model, reverse_name):
    """The default manager of the model that points at `model` under `reverse_name`, which may belong to an upper app."""
    return model._meta.get_field(reverse_name).related_model.objects


@dataclass
class Dossier:
    """The parts every kind of record may have. Lists hold public instances, ready to be shown without a query."""

    record: object
    names: list = field(default_factory=list)
    citations: list = field(default_factory=list)
    figures: list = field(default_factory=list)
    targets: list = field(default_factory=list)
    count_claims: list = field(default_factory=list)
    events: list = field(default_factory=list)
    statements: list = field(default_factory=list)
    designations: list = field(default_factory=list)
    scopes: list = field(default_factory=list)
    briefings: list = field(default_factory=list)
    mentions: list = field(default_factory=list)
    memberships_in_counts: list = field(default_factory=list)

    @property
    def card(self):
        return self.record.record

    @property
    def sources(self):
        """The distinct sources behind everything here, in order of first appearance."""
        cited = [*self.citations, *(fact.citation for fact in self.facts() if fact.citation_id)]
        return list({citation.source_id: citation.source for citation in cited}.values())

    def facts(self):
        """Every cited part, in the order of the page."""
        return [*self.names, *self.figures, *self.designations, *self.scopes, *self.events, *self.statements]

    @property
    def is_known_only_from_machine_text(self):
        """True where no citation shows that the record exists: a briefing's machine-made blocks name it."""
        return isinstance(self.record, SourcedRecord) and not self.citations


def shared_parts(record):
    """`{part: list}` for the fields of Dossier, of the record `record`."""
    card = record.record_id
    about = Statement.about.through.objects.filter(record=card)
    claims = public_claims().filter(figure__subject=card)
    figures = list(public_figures().filter(subject=card).order_by("indicator__code", "-period_earliest", "pk"))
    return {
        "names": list(Name.objects.public().filter(record=card).select_related(EVIDENCE)),
        "citations": record_citations(record),
        "figures": figures,
        "targets": public_targets(Q(pk__in=[figure.pk for figure in figures]) | Q(owner=card)),
        "count_claims": list(claims),
        "events": list(public_events().filter(pk__in=EventParticipant.objects.filter(record=card).values("event"))),
        "statements": list(public_statements().filter(Q(speaker=card) | Q(pk__in=about.values("statement")))),
        "designations": list(upper(Record, "designations").public().for_listing().filter(designee=card)),
        "scopes": list(
            upper(Record, "policy_scopes")
            .public()
            .filter(record=card)
            .select_related("policy", "record", EVIDENCE)
            .order_by("-policy__published_earliest", "policy_id")
        ),
        "briefings": list(upper(Record, "briefings_about").public().filter(about=card).for_listing()),
        "mentions": list(
            upper(Record, "briefing_blocks_about").public().filter(about=card).select_related("briefing__source")
        ),
        "memberships_in_counts": list(public_claims().filter(members=card)),
    }


def record_citations(record):
    """The citations that show the record itself exists; empty for kinds that have none."""
    if not isinstance(record, SourcedRecord):
        return []
    return list(record.citations.public().select_related("source__publisher").order_by("source", "pk"))


def public_figures():
    """Figures with everything `figure` shows, target state and stated count included."""
    targets = upper(Figure, "target").for_listing()
    return (
        Figure.objects.public()
        .select_related("subject", "base", "indicator", EVIDENCE)
        .prefetch_related(
            Prefetch("target", queryset=targets),
            Prefetch("count_claim", queryset=CountClaim.objects.prefetch_related(named_members())),
            Prefetch("further_citations", queryset=public_citations(), to_attr="public_further_citations"),
        )
    )


def public_indicators():
    """Indicators, each with `comparable`: the public ones it may be compared with."""
    comparable = Indicator.objects.public().order_by("code")
    return Indicator.objects.public().prefetch_related(
        Prefetch("comparable_with", queryset=comparable, to_attr="comparable")
    )


def public_citations():
    return Citation.objects.public().select_related("source__publisher")


def named_members():
    """Prefetch of a count claim's public members as `named`, a list of cards."""
    return Prefetch("members", queryset=Record.objects.public().order_by("sort_key", "pk"), to_attr="named")


def public_claims():
    """Count claims with `named`, the public members; the stated number is `claim.figure`."""
    return (
        CountClaim.objects.public()
        .select_related("figure__subject", "figure__base", "figure__indicator", f"figure__{EVIDENCE}")
        .prefetch_related(named_members())
        .order_by("what_en", "pk")
    )


def public_targets(condition):
    """Targets that satisfy `condition`, with `state` as of today."""
    return list(upper(Figure, "target").public().for_listing().filter(condition))


def public_events():
    """Events, newest first, each with `parties`: participants whose record is public, or who have none."""
    return (
        Event.objects.public()
        .select_related("series", EVIDENCE)
        .prefetch_related(public_parties())
        .order_by("-date_earliest", "-pk")
    )


def public_parties():
    shown = EventParticipant.objects.filter(Q(record__isnull=True) | Record.public_q("record__"))
    return Prefetch("participants", queryset=shown.select_related("record"), to_attr="parties")


def public_statements():
    """Statements, newest first, each with `subjects`: the public cards it is about."""
    return (
        Statement.objects.public()
        .select_related("speaker", EVIDENCE)
        .prefetch_related(
            Prefetch("about", queryset=Record.objects.public().order_by("sort_key", "pk"), to_attr="subjects")
        )
        .order_by("-date_earliest", "-pk")
    )


@dataclass
class RegionDossier(Dossier):
    parents: list = field(default_factory=list)
    children: list = field(default_factory=list)
    members: list = field(default_factory=list)
    groups: list = field(default_factory=list)
    parks: list = field(default_factory=list)
    organisations: list = field(default_factory=list)
    figures_as_base: list = field(default_factory=list)

    def facts(self):
        return [*super().facts(), *self.members, *self.groups, *self.figures_as_base]


def region_dossier(region):
    """Of a Region: also `parents` (root first), `children`, group `members` and `groups` (RegionMembership), `parks`."""
    in_region = Q(region__in=Region.objects.public().at_or_below(region))
    memberships = (
        RegionMembership.objects.public().select_related("region", "group", EVIDENCE).order_by("region__sort_key", "pk")
    )
    return RegionDossier(
        record=region,
        **shared_parts(region),
        parents=list(Region.objects.public().above(region)),
        children=list(region.children.public().order_by("sort_key", "pk")),
        members=list(memberships.filter(group=region)),
        groups=list(memberships.filter(region=region)),
        parks=list(upper(Region, "parks").public().for_listing().filter(in_region)),
        organisations=list(upper(Region, "organisations").public().for_listing().filter(in_region)),
        figures_as_base=list(public_figures().filter(base=region.record_id).order_by("indicator__code", "pk")),
    )


@dataclass
class SectorDossier(Dossier):
    parents: list = field(default_factory=list)
    children: list = field(default_factory=list)
    park_sectors: list = field(default_factory=list)
    organisations: list = field(default_factory=list)

    def facts(self):
        return [*super().facts(), *self.park_sectors]


def sector_dossier(sector):
    """Of a Sector: also `parents`, `children`, `park_sectors` (parks with their role, subsectors included)."""
    below = Sector.objects.public().at_or_below(sector)
    return SectorDossier(
        record=sector,
        **shared_parts(sector),
        parents=list(Sector.objects.public().above(sector)),
        children=list(sector.children.public().order_by("sort_key", "pk")),
        park_sectors=list(
            upper(Sector, "park_sectors")
            .public()
            .filter(sector__in=below)
            .select_related("park", "sector", EVIDENCE)
            .order_by("park__sort_key", "role", "pk")
        ),
        organisations=list(upper(Sector, "organisations").public().for_listing().filter(sectors__in=below).distinct()),
    )


@dataclass
class SourceDossier(Dossier):
    titles: list = field(default_factory=list)
    chain: list = field(default_factory=list)
    descendants: list = field(default_factory=list)
    quotes: list = field(default_factory=list)
    resting: list = field(default_factory=list)

    @property
    def sources(self):
        return [self.record]


def source_dossier(source):
    """Of a Source: also `titles`, `chain` to the original, `descendants`, its `quotes` (citations of it), and `resting`:
    `(citation, [facts and records that rest on it])`, only what is public.
    """
    quotes = list(source.citations.public().order_by("locator", "pk"))
    for quote in quotes:
        quote.source = source
    resting = {quote.pk: [] for quote in quotes}
    for citation_id, item in _resting_on(quotes):
        resting[citation_id].append(item)
    return SourceDossier(
        record=source,
        **shared_parts(source),
        titles=list(source.titles.all()),
        chain=public_chain(source),
        descendants=list(source.descendants.public().for_listing()),
        quotes=quotes,
        resting=[(quote, resting[quote.pk]) for quote in quotes],
    )


def public_chain(source):
    """The documents behind `source`, nearest first, up to the first that is not public."""
    links = []
    for link in source.chain():
        if not link.is_public:
            break
        links.append(link)
    return links


def _resting_on(quotes):
    keys = [quote.pk for quote in quotes]
    for relation in Citation._meta.related_objects:
        model, name = relation.related_model, relation.field.name
        if not hasattr(model, "public_q"):
            continue
        if relation.field.many_to_many:
            joined = model.objects.public().filter(**{f"{name}__in": keys})
            items = joined.prefetch_related(
                Prefetch(name, queryset=Citation.objects.filter(pk__in=keys), to_attr="cited_here")
            )
            yield from ((citation.pk, item) for item in items.distinct() for citation in item.cited_here)
        else:
            foreign_keys = [f.name for f in model._meta.fields if f.many_to_one and f.name != name]
            items = model.objects.public().filter(citation__in=keys).select_related(*foreign_keys)
            yield from ((item.citation_id, item) for item in items)
