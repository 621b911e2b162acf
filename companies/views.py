"""Pages of companies, institutions, people and products."""

from urllib.parse import urlencode

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from companies.dossiers import organisation_dossier, person_dossier, product_dossier, public_roles
from companies.filters import CompanyFilterSet, InstitutionFilterSet, PersonFilterSet, ProductFilterSet
from companies.models import Organisation, Person, Product
from core.list_pages import KIND, NAME, OTHER_NAME, Column, ListPage, public
from core.models import Sector
from core.record_pages import Part, RecordPage, closing_parts, event_parts, figure_parts

ORGANISATION_COLUMNS = (
    NAME,
    OTHER_NAME,
    KIND,
    Column(gettext_lazy("Level"), lambda row: row.get_level_display()),
    Column(gettext_lazy("Region"), public("region")),
)


class CompanyList(ListPage):
    filterset_class = CompanyFilterSet
    columns = ORGANISATION_COLUMNS
    row_template = "companies/_organisation_row.html"
    lead = gettext_lazy("Companies, investors and park operators.")


class InstitutionList(ListPage):
    filterset_class = InstitutionFilterSet
    columns = ORGANISATION_COLUMNS
    row_template = "companies/_organisation_row.html"
    lead = gettext_lazy("Public bodies, universities, institutes, publishers and other institutions.")


class OrganisationPage(RecordPage):
    """Of either section; asked for in the wrong one, it redirects to the right one."""

    queryset = Organisation.objects.select_related("record", "region").prefetch_related(
        Prefetch("sectors", queryset=Sector.objects.public().order_by("path"), to_attr="public_sectors")
    )
    dossier = staticmethod(organisation_dossier)
    template_name = "companies/organisation_detail.html"

    def parts(self, dossier):
        is_firm = dossier.record.is_firm
        return [
            Part("products", _("What it makes"), dossier.products, "core/_record_links.html", missed=is_firm),
            Part("owned-by", _("Who owns or funds it"), dossier.stakes_in, "companies/_stakes.html", missed=is_firm),
            Part("owns", _("What it owns or funds"), dossier.stakes_held, "companies/_stakes.html", missed=is_firm),
            Part("presences", _("In parks"), dossier.presences, "companies/_presences.html", missed=is_firm),
            Part("people", _("People"), dossier.roles, "companies/_roles.html"),
            Part(
                "issued", _("Policies it issued"), dossier.policies_issued, "policies/_issued.html", missed=not is_firm
            ),
            Part("schemes", _("Schemes it issued"), dossier.schemes_issued, "core/_record_links.html", missed=False),
            Part(
                "designated",
                _("Designations it made"),
                dossier.designations_issued,
                "parks/_designations.html",
                missed=False,
            ),
            *figure_parts(dossier),
            *event_parts(dossier),
            published_part(dossier),
            *closing_parts(dossier),
        ]


def published_part(dossier):
    part = Part("published", _("Sources it published"), dossier.sources_published, "core/_sources.html", missed=False)
    return part.listed_in(dossier, "sources_published", ("sources", urlencode({"publisher": dossier.record.slug})))


class PersonList(ListPage):
    filterset_class = PersonFilterSet
    row_template = "companies/_person_row.html"
    lead = gettext_lazy("People with a public role, under the names the sources give them.")

    def rows(self):
        return (
            Person.objects.public()
            .for_listing()
            .prefetch_related(Prefetch("roles", queryset=public_roles(), to_attr="public_roles"))
        )


class PersonPage(RecordPage):
    queryset = Person.objects.select_related("record")
    dossier = staticmethod(person_dossier)
    template_name = "companies/person_detail.html"

    def parts(self, dossier):
        return [
            Part("roles", _("Roles"), dossier.roles, "companies/_roles.html"),
            *event_parts(dossier, without=("designations", "policies", "measures")),
            *(part._replace(missed=False) for part in figure_parts(dossier)),
            *closing_parts(dossier),
        ]


class ProductList(ListPage):
    filterset_class = ProductFilterSet
    row_template = "companies/_product_row.html"
    lead = gettext_lazy("Models, platforms and other things that organisations make.")


class ProductPage(RecordPage):
    queryset = Product.objects.select_related("record", "maker")
    dossier = staticmethod(product_dossier)
    template_name = "companies/product_detail.html"

    def parts(self, dossier):
        return [
            Part("presences", _("In parks"), dossier.presences, "companies/_presences.html"),
            Part("owned-by", _("Who owns or funds it"), dossier.stakes_in, "companies/_stakes.html"),
            *figure_parts(dossier),
            *event_parts(dossier),
            *closing_parts(dossier),
        ]
