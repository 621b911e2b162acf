"""The page of one record: its header, and its parts in one fixed order, drawn from its dossier."""

from typing import NamedTuple

from django.http import Http404, HttpResponsePermanentRedirect
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from core.models import Figure
from editorial.models import FormerSlug

AIMS = (Figure.Kind.PLAN, Figure.Kind.FORECAST)


class Part(NamedTuple):
    """One headed part of a page; `template` draws its `items`. An empty part that is `missed` is named as unknown."""

    key: str
    title: str
    items: list
    template: str
    missed: bool = True


class RecordPage(TemplateView):
    """The public record with this slug. Former slugs redirect; a hidden record is answered like a missing one."""

    http_method_names = ["get", "head", "options"]
    queryset = None
    dossier = None

    def get(self, request, slug):
        record = self.queryset.public().filter(slug=slug).first()
        if record is None:
            return redirect_to_successor(self.queryset, slug)
        if record.section != request.resolver_match.namespace:
            return HttpResponsePermanentRedirect(record.get_absolute_url())
        return self.render_to_response(self.get_context_data(record=record))

    def get_context_data(self, record):
        dossier = self.dossier(record)
        parts = self.parts(dossier)
        return super().get_context_data(
            record=record,
            dossier=dossier,
            parts=[part for part in parts if part.items],
            unknown=[part.title for part in parts if part.missed and not part.items],
        )

    def parts(self, dossier):
        return [*figure_parts(dossier), *event_parts(dossier), *closing_parts(dossier)]


def redirect_to_successor(queryset, slug):
    """Redirect a former slug to the record's present page; raises Http404 where there is none to show."""
    former = FormerSlug.objects.filter(kind=queryset.model.record_kind, slug=slug).first()
    record = queryset.public().filter(pk=former.record_id).first() if former else None
    if record is None:
        raise Http404
    return HttpResponsePermanentRedirect(record.get_absolute_url())


def figure_parts(dossier, *, without=()):
    """Facts, stated counts, targets and aims, each under its own heading: a target never stands among facts."""
    claimed = {claim.figure_id for claim in dossier.count_claims}
    plain = [figure for figure in dossier.figures if figure.pk not in claimed]
    facts = [figure for figure in plain if figure.kind not in (*AIMS, Figure.Kind.TARGET)]
    aims = [figure for figure in plain if figure.kind in AIMS]
    parts = [
        Part("figures", _("Figures"), facts, "core/_figures.html"),
        Part("counts", _("Stated and named"), dossier.count_claims, "core/_count_claims.html", missed=False),
        Part("targets", _("Targets"), dossier.targets, "policies/_targets.html"),
        Part("aims", _("Plans and forecasts"), aims, "core/_figures.html", missed=False),
    ]
    return [part for part in parts if part.key not in without]


def event_parts(dossier, *, without=()):
    parts = [
        Part("designations", _("Designations"), dossier.designations, "parks/_designations.html"),
        Part("policies", _("Policies that concern it"), dossier.scopes, "policies/_scopes.html"),
        Part("events", _("Events"), dossier.events, "core/_events.html"),
        Part("statements", _("Statements"), dossier.statements, "core/_statements.html"),
    ]
    return [part for part in parts if part.key not in without]


def closing_parts(dossier, *, without=()):
    parts = [
        Part("counted", _("Counted among"), dossier.memberships_in_counts, "core/_counted_in.html", missed=False),
        Part("names", _("Other names"), dossier.names, "core/_names.html", missed=False),
        Part("briefings", _("Briefings"), dossier.briefings, "portal/_briefings.html", missed=False),
        Part("sources", _("Sources"), dossier.sources, "core/_sources.html", missed=False),
    ]
    return [part for part in parts if part.key not in without]
