"""Pages of parks, and of what they were designated as."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.list_pages import KIND, NAME, OTHER_NAME, Column, Link, ListPage, public, shown_date, source_mark
from core.record_pages import FactPage, Part, RecordPage, closing_parts, event_parts, figure_parts
from parks.dossiers import batch_dossier, park_dossier, scheme_dossier
from parks.filters import BatchFilterSet, DesignationFilterSet, ParkFilterSet, SchemeFilterSet
from parks.models import Batch, Designation, Membership, Park, ParkSector, Scheme


class ParkList(ListPage):
    filterset_class = ParkFilterSet
    row_template = "parks/_park_row.html"
    map_view = "map:list"
    columns = (
        NAME,
        OTHER_NAME,
        KIND,
        Column(gettext_lazy("Level"), lambda row: row.get_level_display()),
        Column(gettext_lazy("Region"), public("region")),
    )
    lead = gettext_lazy("Zones, parks, bases and test sites, with what the sources say of them.")


class ParkPage(RecordPage):
    queryset = Park.objects.select_related("record", "region")
    dossier = staticmethod(park_dossier)
    template_name = "parks/park_detail.html"

    def parts(self, dossier):
        return [
            *membership_parts(dossier),
            Part("sectors", _("Sectors"), from_leading_down(dossier.sectors), "parks/_sectors.html"),
            presences_part(dossier),
            *figure_parts(dossier),
            *event_parts(dossier),
            Part(
                "stakes",
                _("Stakes its administration holds"),
                dossier.stakes_held,
                "companies/_stakes.html",
                missed=False,
            ),
            *closing_parts(dossier),
        ]


def presences_part(dossier):
    part = Part("presences", _("Organisations and products"), dossier.presences, "companies/_park_presences.html")
    query = urlencode({"park": dossier.record.slug})
    return part.listed_in(
        dossier, "presences", *((section, query) for section in ("companies", "institutions", "products"))
    )


def from_leading_down(park_sectors):
    return sorted(park_sectors, key=lambda found: ParkSector.Role.values.index(found.role))


def membership_parts(dossier):
    """What it is part of and what it contains today; what held at other times, and what is only associated, stand apart."""
    today = [*(path[-1] for path in dossier.paths_up), *dossier.children_now]
    known = [*dossier.parents, *dossier.children]
    associated = [membership for membership in known if membership.role == Membership.Role.ASSOCIATED]
    past = [membership for membership in known if membership not in today and membership not in associated]
    return [
        Part("tree", _("Where it belongs today"), today, "parks/_tree.html"),
        Part("past", _("Where it belongs at other times"), past, "parks/_memberships.html", missed=False),
        Part(
            "associated", _("Associated, not part of each other"), associated, "parks/_memberships.html", missed=False
        ),
    ]


class SchemeList(ListPage):
    filterset_class = SchemeFilterSet
    row_template = "parks/_scheme_row.html"
    lead = gettext_lazy("Programmes that designate parks, bases and hubs.")


class SchemePage(RecordPage):
    queryset = Scheme.objects.select_related("record", "issuer")
    dossier = staticmethod(scheme_dossier)
    template_name = "parks/scheme_detail.html"

    def parts(self, dossier):
        return [
            Part("batches", _("Batches"), dossier.batches, "parks/_batches.html"),
            Part("made", _("Designations under it"), dossier.made, "parks/_designations.html"),
            *figure_parts(dossier),
            *event_parts(dossier, without=("designations",)),
            *closing_parts(dossier),
        ]


class BatchList(ListPage):
    filterset_class = BatchFilterSet
    row_template = "parks/_batch_row.html"
    columns = (
        NAME,
        Column(gettext_lazy("Scheme"), public("scheme")),
        Column(gettext_lazy("Date"), shown_date("date")),
    )
    lead = gettext_lazy("Rounds of a scheme: what was stated, and what the sources name.")


class BatchPage(RecordPage):
    queryset = Batch.objects.select_related("record", "scheme")
    dossier = staticmethod(batch_dossier)
    template_name = "parks/batch_detail.html"

    def parts(self, dossier):
        return [
            *figure_parts(dossier, without=("series", "figures", "targets", "aims")),
            Part("made", _("Designations in it"), dossier.made, "parks/_designations.html"),
            *figure_parts(dossier, without=("counts",)),
            *event_parts(dossier, without=("designations",)),
            *closing_parts(dossier),
        ]


class DesignationList(ListPage):
    filterset_class = DesignationFilterSet
    is_cards = False
    row_template = "parks/_designation_row.html"
    columns = (
        Column(
            gettext_lazy("Designee as printed"),
            lambda row: Link(row.designee_as_printed, reverse("designations:detail", args=[row.pk])),
        ),
        Column(gettext_lazy("Designated as"), lambda row: row.title),
        Column(gettext_lazy("Status"), lambda row: row.get_status_display()),
        Column(gettext_lazy("Published"), shown_date("published")),
        Column(gettext_lazy("Source"), source_mark),
    )
    lead = gettext_lazy("Who was designated as what, as printed and as understood.")


class DesignationPage(FactPage):
    template_name = "parks/designation_detail.html"
    context_object_name = "designation"

    def get_queryset(self):
        return Designation.objects.public().for_listing()
