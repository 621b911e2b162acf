"""Every public template, in both languages, on phones and desks, light and dark, with and without scripts."""

import io
from functools import partial

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse
from django.utils.translation import override
from PIL import Image

from companies.models import Presence
from core.models import Event, Figure, Indicator, Statement
from parks.models import Designation
from policies.models import Target
from portal.models import Comment
from portal.outputs.weeks import this_week
from portal.readers.tokens import link_token
from tests import factories as make
from tests.browser.watching import Look, faults, looks
from tests.pages.test_every_page import language_patterns
from tests.pages.world import build_world

WIDTHS = (320, 768, 1440)
LOOKS = {
    "en": looks(Look(1440, "light"), Look(320, "dark"), widths=WIDTHS),
    "zh-hans": looks(Look(320, "light"), widths=WIDTHS),
}


def addresses_of_every_kind(world, language):
    """`{view name: path}` of one page of every kind."""
    world = world | {
        "figures": Figure.objects.filter(kind="target").first(),
        "events": Event.objects.first(),
        "statements": Statement.objects.first(),
        "designations": Designation.objects.first(),
        "indicators": Indicator.objects.first(),
        "targets": Target.objects.first().figure,
    }
    with override(language):
        return {name: address_of(name, world) for name in language_patterns() if name not in FILES}


# Of `outputs` only these are pages; the rest are files.
OUTPUT_PAGES = ("outputs:columns", "outputs:week", "outputs:series")
FILES = [name for name in language_patterns() if name.startswith("outputs:") and name not in OUTPUT_PAGES]
FILES.append("suggest")


def address_of(view_name, world):
    section, _, page = view_name.partition(":")
    park = world["parks"]
    arguments = {
        "report": ["park", park.pk],
        "write_comment": [park.pk],
        "sent": [link_token(Comment.objects.first())],
        "outputs:week": [this_week()],
        "outputs:series": ["companies", world["companies"].slug, "revenue"],
        "indicators:detail": ["revenue"],
    }
    if view_name == "compare:page":
        beside = make.make_park(public=True, name_en="Haidian Park", name_zh="海淀园")
        return f"{reverse(view_name, args=['parks'])}?with={park.slug}&with={beside.slug}"
    if view_name in arguments:
        return reverse(view_name, args=arguments[view_name])
    if page in ("", "list", "columns", "index"):
        return reverse(view_name)
    one = world[section]
    return reverse(view_name, args=[getattr(one, "slug", one.pk)])


def answers_of_refusal(language):
    """Pages that refuse: 404, 400 with the nearest name of a filter, a search without a hit; and the API's reference."""
    root = f"/{language}/"
    return [
        f"{root}nothing-here/",
        f"{root}parks/?knd=zone",
        f"{root}search/?q=zzzz",
        f"{root}search/?q=zone",
        "/api/v1/docs/",
    ]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_no_public_page_puts_a_barrier_in_the_way(visit, language):
    page = visit()
    plain = visit(java_script_enabled=False)
    world, found = build_world(), []
    place_on_map(world["regions"], world["parks"])
    make.make_sent_comment(record=world["parks"].record, state="accepted", answer_en="Thank you.", answer_zh="谢谢。")
    make.make_sent_correction(Figure.objects.first(), state="accepted", answer_en="Put right.", answer_zh="已更正。")
    for address in addresses_of_every_kind(world, language).values():
        assert page.goto(address).status == 200, address
        found += faults(page, LOOKS[language], widths=WIDTHS)
        scripts = page.locator("script:not([type='application/ld+json'])")
        sources = [scripts.nth(number).get_attribute("src") for number in range(scripts.count())]
        assert sources[-1:] == ["/static/suggest.js"], f"{address} offers no suggestions"
        assert sources[:-1] in ([], ["/static/lists.js"], ["/static/map.js"]), f"{address} has other scripts"
        # The buttons that move the map are there with its script alone.
        if "/static/lists.js" in sources:
            words = page.locator("main").inner_text()
            plain.goto(address)
            assert plain.locator("main").inner_text() == words, f"{address} differs without its script"
    for address in answers_of_refusal(language):
        page.goto(address)
        found += faults(page, LOOKS[language], widths=WIDTHS)
    assert not found, "\n".join(found)


