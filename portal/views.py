"""The front page, pages whose text stands in a template, and briefings."""

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from core.list_pages import ListPage
from core.record_pages import Part, RecordPage, closing_parts
from portal.dossiers import briefing_dossier
from portal.filters import BriefingFilterSet
from portal.front import front_page
from portal.models import Briefing, BriefingBlock


class FrontPage(TemplateView):
    http_method_names = ["get", "head", "options"]
    template_name = "portal/home.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**front_page(), **kwargs)


class StandingPage(TemplateView):
    """A page whose text stands in its template."""

    http_method_names = ["get", "head", "options"]


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
