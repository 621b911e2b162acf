"""Parks, schemes and batches with their public parts."""

from dataclasses import dataclass, field
from itertools import groupby

from core.clock import today
from core.dossiers import EVIDENCE, Dossier, shared_parts, upper
from parks.models import Designation, Membership, Park, ParkSector


@dataclass
class ParkDossier(Dossier):
    parents: list = field(default_factory=list)
    children: list = field(default_factory=list)
    ancestors: list = field(default_factory=list)
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
    def tenants(self):
        return [presence for presence in self.presences if presence.is_tenancy]

    @property
    def not_tenants(self):
        """The supported, the investees, the mentioned."""
        return [presence for presence in self.presences if not presence.is_tenancy]


def park_dossier(park):
    """Of a Park: also `parents` and `children` (Membership), `ancestors` (Park, nearest first, as of today), `sectors`
    (ParkSector), `presences` (top of the ladder first) and `stakes_held` by its administration."""
    memberships = Membership.objects.public().select_related("child", "parent", EVIDENCE)
    day = today()
    return ParkDossier(
        record=park,
        **shared_parts(park),
        parents=list(memberships.filter(child=park).order_by("parent__sort_key", "period_earliest", "pk")),
        children=list(memberships.filter(parent=park).order_by("child__sort_key", "period_earliest", "pk")),
        ancestors=list(
            Park.objects.public()
            .filter(
                descendant_paths__descendant=park,
                descendant_paths__earliest__lte=day,
                descendant_paths__latest__gte=day,
            )
            .order_by("descendant_paths__depth", "pk")
        ),
        sectors=list(
            ParkSector.objects.public()
            .filter(park=park)
            .select_related("park", "sector", EVIDENCE)
            .order_by("role", "sector__path", "pk")
        ),
        presences=ladder(upper(Park, "presences").public().for_listing().filter(park=park)),
        stakes_held=list(
            upper(type(park.record), "stakes_held")
            .public()
            .filter(owner=park.record_id)
            .select_related("owner", "organisation", "product", EVIDENCE)
        ),
    )


def ladder(presences):
    """`presences` as a list from headquarters down to mentioned, by name within a rung."""
    rungs = [value for value, _ in presences.model.Role.choices]
    return sorted(presences, key=lambda presence: (rungs.index(presence.role), presence.who.sort_key, str(presence.pk)))


@dataclass
class SchemeDossier(Dossier):
    batches: list = field(default_factory=list)
    made: list = field(default_factory=list)

    def facts(self):
        return [*super().facts(), *self.made]


def scheme_dossier(scheme):
    """Of a Scheme: also its `batches` and `made`, the designations under it."""
    return SchemeDossier(
        record=scheme,
        **shared_parts(scheme),
        batches=list(scheme.batches.public().order_by("number", "sort_key", "pk")),
        made=list(Designation.objects.public().for_listing().filter(scheme=scheme)),
    )


def batch_dossier(batch):
    """Of a Batch: `made`, the designations in it. What was stated against what is named: `count_claims`."""
    return SchemeDossier(
        record=batch,
        **shared_parts(batch),
        made=list(Designation.objects.public().for_listing().filter(batch=batch)),
    )
