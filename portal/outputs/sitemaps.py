"""The map of the site for search engines, in files of at most 50,000 addresses, found by key however many there are."""

from typing import NamedTuple
from xml.etree import ElementTree

from django.db.models import F, OuterRef, Subquery, Window
from django.db.models.functions import RowNumber
from django.http import Http404
from django.urls import reverse
from django.utils.translation import override

from core.models import Indicator
from editorial.models import Change
from portal.outputs.sections import FACTS, LISTS, RECORDS, unit_model

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"
LANGUAGES = {"en": "en", "zh-hans": "zh-Hans"}
MOST_ADDRESSES = 50_000
ROWS_PER_FILE = MOST_ADDRESSES // len(LANGUAGES)
MAPPED = (*RECORDS, *FACTS)


class Page(NamedTuple):
    """One page in all languages: `paths` by language; `changed` is the moment of its last public change, or None."""

    paths: dict
    changed: object = None


def listed_rows(section):
    """What stands in the public list of a section, in the order of its keys."""
    filterset = LISTS[section].filterset_class
    rows = filterset.listing().filter(**{filterset.withdrawn: None})
    return rows.select_related(None).prefetch_related(None).order_by("pk")


def starts(section):
    """The first key of every file of a section, but for the first file: one query that reads the keys once, in order."""
    numbered = listed_rows(section).annotate(place=Window(RowNumber(), order_by=F("pk").asc()))
    first = numbered.annotate(beyond=(F("place") - 1) % ROWS_PER_FILE).filter(beyond=0)
    return list(first.values_list("pk", flat=True))[1:]


def pages_of(section, start=None):
    """The Pages of one file, those from the key `start` on. One query. Raises Http404 where there are none."""
    rows = listed_rows(section)
    rows = rows if start is None else rows.filter(pk__gte=start)
    last = Change.objects.filter(unit_id=OuterRef("pk")).order_by("-number").values("at")[:1]
    reference = "slug" if section in RECORDS else "pk"
    found = list(rows.annotate(changed=Subquery(last)).values_list(reference, "changed")[:ROWS_PER_FILE])
    if start is not None and not found:
        raise Http404
    address = in_languages(f"{section}:detail", ["0"] if section in RECORDS else [NO_KEY])
    return [Page({code: path % key for code, path in address.items()}, changed) for key, changed in found]


NO_KEY = "00000000-0000-0000-0000-000000000000"


def in_languages(name, arguments=()):
    """`{language: path}` of a page; the last argument is left open, as `%s`."""
    paths = {}
    for code in LANGUAGES:
        with override(code):
            path = reverse(name, args=arguments)
        paths[code] = path.removesuffix(f"{arguments[-1]}/") + "%s/" if arguments else path
    return paths


def plain_pages():
    """The front page, the lists, the measures, and what else has no row of its own."""
    names = ["home", "map:list", "compare:index", *(f"{section}:list" for section in LISTS)]
    codes = Indicator.objects.listed().order_by("code").values_list("code", flat=True)
    measure = in_languages("indicators:detail", ["0"])
    return [
        *(Page(in_languages(name)) for name in names),
        *(Page({language: path % code for language, path in measure.items()}) for code in codes),
    ]


def last_changes():
    """`{section: moment}` of the last entry of the feed about its kind of unit. One query for each kind."""
    kinds = {section: unit_model(section)._meta.label_lower for section in MAPPED}
    moments = {}
    for kind in set(kinds.values()):
        newest = Change.objects.filter(unit_kind=kind).order_by("-number")
        moments[kind] = newest.values_list("at", flat=True).first()
    return {section: moments[kind] for section, kind in kinds.items()}


def index(absolute):
    """The XML of the index of all files; `absolute` makes an address of a path."""
    root = ElementTree.Element("sitemapindex", {"xmlns": NAMESPACE})
    write_file(root, absolute(reverse("files:sitemap-pages")), None)
    changed = last_changes()
    for section in MAPPED:
        write_file(root, absolute(reverse("files:sitemap", args=[section])), changed[section])
        for start in starts(section):
            write_file(root, absolute(reverse("files:sitemap", args=[section, start])), changed[section])
    return written(root)


def write_file(root, address, changed):
    element = ElementTree.SubElement(root, "sitemap")
    ElementTree.SubElement(element, "loc").text = address
    if changed:
        ElementTree.SubElement(element, "lastmod").text = changed.isoformat()


def url_set(pages, absolute):
    """The XML of one file: every page in every language, each naming the other ones."""
    root = ElementTree.Element("urlset", {"xmlns": NAMESPACE, "xmlns:xhtml": XHTML})
    for page in pages:
        addresses = {code: absolute(path) for code, path in page.paths.items()}
        for address in addresses.values():
            write_page(ElementTree.SubElement(root, "url"), address, addresses, page.changed)
    return written(root)


def write_page(element, address, addresses, changed):
    ElementTree.SubElement(element, "loc").text = address
    if changed:
        ElementTree.SubElement(element, "lastmod").text = changed.isoformat()
    alternates = {**{LANGUAGES[code]: found for code, found in addresses.items()}, "x-default": addresses["en"]}
    for language, found in alternates.items():
        ElementTree.SubElement(element, "xhtml:link", {"rel": "alternate", "hreflang": language, "href": found})


def written(root):
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
