"""Pages of the shared vocabulary: sources, regions, sectors, figures, indicators, events, statements; and the error pages."""

import sys
from urllib.parse import urlencode

from django.core.exceptions import BadRequest, RequestDataTooBig, TooManyFieldsSent
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.defaults import server_error
from django.views.generic import TemplateView

from core.charts.strip import newest_of_each, strip
from core.conflicts import COMPARED_KINDS
from core.dossiers import (
    public_events,
    public_figures,
    public_indicators,
    public_statements,
    region_dossier,
    sector_dossier,
    source_dossier,
)
from core.filtersets import (
    EventFilterSet,
    FigureFilterSet,
    IndicatorFilterSet,
    RegionFilterSet,
    SectorFilterSet,
    SourceFilterSet,
    StatementFilterSet,
)
from core.list_pages import KIND, NAME, OTHER_NAME, Column, Link, ListPage, public, shown_date, source_mark
from core.middleware import is_outage, outage_answer
from core.models import Figure, Region, Sector, Source, Unit
from core.record_pages import FactPage, Part, RecordPage, closing_parts, event_parts, figure_parts
from core.templatetags.records import figure_period, in_language, kind_mark, printed
from editorial.past import withdrawal_of

NEWEST_LOOKED_AT = 200


class SourceList(ListPage):
    filterset_class = SourceFilterSet
    row_template = "core/_source_row.html"
    columns = (
        NAME,
        Column(gettext_lazy("Publisher"), lambda row: public("publisher")(row) or row.publisher_as_printed),
        Column(gettext_lazy("Published"), shown_date("published")),
        Column(gettext_lazy("Kind"), lambda row: row.get_kind_of_source_display()),
        Column(gettext_lazy("How it was read"), lambda row: row.get_seen_display()),
    )
    lead = gettext_lazy("The documents behind every fact, with the quotes taken from them.")


class SourcePage(RecordPage):
    queryset = Source.objects.select_related("record", "publisher", "origin")
    dossier = staticmethod(source_dossier)
    template_name = "core/source_detail.html"

    def parts(self, dossier):
        return [
            Part("titles", _("Other titles"), dossier.titles, "core/_source_titles.html", missed=False),
            Part("chain", _("The way to the original"), dossier.chain, "core/_source_chain.html", missed=False),
            Part("copies", _("Documents that rest on it"), dossier.descendants, "core/_sources.html", missed=False),
            resting_part(dossier),
            *closing_parts(dossier, without=("sources",)),
        ]


def resting_part(dossier):
    """Where not all quotes stand on the page, more rests on the source than is counted: then only that there is more is said."""
    part = Part("quotes", _("Quotes taken from it, and what rests on them"), dossier.resting, "core/_resting.html")
    if not dossier.more:
        return part
    query = urlencode({"source": dossier.record.slug})
    lists = tuple((section, query) for section in ("figures", "events", "statements", "designations"))
    return part._replace(entries=dossier.more.get("quotes", 0), is_shortened=True, lists=lists)


class RegionList(ListPage):
    filterset_class = RegionFilterSet
    row_template = "core/_region_row.html"
    columns = (
        NAME,
        OTHER_NAME,
        Column(gettext_lazy("Level"), lambda row: row.get_level_display()),
        Column(gettext_lazy("Directly in"), public("parent")),
        Column(gettext_lazy("Division code"), lambda row: row.code),
    )
    lead = gettext_lazy("Countries, provinces, municipalities, districts, and groups of regions.")


class RegionPage(RecordPage):
    queryset = Region.objects.select_related("record", "parent")
    dossier = staticmethod(region_dossier)
    template_name = "core/region_detail.html"

    def parts(self, dossier):
        return [
            Part("members", _("Members"), dossier.members, "core/_group_members.html", missed=False),
            Part("below", _("Regions in it"), dossier.children, "core/_record_links.html", missed=False),
            *parts_in_lists(
                dossier,
                "region",
                Part("parks", _("Parks"), dossier.parks, "parks/_parks.html"),
                Part("organisations", _("Organisations"), dossier.organisations, "companies/_organisations.html"),
            ),
            *figure_parts(dossier),
            Part(
                "base",
                _("Figures that are a share of it"),
                dossier.figures_as_base,
                "core/_subject_figures.html",
                missed=False,
            ),
            *event_parts(dossier),
            Part("groups", _("Groups it belongs to"), dossier.groups, "core/_groups.html", missed=False),
            *closing_parts(dossier),
        ]


def parts_in_lists(dossier, parameter, parks, organisations):
    """The parts of what lies in a region or a sector, each with the way to its lists where it is too long for the page."""
    query = urlencode({parameter: dossier.record.slug})
    name = "parks" if "parks" in vars(dossier) else "park_sectors"
    return [
        parks.listed_in(dossier, name, ("parks", query)),
        organisations.listed_in(dossier, "organisations", ("companies", query), ("institutions", query)),
    ]


class SectorList(ListPage):
    filterset_class = SectorFilterSet
    row_template = "core/_sector_row.html"
    columns = (
        NAME,
        OTHER_NAME,
        Column(gettext_lazy("Axis"), lambda row: row.get_axis_display()),
        Column(gettext_lazy("Directly under"), public("parent")),
    )
    lead = gettext_lazy("Industries, and the fields in which technology is applied.")


