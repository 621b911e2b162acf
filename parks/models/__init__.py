"""Parks, how they nest, and what they were designated as."""

from parks.models.designations import Batch, Designation, DesignationQuerySet, Scheme
from parks.models.nesting import (
    Membership,
    Park,
    ParkAncestry,
    ParkQuerySet,
    ParkSector,
    ancestor_ids,
    descendant_ids,
    rebuild_ancestry,
)

__all__ = [
    "Batch",
    "Designation",
    "DesignationQuerySet",
    "Membership",
    "Park",
    "ParkAncestry",
    "ParkQuerySet",
    "ParkSector",
    "Scheme",
    "ancestor_ids",
    "descendant_ids",
    "rebuild_ancestry",
]
