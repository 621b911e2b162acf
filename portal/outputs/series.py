"""The page of one measure of one record: its chart, every value with its source, and the chart as a file."""

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.charts.files import chart_file
from core.charts.series import series_of_figures
from core.charts.words import heading
from core.conflicts import disputes
from core.dossiers import public_figures
from core.filters import Problem, printable
from editorial.models import Change
from editorial.past import withdrawal_of
from portal.outputs.citing import cited
from portal.outputs.pages import UnitView, page_address
from portal.sections import SECTION_TITLES

# A page draws and lists no more than this; the table of figures is whole.
MOST_FIGURES = 400


class MeasureView(UnitView):
    """Something about the public figures of one measure of a record. Takes no parameter; 404 where there is no such figure."""

    def get(self, request, section, key, code, **more):
        if request.GET:
            return answer_for_parameters(request)
        self.code, self.more = code, more
        return super().get(request, section, key)

    def answer(self, request, section, unit):
        found = public_figures().filter(subject=unit.record_id, indicator__code=self.code, withdrawn_at=None)
        figures = list(found.order_by("-period_earliest", "pk")[: MOST_FIGURES + 1])
        if not figures:
            raise Http404
        return self.measured(request, section, unit, figures)

    def address(self, section, key):
        return reverse(self.name, args=[section, key, self.code, *self.more.values()])


class SeriesPage(MeasureView):
    name = "outputs:series"

    def measured(self, request, section, unit, figures):
        shown = figures[:MOST_FIGURES]
        indicator = shown[0].indicator
        title = heading(unit, indicator)
        context = {
            "title": title,
            "record": unit,
            "withdrawal": withdrawal_of(unit),
            "section_name": SECTION_TITLES[section],
            "indicator": indicator,
            "all_series": series_of_figures(shown),
            "disputes": list(disputes(shown)),
            "noted": [figure for figure in shown if figure.note.text],
            "most": MOST_FIGURES if len(figures) > MOST_FIGURES else None,
            "query": narrowed_to(unit, indicator),
            "page": cited_series(request, section, unit, indicator, shown, title),
        }
        return render(request, "portal/series.html", context)


class SeriesChart(MeasureView):
    """The chart of one series as a file that stands alone."""

    name = "outputs:series-chart"

    def measured(self, request, section, unit, figures):
        key = self.more["series"]
        found = next((one for one in series_of_figures(figures[:MOST_FIGURES]) if one.key == key), None)
        if found is None or not found.is_charted:
            raise Http404
        page = page_address(request, reverse("outputs:series", args=[section, unit.slug, self.code]))
        headers = {"Content-Disposition": f'inline; filename="{unit.slug}-{self.code}.svg"'}
        return HttpResponse(chart_file(found, page.url), content_type="image/svg+xml; charset=utf-8", headers=headers)


def answer_for_parameters(request):
    message = _("This address takes no parameters.")
    problems = [Problem(printable(name), message) for name in request.GET]
    return render(request, "portal/series_problems.html", {"problems": problems, "path": request.path}, status=400)


def narrowed_to(unit, indicator):
    """The query of the list of figures that holds the same ones."""
    query = QueryDict(mutable=True)
    query["subject"] = f"{unit.record_kind}:{unit.slug}"
    query["indicator"] = indicator.code
    return query.urlencode(safe=":")


def cited_series(request, section, unit, indicator, figures, title):
    page = page_address(request)
    keys = [figure.pk for figure in figures]
    change = Change.objects.filter(unit_id__in=keys).order_by("-number").first()
    return cited(title, page.url, page.html_language, f"{section}-{unit.slug}-{indicator.code}", change, is_data=True)
