"""Addresses of comparisons: `pages` by themselves, `files` among the other things that are given out."""

from django.urls import path, register_converter

from portal.comparing import views
from portal.comparing.kinds import KINDS
from portal.views import StandingPage


class ComparedKindConverter:
    """A path part that names a kind that can be compared."""

    regex = "|".join(KINDS)

    def to_python(self, value):
        return KINDS[value]

    def to_url(self, value):
        return getattr(value, "key", value)


register_converter(ComparedKindConverter, "compared")

pages = (
    [
        path("", StandingPage.as_view(template_name="portal/compare_index.html"), name="index"),
        path("<compared:kind>/", views.Comparison.as_view(), name="page"),
    ],
    "compare",
)
files = [
    path("compare/<compared:kind>.csv", views.ComparisonTable.as_view(), name="comparison-table"),
    path("compare/<compared:kind>.json", views.ComparisonData.as_view(), name="comparison-data"),
]
