"""Where a page stands: its address, its language, and addresses of others seen from it."""

from typing import NamedTuple

from django.http import HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views import View

from core.api import ROOT
from core.gone import what_became_of
from core.references import renamed_record
from core.templatetags.records import html_lang
from editorial.bilingual import reading_language
from editorial.models import RecordModel
from portal.outputs.sections import FACTS, RECORDS


class PageAddress(NamedTuple):
    """`url` is the canonical address of the page; `description` what it is about."""

    origin: str
    url: str
    language: str
    description: str = ""

    @property
    def html_language(self):
        return html_lang(self.language)

    def absolute(self, path):
        return f"{self.origin}{path}"


def page_address(request, path=None, description=""):
    """The PageAddress of `path`, of the page asked for by default; its query does not count."""
    origin = origin_of(request)
    return PageAddress(origin, f"{origin}{path or request.path}", reading_language(), description)


def origin_of(request):
    return request.build_absolute_uri("/").rstrip("/")


def serializer_context(request):
    origin = origin_of(request)
    return {"request": request, "origin": origin, "root": f"{origin}{ROOT}"}


class UnitView(View):
    """Something given out of one public record or fact. What was withdrawn, renamed or never was is answered as its page is."""

    http_method_names = ["get", "head", "options"]
    name = ""

    def get(self, request, section, key):
        rows = self.rows(section)
        found = {"slug": key} if section in RECORDS else {"pk": key}
        unit = rows.public().filter(**found).first()
        if unit is None:
            return self.answer_for_missing(request, section, rows, key)
        if isinstance(unit, RecordModel) and unit.section != section:
            return HttpResponsePermanentRedirect(self.address(unit.section, unit.slug))
        return self.answer(request, section, unit)

    def rows(self, section):
        if section in RECORDS:
            return RECORDS[section].rows
        rows = FACTS[section].objects.select_related("citation__source__publisher")
        return rows.select_related("subject", "indicator") if section == "figures" else rows

    def answer(self, request, section, unit) -> HttpResponse:
        raise NotImplementedError

    def address(self, section, key):
        return reverse(self.name, args=[section, key])

    def answer_for_missing(self, request, section, rows, key):
        if section in RECORDS and (renamed := renamed_record(rows.public(), key)):
            return HttpResponsePermanentRedirect(self.address(renamed.section, renamed.slug))
        gone = what_became_of(rows.model, **({"slug": key} if section in RECORDS else {"key": key}))
        if gone is None:
            return render(request, "404.html", status=404)
        if gone.successor is None:
            return render(request, "410.html", {"gone": gone}, status=410)
        successor = gone.successor
        return HttpResponsePermanentRedirect(
            self.address(getattr(successor, "section", section), getattr(successor, "slug", successor.pk)),
            headers={"Cache-Control": "max-age=3600"},
        )
