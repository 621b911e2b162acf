"""Pages of policies and targets."""

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import RedirectView

from core.list_pages import KIND, NAME, Column, Link, ListPage, shown_date
from core.record_pages import Part, RecordPage, closing_parts, event_parts, figure_parts
from policies.dossiers import policy_dossier
from policies.filters import PolicyFilterSet, TargetFilterSet
from policies.models import Issuer, Policy
from policies.templatetags.policies import state_label


class PolicyList(ListPage):
    filterset_class = PolicyFilterSet
    row_template = "policies/_policy_row.html"
    columns = (
        NAME,
        KIND,
        Column(gettext_lazy("Level"), lambda row: row.get_level_display()),
        Column(gettext_lazy("Status"), lambda row: row.get_status_display()),
        Column(gettext_lazy("Published"), shown_date("published")),
    )
    lead = gettext_lazy("Plans, strategies, laws, programmes and measures, the newest first.")

    def rows(self):
        issuers = Issuer.objects.public().select_related("record", "citation__source")
        return (
            Policy.objects.public()
            .for_listing()
            .prefetch_related(Prefetch("issuers", queryset=issuers, to_attr="public_issuers"))
        )


class PolicyPage(RecordPage):
    queryset = Policy.objects.select_related("record")
    dossier = staticmethod(policy_dossier)
    template_name = "policies/policy_detail.html"

    def parts(self, dossier):
        return [
            Part("issuers", _("Issued by"), dossier.issuers, "policies/_issuers.html"),
            Part("concerns", _("Whom it concerns"), dossier.concerns, "policies/_concerns.html"),
            Part("instruments", _("What it gives"), dossier.instruments, "policies/_instruments.html"),
            Part("rules", _("Rules"), dossier.rules, "policies/_rules.html"),
            Part("targets", _("Targets"), dossier.all_targets(), "policies/_targets.html"),
            *figure_parts(dossier, without=("targets",)),
            Part("relations", _("How it stands to other policies"), dossier.relations, "policies/_relations.html"),
            Part(
                "relations-from",
                _("Policies that refer to it"),
                dossier.relations_from,
                "policies/_relations_from.html",
                missed=False,
            ),
            *event_parts(dossier, without=("designations", "policies", "measures")),
            *closing_parts(dossier),
        ]


class TargetList(ListPage):
    filterset_class = TargetFilterSet
    is_cards = False
    row_template = "policies/_target_row.html"
    columns = (
        Column(gettext_lazy("Subject"), lambda row: row.figure.subject),
        Column(gettext_lazy("Indicator"), lambda row: row.figure.indicator.name),
        Column(
            gettext_lazy("Target"), lambda row: Link(row.figure.display(), reverse("figures:detail", args=[row.pk]))
        ),
        Column(gettext_lazy("To be reached"), shown_date("horizon")),
        Column(gettext_lazy("State"), state_label),
    )
    lead = gettext_lazy(
        "What somebody set out to reach, by when, and whether that time has passed. A target is not a result."
    )

    def get_context_data(self, filterset, problems):
        context = super().get_context_data(filterset, problems)
        for target in context["page"].results:
            target.state_day = filterset.value("on")
        return context


class TargetPage(RedirectView):
    """A target is a figure: its page is the figure's."""

    pattern_name = "figures:detail"
    permanent = True
    http_method_names = ["get", "head", "options"]
