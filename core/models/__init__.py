"""The shared vocabulary: used by at least two apps, knowing none of them."""

from core.models.events import Event, EventParticipant, Statement
from core.models.figures import CountClaim, Figure, Indicator, Unit
from core.models.names import Name
from core.models.positions import Positioned
from core.models.search import SearchDocument, SearchGround, SearchName, SearchTerm
from core.models.sources import Citation, Source, Sourced, SourcedRecord, SourceTitle
from core.models.taxonomy import Region, RegionMembership, Sector

__all__ = [
    "Citation",
    "CountClaim",
    "Event",
    "EventParticipant",
    "Figure",
    "Indicator",
    "Name",
    "Positioned",
    "Region",
    "RegionMembership",
    "SearchDocument",
    "SearchGround",
    "SearchName",
    "SearchTerm",
    "Sector",
    "Source",
    "SourceTitle",
    "Sourced",
    "SourcedRecord",
    "Statement",
    "Unit",
]
