"""Addresses of what is given out besides pages. Those in `pages` stand under their language."""

from django.urls import path, register_converter
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page

from portal.comparing import urls as comparing
from portal.maps.geojson import ParkGeoJSON
from portal.outputs import series, views
from portal.outputs.sections import (
    FactSectionConverter,
    PagedSectionConverter,
    RecordSectionConverter,
    SectionConverter,
)

MINUTE, HOUR, DAY = 60, 3600, 86_400


class LanguageConverter:
    regex = "en|zh-hans"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


register_converter(SectionConverter, "section")
register_converter(PagedSectionConverter, "paged")
register_converter(RecordSectionConverter, "records")
register_converter(FactSectionConverter, "facts")
register_converter(LanguageConverter, "language")


def kept(view, seconds):
    """`view`, whose answers may be kept by anyone for a time and are asked for again by their ETag."""
    return cache_control(public=True, max_age=seconds)(conditional_page(view.as_view()))


def of_units(ending, view, name, seconds=5 * MINUTE):
    """The addresses of what is given out of a record (by its slug) and of a fact (by its id)."""
    return [
        path(f"<records:section>/<slug:key>{ending}", kept(view, seconds), name=name),
        path(f"<facts:section>/<uuid:key>{ending}", kept(view, seconds), name=name),
    ]


pages = (
    [
        path("<section:section>.csv", views.ListTable.as_view(), name="table"),
        path("parks.geojson", ParkGeoJSON.as_view(), name="geojson"),
        path("<section:section>.atom", kept(views.ListFeed, 5 * MINUTE), name="list-feed"),
        path("changes.atom", kept(views.SiteFeed, 5 * MINUTE), name="site-feed"),
        *comparing.files,
        path("columns/", views.ColumnsPage.as_view(), name="columns"),
        path("briefings/weeks.atom", kept(views.WeeksFeed, 5 * MINUTE), name="weeks-feed"),
        path("briefings/weeks/<str:week>/", views.WeekPage.as_view(), name="week"),
        *of_units(".atom", views.UnitFeed, "unit-feed"),
        *of_units(".bib", views.UnitBibTeX, "bibtex"),
        *of_units(".csl.json", views.UnitCSL, "csl"),
        path("<records:section>/<slug:key>/figures/<slug:code>/", series.SeriesPage.as_view(), name="series"),
        path(
            "<records:section>/<slug:key>/figures/<slug:code>/<slug:series>.svg",
            kept(series.SeriesChart, 5 * MINUTE),
            name="series-chart",
        ),
    ],
    "outputs",
)

files = (
    [
        path("sitemap.xml", kept(views.SitemapIndex, HOUR), name="sitemap-index"),
        path("sitemaps/pages.xml", kept(views.SitemapPages, HOUR), name="sitemap-pages"),
        path("sitemaps/<paged:section>.xml", kept(views.Sitemap, HOUR), name="sitemap"),
        path("sitemaps/<paged:section>/<uuid:start>.xml", kept(views.Sitemap, HOUR), name="sitemap"),
        path("robots.txt", kept(views.Robots, DAY), name="robots"),
        path(".well-known/security.txt", kept(views.SecurityText, DAY), name="security"),
        path("site.webmanifest", kept(views.Manifest, DAY), name="manifest"),
        path("favicon.ico", kept(views.Favicon, DAY), name="favicon"),
        path("cards/<language:language>/site.png", kept(views.SiteCard, DAY), name="site-card"),
        path("cards/<language:language>/<records:section>/<slug:key>.png", kept(views.UnitCard, HOUR), name="card"),
        path("cards/<language:language>/<facts:section>/<uuid:key>.png", kept(views.UnitCard, HOUR), name="card"),
        path("embed/<language:language>/<records:section>/<slug:key>/", kept(views.Embed, 5 * MINUTE), name="embed"),
    ],
    "files",
)
