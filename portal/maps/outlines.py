"""The outlines of one city, as scripts/outlines.py writes them, and where a point lies on their map."""

import json
import math
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from editorial.bilingual import ENGLISH, pick

# The map is a square of FRAME by FRAME; north is up.
FRAME, MARGIN, USUAL = 1000, 16, 600
KILOMETRES_PER_DEGREE = 111.2
BARS = (1, 2, 5, 10, 20, 50, 100)


class District(NamedTuple):
    code: str
    name_en: str
    name_zh: str
    path: str
    x: float
    y: float
    width: float

    @property
    def name(self):
        return pick(self, "name")

    @property
    def is_roomy(self):
        """Whether its name fits into it where the map is USUAL pixels wide."""
        name = self.name
        letter = 13 if name.lang != ENGLISH else 7
        return self.width * USUAL / FRAME > len(str(name)) * letter

    @property
    def left(self):
        return f"{self.x * 100 / FRAME:.2f}%"

    @property
    def top(self):
        return f"{self.y * 100 / FRAME:.2f}%"


class Projection(NamedTuple):
    """Degrees to places on the square, a degree of longitude as long as it is in the middle of the map."""

    west: float
    north: float
    scale: float
    shrink: float
    left: float
    top: float

    def place(self, latitude, longitude):
        x = self.left + (float(longitude) - self.west) * self.shrink * self.scale
        y = self.top + (self.north - float(latitude)) * self.scale
        return round(x, 1), round(y, 1)


class Outlines(NamedTuple):
    code: str
    name_en: str
    name_zh: str
    datum: str
    source: str
    licence: str
    link: str
    projection: Projection
    districts: tuple

    @property
    def name(self):
        return pick(self, "name")

    @property
    def kilometre(self):
        """How long a kilometre is on the square."""
        return round(self.projection.scale / KILOMETRES_PER_DEGREE, 4)

    @property
    def bar(self):
        """A scale: a round number of kilometres that takes at most a quarter of the map."""
        kilometres = max((one for one in BARS if one * self.kilometre <= FRAME / 4), default=BARS[0])
        return {"kilometres": kilometres, "end": f"{3 + kilometres * self.kilometre * 100 / FRAME:.2f}%"}


def outlines():
    return outlines_of(str(settings.MAP_OUTLINES))


@lru_cache(maxsize=4)
def outlines_of(path):
    """The Outlines in a file. Raises ImproperlyConfigured where it is none."""
    try:
        return read(json.loads(Path(path).read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ImproperlyConfigured(
            f"MAP_OUTLINES: {path} is not a file of outlines as docs/operations.md describes it ({error!r})."
        ) from error


def read(found):
    rings = [points_of(ring) for district in found["districts"] for ring in district["rings"]]
    if not rings:
        raise ValueError("there is no ring")
    projection = fitted([point for ring in rings for point in ring])
    words = {name: str(found[name]) for name in ("code", "name_en", "name_zh", "datum", "source", "licence")}
    districts = tuple(district_of(one, projection) for one in found["districts"])
    return Outlines(**words, link=str(found["link"]), projection=projection, districts=districts)


def points_of(ring):
    """`[(longitude, latitude)]` of a ring, which is a flat list of numbers."""
    points = [(float(one), float(other)) for one, other in zip(ring[::2], ring[1::2], strict=True)]
    if len(points) < 3:
        raise ValueError("a ring has fewer than three points")
    return points


def fitted(points):
    """The Projection that fits all points into the square, in its middle."""
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    shrink = math.cos(math.radians((south + north) / 2))
    room = FRAME - 2 * MARGIN
    scale = room / max((east - west) * shrink, north - south)
    left = MARGIN + (room - (east - west) * shrink * scale) / 2
    top = MARGIN + (room - (north - south) * scale) / 2
    return Projection(west, north, scale, shrink, left, top)


def district_of(found, projection):
    rings = [[projection.place(y, x) for x, y in points_of(ring)] for ring in found["rings"]]
    largest = max(rings, key=lambda ring: abs(doubled_area(ring)))
    x, y = middle(largest)
    return District(
        code=str(found["code"]),
        name_en=str(found["name_en"]),
        name_zh=str(found["name_zh"]),
        path="".join(drawn(ring) for ring in rings),
        x=round(x, 1),
        y=round(y, 1),
        width=max(x for x, _ in largest) - min(x for x, _ in largest),
    )


def drawn(ring):
    """A ring as the shortest path: whole numbers, each the difference from the one before."""
    whole = [(round(x), round(y)) for x, y in ring]
    steps = [(x - before_x, y - before_y) for (before_x, before_y), (x, y) in pairwise(whole)]
    written = " ".join(f"{x} {y}" for x, y in steps if x or y).replace(" -", "-")
    return f"M{whole[0][0]} {whole[0][1]}l{written}z"


def doubled_area(ring):
    return sum(ring[n - 1][0] * y - x * ring[n - 1][1] for n, (x, y) in enumerate(ring))


def middle(ring):
    """The centre of gravity of a ring."""
    area = doubled_area(ring) or 1
    pairs = [(ring[number - 1], point) for number, point in enumerate(ring)]
    x = sum((x0 + x1) * (x0 * y1 - x1 * y0) for (x0, y0), (x1, y1) in pairs)
    y = sum((y0 + y1) * (x0 * y1 - x1 * y0) for (x0, y0), (x1, y1) in pairs)
    return x / (3 * area), y / (3 * area)
