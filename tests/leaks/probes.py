"""Every public address worth asking, made from the resolver and the FilterSets, and what was answered."""

import logging
from contextlib import contextmanager
from typing import NamedTuple

from django.test import Client
from django.urls import Resolver404, get_resolver, resolve
from django.utils.translation import override

from config.api import VIEWSETS
from core import filters
from core.charts.series import series_of_figures
from core.dossiers import public_figures
from core.models import Indicator
from editorial.models import Record, record_models
from portal.outputs.weeks import this_week
from tests.leaks.hidden_rows import SLUG, TOKEN
from tests.leaks.open_world import PRIVATE

LANGUAGES = ("en", "zh-hans")
NOBODY = "00000000-0000-4000-8000-000000000000"


class Probe(NamedTuple):
    address: str
    method: str = "GET"

    @property
    def names_a_token(self):
        return TOKEN.lower()[:6] in self.address.lower()


class Answer(NamedTuple):
    """`headers` are all but the two that only say what time it is."""

    status: int
    headers: dict
    cookies: dict
    body: bytes

    @property
    def text(self):
        return (repr(self.headers) + repr(self.cookies)).encode() + self.body


def ask(probe, client):
    response = client.generic(probe.method, probe.address)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    headers = {name: value for name, value in response.headers.items() if name not in ("Date", "Expires")}
    cookies = {name: morsel.OutputString() for name, morsel in response.cookies.items()}
    return Answer(response.status_code, headers, cookies, body)


def answers(probes, client=None):
    client = client or Client()
    return {probe: ask(probe, client) for probe in probes}


@contextmanager
def kept_log():
    """The lines of every logger meanwhile."""
    lines, root = [], logging.getLogger()
    handler = logging.Handler(logging.DEBUG)
    handler.emit = lambda record: lines.append(f"{record.getMessage()} {record.exc_text or ''} {vars(record)}")
    root.addHandler(handler)
    try:
        yield lines
    finally:
        root.removeHandler(handler)


# What is asked


def patterns():
    """`{view name: pattern}` of everything that is no page of the desk."""
    with override("en"):
        return {name: path for path, name in _walk(get_resolver().url_patterns) if not path.startswith("admin/")}


def _walk(found, prefix="", namespace=""):
    for one in found:
        path = prefix + str(one.pattern)
        if hasattr(one, "url_patterns"):
            yield from _walk(one.url_patterns, path, f"{namespace}{one.namespace}:" if one.namespace else namespace)
        else:
            yield path, f"{namespace}{one.name}"


def view_of(address):
    """The name of the view that answers; "" where none does."""
    path = address.partition("?")[0]
    with override("zh-hans" if path.startswith("/zh-hans/") else "en"):
        try:
            return resolve(path).view_name
        except Resolver404:
            return ""


def asked_views(probes):
    return {view_of(probe.address) for probe in probes}


def all_probes(world):
    """GET of everything in both languages; HEAD and OPTIONS of every pattern."""
    pages = [*lists(), *details(world), *searches(), *plain(), *readers(), *outputs(world), *comparisons()]
    found = [Probe(page) for page in pages] + [Probe(address) for address in filtered()]
    one_of_each = {view_of(page): page for page in reversed(pages)}
    found += [Probe(page, method) for page in one_of_each.values() for method in ("HEAD", "OPTIONS")]
    return list(dict.fromkeys(found))


def in_languages(path):
    yield from (f"/{language}/{path}" for language in LANGUAGES)


def in_api(path, languages=LANGUAGES):
    yield from (f"/api/v1/{path}{'&' if '?' in path else '?'}lang={language}" for language in languages)


def plain():
    yield from (
        "/", "/healthz", "/readyz", "/i18n/setlang/", "/preview/x/", "/api/v1/", "/api/v1/openapi.json", "/api/v1/docs/",
        "/api/v1/nothing/", "/en/nothing/", "/zh-hans/parks/nothing/", "/parks/", "/en/parks/?bogus=1", "/api/v1/parks/?bogus=1",
        "/en/parks/campus", "/api/v1/parks/campus", "/en/parks/%00/", "/robots.txt", "/sitemap.xml", "/feed/",
    )  # fmt: skip
    for path in ("", "about/", "method/", "accessibility/", "privacy/"):
        yield from in_languages(path)


