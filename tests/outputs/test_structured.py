"""What pages say to programs: JSON-LD read by a reader of its own, Open Graph, and nothing that ends its element."""

import json
from html.parser import HTMLParser

import pytest

from tests import factories as make
from tests.pages.world import build_world

pytestmark = pytest.mark.django_db


class Head(HTMLParser):
    """The data blocks, meta elements and links of a page, as a browser takes them."""

    def __init__(self, html):
        super().__init__()
        self.blocks, self.meta, self.links, self.is_data = [], {}, [], False
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        self.is_data = tag == "script" and found.get("type") == "application/ld+json"
        if tag == "meta" and (found.get("property") or found.get("name")):
            self.meta[found.get("property") or found["name"]] = found["content"]
        if tag == "link":
            self.links.append(found)

    def handle_data(self, text):
        if self.is_data:
            self.blocks.append(json.loads(text))

    def handle_endtag(self, tag):
        self.is_data = False


def head(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return Head(response.content.decode())


def nodes(client, path):
    """`{type: node}` of the only data block of a page."""
    (block,) = head(client, path).blocks
    assert block["@context"] == "https://schema.org"
    return {node["@type"]: node for node in block.get("@graph", [block])}


TYPES = {
    "parks": "Place",
    "companies": "Organization",
    "institutions": "GovernmentOrganization",
    "people": "Person",
    "products": "Product",
    "policies": "Legislation",
    "schemes": "GovernmentService",
    "batches": "Thing",
    "sources": "CreativeWork",
    "briefings": "Article",
    "regions": "AdministrativeArea",
    "sectors": "DefinedTerm",
}


def test_every_record_says_what_it_is(client):
    for section, record in build_world().items():
        path = f"/en/{section}/{record.slug}/"
        found = nodes(client, path)
        assert found[TYPES[section]]["name"] == str(record.name), section
        assert found[TYPES[section]]["@id"] == f"http://testserver{path}#it"
        assert found["WebPage"]["mainEntity"] == {"@id": f"http://testserver{path}#it"}
        assert nodes(client, f"/zh-hans/{section}/{record.slug}/")["WebPage"]["inLanguage"] == "zh-Hans"


def test_a_policy_that_gives_something_is_a_service(client):
    policy = make.make_policy(public=True, name_en="Support", kind="support")
    make.make_issuer(public=True, policy=policy, record=make.make_organisation(public=True, name_en="Ministry").record)
    found = nodes(client, "/en/policies/support/")["GovernmentService"]
    assert found["provider"] == [
        {"@type": "Organization", "name": "Ministry", "url": "http://testserver/en/companies/ministry/"}
    ]


@pytest.mark.parametrize(
    ("values", "ends"),
    [
        ({"low": 30, "high": 30}, {"value": 30}),
        ({"low": 30, "high": None, "high_open": True, "low_open": True, "hedge": "over"}, {"minValue": 30}),
        ({"low": None, "high": 30, "low_open": True, "hedge": "up_to"}, {"maxValue": 30}),
        ({"low": 20, "high": 30}, {"minValue": 20, "maxValue": 30}),
    ],
    ids=["one value", "open above", "open below", "interval"],
)
def test_an_interval_is_never_flattened(client, values, ends):
    figure = make.make_figure(public=True, unit="km2", period="2024-10", as_printed="as printed", **values)
    found = nodes(client, f"/en/figures/{figure.pk}/")
    observation = found["Observation"]
    assert {name: observation[name] for name in ("value", "minValue", "maxValue") if name in observation} == ends
    assert (observation["unitText"], observation["unitCode"]) == ("square kilometres", "KMK")
    assert observation["observationDate"] == found["Dataset"]["temporalCoverage"] == "2024-10"
    said = {one["propertyID"]: one["value"] for one in observation["additionalProperty"]}
    assert (said["kind"], said["hedge"]) == ("actual", values.get("hedge", "none"))


@pytest.mark.parametrize(
    ("period", "coverage"),
    [
        ("2023-10/2025-10", "2023-10-01/2025-10-31"),
        ("2012/..", "2012-01-01/.."),
        ("2026-33", "2026-01-01/2026-03-31"),
        ("2010~", None),
        ("", None),
    ],
)
def test_a_period_is_an_interval_or_left_out(client, period, coverage):
    figure = make.make_figure(public=True, kind="estimate", period=period)
    assert nodes(client, f"/en/figures/{figure.pk}/")["Dataset"].get("temporalCoverage") == coverage


def test_a_figure_names_its_source(client):
    source = make.make_source(public=True, name_en="Report", url="https://example.org/r", published="2026-01")
    figure = make.make_figure(public=True, citation=make.make_citation(source=source))
    (work,) = nodes(client, f"/en/figures/{figure.pk}/")["WebPage"]["citation"]
    assert (work["@type"], work["name"], work["sameAs"], work["datePublished"]) == (
        "CreativeWork",
        "Report",
        "https://example.org/r",
        "2026-01",
    )


def test_a_list_says_its_entries_and_where_it_is_as_data(client):
    make.make_park(public=True, name_en="Zone", kind="zone")
    make.make_park(public=True, name_en="Park", kind="park")
    found = nodes(client, "/en/parks/?kind=zone")
    assert [item["name"] for item in found["CollectionPage"]["mainEntity"]["itemListElement"]] == ["Zone"]
    assert found["Dataset"]["distribution"]["contentUrl"] == "http://testserver/en/parks.csv?kind=zone"


def test_no_text_ends_the_block(client):
    name = "</script><script>alert(1)</script><!-- & \u2028"
    make.make_organisation(public=True, name_en="Evil & Co", summary_en="</script><b>", website="https://example.org/")
    make.make_park(public=True, name_en="Zone", summary_en=f"Before {name.replace(chr(0x2028), '')} after")
    html = client.get("/en/parks/zone/").content.decode()
    assert html.count("<script") == html.count("</script>") == 2  # The data, and suggest.js.
    assert "alert(1)" in nodes(client, "/en/parks/zone/")["Place"]["description"]
    assert nodes(client, "/en/companies/evil-co/")["Organization"]["name"] == "Evil & Co"


def test_hidden_records_are_named_nowhere(client):
    park = make.make_park(public=True, name_en="Zone", region=make.make_region(name_en="Hidden county"))
    make.make_membership(child=park, parent=make.make_park(name_en="Hidden zone"))
    assert "Hidden" not in client.get("/en/parks/zone/").content.decode()


def test_a_shared_page_shows_name_summary_and_picture(client):
    make.make_park(public=True, name_en="Zone", name_zh="园区", summary_en="A “zone”.")
    meta = head(client, "/en/parks/zone/").meta
    shown = {
        "og:title": "Zone",
        "og:description": "A “zone”.",
        "og:url": "http://testserver/en/parks/zone/",
        "og:image": "http://testserver/cards/en/parks/zone.png",
        "og:type": "article",
        "og:locale": "en_GB",
        "twitter:card": "summary_large_image",
    }
    assert {name: meta[name] for name in shown} == shown
    assert head(client, "/zh-hans/parks/zone/").meta["og:title"] == "园区"


def test_pages_lead_to_their_feeds_and_tables(client):
    make.make_park(public=True, name_en="Zone")
    feeds = {link["href"]: link["type"] for link in head(client, "/en/parks/zone/").links if link.get("type")}
    assert feeds["/en/parks/zone.atom"] == feeds["/en/changes.atom"] == "application/atom+xml"
    links = {link["href"]: link.get("type") for link in head(client, "/en/parks/?q=zone&cursor=&kind=").links}
    assert links["/en/parks.csv?q=zone"] == "text/csv" and "/en/parks.atom?q=zone" in links


def test_the_front_page_is_a_site_that_can_be_searched(client):
    node = nodes(client, "/en/")["WebSite"]
    assert node["potentialAction"]["target"]["urlTemplate"] == "http://testserver/en/search/?q={words}"
