"""Printed names that are not yet taken to be a record."""

from companies.models import Role

NOT_STATED = "not stated"


def unresolved_roles():
    """Roles in an organisation that the source names, without the organisation it is taken to be."""
    named = Role.objects.filter(organisation=None).exclude(organisation_as_printed=NOT_STATED)
    return named.select_related("person", "citation__source").order_by("pk")
