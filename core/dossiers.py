"""A record with its public parts in memory: what its page and its API answer are both drawn from.

Every function here makes a number of queries that does not grow with the parts. What an upper app keeps about a
record is reached by its reverse name only.
"""

from dataclasses import dataclass, field

from django.db.models import Prefetch, Q

from core.first import First, querysets, shortened
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
from core.timeline import dated, timeline
from core.together import together
from editorial.models import Record, RecordModel

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
    policy_targets: list = field(default_factory=list)
    count_claims: list = field(default_factory=list)
    events: list = field(default_factory=list)
    statements: list = field(default_factory=list)
    designations: list = field(default_factory=list)
    scopes: list = field(default_factory=list)
    briefings: list = field(default_factory=list)
    mentions: list = field(default_factory=list)
    memberships_in_counts: list = field(default_factory=list)
    figures_as_base: list = field(default_factory=list)
    # {part: how many there are} of the parts that are not held whole.
    more: dict = field(default_factory=dict)

    @property
    def card(self):
        return self.record.record

    @property
    def sources(self):
        """The distinct sources behind everything here, in order of first appearance."""
        return list({source.pk: source for source in self.cited_sources()}.values())

    def cited_sources(self):
        """The source of every citation here, as many instances as there are citations."""
        cited = [*self.citations, *(fact.citation for fact in self.facts() if fact.citation_id)]
        return [citation.source for citation in cited]

    def facts(self):
        """Every cited part, in the order of the page."""
        return [*self.names, *self.figures, *self.designations, *self.scopes, *self.events, *self.statements]

    def dated(self):
        """The entries of its timeline, in any order."""
        return [
            *(dated(event.date, "core/_event_entry.html", event) for event in self.events),
            *(dated(found.first_date, "parks/_designation_entry.html", found) for found in self.designations),
            *(dated(policy.published, "policies/_policy_entry.html", policy) for policy in self.policies_concerning()),
            *(dated(target.horizon, "policies/_target_entry.html", target) for target in self.targets),
        ]

    @property
    def measures_against(self):
        """The scopes of policies that restrict it; `policies_for` are all others that concern it."""
        return [scope for scope in self.scopes if scope.effect == scope.Effect.RESTRICTS]

    @property
    def policies_for(self):
        return [scope for scope in self.scopes if scope.effect != scope.Effect.RESTRICTS]

    def policies_concerning(self):
        return list({scope.policy_id: scope.policy for scope in self.scopes}.values())

    @property
    def first_dated(self):
        """The Entry of what happened first, as far as the sources date it; None where nothing is dated."""
        return next((entry for entry in timeline(self) if entry.date and not entry.is_ahead), None)

    @property
    def is_known_only_from_machine_text(self):
        """True where no citation shows that the record exists: a briefing's machine-made blocks name it."""
        return isinstance(self.record, SourcedRecord) and not self.citations


def gathered(record, **further):
    """`{part: list}` for the fields of Dossier, of the record `record`, and for each `{part: queryset}` of `further`.

    A First in place of a queryset is read only in part.
    """
    card = record.record_id
    figures = list(figures_about(card))
    own = [figure for figure in figures if figure.subject_id == card]
    targets = soonest_first(figure.target for figure in figures if target_of(figure))
    claims = sorted(filter(None, map(claim_of, figures)), key=lambda claim: (claim.what_en, str(claim.pk)))
    lookups = {**shared_lookups(record), **further}
    return {
        **shortened(lookups, together(querysets(lookups))),
        "figures": own,
        "targets": [target for target in targets if card in (target.figure.subject_id, target.owner_id)],
        "policy_targets": [target for target in targets if target.policy_id == card],
        "count_claims": [claim for claim in claims if claim.figure.subject_id == card],
        "memberships_in_counts": [claim for claim in claims if card in (member.pk for member in claim.named)],
        "figures_as_base": sorted((figure for figure in figures if figure.base_id == card), key=base_order),
    }


def shared_lookups(record):
    """`{part: queryset}` of what any record may have, besides its figures."""
    card = record.record_id
    about = Statement.about.through.objects.filter(record=card)
    return {
        "names": Name.objects.public().filter(record=card).select_related(EVIDENCE),
        "citations": record_citations(record),
        "events": public_events().filter(pk__in=EventParticipant.objects.filter(record=card).values("event")),
        "statements": public_statements().filter(Q(speaker=card) | Q(pk__in=about.values("statement"))),
        "designations": upper(Record, "designations").public().for_listing().filter(designee=card),
        "scopes": upper(Record, "policy_scopes")
        .public()
        .filter(record=card)
        .select_related("policy", "record", EVIDENCE)
        .order_by("-policy__published_earliest", "policy_id"),
        "briefings": upper(Record, "briefings_about").public().filter(about=card).for_listing(),
        "mentions": upper(Record, "briefing_blocks_about")
        .public()
        .filter(about=card)
        .select_related("briefing__source"),
    }


def record_citations(record):
    """The citations that show the record itself exists; none for kinds that have none."""
    if not isinstance(record, SourcedRecord):
        return Citation.objects.none()
    return record.citations.public().select_related("source__publisher").order_by("source__sort_key", "pk")


