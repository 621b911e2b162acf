"""What is compared of parks, of organisations and of policies, in the order of the page."""

from typing import NamedTuple

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from companies.filters import CompanyFilterSet, InstitutionFilterSet
from companies.models import Organisation, Presence
from core import edtf
from core.models import Sector
from editorial.bilingual import reading_language
from parks.dossiers import in_effect
from parks.filters import ParkFilterSet
from parks.models import Membership, Park, ParkSector
from policies.filters import PolicyFilterSet
from policies.models import Policy, Scope
from portal.comparing.figures import figure_parts
from portal.comparing.gathering import organisation_dossiers, park_dossiers, policy_dossiers
from portal.comparing.rows import Item, PartOfComparison, date, link_to, row, told, words


class Comparable(NamedTuple):
    """A kind of record that can be compared. `dossiers` and `parts` are those of several records."""

    key: str
    title: str
    singular: str
    rows: QuerySet
    filtersets: tuple
    dossiers: object
    parts: object


def park_parts(dossiers):
    return [
        PartOfComparison(
            "facts",
            _("At a glance"),
            [
                row(_("What it is"), dossiers, words(lambda park: park.get_kind_display())),
                row(_("Level"), dossiers, words(lambda park: park.get_level_display())),
                row(_("Where"), dossiers, lambda dossier: [link_to(dossier.record.region)]),
                row(_("Place as printed"), dossiers, place_as_printed, is_compared=False),
                row(_("First dated in our sources"), dossiers, first_date),
                evidence(dossiers),
            ],
        ),
        PartOfComparison(
            "places",
            _("What it belongs to and contains"),
            [
                row(_("Belongs today to"), dossiers, lambda dossier: told_parents(in_effect(dossier.parents))),
                row(_("Contains today"), dossiers, lambda dossier: told_children(in_effect(dossier.children))),
                row(_("At other times"), dossiers, other_memberships),
                row(_("Associated, not part of each other"), dossiers, associations, is_compared=False),
            ],
        ),
        PartOfComparison(
            "sectors", _("Sectors"), [by_role(dossiers, role, "sectors", sector_item) for role in ParkSector.Role]
        ),
        PartOfComparison("presences", _("Organisations and products there"), presence_rows(dossiers)),
        *figure_parts(dossiers),
        PartOfComparison(
            "policies",
            _("Designations and policies"),
            [row(_("Designations"), dossiers, designations), *policy_rows(dossiers)],
        ),
    ]


def organisation_parts(dossiers):
    return [
        PartOfComparison(
            "facts",
            _("At a glance"),
            [
                row(_("Kind"), dossiers, words(lambda organisation: organisation.get_kind_display())),
                row(_("Level"), dossiers, words(lambda organisation: organisation.get_level_display())),
                row(_("Region"), dossiers, lambda dossier: [link_to(dossier.record.region)]),
                row(_("Place as printed"), dossiers, place_as_printed, is_compared=False),
                row(_("Sectors"), dossiers, lambda dossier: [link_to(one) for one in dossier.record.public_sectors]),
                row(_("First dated in our sources"), dossiers, first_date),
                row(_("What it makes"), dossiers, lambda dossier: [link_to(one) for one in dossier.products]),
                evidence(dossiers),
            ],
        ),
        PartOfComparison(
            "stakes",
            _("Owners and holdings"),
            [
                row(_("Who owns or funds it"), dossiers, owners),
                row(_("What it owns or funds"), dossiers, holdings),
            ],
        ),
        PartOfComparison("presences", _("In parks"), presence_rows(dossiers, other_side=True)),
        *figure_parts(dossiers),
        PartOfComparison(
            "policies",
            _("Designations and policies"),
            [
                row(_("Designations"), dossiers, designations),
                row(_("Policies it issued"), dossiers, issued),
                *policy_rows(dossiers),
            ],
        ),
    ]


def policy_parts(dossiers):
    return [
        PartOfComparison(
            "facts",
            _("At a glance"),
            [
                row(_("Issued by"), dossiers, issuers),
                row(_("Kind"), dossiers, words(lambda policy: policy.get_kind_display())),
                row(_("Level"), dossiers, words(stated(Policy.Level.NOT_STATED, "level"))),
                row(_("Status"), dossiers, words(stated(Policy.Status.NOT_STATED, "status"))),
                row(_("Document number"), dossiers, words(lambda policy: policy.number_as_printed)),
                row(_("Signed"), dossiers, date("signed")),
                row(_("Published"), dossiers, date("published")),
                row(_("In force from"), dossiers, date("effective")),
                row(_("Expires"), dossiers, date("expires")),
                row(_("Scope as printed"), dossiers, scope_as_printed, is_compared=False),
                evidence(dossiers),
            ],
        ),
        PartOfComparison("concerns", _("Whom it concerns"), [concerned(dossiers, effect) for effect in Scope.Effect]),
        PartOfComparison(
            "gives",
            _("What it gives and asks"),
            [
                row(_("What it gives"), dossiers, instruments),
                row(_("Rules"), dossiers, rules),
            ],
        ),
        *figure_parts(dossiers, targets_of=lambda dossier: dossier.all_targets()),
        PartOfComparison(
            "relations",
            _("How it stands to other policies"),
            [
                row(_("What it does to other policies"), dossiers, relations),
                row(_("Policies that refer to it"), dossiers, relations_from),
            ],
        ),
    ]


# Of any kind


def evidence(dossiers):
    """What shows that each exists and is what its summary says."""
    return row(
        _("What it rests on"),
        dossiers,
        lambda dossier: [Item(citation=citation) for citation in dossier.citations],
        is_compared=False,
    )


def place_as_printed(dossier):
    return [Item(printed=dossier.record.place_as_printed)] if dossier.record.place_as_printed else []