class SectorPage(RecordPage):
    queryset = Sector.objects.select_related("record", "parent")
    dossier = staticmethod(sector_dossier)
    template_name = "core/sector_detail.html"

    def parts(self, dossier):
        return [
            Part("below", _("Sectors in it"), dossier.children, "core/_record_links.html", missed=False),
            *parts_in_lists(
                dossier,
                "sector",
                Part("parks", _("Parks"), dossier.park_sectors, "parks/_sector_parks.html"),
                Part("organisations", _("Organisations"), dossier.organisations, "companies/_organisations.html"),
            ),
            *figure_parts(dossier),
            *event_parts(dossier),
            *closing_parts(dossier),
        ]


class FigureList(ListPage):
    filterset_class = FigureFilterSet
    is_cards = False
    row_template = "core/_figure_row.html"
    columns = (
        Column(gettext_lazy("Subject"), lambda row: row.subject),
        Column(gettext_lazy("Indicator"), lambda row: row.indicator.name),
        Column(gettext_lazy("Value"), lambda row: Link(row.display(), reverse("figures:detail", args=[row.pk]))),
        Column(gettext_lazy("Kind"), kind_mark),
        Column(gettext_lazy("Period"), figure_period),
        Column(gettext_lazy("As printed"), lambda row: printed(row.as_printed, row.citation.source.language)),
        Column(gettext_lazy("Source"), source_mark),
    )
    lead = gettext_lazy(
        "Every number with its hedge, kind, period and source. Targets, plans and estimates are marked as such."
    )

    def rows(self):
        return public_figures()


class FigurePage(FactPage):
    """The permanent address of one figure, with its whole nature and evidence."""

    template_name = "core/figure_detail.html"
    context_object_name = "figure"

    def get_queryset(self):
        return public_figures()


class IndicatorList(ListPage):
    """What is measured, and what it must not be compared with."""

    filterset_class = IndicatorFilterSet
    is_cards = False
    row_template = "core/_indicator_row.html"
    lead = gettext_lazy("What the figures measure. Measures of two families never share an axis or a series.")

    def rows(self):
        return public_indicators()


class IndicatorPage(TemplateView):
    """What a measure is, and its newest values side by side. Of many figures only the newest are looked at."""

    http_method_names = ["get", "head", "options"]
    template_name = "core/indicator_detail.html"

    def get_context_data(self, code):
        indicator = get_object_or_404(public_indicators(), code=code)
        figures = list(newest_figures(indicator)[: NEWEST_LOOKED_AT + 1])
        return super().get_context_data(
            indicator=indicator,
            title=indicator.name,
            withdrawal=withdrawal_of(indicator),
            strips=strips(figures[:NEWEST_LOOKED_AT]) if indicator.unit != Unit.RANK else [],
            looked_at=NEWEST_LOOKED_AT if len(figures) > NEWEST_LOOKED_AT else None,
        )


def newest_figures(indicator):
    """Facts and estimates by an indicator, the newest first, those without a period last."""
    found = Figure.objects.public().filter(indicator=indicator, kind__in=COMPARED_KINDS, withdrawn_at=None)
    return found.select_related("subject", "base", "indicator", "citation__source__publisher").order_by(
        "-period_earliest", "-pk"
    )


def strips(figures):
    """A Strip for each currency."""
    by_currency = {}
    for figure in figures:
        by_currency.setdefault(figure.currency, []).append(figure)
    return [strip(newest_of_each(rows)) for rows in by_currency.values()]


class EventList(ListPage):
    filterset_class = EventFilterSet
    is_cards = False
    row_template = "core/_event_row.html"
    columns = (
        Column(
            gettext_lazy("Event"), lambda row: Link(in_language(row.title), reverse("events:detail", args=[row.pk]))
        ),
        Column(gettext_lazy("Date"), shown_date("date")),
        KIND,
        Column(gettext_lazy("Source"), source_mark),
    )
    lead = gettext_lazy("What happened, with the verb the source prints. Events without a date come last.")

    def rows(self):
        return public_events()


class EventPage(FactPage):
    template_name = "core/event_detail.html"
    context_object_name = "event"

    def get_queryset(self):
        return public_events()

    def get_context_data(self, **kwargs):
        return super().get_context_data(held=public_events().filter(series=self.object), **kwargs)


class StatementList(ListPage):
    filterset_class = StatementFilterSet
    is_cards = False
    row_template = "core/_statement_row.html"
    lead = gettext_lazy("What was said, and by whom. A statement is never a fact.")

    def rows(self):
        return public_statements()


class StatementPage(FactPage):
    template_name = "core/statement_detail.html"
    context_object_name = "statement"

    def get_queryset(self):
        return public_statements()


def bad_request(request, exception):
    """Only sentences written for readers are shown, never what Django says of a suspicious request."""
    message = str(exception) if isinstance(exception, BadRequest) else ""
    if isinstance(exception, TooManyFieldsSent | RequestDataTooBig):
        message = _("The form is too large to be sent at once. Go back and save it in smaller parts.")
    return render(request, "400.html", {"message": message}, status=400)


def failed(request):
    """A database that does not answer outside of a view, as when the session is read or kept, is no fault of ours either."""
    exception = sys.exc_info()[1]
    return outage_answer(request, exception) if is_outage(exception) else server_error(request)


def no_shortcut(request, target):
    """In place of Django's way from a key to a page, which tells everyone at the desk the address of what is hidden."""
    raise Http404
