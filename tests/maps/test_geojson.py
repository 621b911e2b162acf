"""The parks as GeoJSON: its shape by RFC 7946, what has no place in it, what is refused."""

import json

import pytest

from portal.maps import geojson
from tests import factories as make

pytestmark = pytest.mark.django_db


def collection(client, query=""):
    response = client.get(f"/en/parks.geojson{query}")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/geo+json"
    return json.loads(b"".join(response.streaming_content).decode())


def check_shape(found):
    """What RFC 7946 demands of a collection of points."""
    assert found["type"] == "FeatureCollection" and "crs" not in found
    for feature in found["features"]:
        assert feature["type"] == "Feature" and set(feature) == {"type", "id", "geometry", "properties"}
        geometry = feature["geometry"]
        if geometry is not None:
            assert set(geometry) == {"type", "coordinates"} and geometry["type"] == "Point"
            longitude, latitude = geometry["coordinates"]
            assert -180 <= longitude <= 180 and -90 <= latitude <= 90


@pytest.fixture
def parks():
    haidian = make.make_region(
        public=True, name_en="Haidian", slug="haidian", latitude="40.03", longitude="116.23", datum="WGS-84"
    )
    make.make_park(public=True, name_en="A", slug="a", kind="zone", latitude="39.9", longitude="116.6", datum="WGS-84")
    make.make_park(public=True, name_en="B", slug="b", latitude="39.8", longitude="116.5", datum="GCJ-02")
    make.make_park(public=True, name_en="C", slug="c", region=haidian)
    make.make_park(public=True, name_en="D", slug="d")
    make.make_park(name_en="Hidden", slug="hidden", latitude="1", longitude="1", datum="WGS-84")


def test_only_what_is_in_wgs_84_has_a_geometry(parks, client):
    found = collection(client)
    check_shape(found)
    told = {
        one["properties"]["slug"]: (
            one["geometry"] and one["geometry"]["coordinates"],
            one["properties"]["position"],
            one["properties"]["position_region"],
            one["properties"]["datum"],
            one["properties"]["latitude_as_stated"],
        )
        for one in found["features"]
    }
    assert told == {
        "a": ([116.6, 39.9], "own", None, "WGS-84", 39.9),
        "b": (None, "own", None, "GCJ-02", 39.8),
        "c": ([116.23, 40.03], "middle_of_region", "haidian", "WGS-84", 40.03),
        "d": (None, "none", None, None, None),
    }
    assert (found["parks"], found["parks_without_geometry"]) == (4, 2)


def test_it_is_narrowed_like_the_list_and_whole_however_long(parks, client, monkeypatch):
    assert [one["id"] for one in collection(client, "?kind=zone")["features"]]
    assert len(collection(client, "?kind=zone")["features"]) == 1
    monkeypatch.setattr(geojson, "ROWS_AT_ONCE", 2)
    found = collection(client, "?ordering=-name")
    assert [one["properties"]["slug"] for one in found["features"]] == ["d", "c", "b", "a"]
    empty = collection(client, "?kind=cluster")
    assert (empty["features"], empty["parks"]) == ([], 0)


@pytest.mark.parametrize(
    "query", ["?knd=zone", "?limit=5", "?cursor=x", "?view=table", "?kind=castle", "?kind=zone&kind=zone"]
)
def test_what_cannot_be_read_is_refused(query, client):
    response = client.get(f"/en/parks.geojson{query}")
    assert response.status_code == 400
    assert "This address cannot be answered as it stands" in response.content.decode()


def test_the_name_is_in_the_language_of_the_address(client):
    make.make_park(public=True, name_en="Haidian Park", name_zh="海淀园")
    response = client.get("/zh-hans/parks.geojson")
    [feature] = json.loads(b"".join(response.streaming_content))["features"]
    assert feature["properties"]["name"] == "海淀园"
    assert feature["properties"]["url"] == "http://testserver/zh-hans/parks/haidian-park/"