def answer(html, route):
    route.fulfill(body=html, content_type="text/html; charset=utf-8")


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_no_page_of_an_error_puts_a_barrier_in_the_way(visit, language):
    """Those that need a fault are drawn here and given to the browser as the answer."""
    page = visit()
    found = []
    for name in ("400", "403", "403_csrf", "429", "500", "503"):
        with override(language):
            html = render_to_string(f"{name}.html", request=RequestFactory().get(f"/{language}/"))
        address = f"{page.watch.home}/{language}/{name}/"
        page.route(address, partial(answer, html))
        page.goto(address)
        found += faults(page, LOOKS[language], widths=WIDTHS)
    assert not found, "\n".join(found)


def test_a_reader_without_scripts_finds_a_park_and_the_words_that_a_number_rests_on(visit):
    zone = build_world()["parks"]
    quote = Presence.objects.filter(park=zone).first().citation.quote
    page = visit(java_script_enabled=False, viewport={"width": 320, "height": 700})
    page.goto("/en/")
    page.get_by_role("searchbox").fill("中关村")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("main").get_by_role("link", name="Zhongguancun").first.click()
    words = page.get_by_text(quote, exact=True).first
    assert not words.is_visible()
    page.locator("details", has=page.get_by_text(quote, exact=True)).first.locator("summary").first.click()
    words.wait_for()
    page.get_by_role("link", name="中文").click()
    assert page.locator("html").get_attribute("lang") == "zh-Hans"


@pytest.mark.parametrize("has_scripts", [True, False])
def test_a_reader_ticks_two_parks_and_sees_them_side_by_side(visit, has_scripts):
    zone = build_world()["parks"]
    make.make_park(public=True, name_en="Haidian Park")
    page = visit(java_script_enabled=has_scripts, viewport={"width": 320, "height": 700})
    page.goto("/en/parks/?view=table")
    page.get_by_role("checkbox", name="Compare Haidian Park", exact=True).focus()
    page.keyboard.press("Space")
    page.get_by_role("checkbox", name="Compare Zhongguancun", exact=True).check()
    page.get_by_role("button", name="Compare the ticked ones").click()
    page.wait_for_url("**/en/compare/parks/?with=haidian-park&with=zhongguancun")
    table = page.get_by_role("table", name="At a glance")
    assert table.get_by_role("columnheader").all_inner_texts() == ["Haidian Park", "Zhongguancun"]
    where = table.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Where"))
    assert where.get_by_role("cell").last.get_by_role("link").inner_text() == zone.region.name_en
    page.get_by_role("link", name="take out Haidian Park", exact=True).click()
    page.wait_for_url("**/en/compare/parks/?with=zhongguancun")
    page.get_by_role("link", name="Add Haidian Park", exact=True).click()
    page.wait_for_url("**/en/compare/parks/?with=zhongguancun&with=haidian-park")


def place_on_map(region, park):
    """So that the page of the map has a map."""
    region.code = "110000"
    region.save()
    park.latitude, park.longitude, park.datum = "39.98", "116.31", "WGS-84"
    park.save()


def build_map_world():
    """Two parks in the middle of a district, two of their own so near that they share a mark, one elsewhere."""
    beijing = make.make_region(public=True, name_en="Beijing", level="municipality", code="110000")
    district = make.make_region(
        public=True, name_en="Haidian District", name_zh="海淀区", parent=beijing, latitude="40.03", longitude="116.23", datum="GCJ-02"
    )  # fmt: skip
    for name in ("Middle One", "Middle Two"):
        make.make_park(public=True, name_en=name, region=district)
    for name, longitude in (("Near One", "116.60"), ("Near Two", "116.68")):
        make.make_park(public=True, name_en=name, region=beijing, latitude="39.70", longitude=longitude, datum="WGS-84")
    make.make_park(public=True, name_en="Lone", region=beijing, latitude="40.5", longitude="116.9", datum="WGS-84")


def labels(page):
    return [mark.get_attribute("aria-label") for mark in page.locator(".city-map .mark").all()]


TOGETHER = ["Lone", "2 parks: Middle One, Middle Two", "2 parks: Near One, Near Two"]


def test_the_map_parts_its_marks_by_keyboard_and_never_what_lies_at_one_point(visit):
    build_map_world()
    page = visit(viewport={"width": 320, "height": 700})
    page.goto("/en/map/")
    assert labels(page) == TOGETHER
    first = page.locator(".city-map .outlines").get_attribute("viewBox")
    page.locator(".city-map").focus()
    for _ in range(2):
        page.keyboard.press("ArrowDown")
        page.keyboard.press("+")
    assert page.locator(".city-map .outlines").get_attribute("viewBox") != first
    for _ in range(6):
        page.keyboard.press("ArrowDown")
    seen = labels(page)
    assert "Near One" in seen and "Near Two" in seen and "Lone" not in seen
    assert page.locator(".map-status").inner_text() == "× 2.6"
    page.keyboard.press("0")
    assert page.locator(".city-map .outlines").get_attribute("viewBox") == first
    assert labels(page) == TOGETHER


