"""The map of the site: every listed page once in each language, in files of bounded size, after the schema of sitemaps.org."""

import re
from datetime import datetime
from xml.etree import ElementTree

import pytest

from editorial.models import Change
from editorial.models.changes import Reason
from editorial.publishing import withdraw
from portal.outputs import sitemaps
from tests import factories as make
from tests.pages.copies import copies
from tests.pages.world import build_world

pytestmark = pytest.mark.django_db

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"


def checked(body, root, item):
    """`[(address, lastmod, {hreflang: address})]` of a file, after the rules of the schema."""
    tree = ElementTree.fromstring(body)
    assert body.startswith(b"<?xml version='1.0' encoding='utf-8'?>")
    assert tree.tag == f"{MAP}{root}" and 0 < len(tree) <= 50_000 and len(body) < 50 * 1024 * 1024
    found = []
    for element in tree:
        assert element.tag == f"{MAP}{item}"
        tags = [child.tag for child in element]
        plain = [tag for tag in tags if tag != LINK]
        assert plain in ([f"{MAP}loc"], [f"{MAP}loc", f"{MAP}lastmod"]) and tags[: len(plain)] == plain
        address, moment = element.findtext(f"{MAP}loc"), element.findtext(f"{MAP}lastmod")
        assert re.fullmatch(r"http://testserver/[!-~]{1,2000}", address)
        assert moment is None or datetime.fromisoformat(moment).tzinfo
        links = {link.get("hreflang"): link.get("href") for link in element.findall(LINK)}
        assert all(link.get("rel") == "alternate" for link in element.findall(LINK))
        found.append((address, moment, links))
    return found


def files(fetch):
    return [address for address, _moment, _links in checked(fetch("/sitemap.xml"), "sitemapindex", "sitemap")]


def addresses(fetch):
    """Every entry of every file."""
    return [
        entry
        for file in files(fetch)
        if (body := fetch(file.removeprefix("http://testserver"))).find(b"<loc>") > 0
        for entry in checked(body, "urlset", "url")
    ]


def test_every_listed_page_stands_in_it_once_in_each_language_and_answers(fetch, client):
    world = build_world()
    found = addresses(fetch)
    paths = [address.removeprefix("http://testserver") for address, _moment, _links in found]
    assert len(paths) == len(set(paths))
    for record in world.values():
        for language in ("en", "zh-hans"):
            assert f"/{language}/{record.section}/{record.slug}/" in paths
    assert {"/en/", "/zh-hans/", "/en/parks/", "/zh-hans/indicators/"} <= set(paths)
    assert {client.get(path).status_code for path in paths} == {200}
    for address, _moment, links in found:
        path = re.sub("^http://testserver/(en|zh-hans)/", "/", address)
        assert links == {
            "en": f"http://testserver/en{path}",
            "zh-Hans": f"http://testserver/zh-hans{path}",
            "x-default": f"http://testserver/en{path}",
        }


def test_a_page_names_the_addresses_that_the_map_names(fetch, client):
    make.make_park(public=True, name_en="Zone")
    [entry] = [entry for entry in addresses(fetch) if entry[0].endswith("/en/parks/zone/")]
    html = client.get("/en/parks/zone/").content.decode()
    assert f'<link rel="canonical" href="{entry[0]}">' in html
    for language, address in entry[2].items():
        assert f'<link rel="alternate" hreflang="{language}" href="{address}">' in html


def test_the_moment_is_that_of_the_last_public_change(fetch):
    park = make.make_park(public=True, name_en="Zone")
    at = Change.objects.get(unit_id=park.pk).at.isoformat()
    park.save()
    moments = {address: moment for address, moment, _links in checked(fetch("/sitemaps/parks.xml"), "urlset", "url")}
    assert moments == {f"http://testserver/{language}/parks/zone/": at for language in ("en", "zh-hans")}


def test_what_is_hidden_or_withdrawn_stands_not_in_it(fetch):
    make.make_park(name_en="Hidden")
    for name, reason in (("Readable", Reason.WITHDRAWN), ("Gone", Reason.ERROR)):
        withdraw(make.make_park(public=True, name_en=name), by="test", reason=reason)
    assert fetch("/sitemaps/parks.xml").count(b"<loc>") == 0


@pytest.mark.parametrize("section", ["targets", "indicators", "nowhere"])
def test_what_has_no_pages_has_no_file(section, fetch):
    fetch(f"/sitemaps/{section}.xml", expect=404)


def test_a_long_list_is_parted_by_key(fetch, queries, monkeypatch):
    copies(make.make_park(public=True, name_en="Zone"), 9)
    few = queries("/sitemap.xml")
    whole = {address for address, _moment, _links in checked(fetch("/sitemaps/parks.xml"), "urlset", "url")}
    monkeypatch.setattr(sitemaps, "ROWS_PER_FILE", 4)
    parts = [file for file in files(fetch) if "/sitemaps/parks" in file]
    assert len(parts) == 3
    found = [
        address
        for part in parts
        for address, _moment, _links in checked(fetch(part.removeprefix("http://testserver")), "urlset", "url")
    ]
    assert len(found) == 20 and set(found) == whole
    assert queries("/sitemap.xml") == few
    assert queries(parts[1].removeprefix("http://testserver")) == 1
    fetch("/sitemaps/parks/ffffffff-ffff-4fff-bfff-ffffffffffff.xml", expect=404)


def test_the_queries_of_the_index_do_not_grow(queries):
    assert queries("/sitemap.xml") <= 32  # Two for each kind of page.
