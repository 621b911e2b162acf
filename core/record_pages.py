"""The page of one record: its header, and its parts in one fixed order, drawn from its dossier."""

from typing import NamedTuple

from django.db.models import Q
from django.http import HttpResponsePermanentRedirect
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.generic import DetailView, TemplateView

from core.chains import give_chains
from core.charts.series import series_of_figures
from core.conflicts import disputes
from core.dossiers import upper
from core.facets import MOST
from core.gone import answer_for_readers, redirect
from core.models import Figure
from core.timeline import timeline
from editorial import wording
from editorial.models import FormerSlug, Record
from editorial.past import history_of, withdrawal_of

MOST_COMMENTS = 100
AIMS = (Figure.Kind.PLAN, Figure.Kind.FORECAST)


class Part(NamedTuple):
    """One headed part of a page; `template` draws its `items`. An empty part that is `missed` is named as unknown.

    `entries` is how many there are where not all are shown, facets.MOST + 1 for “more than MOST”; `lists` then lead to all:
    (section, query) of lists.
    """

    key: str
    title: str
    items: list
    template: str
    missed: bool = True
    entries: int = 0
    is_shortened: bool = False
    lists: tuple = ()

    @property
    def written_size(self):
        if self.entries > MOST:
            return _("more than 1,000")
        return number_format(self.entries or len(self.items), force_grouping=True)

    def listed_in(self, dossier, name, *lists):
        """The part with the way to all of it, where the dossier does not hold all of its part `name`."""
        entries = dossier.more.get(name, 0)
        return self._replace(entries=entries, is_shortened=entries > 0, lists=lists)


class RecordPage(TemplateView):
    """The public record with this slug. Former slugs redirect; what was never public is answered like what never was."""

    http_method_names = ["get", "head", "options"]
    queryset = None
    dossier = None

    def get(self, request, slug):
        record = self.queryset.public().filter(slug=slug).first()
        if record is None:
            return answer_for_missing(request, self.queryset, slug)
        if record.section != request.resolver_match.namespace:
            return HttpResponsePermanentRedirect(record.get_absolute_url())
        return self.render_to_response(self.get_context_data(record=record))

    def get_context_data(self, record):
        dossier = self.dossier(record)
        give_chains(dossier.cited_sources())
        parts = [*self.parts(dossier), history_part(record)]
        return super().get_context_data(
            record=record,
            dossier=dossier,
            withdrawal=withdrawal_of(record),
            comments=public_comments(record),
            parts=[part for part in parts if part.items],
            unknown=[part.title for part in parts if part.missed and not part.items],
        )

    def parts(self, dossier):
        return [*figure_parts(dossier), *event_parts(dossier), *closing_parts(dossier)]


class FactPage(DetailView):
    """The page of what is known by its id alone: a figure, an event, a statement, a designation."""

    http_method_names = ["get", "head", "options"]

    def get(self, request, pk):
        rows = self.get_queryset()
        self.object = rows.filter(pk=pk).first()
        if self.object is None:
            return answer_for_readers(request, rows.model, key=pk)
        give_chains([self.object.citation.source])
        context = self.get_context_data(
            object=self.object, withdrawal=withdrawal_of(self.object), history=history_part(self.object)
        )
        return self.render_to_response(context)


def answer_for_missing(request, queryset, slug):
    """To the present page of the record that once had this slug, or what became of it; raises Http404 where there was none."""
    former = FormerSlug.objects.filter(kind=queryset.model.record_kind, slug=slug).first()
    record = queryset.public().filter(pk=former.record_id).first() if former else None
    if record is None:
        return answer_for_readers(request, queryset.model, slug=slug)
    return redirect(record.get_absolute_url())


def public_comments(record):
    """The newest MOST_COMMENTS accepted comments of readers, the oldest of them first, and whether there are more."""
    here = Q(record=record.record_id) | Q(record__merged_into=record.record_id)
    found = upper(Record, "comments").public().filter(here).order_by("-sent_at", "-pk")
    rows = list(found[: MOST_COMMENTS + 1])
    return {"rows": rows[:MOST_COMMENTS][::-1], "most": MOST_COMMENTS if len(rows) > MOST_COMMENTS else None}


def history_part(unit):
    """What was published of `unit`, the newest first, each with what changed in the reader's words."""
    model = type(unit)
    entries = [(entry, wording.what_changed(model, entry.changed)) for entry in history_of(unit.pk)]
    return Part("history", _("History of this page"), entries, "core/_history.html", missed=False)


def figure_parts(dossier, *, without=()):
    """Facts, stated counts, targets and aims, each under its own heading: a target never stands among facts, and numbers
    that cannot all be right stand beside each other."""
    torn = list(disputes(dossier.figures))
    elsewhere = {claim.figure_id for claim in dossier.count_claims}
    elsewhere |= {figure.pk for dispute in torn for figure in (dispute.shown, *dispute.others)}
    plain = [figure for figure in dossier.figures if figure.pk not in elsewhere]
    facts = [figure for figure in plain if figure.kind not in (*AIMS, Figure.Kind.TARGET)]
    aims = [figure for figure in plain if figure.kind in AIMS]
    charted = [series for series in series_of_figures(dossier.figures) if series.is_charted]
    parts = [
        Part("series", _("Over time"), charted, "core/_charts.html", missed=False),
        Part("disputed", _("Sources disagree"), torn, "core/_disputes.html", missed=False),
        Part("figures", _("Figures"), facts, "core/_figures.html", missed=not torn),
        Part("counts", _("Stated and named"), dossier.count_claims, "core/_count_claims.html", missed=False),
        Part("targets", _("Targets"), dossier.targets, "policies/_targets.html"),
        Part("aims", _("Plans and forecasts"), aims, "core/_figures.html", missed=False),
    ]
    return [part for part in parts if part.key not in without]


def event_parts(dossier, *, without=()):
    """What was made of it, what concerns it, when, and what was said; a measure against it never stands among support."""
    parts = [
        Part("designations", _("Designations"), dossier.designations, "parks/_designations.html"),
        Part("policies", _("Policies that concern it"), dossier.policies_for, "policies/_scopes.html"),
        Part("measures", _("Measures against it"), dossier.measures_against, "policies/_scopes.html", missed=False),
        Part("timeline", _("Timeline"), timeline(dossier), "core/_timeline.html"),
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