def test_every_stop_of_the_map_says_what_it_is_and_zooms(visit):
    build_map_world()
    page = visit()
    page.goto("/en/map/")
    page.locator(".city-map").focus()
    stops = []
    for _ in range(4):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.getAttribute('aria-label')"))
        if len(stops) == 1:
            page.keyboard.press("+")
    assert stops[:2] == TOGETHER[:2] and all(stops), stops


def test_the_map_moves_by_its_buttons_and_a_mark_of_several_leads_on(visit):
    build_map_world()
    page = visit(viewport={"width": 320, "height": 700})
    page.goto("/en/map/")
    page.get_by_role("button", name="Zoom in").click()
    assert page.locator(".city-map .outlines").get_attribute("viewBox").endswith(" 625 625")
    page.get_by_role("button", name="Move west").click()
    page.get_by_role("button", name="Move north").click()
    assert page.locator(".city-map .outlines").get_attribute("viewBox") == "31.25 31.25 625 625"
    page.get_by_role("button", name="Show the whole map").click()
    # Parks that lie apart are parted; those at one point are listed.
    page.get_by_role("link", name="2 parks: Near One, Near Two").focus()
    page.keyboard.press("Enter")
    assert {"Near One", "Near Two"} <= set(labels(page))
    page.get_by_role("button", name="Show the whole map").click()
    page.get_by_role("link", name="2 parks: Middle One, Middle Two").focus()
    page.keyboard.press("Enter")
    page.locator(".map-key details[open]").get_by_role("link", name="Middle Two").click()
    assert page.url.endswith("/en/parks/middle-two/")


def test_the_park_in_hand_is_marked_on_the_map_and_in_the_table(visit):
    build_map_world()
    page = visit(viewport={"width": 1440, "height": 900})
    page.goto("/en/map/")
    page.locator("tr[data-park=lone] a").first.focus()
    assert page.locator(".mark.is-current").get_attribute("aria-label") == "Lone"
    page.locator(".city-map .mark[aria-label=Lone]").focus()
    assert page.locator("tr.is-current").get_attribute("data-park") == "lone"
    page.locator(".city-map .mark[aria-label=Lone]").blur()
    assert page.locator("tr.is-current").count() == 0


@pytest.mark.parametrize("width", [320, 1440])
def test_the_map_without_scripts_has_marks_that_a_finger_meets_and_that_lead_on(visit, width):
    build_map_world()
    page = visit(java_script_enabled=False, viewport={"width": width, "height": 900})
    page.goto("/en/map/")
    assert labels(page) == TOGETHER
    boxes = [mark.bounding_box() for mark in page.locator(".city-map .mark, .provinces a").all()]
    assert len(boxes) == 4 and all(min(box["width"], box["height"]) >= 24 for box in boxes)
    assert not page.get_by_role("group", name="Move the map").is_visible()
    page.get_by_role("link", name="Lone").first.click()
    assert page.url.endswith("/en/parks/lone/")


def test_tiles_are_asked_for_only_when_a_reader_wants_them(visit, settings):
    build_map_world()
    settings.MAP_TILE_URL = "https://tiles.example.org/{z}/{x}/{y}.png"
    settings.MAP_TILE_ATTRIBUTION = "Example maps"
    settings.MAP_TILE_DATUM = "WGS-84"
    page = visit(viewport={"width": 1440, "height": 900})
    asked = []

    def tile(route):
        asked.append(route.request.url)
        route.fulfill(body=render_tile(), content_type="image/png")

    page.route("https://tiles.example.org/**", tile)
    page.goto("/en/map/")
    assert asked == [] and page.locator(".leaflet-tile").count() == 0
    page.get_by_role("button", name="Show it").click()
    page.locator(".leaflet-tile-loaded").first.wait_for()
    assert asked and page.locator(".tile-map path.leaflet-interactive").count() == 3
    assert "2 parks have a point in another datum" in page.locator("main").inner_text()
    page.get_by_role("button", name="Zoom in").last.click()
    page.wait_for_timeout(500)
    # Asking this host is what the reader wanted; nothing else may be complained of.
    page.watch.complaints = [said for said in page.watch.complaints if "https://tiles.example.org/" not in said]


def render_tile():
    picture = io.BytesIO()
    Image.new("RGB", (256, 256), "white").save(picture, "PNG")
    return picture.getvalue()
