"""Organisations and people, what they make, where they are, and who owns whom."""

from companies.models.organisations import Organisation, OrganisationQuerySet, Person, PersonQuerySet, Product, Role
from companies.models.presences import Presence, PresenceQuerySet, Stake

__all__ = [
    "Organisation",
    "OrganisationQuerySet",
    "Person",
    "PersonQuerySet",
    "Presence",
    "PresenceQuerySet",
    "Product",
    "Role",
    "Stake",
]
