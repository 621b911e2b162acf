"""The page of the map: what is drawn where, what is said of it, what is refused, and what it costs."""

import json
import re
from pathlib import Path

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from core.models import Region
from core.models.positions import is_wgs84, same_datum
from parks.models import Park
from portal.loading import load
from portal.maps import views
from portal.maps.marks import NEAR, marks
from portal.maps.outlines import outlines
from portal.maps.provinces import PROVINCES
from portal.maps.spots import Spot
from tests import factories as make
from tests.pages.copies import copies

pytestmark = pytest.mark.django_db
DATA = Path(__file__).resolve().parent.parent.parent / "data" / "zhongguancun"


@pytest.fixture
def beijing():
    china = make.make_region(public=True, name_en="China", slug="china", level="country")
    return make.make_region(
        public=True, name_en="Beijing", slug="beijing", level="municipality", parent=china, code="110000"
    )


def district(beijing, name, **values):
    return make.make_region(public=True, name_en=name, parent=beijing, **values)


def html(client, query="", status=200):
    response = client.get(f"/en/map/{query}")
    assert response.status_code == status
    return response.content.decode()


def marks_of(page):
    """`[(kind, address, label)]` in the order of the keyboard."""
    return re.findall(r'<a class="mark is-(\w+)" href="([^"]*)" aria-label="([^"]*)"', page)


def rows_of(page):
    """`{park: [cells]}` of the table, without markup."""
    rows = re.findall(r'<tr class="row" data-park="([^"]*)">(.*?)</tr>', page, re.DOTALL)
    cells = {slug: re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for slug, row in rows}
    return {slug: [re.sub(r"<[^>]*>", "", cell) for cell in found] for slug, found in cells.items()}


def tiles_of(page):
    """`{letters: count}` of the squares that lead on."""
    found = re.findall(
        r'<a href="\?[^"]*" aria-label="[^"]*"><title>.*?class="letters">(\w+)<.*?class="entries">([^<]*)<', page
    )
    return dict(found)


# Datums


@pytest.mark.parametrize(
    ("datum", "expected"),
    [
        ("WGS-84", True), ("wgs 84", True), ("EPSG:4326", True), ("WGS 1984", True),
        ("GCJ-02", False), ("BD-09", False), ("CGCS2000", False), ("not stated by the source", False), ("", False),
    ],
)  # fmt: skip
def test_only_wgs_84_is_wgs_84(datum, expected):
    assert is_wgs84(datum) is expected


def test_datums_are_the_same_however_they_are_spelt_and_never_by_half():
    assert same_datum("GCJ-02", "gcj02") and same_datum("EPSG:4326", "WGS-84")
    assert not same_datum("GCJ-02", "WGS-84")


# What is drawn where


def test_a_point_of_its_own_is_exact_and_the_middle_of_a_district_is_not(beijing, client):
    haidian = district(
        beijing, "Haidian District", latitude="40.03", longitude="116.23", datum="not stated by the source"
    )
    make.make_park(public=True, name_en="Own Park", region=haidian, latitude="39.9", longitude="116.6", datum="WGS-84")
    make.make_park(
        public=True, name_en="Chinese Grid Park", region=beijing, latitude="40.4", longitude="116.9", datum="GCJ-02"
    )
    make.make_park(public=True, name_en="Haidian Park", region=haidian)
    make.make_park(public=True, name_en="City Park", region=beijing)
    page = html(client)
    assert marks_of(page) == [
        ("about", "/en/parks/chinese-grid-park/", "Chinese Grid Park (about here)"),
        ("about", "/en/parks/haidian-park/", "Haidian Park (about here)"),
        ("exact", "/en/parks/own-park/", "Own Park"),
    ]
    assert rows_of(page) == {
        "chinese-grid-park": [
            "Chinese Grid Park", "Beijing", "40.4, 116.9", "GCJ-02",
            "about here Its own position, but not in WGS-84: it may lie several hundred metres away.",
        ],
        "city-park": ["City Park", "Beijing", "–", "–", "not drawn No position is recorded."],
        "haidian-park": [
            "Haidian Park", "Haidian District", "40.03, 116.23", "not stated by the source",
            "about here Placed at the middle of Haidian District: no position of its own is recorded.",
        ],
        "own-park": ["Own Park", "Haidian District", "39.9, 116.6", "WGS-84", "exact Its own position, as the source gives it."],
    }  # fmt: skip
    assert "3 parks are drawn." in page and "1 park has no point to draw." in page