def lists():
    for name, path in patterns().items():
        if name.endswith(":list"):
            yield from in_languages(path.split("/", 1)[1])
        elif name.endswith("-list"):
            yield f"/{path}"


def readers():
    """The log of corrections, and the forms: these carry a token of their own, so only what answers nobody is compared."""
    yield from in_languages("corrections/")
    yield from in_languages("corrections/?page=2")
    for path in (f"corrections/new/park/{NOBODY}/", f"comments/new/{NOBODY}/", "sent/nothing/"):
        yield f"/en/{path}"


def outputs(world):
    """What is given out besides pages: tables, feeds, citations, cards, frames, maps of the site."""
    sections = [name.removesuffix(":list") for name in patterns() if name.endswith(":list")]
    for section in sections:
        if section == "map":  # A page like a list, with nothing of a list besides.
            continue
        yield f"/en/{section}.csv"
        yield from in_languages(f"{section}.atom")
        yield f"/sitemaps/{section}.xml"
        yield f"/sitemaps/{section}/{NOBODY}.xml"
    for record in (world[name] for name in ("campus", "megvii", "fen", "plan", "source", "news", "robotics")):
        path = f"{record.section}/{record.slug}"
        yield from in_languages(f"{path}.atom")
        yield from (f"/en/{path}{ending}" for ending in (".bib", ".csl.json"))
        yield f"/cards/zh-hans/{path}.png"
        yield from (f"/embed/{language}/{path}/" for language in LANGUAGES)
    yield from series_of(world)
    figure = f"figures/{world['figure'].pk}"
    yield from (f"/en/{figure}{ending}" for ending in (".atom", ".bib", ".csl.json"))
    yield f"/cards/en/{figure}.png"
    yield from in_languages("changes.atom")
    yield from in_languages("briefings/weeks.atom")
    yield from in_languages(f"briefings/weeks/{this_week()}/")
    yield from (
        f"/en/parks.csv?q={TOKEN}",
        f"/en/map/?q={TOKEN}",
        f"/en/map/?region={SLUG}2",
        f"/en/parks.geojson?q={TOKEN}",
        f"/en/parks.geojson?region={SLUG}2",
        "/zh-hans/parks.geojson",
        "/en/map/?limit=1",
        f"/en/parks.atom?q={TOKEN}",
        f"/en/parks.csv?region={SLUG}2",
        "/en/columns/",
    )
    yield from (
        "/sitemap.xml", "/sitemaps/pages.xml", "/.well-known/security.txt", "/site.webmanifest", "/favicon.ico", "/cards/en/site.png",
    )  # fmt: skip


def series_of(world):
    """The pages of measures over time and their charts; one of a subject that has none of it, and with a parameter."""
    path = f"parks/{world['campus'].slug}/figures/output/"
    found = public_figures().filter(subject=world["campus"].record_id, indicator__code="output")
    charts = [series.key for series in series_of_figures(list(found)) if series.is_charted]
    yield from in_languages(path)
    for key in (*charts, "nothing"):
        yield from in_languages(f"{path}{key}.svg")
    yield from (f"/en/{path}?page=1", "/en/companies/megvii/figures/output/", "/en/parks/campus/figures/turnover/")


def comparisons():
    """Two of each kind side by side, on the page and as files; the way to choose them, with and without words."""
    for key, kind in (("parks", "park"), ("organisations", "organisation"), ("policies", "policy")):
        asked = "&".join(f"with={slug}" for slug in public_slugs(kind)[:2])
        yield from in_languages(f"compare/{key}/?{asked}")
        yield from (f"/en/compare/{key}{ending}?{asked}" for ending in (".csv", ".json"))
        yield from (f"/en/compare/{key}/{query}" for query in ("", f"?{asked}&q=c", f"?q={TOKEN}", "?with=nothing"))
    yield "/en/compare/"


def searches():
    for words in ("c", TOKEN):
        yield from in_languages(f"search/?q={words}")
        for path in ("search", "suggest"):
            yield f"/en/{path}/?q={words}" if path == "suggest" else f"/en/search/?q={words}&sort=date"
            yield f"/api/v1/{path}/?q={words}"
    for words in (TOKEN[:4], f"{TOKEN}x", "campus", "zone", "plan"):
        yield f"/en/search/?q={words}"
        yield f"/en/suggest/?q={words}"
        yield f"/api/v1/search/?q={words}"
    for like in ("park:campus", f"park:{SLUG}", f"region:{SLUG}2", "sector:robotics", "park:nothing"):
        yield f"/en/search/?like={like}"
        yield f"/api/v1/search/?like={like}"
    yield "/en/search/?q=nothing"


