"""The page of a comparison, with the way to choose what is compared; and the same as a table and as data."""

import csv

from django.http import HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from core.filters import Problem
from core.gone import KEPT_FOR
from core.templatetags.records import comma
from editorial.past import withdrawal_of
from portal.comparing import asking
from portal.comparing.data import as_data, as_lines
from portal.comparing.rows import State, count_sentence, nothing_recorded
from portal.outputs.pages import origin_of

OFFERED = 12


class Comparison(TemplateView):
    """Two to four records side by side; with fewer, the way to choose them.

    One record alone is no mistake: it is where every record's “Compare” leads.
    """

    http_method_names = ["get", "head", "options"]
    template_name = "portal/compare.html"

    def get(self, request, kind):
        asked = asking.read(kind, request.GET)
        if asked.moved and not asked.missing and not asked.problems:
            address = f"{request.path}?{asked.query(only=asked.only, q=asked.words)}"
            return HttpResponsePermanentRedirect(address, headers=KEPT_FOR)
        offered, problems = offer(asked)
        context = self.get_context_data(asked=asked, offered=offered, problems=[*asked.problems, *problems])
        return self.render_to_response(context, status=400 if problems else asked.status)

    def get_context_data(self, asked, offered, problems):
        is_whole = len(asked.records) >= asking.LEAST and asked.status == 200 and not problems
        return super().get_context_data(
            asked=asked,
            kind=asked.kind,
            title=names_of(asked) if is_whole else asked.kind.title,
            problems=problems,
            missing=[
                (
                    one,
                    [(near, asked.query([*asked.slugs, near.slug])) for near in one.near if near not in asked.records],
                )
                for one in asked.missing
            ],
            without_missing=asked.query(),
            chosen=[
                (record, asked.query([slug for slug in asked.slugs if slug != record.slug])) for record in asked.records
            ],
            offered=[(record, asked.query([*asked.slugs, record.slug])) for record in offered],
            takes_more=len(asked.records) < asking.MOST,
            # Combinations of records are without end: no search engine is asked to keep them.
            is_indexed=not self.request.GET,
            canonical_query=asked.query(sorted(asked.slugs)),
            is_whole=is_whole,
            **(compared(asked) if is_whole else {}),
        )


def names_of(asked):
    return comma().join(str(record.name) for record in asked.records)


def compared(asked):
    """The parts of the comparison, with and without what is the same, and the ways from one to the other."""
    parts = asked.kind.parts(asked.kind.dossiers(asked.records))
    rows = [row for part in parts for row in part.recorded]
    is_narrowed = asked.only == asking.ONLY[0]
    shown = [(part, [row for row in part.recorded if row.state == State.DIFFERS or not is_narrowed]) for part in parts]
    return {
        "parts": [(part, found) for part, found in shown if found],
        "counts": count_sentence(rows),
        "unknown": [] if is_narrowed else nothing_recorded(parts),
        "is_narrowed": is_narrowed,
        "left_out": sum(row.state == State.GAPS for row in rows) if is_narrowed else 0,
        "whole_query": asked.query(),
        "narrowed_query": asked.query(only=asking.ONLY[0]),
        "withdrawals": [(record, withdrawal_of(record)) for record in asked.records if record.withdrawn_at],
    }


def offer(asked):
    """Records to add: those whose names hold the words, else, as long as there is nothing to compare, the first by name."""
    if asked.status != 200 or len(asked.records) >= asking.MOST or (asked.records[1:] and not asked.words):
        return [], []
    found, problems = [], []
    for filterset_class in asked.kind.filtersets:
        filterset = filterset_class({"q": asked.words} if asked.words else {})
        problems = [Problem("q", problem.message, problem.nearest) for problem in filterset.problems()]
        found += [] if problems else filterset.qs[: OFFERED + len(asked.records)]
    found.sort(key=lambda record: record.sort_key)
    return [record for record in found if record not in asked.records][:OFFERED], problems


class ComparisonFile(View):
    """The same comparison for programs; what cannot be compared is told on the page of the same address."""

    http_method_names = ["get", "head", "options"]
    parameters = ("with", "only")

    def get(self, request, kind):
        asked = asking.read(kind, request.GET, self.parameters)
        page = f"{reverse('compare:page', args=[kind.key])}?{request.GET.urlencode()}"
        if asked.problems or asked.missing:
            context = {"problems": problems_of(asked), "title": kind.title}
            return render(request, "portal/compare_problems.html", context, status=asked.status)
        if len(asked.records) < asking.LEAST:
            few = Problem("with", _("Name two to four of them: each with a parameter “with” of its own."))
            return render(request, "portal/compare_problems.html", {"problems": [few], "title": kind.title}, status=400)
        if asked.moved:
            query = asked.query(only=asked.only, bom=request.GET.get("bom", ""))
            return HttpResponsePermanentRedirect(f"{request.path}?{query}", headers=KEPT_FOR)
        parts = compared(asked)["parts"]
        return self.written(request, asked, parts, f"{origin_of(request)}{page}")

    def written(self, request, asked, parts, page):
        raise NotImplementedError


def problems_of(asked):
    missing = [Problem("with", one.message, tuple(record.slug for record in one.near)) for one in asked.missing]
    return [*asked.problems, *missing]


class ComparisonTable(ComparisonFile):
    """With `bom=true` a byte order mark comes first, as in the tables of lists."""

    parameters = (*ComparisonFile.parameters, "bom")

    def written(self, request, asked, parts, page):
        headers = {"Content-Disposition": f'attachment; filename="parkatlas-{"-".join(asked.slugs)[:120]}.csv"'}
        response = HttpResponse(content_type="text/csv; charset=utf-8", headers=headers)
        if request.GET.get("bom") == "true":
            response.write("\ufeff")
        csv.writer(response).writerows(as_lines(asked.records, parts, origin_of(request)))
        return response


class ComparisonData(ComparisonFile):
    def written(self, request, asked, parts, page):
        data = as_data(asked.records, parts, page, origin_of(request))
        return JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1})