def test_a_park_is_placed_at_the_nearest_region_that_has_a_middle(beijing, client):
    haidian = district(beijing, "Haidian District", latitude="40.03", longitude="116.23", datum="WGS-84")
    village = make.make_region(public=True, name_en="Village", parent=haidian, level="neighbourhood")
    make.make_park(public=True, name_en="Village Park", region=village)
    page = html(client)
    # The middle of a district is about, even where it is in WGS-84.
    assert marks_of(page) == [("about", "/en/parks/village-park/", "Village Park (about here)")]
    assert "Placed at the middle of Haidian District" in rows_of(page)["village-park"][4]


def test_a_region_that_is_hidden_places_nothing_and_counts_nowhere(beijing, client):
    hidden = make.make_region(
        name_en="Secret District", parent=beijing, latitude="40.03", longitude="116.23", datum="WGS-84"
    )
    # Not even the middle of a public region above it: that would tell where the hidden one is.
    Region.objects.filter(pk=beijing.pk).update(latitude="39.9", longitude="116.4", datum="WGS-84")
    park = make.make_park(public=True, name_en="Odd Park")
    Park.objects.filter(pk=park.pk).update(region=hidden)
    page = html(client)
    assert "Secret District" not in page and marks_of(page) == [] and tiles_of(page) == {}
    assert rows_of(page)["odd-park"] == ["Odd Park", "not stated", "–", "–", "not drawn No position is recorded."]
    assert "In no region that is recorded: 1" in " ".join(page.split())


def test_what_lies_off_the_outlines_is_named_and_not_drawn(beijing, client):
    make.make_park(public=True, name_en="Far Park", region=beijing, latitude="10", longitude="10", datum="WGS-84")
    page = html(client)
    assert marks_of(page) == []
    assert "1 park without a point on this map" in page
    assert rows_of(page)["far-park"][4] == "not drawn Its own position, as the source gives it."


def test_only_the_first_of_very_many_are_drawn_and_the_page_says_so(beijing, client, monkeypatch):
    monkeypatch.setattr(views, "MOST_DRAWN", 3)
    point = {"latitude": "40", "longitude": "116.5", "datum": "WGS-84"}
    for number in range(5):
        make.make_park(public=True, name_en=f"Park {number}", region=beijing, **point)
    page = html(client)
    assert [label for _kind, _address, label in marks_of(page)] == ["3 parks: Park 0, Park 1, Park 2"]
    assert "Only the first 3 in this order are drawn" in page
    assert len(rows_of(page)) == 5 and rows_of(page)["park-4"][4].startswith("not drawn")


# Marks


def placed(*points):
    return [(x, y, Spot(Park(slug=f"p{n}", sort_key=f"p{n}", name_en=f"P{n}"))) for n, (x, y) in enumerate(points)]


def test_parks_within_a_fingers_width_share_a_mark_and_marks_stay_apart():
    points = [(100, 100), (100 + NEAR * 0.9, 100), (100 + NEAR * 1.8, 100), (500, 500), (500, 500)]
    found = marks(placed(*points))
    assert [(mark.x, mark.y, len(mark.spots)) for mark in found] == [
        (100, 100, 2),
        (100 + NEAR * 1.8, 100, 1),
        (500, 500, 2),
    ]
    for one in found:
        for other in found:
            assert one is other or abs(one.x - other.x) >= NEAR or abs(one.y - other.y) >= NEAR


def test_marks_do_not_depend_on_the_order_of_the_parks():
    points = placed(*[((n * 37) % 1000, (n * 91) % 1000) for n in range(300)])
    found = marks(points)
    assert found == marks(points[::-1])
    assert sum(len(mark.spots) for mark in found) == 300


def test_a_mark_of_several_parks_leads_to_their_names(beijing, client):
    haidian = district(beijing, "Haidian District", latitude="40.03", longitude="116.23", datum="WGS-84")
    for number in range(22):
        make.make_park(public=True, name_en=f"Park {number:02}", region=haidian)
    page = html(client)
    assert marks_of(page) == [("about", "#mark-1", "22 parks: Park 00, Park 01, Park 02…")]
    key = page[page.index('<details id="mark-1">') : page.index("</section>", page.index('<details id="mark-1">'))]
    assert key.count('<a href="/en/parks/') == 20 and "And 2 more, which stand in the table." in key