def details(world):
    """One public entry of every kind by both its addresses, the former one, and facts by their id."""
    records = [
        world[name]
        for name in (
            "campus", "megvii", "ministry", "fen", "qwen", "plan", "hubs", "first", "source", "news", "haidian", "robotics",
        )
    ]  # fmt: skip
    for record in records:
        path = f"{record.section}/{record.slug}/"
        yield from in_languages(path)
        yield f"/api/v1/{path}"
    for record in (world["zone"], world["china"], world["capital"], world["feature"], world["readable"]):
        yield f"/en/{record.section}/{record.slug}/"
    yield from (
        "/en/parks/yard/",
        "/api/v1/parks/yard/",
        f"/api/v1/parks/{world['campus'].pk}/",
        "/en/companies/ministry-of-hubs/",
    )
    facts = {
        "figures": [world["figure"], world["counted"], world["aim"]],
        "events": [world["event"], world["series"]],
        "statements": [world["statement"], world["unknown"]],
        "designations": [world["designation"]],
        "targets": [world["aim"]],
    }
    for section, rows in facts.items():
        for row in rows:
            yield f"/api/v1/{section}/{row.pk}/"
        yield from in_languages(f"{section}/{rows[0].pk}/")
    yield from in_languages("indicators/output/")
    yield "/api/v1/indicators/output/"


def filtered():
    """Every filter of every list with a value that narrows to something public, every order, and a second page."""
    for viewset in VIEWSETS:
        filterset = viewset.filterset_class
        for name, one in filterset.base_filters.items():
            for value in values_for(one, filterset):
                beside = (
                    "&unit=money"
                    if name.startswith("value")
                    else "&within=zone-of-parks"
                    if one_day(viewset, name)
                    else ""
                )
                yield f"/api/v1/{viewset.section}/?{name}={value}{beside}"
        yield f"/api/v1/{viewset.section}/?limit=1"
    for name, value in (
        ("kind", "park"),
        ("region", "haidian"),
        ("sector", "robotics"),
        ("within", "zone-of-parks"),
        ("q", "c"),
    ):
        yield from in_languages(f"map/?{name}={value}")
        yield f"/en/parks.geojson?{name}={value}"
    for page in ("parks/?within=zone-of-parks", "companies/?within=zone-of-parks&role=tenant", "targets/?state=lapsed"):
        yield f"/en/{page}"


def one_day(viewset, name):
    return viewset.section == "parks" and name == "on"


def values_for(one, filterset):
    if isinstance(one, filters.OrderingFilter):
        return [name for order in filterset.orderings for name in (order, f"-{order}")]
    if isinstance(one, filters.RecordFilter):
        return public_slugs(one.extra["kind"])[:2]
    if isinstance(one, filters.AnyRecordFilter):
        return [
            f"{kind}:{public_slugs(kind)[0]}" for kind in one.extra.get("kinds") or ("organisation", "park", "person")
        ]
    if isinstance(one, filters.IndicatorFilter):
        return [Indicator.objects.public().order_by("code").first().code]
    if isinstance(one, filters.ChoiceFilter):
        return [value for value, _label in one.extra["choices"]][:2]
    known = {
        filters.BooleanFilter: ["true"], filters.NumberFilter: ["7e11"], filters.CurrencyFilter: ["CNY"],
        filters.LanguageCodeFilter: ["en"], filters.DayFilter: ["2024-06-01"], filters.DateFrom: ["2020"], filters.DateTo: ["2020"],
        filters.NameFilter: ["c", TOKEN], filters.TextFilter: ["the", TOKEN],
    }  # fmt: skip
    return known[type(one)]


def public_slugs(kind):
    return list(record_models()[kind].objects.public().order_by("-slug").values_list("slug", flat=True))


# What must not be told apart


def pairs(hiding, desk):
    """(address of something hidden, the same with the key of what never was), over every kind of key."""
    for rows in hiding.copies.values():
        for row in rows[:2]:
            if isinstance(row, Record):
                continue
            yield from _addresses_of(row)
    for park in desk.never_public.values():
        yield from pair(f"/en/parks/{park.slug}/", park.slug)
        yield from pair(f"/api/v1/parks/?within={park.slug}", park.slug)
        yield from pair(f"/en/map/?within={park.slug}", park.slug)
        yield from pair(f"/en/parks.geojson?within={park.slug}", park.slug)
    for slug in (f"{SLUG}new", *(former.slug for former in hiding.former)):
        yield from pair(f"/en/parks/{slug}/", slug)
        yield from pair(f"/api/v1/parks/{slug}/", slug)


