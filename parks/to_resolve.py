"""Printed names that are not yet taken to be a record."""

from parks.models import Designation


def unresolved_designations():
    return Designation.objects.filter(designee=None).select_related("scheme", "citation__source").order_by("pk")
