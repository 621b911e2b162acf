"""The front page, the search in names, and briefings."""

from typing import NamedTuple

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from companies.filters import CompanyFilterSet, InstitutionFilterSet, PersonFilterSet, ProductFilterSet
from core.filters import Problem, printable
from core.filtersets import RegionFilterSet, SectorFilterSet, SourceFilterSet
from core.list_pages import ListPage
from core.record_pages import Part, RecordPage, closing_parts
from parks.filters import BatchFilterSet, ParkFilterSet, SchemeFilterSet
from policies.filters import PolicyFilterSet
from portal.dossiers import briefing_dossier
from portal.filters import BriefingFilterSet
from portal.front import front_page
from portal.models import Briefing, BriefingBlock
from portal.sections import SECTION_TITLES

SEARCHED = {
    "parks": ParkFilterSet,
    "companies": CompanyFilterSet,
    "institutions": InstitutionFilterSet,
    "people": PersonFilterSet,
    "products": ProductFilterSet,
    "policies": PolicyFilterSet,
    "schemes": SchemeFilterSet,
    "batches": BatchFilterSet,
    "regions": RegionFilterSet,
    "sectors": SectorFilterSet,
    "briefings": BriefingFilterSet,
    "sources": SourceFilterSet,
}
SHOWN_PER_SECTION = 10


class Found(NamedTuple):
    """The first records of a section; `query` narrows its list to all of them."""

    namespace: str
    title: str
    records: list
    query: str
    has_more: bool


class FrontPage(TemplateView):
    http_method_names = ["get", "head", "options"]
    template_name = "portal/home.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**front_page(), **kwargs)


class StandingPage(TemplateView):
    """A page whose text stands in its template."""

    http_method_names = ["get", "head", "options"]


def first_of(namespace, asked, count):
    filterset = SEARCHED[namespace](asked)
    rows = list(filterset.qs[: count + 1])
    return Found(namespace, SECTION_TITLES[namespace], rows[:count], filterset.query(), len(rows) > count)


class Search(TemplateView):
    """Names in every section, one capped query each."""

    http_method_names = ["get", "head", "options"]
    template_name = "portal/search.html"

    def get(self, request):
        problems = search_problems(request.GET)
        words = "" if problems else request.GET.get("q", "").strip()
        found = [first_of(namespace, {"q": words}, SHOWN_PER_SECTION) for namespace in SEARCHED] if words else []
        context = self.get_context_data(
            words=words, problems=problems, found=[section for section in found if section.records]
        )
        return self.render_to_response(context, status=400 if problems else 200)


def search_problems(asked):
    """What is wrong with the address of a search, which knows no parameter but `q`."""
    unknown = [name for name in asked if name != "q"]
    message = _("There is no parameter “%(name)s” here.")
    if unknown:
        return [Problem(printable(name), message % {"name": printable(name)}, ("q",)) for name in unknown]
    return ParkFilterSet(asked).problems()


class BriefingList(ListPage):
    filterset_class = BriefingFilterSet
    row_template = "portal/_briefing_row.html"
    lead = gettext_lazy("Short cards on something new. What a machine wrote is marked and supports no fact.")

    def rows(self):
        hooks = BriefingBlock.objects.public().filter(kind=BriefingBlock.Kind.HOOK).order_by("position", "pk")
        return (
            Briefing.objects.public()
            .for_listing()
            .prefetch_related(Prefetch("blocks", queryset=hooks, to_attr="hooks"))
        )


class BriefingPage(RecordPage):
    queryset = Briefing.objects.select_related("record", "source__publisher")
    dossier = staticmethod(briefing_dossier)
    template_name = "portal/briefing_detail.html"

    def parts(self, dossier):
        return [
            Part("card", _("In brief"), dossier.card_blocks, "portal/_blocks.html", missed=False),
            Part("takeaways", _("Takeaways"), dossier.takeaways, "portal/_blocks.html", missed=False),
            Part("forecasts", _("Forecasts, not facts"), dossier.forecasts, "portal/_blocks.html", missed=False),
            Part("timeline", _("Timeline"), dossier.timeline, "portal/_timeline.html", missed=False),
            Part("subjects", _("What it is about"), dossier.subjects, "core/_record_links.html"),
            Part("named", _("Also named in it"), dossier.also_named, "core/_record_links.html", missed=False),
            Part("related", _("Briefings about the same"), dossier.related, "portal/_briefings.html", missed=False),
            *closing_parts(dossier, without=("names", "briefings")),
        ]