# Provinces and countries


def test_the_register_has_thirty_four_divisions_each_with_a_square_of_its_own():
    assert len(PROVINCES) == len({one.code for one in PROVINCES}) == len({one.letters for one in PROVINCES}) == 34
    assert len({(one.column, one.row) for one in PROVINCES}) == 34


def test_squares_count_what_lies_in_each_province_and_keep_the_filters(beijing, client):
    jiangsu = make.make_region(
        public=True, name_en="Jiangsu", slug="jiangsu", parent=beijing.parent, level="province", code="32"
    )
    suzhou = make.make_region(public=True, name_en="Suzhou", parent=jiangsu, level="city")
    abroad = make.make_region(public=True, name_en="Malaysia", slug="malaysia", level="country")
    for region in (beijing, jiangsu, suzhou, suzhou, abroad, beijing.parent, None):
        make.make_park(public=True, kind="zone", region=region)
    make.make_park(public=True, kind="base", region=suzhou)
    page = html(client, "?kind=zone")
    assert tiles_of(page) == {"BJ": "1", "JS": "3"}
    assert '<a href="?kind=zone&amp;region=jiangsu" aria-label="JS 3, Jiangsu">' in page
    said = " ".join(page.split())
    assert '<a href="?kind=zone&amp;region=malaysia">Malaysia</a>: 1' in said
    assert "In China, in no province that is recorded: 1" in said and "In no region that is recorded: 1" in said
    # Most lie elsewhere, so that the squares come first.
    assert "has-both is-reversed" in page
    assert tiles_of(html(client, "?region=jiangsu")) == {}


def test_squares_count_no_further_than_lists_do(beijing, client, monkeypatch):
    monkeypatch.setattr("portal.maps.overview.MOST", 1)
    for _ in range(3):
        make.make_park(public=True, region=beijing)
    assert tiles_of(html(client))["BJ"] == "1+"


# Parameters


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?knd=zone", "There is no parameter “knd” here."),
        ("?view=table", "There is no parameter “view” here."),
        ("?kind=castle", "“castle” is not a choice here."),
        ("?region=nowhere", "nowhere"),
        ("?limit=0", "is not a number of entries"),
        ("?kind=zone&kind=base", "Give “kind” once"),
        ("?cursor=x", "This cursor belongs to another list"),
    ],
)
def test_what_cannot_be_read_is_refused(query, said, client):
    page = html(client, query, status=400)
    assert said in page and '<svg class="city-map"' not in page


def test_the_map_says_what_was_asked_and_filters_can_be_taken_away(beijing, client):
    make.make_park(public=True, name_en="A Zone", kind="zone", region=beijing)
    make.make_park(public=True, name_en="A Base", kind="base", region=beijing)
    page = html(client, "?kind=zone")
    assert "1 entry where “kind” is “zone”, ordered by name." in page
    assert list(rows_of(page)) == ["a-zone"]
    assert '<a class="chip" href="?">Kind: zone' in page
    assert "No entry fits all of these filters." in html(client, "?kind=cluster")


def test_list_and_map_lead_to_each_other_with_their_filters(beijing, client):
    make.make_park(public=True, name_en="A Zone", kind="zone", region=beijing)
    listed = client.get("/en/parks/?kind=zone&view=table").content.decode()
    assert '<a href="/en/map/?kind=zone">Map</a>' in listed
    page = html(client, "?kind=zone")
    assert '<a href="/en/parks/?kind=zone">List of parks</a>' in page
    assert '<a href="/en/parks.geojson?kind=zone"' in page
    assert '<a href="/en/map/?region=beijing">on the map</a>' in client.get("/en/parks/a-zone/").content.decode()
    assert "/en/map/" not in client.get("/en/companies/?view=table").content.decode().split("<main")[1]


def test_the_table_goes_on_on_further_pages_while_the_map_stays(beijing, client):
    point = {"latitude": "40", "longitude": "116.5", "datum": "WGS-84"}
    for number in range(5):
        make.make_park(public=True, name_en=f"Park {number}", region=beijing, **point)
    first = html(client, "?limit=2")
    assert list(rows_of(first)) == ["park-0", "park-1"]
    following = re.search(r'rel="next" href="(\?[^"#]+)', first)[1].replace("&amp;", "&")
    second = html(client, following)
    assert list(rows_of(second)) == ["park-2", "park-3"]
    assert marks_of(first) == marks_of(second) == [("exact", "#mark-1", "5 parks: Park 0, Park 1, Park 2…")]


