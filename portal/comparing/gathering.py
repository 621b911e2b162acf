"""The dossiers of several records at once, with the parts that are compared: as many queries for four records as for two."""

from companies.dossiers import OrganisationDossier, public_stakes
from companies.models import Presence, Product
from core.chains import give_chains
from core.dossiers import EVIDENCE, public_events, public_figures, soonest_first, target_of
from core.models import Citation, EventParticipant, Figure
from core.together import together
from parks.dossiers import ParkDossier, ladder
from parks.models import Designation, Membership, ParkSector
from policies.dossiers import PolicyDossier
from policies.models import Instrument, Issuer, Relation, Rule, Scope, Target


def park_dossiers(parks):
    """ParkDossier of each, without names, statements, briefings and the ways further up."""
    memberships = Membership.objects.public().select_related("child", "parent", EVIDENCE)
    found = gathered(
        parks,
        ParkDossier,
        parents=(memberships.filter(child__in=parks).order_by("parent__sort_key", "period_earliest"), "child_id"),
        children=(memberships.filter(parent__in=parks).order_by("child__sort_key", "period_earliest"), "parent_id"),
        sectors=(
            ParkSector.objects.public()
            .filter(park__in=parks)
            .select_related("park", "sector", EVIDENCE)
            .order_by("role", "sector__path"),
            "park_id",
        ),
        presences=(Presence.objects.public().for_listing().filter(park__in=parks), "park_id"),
    )
    return with_ladder(found)


def organisation_dossiers(organisations):
    """OrganisationDossier of each, without names, roles, statements, briefings and what it published."""
    cards = [organisation.record_id for organisation in organisations]
    found = gathered(
        organisations,
        OrganisationDossier,
        presences=(Presence.objects.public().for_listing().filter(organisation__in=organisations), "organisation_id"),
        stakes_in=(public_stakes().filter(organisation__in=organisations), "organisation_id"),
        stakes_held=(public_stakes().filter(owner__in=cards), "owner_id"),
        products=(Product.objects.public().filter(maker__in=organisations).order_by("sort_key"), "maker_id"),
        policies_issued=(
            Issuer.objects.public()
            .filter(record__in=cards)
            .select_related("policy", EVIDENCE)
            .order_by("-policy__published_earliest"),
            "record_id",
        ),
    )
    return with_ladder(found)


def policy_dossiers(policies):
    """PolicyDossier of each, without names, statements and briefings."""
    return gathered(
        policies,
        PolicyDossier,
        issuers=(parts_of(Issuer, policies, "record"), "policy_id"),
        concerns=(parts_of(Scope, policies, "record").order_by("effect", "record__sort_key"), "policy_id"),
        instruments=(parts_of(Instrument, policies), "policy_id"),
        rules=(parts_of(Rule, policies), "policy_id"),
        relations=(parts_of(Relation, policies, "other"), "policy_id"),
        relations_from=(
            Relation.objects.public().filter(other__in=policies).select_related("policy", EVIDENCE),
            "other_id",
        ),
    )


def parts_of(model, policies, *related):
    return model.objects.public().filter(policy__in=policies).select_related(*related, EVIDENCE)


def with_ladder(dossiers):
    for dossier in dossiers:
        dossier.presences = ladder(dossier.presences)
    return dossiers


def gathered(records, dossier_class, **parts):
    """A `dossier_class` for each of `records`, in their order; a part is its queryset with the column of the record's key."""
    cards = [record.record_id for record in records]
    figures = list(figures_about(cards))
    lookups = {**shared_parts(records, cards), **parts}
    found = together({part: rows for part, (rows, _column) in lookups.items()})
    dossiers = []
    for record in records:
        own = {
            part: [row for row in found[part] if getattr(row, column) == record.record_id]
            for part, (_rows, column) in lookups.items()
            if column
        }
        own["citations"] = [row.citation for row in own["citations"]]
        own["events"] = [event for event in found["events"] if record.record_id in keys_of_parties(event)]
        dossiers.append(dossier_class(record=record, **own, **figures_and_targets(figures, record.record_id)))
    give_chains([source for dossier in dossiers for source in dossier.cited_sources()])
    return dossiers


def shared_parts(records, cards):
    model = type(records[0])
    owner = model.citations.field.m2m_field_name()
    participants = EventParticipant.objects.filter(record__in=cards)
    return {
        "citations": (
            model.citations.through.objects.filter(Citation.public_q("citation__"), **{f"{owner}__in": records})
            .select_related(EVIDENCE)
            .order_by("citation__source__sort_key"),
            f"{owner}_id",
        ),
        "events": (public_events().filter(pk__in=participants.values("event")), ""),
        "designations": (Designation.objects.public().for_listing().filter(designee__in=cards), "designee_id"),
        "scopes": (
            Scope.objects.public()
            .filter(record__in=cards)
            .select_related("policy", "record", EVIDENCE)
            .order_by("-policy__published_earliest", "policy_id"),
            "record_id",
        ),
    }


def keys_of_parties(event):
    return {party.record_id for party in event.parties}


def figures_about(cards):
    """The figures of the records, and those whose targets they own or set."""
    targets = Target.objects.order_by()
    keys = Figure.objects.order_by().filter(subject__in=cards).values("pk")
    others = (targets.filter(**{f"{column}__in": cards}).values("figure") for column in ("owner", "policy"))
    found = public_figures().filter(pk__in=keys.union(*others, all=True))
    return found.order_by("indicator__code", "-period_earliest", "pk")


def figures_and_targets(figures, card):
    targets = soonest_first(target for figure in figures if (target := target_of(figure)))
    return {
        "figures": [figure for figure in figures if figure.subject_id == card],
        "targets": [target for target in targets if card in (target.figure.subject_id, target.owner_id)],
        "policy_targets": [target for target in targets if target.policy_id == card],
    }
