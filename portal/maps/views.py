"""The page of the map: the list of parks, drawn."""

import json
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy

from core.facets import MOST
from core.models import Region
from core.models.positions import same_datum
from core.trees import subtree_q
from parks.views import ParkList
from portal.maps.marks import marks
from portal.maps.outlines import FRAME, outlines
from portal.maps.overview import TILE_HEIGHT, TILE_WIDTH, overview
from portal.maps.spots import REGION, public_region, spots

MOST_DRAWN = 2000


class Row(NamedTuple):
    """A line of the table: a Spot, and whether it is drawn on this page."""

    spot: object
    is_drawn: bool


class CityMap(NamedTuple):
    """`unplaced` are parks of the city that no point is recorded for, or one that lies outside of the frame."""

    outlines: object
    region: object
    marks: list
    unplaced: list
    busy: frozenset
    points: str

    @property
    def groups(self):
        """The marks that stand for several parks."""
        return [mark for mark in self.marks if not mark.is_single]

    @property
    def placed(self):
        return sum(len(mark.spots) for mark in self.marks)

    @property
    def drawn_keys(self):
        return {spot.park.pk for mark in self.marks for spot in mark.spots}

    @property
    def is_full(self):
        return self.placed + len(self.unplaced) >= MOST_DRAWN


class ParkMap(ParkList):
    """Where the parks lie that the address asks for; it takes the parameters of their list."""

    template_name = "portal/map.html"
    also = ()
    lead = gettext_lazy("Where the parks lie, as exactly as the sources say, and no more exactly than that.")

    def get_context_data(self, filterset, problems):
        context = super().get_context_data(filterset=filterset, problems=problems)
        context |= {"most_drawn": MOST_DRAWN, "title": gettext_lazy("Map of parks")}
        context["whole_query"] = filterset.query(cursor=None, limit=None)
        if problems:
            return context
        every = list(filterset.qs[:MOST]) if context["total"] <= MOST else None
        seen = overview(filterset, every, outlines().code)
        drawn = every if every is not None else self.drawn(filterset, seen)
        found = spots([*drawn, *context["page"].results])
        here, rows = found[: len(drawn)], found[len(drawn) :]
        city = city_map(seen.city, here) if seen.city is not None else None
        tiles = tile_server(here) if settings.MAP_TILE_URL else None
        drawn_keys = (city.drawn_keys if city else set()) | (tiles.drawn_keys if tiles else set())
        return context | {
            "overview": seen,
            "tile_size": (TILE_WIDTH, TILE_HEIGHT),
            "city": city,
            "city_first": city is not None and seen.in_city * 2 >= seen.in_provinces,
            "shows_overview": "region" not in filterset.data or sum(bool(one.entries) for one in seen.tiles) > 1,
            "rows": [Row(spot, spot.park.pk in drawn_keys) for spot in rows],
            "tiles": tiles,
            # Unknown, and not denied, where there are too many to be looked at.
            "has_points": every is None or any(spot.is_wgs84 for spot in here),
        }

    def drawn(self, filterset, seen):
        """Of very many parks those whose places are looked up: in the outlined city; with a tile server all; the first ones."""
        if settings.MAP_TILE_URL:
            return list(filterset.qs[:MOST_DRAWN])
        if seen.city is None:
            return []
        city = Region.objects.public().filter(subtree_q(seen.city.path))
        return list(filterset.qs.filter(region__in=city)[:MOST_DRAWN])


def city_map(region, found):
    """The CityMap of those of `found` that lie in the region; None where none does."""
    drawing = outlines()
    inside = [spot for spot in found if public_region(spot.park) and spot.park.region.path.startswith(region.path)]
    inside = inside[:MOST_DRAWN]
    if not inside:
        return None
    placed = [
        (*drawing.projection.place(spot.point.latitude, spot.point.longitude), spot) for spot in inside if spot.point
    ]
    within = [(x, y, spot) for x, y, spot in placed if 0 <= x <= FRAME and 0 <= y <= FRAME]
    kept = {spot.park.pk for _x, _y, spot in within}
    return CityMap(
        outlines=drawing,
        region=region,
        marks=marks(within),
        unplaced=[spot for spot in inside if spot.park.pk not in kept],
        busy=frozenset(spot.point.code for _x, _y, spot in within if spot.known == REGION),
        points=json.dumps(
            [[x, y, int(spot.is_exact), spot.park.slug, str(spot.park.name)] for x, y, spot in within],
            ensure_ascii=False,
            separators=(",", ":"),
        ),
    )


class TileServer(NamedTuple):
    """What a script needs to draw the parks whose datum is that of the tiles; `left_out` is how many have another."""

    url: str
    attribution: str
    datum: str
    points: str
    left_out: int
    drawn_keys: frozenset

    @property
    def host(self):
        return urlsplit(self.url).netloc


def tile_server(found):
    placed = [spot for spot in found if spot.point]
    drawn = [spot for spot in placed if same_datum(spot.datum, settings.MAP_TILE_DATUM)]
    points = [
        [
            float(spot.point.latitude),
            float(spot.point.longitude),
            int(spot.point is spot.park),
            spot.park.slug,
            str(spot.park.name),
        ]
        for spot in drawn
    ]
    return TileServer(
        url=settings.MAP_TILE_URL,
        attribution=settings.MAP_TILE_ATTRIBUTION,
        datum=settings.MAP_TILE_DATUM,
        points=json.dumps(points, ensure_ascii=False, separators=(",", ":")),
        left_out=len(placed) - len(drawn),
        drawn_keys=frozenset(spot.park.pk for spot in drawn),
    )
