"""The sections of the site, in the order of its menus. A namespace is also the first part of the address."""

from typing import NamedTuple

from django.utils.translation import gettext_lazy


class Section(NamedTuple):
    namespace: str
    title: str


MAIN_SECTIONS = (
    Section("parks", gettext_lazy("Parks")),
    Section("map", gettext_lazy("Map")),
    Section("companies", gettext_lazy("Companies")),
    Section("institutions", gettext_lazy("Institutions")),
    Section("policies", gettext_lazy("Policies")),
    Section("people", gettext_lazy("People")),
    Section("regions", gettext_lazy("Regions")),
    Section("sectors", gettext_lazy("Sectors")),
    Section("briefings", gettext_lazy("Briefings")),
    Section("sources", gettext_lazy("Sources")),
)
FURTHER_SECTIONS = (
    Section("products", gettext_lazy("Products")),
    Section("schemes", gettext_lazy("Schemes")),
    Section("batches", gettext_lazy("Batches")),
    Section("designations", gettext_lazy("Designations")),
    Section("figures", gettext_lazy("Figures")),
    Section("indicators", gettext_lazy("Indicators")),
    Section("targets", gettext_lazy("Targets")),
    Section("events", gettext_lazy("Events")),
    Section("statements", gettext_lazy("Statements")),
)
SECTION_TITLES = {section.namespace: section.title for section in MAIN_SECTIONS + FURTHER_SECTIONS}
