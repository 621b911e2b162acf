"""Write data/outlines/beijing.json: the districts of Beijing as few whole numbers as a page can carry.

    npm pack echarts@4.9.0 && tar xzf echarts-4.9.0.tgz
    python scripts/outlines.py package/map/json/province/beijing.json data/outlines/beijing.json

The input is the map that Apache ECharts 4.9.0 shipped (Apache-2.0; `data/outlines/NOTICE`). Nothing but Python is needed.

A boundary that two districts share is simplified once, so no sliver opens between them: points of neighbours that lie
within a step of the source's own grid are made one, rings are cut where their neighbours change, and each piece is
simplified by itself (Douglas and Peucker) with its ends kept.
"""

import json
import math
import sys
from pathlib import Path

GRID = 1024  # Steps to the degree in the source.
NEAR = 1.5  # Steps within which points of two districts are one.
TOLERANCE = 4.0  # Steps by which a simplified line may leave the first one: about 400 metres.
SMALLEST = 60  # A ring of less than this many square steps is left out: it would be a speck.
PLACES = 4  # Decimals of a degree that are written, about 10 metres.

ENGLISH = {
    "110101": "Dongcheng", "110102": "Xicheng", "110105": "Chaoyang", "110106": "Fengtai", "110107": "Shijingshan",
    "110108": "Haidian", "110109": "Mentougou", "110111": "Fangshan", "110112": "Tongzhou", "110113": "Shunyi",
    "110114": "Changping", "110115": "Daxing", "110116": "Huairou", "110117": "Pinggu", "110118": "Miyun",
    "110119": "Yanqing",
}  # fmt: skip
HEAD = {
    "code": "110000",
    "name_en": "Beijing",
    "name_zh": "北京市",
    "datum": "not stated by the source",
    "source": "Apache ECharts 4.9.0, map/json/province/beijing.json",
    "licence": "Apache-2.0",
    "link": "https://www.apache.org/licenses/LICENSE-2.0",
}


def decoded(text, start):
    """The points of one ring: differences, each as a character, its sign in the last bit."""
    x, y = start
    for one, other in zip(text[::2], text[1::2], strict=True):
        x, y = x + step(one), y + step(other)
        yield x, y


def step(character):
    number = ord(character) - 64
    return (number >> 1) ^ -(number & 1)


def rings_of(feature):
    geometry = feature["geometry"]
    parts = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    starts = [geometry["encodeOffsets"]] if geometry["type"] == "Polygon" else geometry["encodeOffsets"]
    for part, part_starts in zip(parts, starts, strict=True):
        for ring, start in zip(part, part_starts, strict=True):
            yield list(decoded(ring, start))


class Snapper:
    """Gives a point that another ring brought before, where one is near."""

    def __init__(self):
        self.cells = {}

    def ring(self, points):
        found = [self.nearest(point) or point for point in points]
        for point in found:
            self.cells.setdefault(cell(point), set()).add(point)
        return without_repeats(found)

    def nearest(self, point):
        column, row = cell(point)
        around = [
            known
            for x in (column - 1, column, column + 1)
            for y in (row - 1, row, row + 1)
            for known in self.cells.get((x, y), ())
            if math.dist(known, point) <= NEAR
        ]
        return min(around, key=lambda known: (math.dist(known, point), known), default=None)


def cell(point):
    return math.floor(point[0] / 2), math.floor(point[1] / 2)


def without_repeats(points):
    """A ring without a point that stands twice in a row, and without the last that repeats the first."""
    kept = [point for number, point in enumerate(points) if point != points[number - 1]]
    return kept or points[:1]


def area(ring):
    return abs(sum(x * ring[n - 1][1] - ring[n - 1][0] * y for n, (x, y) in enumerate(ring))) / 2


def junctions(rings):
    """The points where rings meet or part: their neighbours are not the same in every ring that passes."""
    neighbours, found = {}, set()
    for ring in rings:
        for number, point in enumerate(ring):
            beside = frozenset((ring[number - 1], ring[(number + 1) % len(ring)]))
            if neighbours.setdefault(point, beside) != beside:
                found.add(point)
    return found


def arcs_of(ring, ends):
    """The pieces of a ring between the points of `ends`, the whole ring where it has none."""
    places = [number for number, point in enumerate(ring) if point in ends] or [ring.index(min(ring))]
    turned = ring[places[0] :] + ring[: places[0]]
    arcs, arc = [], [turned[0]]
    for point in [*turned[1:], turned[0]]:
        arc.append(point)
        if point in ends or point == turned[0]:
            arcs.append(arc)
            arc = [point]
    return arcs


def simplified(line):
    """The line without points that lie within TOLERANCE of it; the same for both directions."""
    if line[-1] < line[0]:
        return simplified(line[::-1])[::-1]
    if line[0] == line[-1] and len(line) > 3:
        far = max(range(len(line)), key=lambda number: (math.dist(line[0], line[number]), -number))
        return simplified_open(line[: far + 1])[:-1] + simplified_open(line[far:])
    return simplified_open(line)


def simplified_open(line):
    keep, pending = {0, len(line) - 1}, [(0, len(line) - 1)]
    while pending:
        first, last = pending.pop()
        if last - first < 2:
            continue
        far = max(range(first + 1, last), key=lambda number: (off(line[number], line[first], line[last]), -number))
        if off(line[far], line[first], line[last]) > TOLERANCE:
            keep.add(far)
            pending += [(first, far), (far, last)]
    return [line[number] for number in sorted(keep)]


def off(point, start, end):
    """How far a point lies from a stretch, a degree of longitude as long as it is at 40 degrees north."""
    (x, y), (x1, y1), (x2, y2) = (shortened(one) for one in (point, start, end))
    length = (x2 - x1) ** 2 + (y2 - y1) ** 2
    along = max(0, min(1, ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length)) if length else 0
    return math.dist((x, y), (x1 + along * (x2 - x1), y1 + along * (y2 - y1)))


def shortened(point):
    return point[0] * math.cos(math.radians(40)), point[1]


def degrees(point):
    return [round(value / GRID, PLACES) for value in point]


def outline(ring, ends):
    found = [point for arc in arcs_of(ring, ends) for point in simplified(arc)[:-1]]
    return [value for point in found for value in degrees(point)]


def outlines(features):
    snapper = Snapper()
    rings = [
        (feature, ring)
        for feature in features
        for ring in map(snapper.ring, rings_of(feature))
        if area(ring) >= SMALLEST
    ]
    ends = junctions([ring for _feature, ring in rings])
    districts = {}
    for feature, ring in rings:
        code = feature["id"]
        district = districts.setdefault(
            code, {"code": code, "name_en": ENGLISH[code], "name_zh": feature["properties"]["name"], "rings": []}
        )
        district["rings"].append(outline(ring, ends))
    return list(districts.values())


def main(source, target):
    features = json.loads(Path(source).read_text(encoding="utf-8"))["features"]
    found = HEAD | {"districts": outlines(features)}
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":")).replace('{"code":"1101', '\n{"code":"1101')
    Path(target).write_text(text + "\n", encoding="utf-8")
    points = sum(len(ring) // 2 for district in found["districts"] for ring in district["rings"])
    print(f"{len(found['districts'])} districts, {points} points, {len(text.encode())} bytes")


if __name__ == "__main__":
    main(*sys.argv[1:])