FACTS = {
    "figure": "figures",
    "event": "events",
    "statement": "statements",
    "designation": "designations",
    "target": "targets",
}
COMPARED = {"park": "parks", "organisation": "organisations", "policy": "policies"}
# Filters by which a record of each kind can be asked for.
ASKED_BY = {
    "park": "companies/?park={}", "organisation": "parks/?organisation={}", "source": "figures/?source={}", "policy": "targets/?policy={}",
    "scheme": "parks/?scheme={}", "batch": "designations/?batch={}", "region": "parks/?region={}", "sector": "parks/?sector={}",
}  # fmt: skip


def _addresses_of(row):
    name = row._meta.model_name
    if name in FACTS:
        key = str(row.pk)
        yield from pair(f"/en/{FACTS[name]}/{key}/", key)
        if name != "target":
            yield from pair(f"/en/{FACTS[name]}/{key}.atom", key)
            yield from pair(f"/en/corrections/new/{name}/{key}/", key)
        yield from pair(f"/api/v1/{FACTS[name]}/{key}/", key)
    elif name == "indicator":
        yield from pair(f"/en/parks/campus/figures/{row.code}/", row.code)
        yield from pair(f"/en/indicators/{row.code}/", row.code)
        for key in (row.code, str(row.pk)):
            yield from pair(f"/api/v1/indicators/{key}/", key)
            yield from pair(f"/api/v1/figures/?indicator={key}", key)
    elif hasattr(row, "slug"):
        for key in (row.slug, str(row.pk)):
            yield from pair(f"/api/v1/{row.section}/{key}/", key)
            if name in ASKED_BY:
                yield from pair(f"/api/v1/{ASKED_BY[name].format(key)}", key)
        yield from pair(f"/en/{row.section}/{row.slug}/", row.slug)
        if name in COMPARED:
            yield from pair(f"/en/compare/{COMPARED[name]}/?with={row.slug}", row.slug)
            yield from pair(f"/en/compare/{COMPARED[name]}.json?with={row.slug}", row.slug)
        for ending in (".atom", ".bib", ".csl.json"):
            yield from pair(f"/en/{row.section}/{row.slug}{ending}", row.slug)
        yield from pair(f"/cards/en/{row.section}/{row.slug}.png", row.slug)
        yield from pair(f"/embed/en/{row.section}/{row.slug}/", row.slug)
        yield from pair(f"/en/{row.section}/{row.slug}/figures/output/", row.slug)
        yield from pair(f"/en/corrections/new/{name}/{row.pk}/", str(row.pk))
        yield from pair(f"/en/comments/new/{row.pk}/", str(row.pk))
        yield from pair(f"/api/v1/statements/?about={name}:{row.slug}", row.slug)
        yield from pair(f"/api/v1/statements/?about={row.pk}", str(row.pk))


def pair(address, key):
    missing = NOBODY if len(key) == len(NOBODY) and key.count("-") == 4 else f"{SLUG}{'x' * (len(key) - len(SLUG))}"
    yield address, address.replace(key, missing), key, missing


def told_apart(found, client=None):
    """The hidden addresses of `found` that answer otherwise than what never was."""
    client = client or Client()
    apart = []
    for hidden, missing, key, absent in found:
        one, other = ask(Probe(hidden), client), ask(Probe(missing), client)
        if one.status != other.status or one.text.replace(key.encode(), b"KEY") != other.text.replace(
            absent.encode(), b"KEY"
        ):
            apart.append(hidden)
    return apart


# What is found


def differences(before, after):
    return [probe for probe in before if before[probe] != after[probe]]


def spilt(found, log=()):
    """Where a token or a private text stands, though nobody asked for it by name."""
    secrets = (TOKEN.lower().encode(), SLUG.encode(), PRIVATE.lower().encode())
    answered = [
        probe
        for probe, answer in found.items()
        if not probe.names_a_token and any(s in answer.text.lower() for s in secrets)
    ]
    return answered + [line for line in log if any(secret.decode() in line.lower() for secret in secrets)]