# Notes, names, weight


def test_the_page_states_datum_source_and_licence_and_is_neutral(beijing, client):
    make.make_park(public=True, region=beijing)
    page = html(client)
    for said in (
        "Schematic, not a survey map.",
        "Their datum: not stated by the source.",
        "Apache ECharts 4.9.0",
        '<a href="https://www.apache.org/licenses/LICENSE-2.0" rel="external license">Apache-2.0</a>',
        "nothing is converted",
        "ParkAtlas takes no position on boundaries and names.",
    ):
        assert said in page


def test_names_cannot_break_out_of_the_drawing(beijing, client):
    name = 'A"><script>alert(1)</script>'
    make.make_park(
        public=True, name_en=name, slug="a", region=beijing, latitude="40", longitude="116.5", datum="WGS-84"
    )
    page = html(client)
    assert "<script>alert" not in page
    points = (
        re.search(r'data-points="([^"]*)"', page)[1].replace("&quot;", '"').replace("&lt;", "<").replace("&gt;", ">")
    )
    assert json.loads(points)[0][3:] == ["a", name]


def test_the_page_of_an_empty_site_draws_nothing(client):
    page = html(client)
    assert "Nothing has been published here yet." in page and "<svg class" not in page


def test_the_map_asks_as_often_for_hundreds_of_parks_as_for_two(beijing, client):
    with_middle = district(beijing, "Haidian District", latitude="40.03", longitude="116.23", datum="WGS-84")
    sector = make.make_sector(public=True)
    parks = [make.make_park(public=True, region=with_middle) for _ in range(2)]
    make.make_park_sector(public=True, park=parks[0], sector=sector)
    html(client)
    with CaptureQueriesContext(connection) as few:
        html(client)
    copies(parks[0], 300)
    with CaptureQueriesContext(connection) as many:
        page = html(client)
    assert "302 parks" in page
    assert len(many) == len(few) <= 12


@pytest.mark.parametrize("query", ["", "?region=haidian", "?kind=zone"])
def test_a_map_of_more_than_lists_count_asks_no_more_often(query, beijing, client, monkeypatch):
    for module in ("core.facets", "portal.maps.overview", "portal.maps.views"):
        monkeypatch.setattr(f"{module}.MOST", 5)
    haidian = district(
        beijing, "Haidian District", slug="haidian", latitude="40.03", longitude="116.23", datum="WGS-84"
    )
    copies(make.make_park(public=True, kind="zone", region=haidian), 30)
    with CaptureQueriesContext(connection) as asked:
        page = html(client, query)
    assert tiles_of(page) == ({} if "region" in query else {"BJ": "5+"})
    assert "31 parks are drawn." in page
    assert len(asked) <= 12 + query.count("region=")


@pytest.mark.parametrize("query", ["?region=haidian", "?kind=zone", "?q=park"])
def test_a_narrowed_map_asks_no_more_than_twelve_times_and_once_more_for_what_lies_in_a_region(query, beijing, client):
    haidian = district(
        beijing, "Haidian District", slug="haidian", latitude="40.03", longitude="116.23", datum="WGS-84"
    )
    make.make_park_sector(public=True, park=make.make_park(public=True, kind="zone", region=haidian))
    with CaptureQueriesContext(connection) as asked:
        html(client, query)
    assert len(asked) <= 12 + query.count("region=")


# A tile server

TILES = {
    "MAP_TILE_URL": "https://tiles.example.org/{z}/{x}/{y}.png",
    "MAP_TILE_ATTRIBUTION": "Example <maps>",
    "MAP_TILE_DATUM": "GCJ-02",
}


def test_without_a_tile_server_nothing_of_it_is_on_the_page(beijing, client):
    make.make_park(public=True, region=beijing)
    response = client.get("/en/map/")
    assert "img-src 'self';" in response["Content-Security-Policy"]
    assert "leaflet" not in response.content.decode() and "tile-map" not in response.content.decode()


