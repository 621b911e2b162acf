"""Every address a reader can reach from the front page, in both languages."""

import re
from typing import NamedTuple
from urllib.parse import parse_qsl

from django.test import Client, TestCase
from django.urls import URLPattern, URLResolver, get_resolver

from portal.sections import FURTHER_SECTIONS, MAIN_SECTIONS
from tests.pages.world import build_world

LINK = re.compile(r'<a [^>]*href="([^"#]*)')
OUTSIDE = ("/api/", "/static/", "/admin/")
# A form stands beside every fact: one of each kind of fact is read in each language.
FORM = re.compile(r"/[\w-]+/(?:corrections|comments)/new/(?:[a-z]+/)?")


class Page(NamedTuple):
    status: int
    html: str
    cookies: dict
    view_name: str


def crawl(client, start):
    """`{path: Page}` of all pages reached from `start` by links; where a redirect leads to is crawled too.

    Of the links of a list to narrower ones, one is followed for every set of parameters: all of them would be thousands.
    """
    pages, pending, kinds = {}, [start], set()
    while pending:
        path = pending.pop()
        if path in pages:
            continue
        response = client.get(path)
        match = response.resolver_match
        pages[path] = Page(
            response.status_code, html_of(response), dict(response.cookies), match.view_name if match else ""
        )
        if response.status_code in (301, 302):
            pending.append(response["Location"])
            continue
        for link in LINK.findall(pages[path].html):
            link = link.replace("&amp;", "&")
            link = path.partition("?")[0] + link if link.startswith("?") else link
            if link.startswith("/") and not link.startswith(OUTSIDE):
                kind = kind_of(link)
                if kind not in kinds:
                    pending.append(link)
                    kinds.add(kind)
    return pages


def kind_of(link):
    """What is equal for links of which one stands for all."""
    form = FORM.match(link)
    if form is not None:
        return form[0]
    path, _, query = link.partition("?")
    return (path, *sorted(name for name, _value in parse_qsl(query, keep_blank_values=True)))


def html_of(response):
    """The text of a page; nothing for a table, a feed or a picture, which are reached by links too."""
    is_page = response.get("Content-Type", "").startswith("text/html")
    return response.content.decode() if is_page else ""


class EveryPageTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        build_world()
        cls.pages = crawl(Client(), "/en/")

    def html(self):
        """`(path, text)` of every page that is neither a redirect nor the card that other sites frame."""
        return [
            (path, page.html)
            for path, page in self.pages.items()
            if page.html and page.status != 301 and page.view_name != "files:embed"
        ]

    def test_every_link_leads_to_a_page(self):
        self.assertGreater(len(self.pages), 150)
        self.assertEqual({path: page.status for path, page in self.pages.items() if page.status not in (200, 301)}, {})

    def test_every_page_has_one_heading_one_main_part_a_title_and_its_language(self):
        for path, html in self.html():
            language = "zh-Hans" if path.startswith("/zh-hans/") else "en"
            self.assertEqual((html.count("<h1"), html.count("<main")), (1, 1), path)
            self.assertIn(f'<html lang="{language}">', html, path)
            self.assertRegex(html, r"<title>\s*\S", path)
            self.assertIn('href="#content">', html, path)

    def test_no_page_sets_a_cookie_or_names_another_host(self):
        foreign = re.compile(r'<(?:script|img|iframe|link)[^>]+(?:src|href)="(?!/|http://testserver/)')
        for path, page in self.pages.items():
            self.assertEqual(page.cookies, {}, path)
            self.assertIsNone(foreign.search(page.html), path)

    def test_ids_are_used_once_and_every_label_has_its_field(self):
        for path, html in self.html():
            ids = re.findall(r'\sid="([^"]+)"', html)
            self.assertEqual(len(ids), len(set(ids)), path)
            self.assertLessEqual(set(re.findall(r'<label for="([^"]+)"', html)), set(ids), path)
            self.assertLessEqual(set(re.findall(r'aria-(?:labelledby|describedby)="([^"]+)"', html)), set(ids), path)

    def test_every_pattern_below_a_language_was_crawled(self):
        """An unlinked page would go unread by every test here."""
        crawled = {page.view_name for page in self.pages.values()}
        # The private page of a message has no way to it (tests/portal/test_readers.py); suggestions are no page.
        self.assertEqual(set(language_patterns()) - crawled, {"targets:detail", "sent", "suggest"})

    def test_every_section_stands_in_the_menu(self):
        html = self.pages["/en/"].html
        for section in MAIN_SECTIONS + FURTHER_SECTIONS:
            self.assertIn(f'<a href="/en/{section.namespace}/">', html)


def language_patterns():
    [under_language] = [
        found for found in get_resolver().url_patterns if "LocalePrefix" in repr(found.pattern.__class__)
    ]
    yield from names_below(under_language, "")


def names_below(resolver, namespace):
    for found in resolver.url_patterns:
        if isinstance(found, URLPattern):
            yield f"{namespace}{found.name}"
        elif isinstance(found, URLResolver):
            yield from names_below(found, f"{found.namespace}:" if found.namespace else namespace)