def first_date(dossier):
    first = dossier.first_dated
    if first is None:
        return []
    return [Item(edtf.display(first.date, reading_language()), f"{dossier.record.get_absolute_url()}#timeline")]


def stated(unstated, name):
    """A reader of the label of a closed list that has a word of its own for what is not stated."""
    return lambda record: "" if getattr(record, name) == unstated else getattr(record, f"get_{name}_display")()


def by_role(dossiers, role, part, item):
    """The Row of those facts of a part that have this role."""
    return row(
        capfirst(role.label),
        dossiers,
        lambda dossier: [item(fact) for fact in getattr(dossier, part) if fact.role == role],
    )


def presence_rows(dossiers, other_side=False):
    """A row for each rung of the ladder; what is not tenancy says so."""
    return [rung(dossiers, role, other_side) for role in Presence.LADDER]


def rung(dossiers, role, other_side):
    def item(presence):
        return told(presence, presence.park if other_side else presence.who, when=presence.period)

    found = by_role(dossiers, role, "presences", item)
    found.is_counted = True
    if role not in Presence.TENANT_ROLES and found.is_recorded:
        found.remarks.append(_("This is not tenancy: the source does not say that it is in the park."))
    return found


def designations(dossier):
    return [
        Item(
            found.title,
            reverse("designations:detail", args=[found.pk]),
            key=(found.scheme_id, found.batch_id, found.status),
            tag=found.get_status_display(),
            when=found.first_date,
            citation=found.citation,
            fact=found,
        )
        for found in dossier.designations
    ]


def policy_rows(dossiers):
    return [
        row(_("Policies that concern it"), dossiers, lambda dossier: scopes(dossier.policies_for)),
        row(_("Measures against it"), dossiers, lambda dossier: scopes(dossier.measures_against)),
    ]


def scopes(found):
    return [told(scope, scope.policy, tag=scope.get_effect_display()) for scope in found]


# Of parks


def told_parents(memberships):
    return [told(one, one.parent, tag=one.get_role_display(), when=one.period) for one in memberships]


def told_children(memberships):
    return [told(one, one.child, when=one.period) for one in memberships]


def other_memberships(dossier):
    """Those that do not hold today, both ways."""
    today = in_effect([*dossier.parents, *dossier.children])
    past = [one for one in dossier.parents if one not in today and one.role != Membership.Role.ASSOCIATED]
    once_in_it = [one for one in dossier.children if one not in today and one.role != Membership.Role.ASSOCIATED]
    contained = _("contained")
    return [*told_parents(past), *(told(one, one.child, tag=contained, when=one.period) for one in once_in_it)]


def associations(dossier):
    return [
        told(one, one.parent if one.child_id == dossier.record.pk else one.child, when=one.period)
        for one in [*dossier.parents, *dossier.children]
        if one.role == Membership.Role.ASSOCIATED
    ]


def sector_item(park_sector):
    return told(park_sector, park_sector.sector, printed=park_sector.as_printed)


# Of organisations


def owners(dossier):
    return [stake_item(stake, stake.owner) for stake in dossier.stakes_in]


def holdings(dossier):
    return [stake_item(stake, stake.owned) for stake in dossier.stakes_held]


def stake_item(stake, other):
    share = _("%(share)s per cent") % {"share": f"{stake.share_percent.normalize():f}"} if stake.share_percent else ""
    tag = " · ".join(filter(None, (str(stake.get_kind_display()), share)))
    return told(stake, other, tag=tag, printed=stake.as_printed, when=stake.period)


def issued(dossier):
    return [told(issuer, issuer.policy) for issuer in dossier.policies_issued]


# Of policies


def issuers(dossier):
    return [told(issuer, issuer.record, printed=issuer.as_printed) for issuer in dossier.issuers]


def scope_as_printed(dossier):
    return [Item(printed=dossier.record.scope_as_printed)] if dossier.record.scope_as_printed else []


def concerned(dossiers, effect):
    return row(
        capfirst(effect.label),
        dossiers,
        lambda dossier: [
            told(one, one.record, printed=one.as_printed) for one in dossier.concerns if one.effect == effect
        ],
    )


def instruments(dossier):
    return [Item(one.text, tag=one.get_kind_display(), citation=one.citation, fact=one) for one in dossier.instruments]


def rules(dossier):
    return [Item(one.condition, tag=one.clause, citation=one.citation, fact=one) for one in dossier.rules]


def relations(dossier):
    return [told(one, one.other, tag=one.get_kind_display()) for one in dossier.relations]


def relations_from(dossier):
    return [told(one, one.policy, tag=one.get_kind_display()) for one in dossier.relations_from]


KINDS = {
    kind.key: kind
    for kind in (
        Comparable(
            "parks",
            gettext_lazy("Compare parks"),
            gettext_lazy("park"),
            Park.objects.select_related("record", "region"),
            (ParkFilterSet,),
            park_dossiers,
            park_parts,
        ),
        Comparable(
            "organisations",
            gettext_lazy("Compare organisations"),
            gettext_lazy("organisation"),
            Organisation.objects.select_related("record", "region").prefetch_related(
                Prefetch("sectors", queryset=Sector.objects.public().order_by("path"), to_attr="public_sectors")
            ),
            (CompanyFilterSet, InstitutionFilterSet),
            organisation_dossiers,
            organisation_parts,
        ),
        Comparable(
            "policies",
            gettext_lazy("Compare policies"),
            gettext_lazy("policy"),
            Policy.objects.select_related("record"),
            (PolicyFilterSet,),
            policy_dossiers,
            policy_parts,
        ),
    )
}
# {model name: key} of the kinds that can be compared.
KEYS = {kind.rows.model._meta.model_name: kind.key for kind in KINDS.values()}
