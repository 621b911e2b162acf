"""Pages of parks, and of what they were designated as."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.list_pages import ListPage
from core.record_pages import FactPage, Part, RecordPage, closing_parts, event_parts, figure_parts
from parks.dossiers import batch_dossier, park_dossier, scheme_dossier
from parks.filters import BatchFilterSet, DesignationFilterSet, ParkFilterSet, SchemeFilterSet
from parks.models import Batch, Designation, Membership, Park, ParkSector, Scheme


class ParkList(ListPage):
    filterset_class = ParkFilterSet
    row_template = "parks/_park_row.html"
    lead = gettext_lazy("Zones, parks, bases and test sites, with what the sources say of them.")


class ParkPage(RecordPage):
    queryset = Park.objects.select_related("record", "region")
    dossier = staticmethod(park_dossier)
    template_name = "parks/park_detail.html"

    def parts(self, dossier):
        return [
            Part("presences", _("Organisations and products"), dossier.presences, "companies/_park_presences.html"),
            *figure_parts(dossier),
            Part("sectors", _("Sectors"), from_leading_down(dossier.sectors), "parks/_sectors.html"),
            *membership_parts(dossier),
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


def from_leading_down(park_sectors):
    return sorted(park_sectors, key=lambda found: ParkSector.Role.values.index(found.role))


def membership_parts(dossier):
    """What it is part of and what it contains; what is only associated with it stands apart."""
    above, beside_above = split_memberships(dossier.parents)
    below, beside_below = split_memberships(dossier.children)
    return [
        Part("part-of", _("Part of"), above, "parks/_parents.html"),
        Part("contains", _("Contains"), below, "parks/_children.html", missed=False),
        Part("associated-with", _("Associated with"), beside_above, "parks/_parents.html", missed=False),
        Part("associated", _("Associated with it, not part of it"), beside_below, "parks/_children.html", missed=False),
    ]


def split_memberships(memberships):
    """Return (real memberships, mere associations)."""
    associated = Membership.Role.ASSOCIATED
    real = [membership for membership in memberships if membership.role != associated]
    return real, [membership for membership in memberships if membership.role == associated]


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
    lead = gettext_lazy("Rounds of a scheme: what was stated, and what the sources name.")


class BatchPage(RecordPage):
    queryset = Batch.objects.select_related("record", "scheme")
    dossier = staticmethod(batch_dossier)
    template_name = "parks/batch_detail.html"

    def parts(self, dossier):
        return [
            *figure_parts(dossier, without=("figures", "targets", "aims")),
            Part("made", _("Designations in it"), dossier.made, "parks/_designations.html"),
            *figure_parts(dossier, without=("counts",)),
            *event_parts(dossier, without=("designations",)),
            *closing_parts(dossier),
        ]


class DesignationList(ListPage):
    filterset_class = DesignationFilterSet
    row_template = "parks/_designation_row.html"
    lead = gettext_lazy("Who was designated as what, as printed and as understood.")


class DesignationPage(FactPage):
    template_name = "parks/designation_detail.html"
    context_object_name = "designation"

    def get_queryset(self):
        return Designation.objects.public().for_listing()
