"""Where a park can be drawn, and how that is known: its own point, or the middle of the nearest region that has one."""

from typing import NamedTuple

from django.utils.html import format_html
from django.utils.translation import gettext as _

from core.models import Region
from core.models.positions import is_wgs84
from core.templatetags.records import in_language, record_link

OWN, REGION, NONE = "own", "middle_of_region", "none"


class Spot(NamedTuple):
    """`point` is what gives latitude, longitude and datum: the park itself or a region; None where nothing does."""

    park: object
    point: object = None

    @property
    def known(self):
        """Whether the point is the park's own, the middle of a region, or none."""
        if self.point is None:
            return NONE
        return OWN if self.point is self.park else REGION

    @property
    def is_exact(self):
        return self.known == OWN and is_wgs84(self.point.datum)

    @property
    def is_wgs84(self):
        return self.point is not None and is_wgs84(self.point.datum)

    @property
    def datum(self):
        return self.point.datum if self.point is not None else ""

    def sentence(self):
        """How the position is known, as the table says it."""
        if self.known == NONE:
            return _("No position is recorded.")
        if self.known == REGION:
            return format_html(
                _("Placed at the middle of {region}: no position of its own is recorded."),
                region=record_link(self.point),
            )
        if self.is_exact:
            return _("Its own position, as the source gives it.")
        return _("Its own position, but not in WGS-84: it may lie several hundred metres away.")

    def place(self):
        """The region it is recorded in, in its own language; empty where none is public."""
        region = self.park.region
        return in_language(region.name) if region is not None and region.is_public else ""


def spots(parks):
    """A Spot for each park of a list that has its regions joined. One query; none where every park has its own point."""
    regions = {park.pk: park.region for park in parks if public_region(park) and not park.has_point}
    paths = {path for region in regions.values() for path in paths_up(region.path)}
    middles = {}
    if paths:
        found = Region.objects.public().filter(path__in=paths, latitude__isnull=False)
        middles = {region.path: region for region in found}
    return [Spot(park, park if park.has_point else nearest(regions.get(park.pk), middles)) for park in parks]


def public_region(park):
    return park.region is not None and park.region.is_public


def paths_up(path):
    """The paths of a node and of all above it, itself first."""
    steps = path.split("/")[:-1]
    return ["/".join(steps[:count]) + "/" for count in range(len(steps), 0, -1)]


def nearest(region, middles):
    if region is None:
        return None
    return next((middles[path] for path in paths_up(region.path) if path in middles), None)
