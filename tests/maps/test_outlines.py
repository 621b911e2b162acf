"""The file of outlines: what is shipped, what another one must look like, and the script that makes it."""

import json
import random
from pathlib import Path

import outlines as script
import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.maps.outlines import FRAME, outlines, outlines_of, read

FOLDER = Path(__file__).resolve().parent.parent.parent / "data" / "outlines"
SQUARE = {
    "code": "990000",
    "name_en": "Squareton",
    "name_zh": "方城",
    "datum": "WGS-84",
    "source": "drawn for a test",
    "licence": "CC0",
    "link": "https://example.org/licence",
    "districts": [{"code": "990101", "name_en": "All", "name_zh": "全", "rings": [[0, 0, 2, 0, 2, 2, 0, 2]]}],
}


def test_the_shipped_city_has_its_sixteen_districts_and_its_licence():
    found = outlines()
    assert (found.code, found.name_en, found.licence, len(found.districts)) == ("110000", "Beijing", "Apache-2.0", 16)
    assert found.datum == "not stated by the source"
    assert "Version 2.0, January 2004" in (FOLDER / "LICENSE").read_text()
    notice = (FOLDER / "NOTICE").read_text()
    assert "Copyright 2017-2020 The Apache Software Foundation" in notice and "It was changed" in notice


def test_the_outlines_are_light():
    drawn = "".join(district.path for district in outlines().districts)
    assert len(drawn) < 12_000


def inside(point, ring):
    x, y = point
    crossed = False
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            crossed = not crossed
    return crossed


@pytest.mark.parametrize(
    ("latitude", "longitude", "district"),
    [
        (39.983, 116.316, "Haidian"),
        (39.795, 116.506, "Daxing"),
        (39.9087, 116.41, "Dongcheng"),
        (39.913, 116.36, "Xicheng"),
        (39.90, 116.65, "Tongzhou"),
        (40.46, 115.97, "Yanqing"),
    ],
)
def test_well_known_points_fall_into_one_district_and_it_is_theirs(latitude, longitude, district):
    found = json.loads((FOLDER / "beijing.json").read_text())["districts"]
    holding = [
        one["name_en"]
        for one in found
        if sum(inside((longitude, latitude), list(zip(ring[::2], ring[1::2], strict=True))) for ring in one["rings"])
        % 2
    ]
    assert holding == [district]


def test_what_two_districts_share_is_one_line():
    """Both have the same points along it, however much was left out."""
    found = json.loads((FOLDER / "beijing.json").read_text())["districts"]
    points = {
        one["name_en"]: {pair for ring in one["rings"] for pair in zip(ring[::2], ring[1::2], strict=True)}
        for one in found
    }
    shared = points["Fangshan"] & points["Mentougou"]
    assert len(shared) > 15


def test_a_place_is_drawn_north_up_and_to_scale():
    drawing = read(SQUARE)
    assert drawing.projection.place(2, 0) == (16.1, 16.0)
    assert drawing.projection.place(0, 2) == (983.9, 984.0)
    assert drawing.projection.place(1, 1) == (FRAME / 2, FRAME / 2)
    # Two degrees of latitude are 222.4 km on 968 of 1,000 parts.
    assert drawing.bar == {"kilometres": 50, "end": "24.76%"}
    [district] = drawing.districts
    assert (district.x, district.y, district.path) == (500, 500, "M16 984l968 0 0-968-968 0z")


@pytest.mark.parametrize(
    "spoilt",
    ["not JSON", {}, SQUARE | {"districts": []}, SQUARE | {"districts": [{"code": "1", "rings": [[1, 2, 3]]}]}, [1]],
)
def test_a_file_that_holds_no_outlines_is_refused_by_name(spoilt, tmp_path):
    path = tmp_path / "city.json"
    path.write_text(spoilt if isinstance(spoilt, str) else json.dumps(spoilt))
    with pytest.raises(ImproperlyConfigured, match=r"MAP_OUTLINES: .*city.json is not a file of outlines"):
        outlines_of(str(path))


def encoded(points):
    """As the source writes a ring: differences, each as a character."""
    text, before = "", (0, 0)
    for point in points:
        for axis in (0, 1):
            step = point[axis] - before[axis]
            text += chr((step << 1 ^ step >> 31) + 64)
        before = point
    return text


def test_the_script_reads_what_the_source_writes():
    points = [(0, 0), (5, 0), (5, -7), (0, -7)]
    assert list(script.decoded(encoded(points), (100, 200))) == [(100 + x, 200 + y) for x, y in points]


def test_the_script_simplifies_a_shared_line_once():
    wall = [(100, y + (y % 20 == 10)) for y in range(0, 101, 10)]
    left = [(0, 0), *wall, (0, 100)]
    right = [(200, 100), *wall[::-1], (200, 0)]
    features = [
        {
            "id": code,
            "properties": {"name": "区"},
            "geometry": {"type": "Polygon", "coordinates": [encoded(ring)], "encodeOffsets": [[0, 0]]},
        }
        for code, ring in (("110101", left), ("110102", right))
    ]
    first, second = script.outlines(features)
    one, other = (
        {pair for ring in found["rings"] for pair in zip(ring[::2], ring[1::2], strict=True)}
        for found in (first, second)
    )
    assert one & other == {(0.0977, 0.0), (0.0977, 0.0977)}


def test_the_script_simplifies_a_line_alike_in_both_directions():
    chance = random.Random(4)
    for _ in range(50):
        line = [(10 * step, chance.randrange(12)) for step in range(30)]
        found = script.simplified(line)
        assert found == script.simplified(line[::-1])[::-1]
        assert found[0] == line[0] and found[-1] == line[-1] and len(found) < len(line)
