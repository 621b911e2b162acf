"""Parks, schemes and batches with their public parts."""

from dataclasses import dataclass, field
from itertools import groupby

from core.clock import today
from core.dossiers import EVIDENCE, Dossier, gathered, upper
from core.first import First
from core.timeline import dated
from parks.models import Designation, Membership, Park, ParkAncestry, ParkSector


@dataclass
class ParkDossier(Dossier):
    parents: list = field(default_factory=list)
    children: list = field(default_factory=list)
    ancestors: list = field(default_factory=list)
    ways_up: list = field(default_factory=list)
    sectors: list = field(default_factory=list)
    presences: list = field(default_factory=list)
    stakes_held: list = field(default_factory=list)

    def facts(self):
        return [*super().facts(), *self.parents, *self.children, *self.sectors, *self.presences, *self.stakes_held]

    @property
    def presences_by_role(self):
        """`[(role label, is_tenancy, [presences])]` from the top of the ladder down."""
        return [
            (group[0].get_role_display(), group[0].is_tenancy, group)
            for group in (list(found) for _, found in groupby(self.presences, key=lambda presence: presence.role))
        ]

    @property
    def children_now(self):
        """The memberships of other parks in this one that hold today, mere associations left out."""
        return in_effect(self.children)

    @property
    def paths_up(self):
        """Every way up from this park today: lists of memberships, the outermost first."""
        above = {}
        for membership in in_effect([*self.parents, *self.ways_up]):
            above.setdefault(membership.child_id, []).append(membership)
        pending, paths = [[membership] for membership in above.get(self.record.pk, ())], []
        while pending:
            path = pending.pop()
            higher = above.get(path[0].parent_id, ())
            pending += [[membership, *path] for membership in higher]
            paths += [] if higher else [path]
        return paths

    @property
    def tenants(self):
        return [presence for presence in self.presences if presence.is_tenancy]

    @property
    def not_tenants(self):
        """The supported, the investees, the mentioned."""
        return [presence for presence in self.presences if not presence.is_tenancy]


def park_dossier(park):
    """Of a Park: also `parents` and `children` (Membership), `ancestors` (Park, nearest first, as of today), `sectors`
    (ParkSector), the first `presences` of each role (top of the ladder first) and `stakes_held` by its administration."""
    memberships = Membership.objects.public().select_related("child", "parent", EVIDENCE)
    day = today()
    found = gathered(
        park,
        parents=memberships.filter(child=park).order_by("parent__sort_key", "period_earliest", "pk"),
        children=memberships.filter(parent=park).order_by("child__sort_key", "period_earliest", "pk"),
        ways_up=memberships.filter(child__in=ParkAncestry.objects.filter(descendant=park).values("ancestor")).order_by(
            "parent__sort_key", "period_earliest"
        ),
        ancestors=Park.objects.public()
        .filter(
            descendant_paths__descendant=park,
            descendant_paths__earliest__lte=day,
            descendant_paths__latest__gte=day,
        )
        .order_by("descendant_paths__depth"),
        sectors=ParkSector.objects.public()
        .filter(park=park)
        .select_related("park", "sector", EVIDENCE)
        .order_by("role", "sector__path"),
        presences=First(
            rows := upper(Park, "presences").public().for_listing().filter(park=park), each=("role", rows.model.LADDER)
        ),
        stakes_held=upper(type(park.record), "stakes_held")
        .public()
        .filter(owner=park.record_id)
        .select_related("owner", "organisation", "product", EVIDENCE),
    )
    return ParkDossier(record=park, **{**found, "presences": ladder(found["presences"])})


def in_effect(memberships):
    """Those that may hold today: one without a period holds as far as the sources say."""
    day = today()
    return [
        membership
        for membership in memberships
        if membership.period_earliest <= day <= membership.period_latest
        and membership.role != Membership.Role.ASSOCIATED
    ]


def ladder(presences):
    """`presences` as a list from headquarters down to mentioned, by name within a rung."""
    return sorted(
        presences, key=lambda presence: (presence.LADDER.index(presence.role), presence.who.sort_key, str(presence.pk))
    )


@dataclass
class SchemeDossier(Dossier):
    batches: list = field(default_factory=list)
    made: list = field(default_factory=list)

    def facts(self):
        return [*super().facts(), *self.made]

    def dated(self):
        made = (dated(found.first_date, "parks/_designation_entry.html", found) for found in self.made)
        batches = (dated(batch.date, "parks/_batch_entry.html", batch) for batch in self.batches)
        return [*super().dated(), *made, *batches]


def scheme_dossier(scheme):
    """Of a Scheme: also its `batches` and `made`, the designations under it."""
    return SchemeDossier(
        record=scheme,
        **gathered(
            scheme,
            batches=scheme.batches.public().order_by("number", "sort_key"),
            made=Designation.objects.public().for_listing().filter(scheme=scheme),
        ),
    )


def batch_dossier(batch):
    """Of a Batch: `made`, the designations in it. What was stated against what is named: `count_claims`."""
    return SchemeDossier(
        record=batch,
        **gathered(batch, made=Designation.objects.public().for_listing().filter(batch=batch)),
    )
