"""Every public template, in both languages, on phones and desks, light and dark, with and without scripts."""

from functools import partial

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse
from django.utils.translation import override

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
OUTPUT_PAGES = ("outputs:columns", "outputs:week")
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
    }
    if view_name in arguments:
        return reverse(view_name, args=arguments[view_name])
    if page in ("", "list", "columns"):
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
    make.make_sent_comment(record=world["parks"].record, state="accepted", answer_en="Thank you.", answer_zh="谢谢。")
    make.make_sent_correction(Figure.objects.first(), state="accepted", answer_en="Put right.", answer_zh="已更正。")
    for address in addresses_of_every_kind(world, language).values():
        assert page.goto(address).status == 200, address
        found += faults(page, LOOKS[language], widths=WIDTHS)
        scripts = page.locator("script:not([type='application/ld+json'])")
        sources = [scripts.nth(number).get_attribute("src") for number in range(scripts.count())]
        assert sources in (["/static/suggest.js"], ["/static/lists.js", "/static/suggest.js"]), f"{address} has others"
        if len(sources) > 1:
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