def figures_about(card):
    """The figures of a record, those whose targets it owns or sets, those that count it, and the shares of which it is the
    whole. Keys are gathered first, since PostgreSQL serves no alternative of sub-queries by an index."""
    targets, counted = upper(Figure, "target").order_by(), CountClaim.members.through.objects
    keys = Figure.objects.order_by().filter(subject=card).values("pk")
    others = (
        Figure.objects.order_by().filter(base=card).values("pk"),
        targets.filter(owner=card).values("figure"),
        targets.filter(policy=card).values("figure"),
        counted.filter(record=card).values("countclaim__figure"),
    )
    return (
        public_figures()
        .filter(pk__in=keys.union(*others, all=True))
        .order_by("indicator__code", "-period_earliest", "pk")
    )


def claim_of(figure):
    """What the queryset has loaded beside `figure`, or None; nothing here asks the database."""
    return figure._state.fields_cache.get("count_claim")


def target_of(figure):
    return figure._state.fields_cache.get("target")


def base_order(figure):
    return figure.indicator.code, str(figure.pk)


def soonest_first(targets):
    return sorted(targets, key=lambda target: (target.horizon_latest, str(target.pk)))


def public_figures():
    """Figures with everything `figure` shows, target state and stated count included."""
    targets = upper(Figure, "target").with_state().select_related("owner", "policy")
    return (
        Figure.objects.public()
        .select_related("subject", "base", "indicator", "count_claim", EVIDENCE)
        .prefetch_related(
            Prefetch("target", queryset=targets),
            named_members("count_claim__members"),
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


def named_members(path):
    """Prefetch of a count claim's public members as `named`, a list of cards."""
    return Prefetch(path, queryset=Record.objects.public().order_by("sort_key", "pk"), to_attr="named")


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

    def facts(self):
        return [*super().facts(), *self.members, *self.groups, *self.figures_as_base]


def region_dossier(region):
    """Of a Region: also `parents` (root first), `children`, group `members` and `groups` (RegionMembership), the first
    `parks` and `organisations`."""
    in_region = Q(region__in=list(Region.objects.public().at_or_below(region).values_list("pk", flat=True)))
    memberships = (
        RegionMembership.objects.public().select_related("region", "group", EVIDENCE).order_by("region__sort_key", "pk")
    )
    return RegionDossier(
        record=region,
        **gathered(
            region,
            parents=Region.objects.public().above(region),
            children=region.children.public().order_by("sort_key", "pk"),
            members=memberships.filter(group=region),
            groups=memberships.filter(region=region),
            parks=First(upper(Region, "parks").public().for_listing().filter(in_region)),
            organisations=First(upper(Region, "organisations").public().for_listing().filter(in_region)),
        ),
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
    """Of a Sector: also `parents`, `children`, the first `park_sectors` (parks with their role, subsectors included) and
    `organisations`."""
    below = list(Sector.objects.public().at_or_below(sector).values_list("pk", flat=True))
    organisations = upper(Sector, "organisations")
    in_sector = organisations.model.sectors.through.objects.filter(sector__in=below).values("organisation")
    return SectorDossier(
        record=sector,
        **gathered(
            sector,
            parents=Sector.objects.public().above(sector),
            children=sector.children.public().order_by("sort_key", "pk"),
            park_sectors=First(
                upper(Sector, "park_sectors")
                .public()
                .filter(sector__in=below)
                .select_related("park", "sector", EVIDENCE)
                .order_by("park__sort_key", "role", "pk")
            ),
            organisations=First(organisations.public().for_listing().filter(pk__in=in_sector)),
        ),
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
    `(citation, [facts and records that rest on it])`, only what is public; of quotes, and of each kind of what rests on them,
    only the first.
    """
    found = gathered(
        source,
        titles=source.titles.order_by("version", "pk"),
        descendants=source.descendants.public().for_listing(),
        quotes=First(source.citations.public().order_by("locator", "pk")),
    )
    for quote in found["quotes"]:
        quote.source = source
    resting = {quote.pk: [] for quote in found["quotes"]}
    lookups = _resting_on(list(resting))
    items = shortened(lookups, together(querysets(lookups)))
    more = items.pop("more")
    for (_model, owner), rows in items.items():
        for row in rows:
            resting[row.citation_id].append(getattr(row, owner) if owner else row)
    if more:
        found["more"]["resting"] = sum(more.values())
    return SourceDossier(
        record=source,
        **found,
        chain=public_chain(source),
        resting=[(quote, resting[quote.pk]) for quote in found["quotes"]],
    )


def public_chain(source):
    """The documents behind `source`, nearest first, up to the first that is not public."""
    links = []
    for link in source.chain():
        if not link.is_public:
            break
        links.append(link)
    return links


def _resting_on(keys):
    """`{(model, relation to what rests): First}` of what rests on the citations `keys`, only what is public."""
    lookups = {}
    for relation in Citation._meta.related_objects:
        model = relation.related_model
        if not hasattr(model, "public_q"):
            continue
        if relation.field.many_to_many:
            through, owner = relation.field.remote_field.through, relation.field.m2m_field_name()
            rows = through.objects.filter(model.public_q(f"{owner}__"), citation__in=keys)
            lookups[model, owner] = First(rows.select_related(*joined(model, prefix=f"{owner}__")).order_by("pk"))
        else:
            rows = model.objects.public().filter(citation__in=keys)
            lookups[model, ""] = First(rows.select_related(*joined(model)).order_by("pk"))
    return lookups


def joined(model, prefix=""):
    """The relations of a fact that tell what it is of; of a record none is needed to name it."""
    names = [] if issubclass(model, RecordModel) else [f.name for f in model._meta.fields if f.many_to_one]
    return [prefix.removesuffix("__"), *(f"{prefix}{name}" for name in names if name != "citation")][not prefix :]
