"""Organisations, people and products with their public parts."""

from dataclasses import dataclass, field

from companies.models import Presence, Product, Role, Stake
from core.dossiers import EVIDENCE, Dossier, gathered, upper
from core.first import First
from core.models import Source
from core.timeline import dated
from editorial.models import Record
from parks.dossiers import ladder


@dataclass
class OrganisationDossier(Dossier):
    presences: list = field(default_factory=list)
    stakes_in: list = field(default_factory=list)
    stakes_held: list = field(default_factory=list)
    products: list = field(default_factory=list)
    roles: list = field(default_factory=list)
    policies_issued: list = field(default_factory=list)
    schemes_issued: list = field(default_factory=list)
    designations_issued: list = field(default_factory=list)
    sources_published: list = field(default_factory=list)

    def facts(self):
        return [
            *super().facts(),
            *self.presences,
            *self.stakes_in,
            *self.stakes_held,
            *self.roles,
            *self.policies_issued,
            *self.designations_issued,
        ]

    def dated(self):
        issued = (
            dated(row.policy.published, "policies/_policy_entry.html", row.policy) for row in self.policies_issued
        )
        made = (dated(found.first_date, "parks/_designation_entry.html", found) for found in self.designations_issued)
        return [*super().dated(), *issued, *made]


def organisation_dossier(organisation):
    """Of an Organisation: also `presences` (top of the ladder first), `stakes_in` it and `stakes_held` by it, `products`,
    `roles` of people in it, `policies_issued` (Issuer rows), `schemes_issued`, `designations_issued`, the first `sources_published`."""
    card = organisation.record_id
    found = gathered(
        organisation,
        presences=Presence.objects.public().for_listing().filter(organisation=organisation),
        stakes_in=public_stakes().filter(organisation=organisation),
        stakes_held=public_stakes().filter(owner=card),
        products=organisation.products.public().order_by("sort_key"),
        roles=public_roles().filter(organisation=organisation),
        policies_issued=upper(Record, "policies_issued")
        .public()
        .filter(record=card)
        .select_related("policy", EVIDENCE)
        .order_by("-policy__published_earliest"),
        schemes_issued=upper(Record, "schemes_issued").public().filter(issuer=card).order_by("sort_key"),
        designations_issued=upper(Record, "designations_issued").public().for_listing().filter(issuer=card),
        sources_published=First(Source.objects.public().for_listing().filter(publisher=card)),
    )
    return OrganisationDossier(record=organisation, **{**found, "presences": ladder(found["presences"])})


def public_stakes():
    return (
        Stake.objects.public()
        .select_related("owner", "organisation", "product", EVIDENCE)
        .order_by("owner__sort_key", "pk")
    )


def public_roles():
    return Role.objects.public().select_related("person", "organisation", EVIDENCE).order_by("-period_earliest", "pk")


@dataclass
class PersonDossier(Dossier):
    roles: list = field(default_factory=list)

    def facts(self):
        return [*super().facts(), *self.roles]


def person_dossier(person):
    """Of a Person: also `roles`. `statements` holds what they said and what was said about them."""
    return PersonDossier(record=person, **gathered(person, roles=public_roles().filter(person=person)))


@dataclass
class ProductDossier(Dossier):
    presences: list = field(default_factory=list)
    stakes_in: list = field(default_factory=list)

    def facts(self):
        return [*super().facts(), *self.presences, *self.stakes_in]


def product_dossier(product):
    """Of a Product: also `presences` in parks and `stakes_in` it."""
    found = gathered(
        product,
        presences=Presence.objects.public().for_listing().filter(product=product),
        stakes_in=public_stakes().filter(product=product),
    )
    return ProductDossier(record=product, **{**found, "presences": ladder(found["presences"])})


def public_products():
    """Products with their maker, in list order."""
    return Product.objects.public().select_related("maker").order_by("sort_key", "pk")
