"""How many of the parks that were asked for lie in each province, and in which other countries."""

from typing import NamedTuple

from django.db.models import Q

from core.facets import MOST, capped_counts
from core.models import Region
from core.trees import subtree_q
from portal.maps.provinces import BY_CODE, COLUMNS, PROVINCES, ROWS

MOST_COUNTRIES = 30


class Tile(NamedTuple):
    """The square of a province. `region` is its public record, None where there is none."""

    province: object
    region: object
    entries: int
    query: str

    @property
    def name(self):
        return self.region.name if self.region is not None else self.province.name

    @property
    def is_more(self):
        return self.entries > MOST

    @property
    def written(self):
        return f"{MOST:,}+" if self.is_more else str(self.entries)

    @property
    def x(self):
        return part(self.province.column, COLUMNS)

    @property
    def y(self):
        return part(self.province.row, ROWS)

    @property
    def middle(self):
        return part(self.province.column + 0.5, COLUMNS)

    @property
    def upper(self):
        return part(self.province.row + 0.33, ROWS)

    @property
    def lower(self):
        return part(self.province.row + 0.7, ROWS)


def part(steps, of):
    return f"{steps * 100 / of:.3f}%"


TILE_WIDTH, TILE_HEIGHT = part(0.94, COLUMNS), part(0.94, ROWS)


class Country(NamedTuple):
    region: object
    entries: int
    query: str

    @property
    def is_more(self):
        return self.entries > MOST


class Overview(NamedTuple):
    """`city` is the region that has outlines, None where it is not public. `elsewhere` is how many are in the country of the provinces but in none of them, `nowhere` how many have no public
    region; both are None where there are too many parks to look at each."""

    city: object
    in_city: int
    tiles: list
    countries: list
    elsewhere: int | None
    nowhere: int | None

    @property
    def in_provinces(self):
        return sum(tile.entries for tile in self.tiles)


def overview(filterset, parks, city_code):
    """The Overview of what a ParkFilterSet finds: of `parks`, where these are all, else (None) as far as facets count."""
    city_codes = BY_CODE[city_code].codes if city_code in BY_CODE else (city_code,)
    known = list(
        Region.objects.public()
        .filter(Q(code__in=[*BY_CODE, *city_codes]) | Q(level=Region.Level.COUNTRY))
        .order_by("sort_key", "pk")[: len(PROVINCES) + 1 + MOST_COUNTRIES]
    )
    provinces = {BY_CODE[region.code].code: region for region in known if region.code in BY_CODE}
    countries = [region for region in known if region.level == Region.Level.COUNTRY and region.code not in BY_CODE]
    city = next((region for region in known if region.code in city_codes), None)
    regions = list(dict.fromkeys([*provinces.values(), *countries, *([city] if city else [])]))
    if parks is None and "region" in filterset.data:
        # What lies in one region needs no squares.
        counts, elsewhere, nowhere = dict.fromkeys(regions, 0), None, None
    elif parks is None:
        counts, elsewhere, nowhere = dict(zip(regions, capped(filterset, regions), strict=True)), None, None
    else:
        counts, elsewhere, nowhere = looked_at(parks, regions, provinces.values(), countries)
    tiles = [tile_of(filterset, province, provinces.get(province.code), counts) for province in PROVINCES]
    others = [
        Country(region, counts[region], filterset.query(cursor=None, region=region.slug))
        for region in countries
        if counts[region] and not holds_any(region, provinces.values())
    ]
    return Overview(city, counts.get(city, 0), tiles, others, elsewhere, nowhere)


def tile_of(filterset, province, region, counts):
    entries = counts.get(region, 0)
    query = filterset.query(cursor=None, region=region.slug) if region is not None and entries else ""
    return Tile(province, region, entries, query)


def capped(filterset, regions):
    return capped_counts(
        [filterset.qs.filter(region__in=Region.objects.public().filter(subtree_q(one.path))) for one in regions]
    )


def looked_at(parks, regions, provinces, countries):
    """`({region: entries}, elsewhere, nowhere)` from the paths of all parks."""
    paths = [park.region.path if park.region is not None and park.region.is_public else "" for park in parks]
    counts = {one: sum(path.startswith(one.path) for path in paths) for one in regions}
    homes = [country for country in countries if holds_any(country, provinces)]
    elsewhere = sum(counts[home] for home in homes) - sum(
        counts[one] for one in provinces if any(one.path.startswith(home.path) for home in homes)
    )
    return counts, elsewhere, paths.count("")


def holds_any(country, provinces):
    return any(province.path.startswith(country.path) for province in provinces)