def test_a_tile_server_is_allowed_on_the_map_alone_and_draws_only_its_own_datum(beijing, client):
    jiangsu = make.make_region(public=True, name_en="Jiangsu", parent=beijing.parent, level="province", code="32")
    point = {"latitude": "40", "longitude": "116.5"}
    make.make_park(public=True, name_en="Same", region=jiangsu, datum="gcj 02", **point)
    make.make_park(public=True, name_en="Other", region=jiangsu, datum="WGS-84", **point)
    make.make_park(public=True, name_en="None", region=jiangsu)
    with override_settings(**TILES):
        response = client.get("/en/map/")
        elsewhere = client.get("/en/parks/")
    page = response.content.decode()
    assert "img-src 'self' data: https://tiles.example.org;" in response["Content-Security-Policy"]
    assert "img-src 'self';" in elsewhere["Content-Security-Policy"]
    assert "/static/vendor/leaflet/leaflet.js" in page and "leaflet" not in elsewhere.content.decode()
    points = re.findall(r'data-points="([^"]*)"', page)[-1].replace("&quot;", '"')
    assert json.loads(points) == [[40.0, 116.5, 1, "same", "Same"]]
    assert "1 park has a point in another datum: the table names it." in page
    assert 'data-attribution="Example &lt;maps&gt;"' in page
    assert [rows_of(page)[slug][4].split()[0] for slug in ("same", "other", "none")] == ["about", "not", "not"]


def test_another_city_can_be_drawn(client, tmp_path):
    square = {
        "code": "990000", "name_en": "Squareton", "name_zh": "方城", "datum": "WGS-84", "source": "a test", "licence": "CC0",
        "link": "https://example.org/", "districts": [{"code": "1", "name_en": "All", "name_zh": "全", "rings": [[0, 0, 2, 0, 2, 2]]}],
    }  # fmt: skip
    path = tmp_path / "city.json"
    path.write_text(json.dumps(square))
    city = make.make_region(public=True, name_en="Squareton", level="city", code="990000")
    make.make_park(public=True, name_en="Square Park", region=city, latitude="1", longitude="1", datum="WGS-84")
    with override_settings(MAP_OUTLINES=path):
        page = html(client)
    assert marks_of(page) == [("exact", "/en/parks/square-park/", "Square Park")]
    assert 'd="M16 984l968 0 0-968z"' in page and "Parks in Squareton" in page


def test_a_region_that_is_hidden_gives_its_middle_to_nothing_below_it(beijing, client):
    haidian = district(beijing, "Haidian District", latitude="40.03", longitude="116.23", datum="WGS-84")
    village = make.make_region(public=True, name_en="Village", parent=haidian, level="neighbourhood")
    make.make_park(public=True, name_en="Village Park", region=village)
    assert len(marks_of(html(client))) == 1
    Region.objects.filter(pk=haidian.pk).update(is_public=False)
    page = html(client)
    assert marks_of(page) == [] and "Haidian District" not in page


# The sample data


def test_the_map_of_the_sample_data_draws_what_its_sources_say_and_no_more(client):
    load(DATA, name="zhongguancun", by="tests")
    page = html(client)
    expected = ("Changping Park", "Shunyi Park", "Haidian Park", "Chaoyang Park", "Fangshan Park", "Daxing Park")
    assert [(kind, label) for kind, _address, label in marks_of(page)] == [
        ("about", f"{name} (about here)") for name in expected
    ]
    assert "6 parks are drawn." in page and "5 parks have no point to draw." in page
    assert tiles_of(page) == {"BJ": "11"}
    rows = rows_of(page)
    assert rows["haidian-park"][2:4] == ["40.03, 116.23", "not stated by the source"]
    undrawn = {slug for slug, cells in rows.items() if cells[4].startswith("not drawn")}
    assert undrawn == {
        "zhongguancun", "zgc-jingxi-ai-technology-park", "yizhuang-park", "apollo-park",
        "beijing-economic-and-technological-development-area",
    }  # fmt: skip
    # Every mark of a district falls into the outlines of that district.
    drawing = outlines()
    for park, code in (("haidian-park", "110108"), ("fangshan-park", "110111"), ("shunyi-park", "110113")):
        latitude, longitude = rows[park][2].split(", ")
        x, y = drawing.projection.place(latitude, longitude)
        middle = next(one for one in drawing.districts if one.code == code)
        assert abs(x - middle.x) < 10 and abs(y - middle.y) < 10
    assert page.count('<path class="busy"') == 6
