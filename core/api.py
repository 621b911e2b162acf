"""The bases of the read-only API: lists and entries of public rows, drawn from the same FilterSets and dossiers as the pages."""

from django.http import HttpResponsePermanentRedirect
from django.urls import resolve
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header
from rest_framework.exceptions import NotFound
from rest_framework.filters import BaseFilterBackend
from rest_framework.mixins import ListModelMixin
from rest_framework.pagination import BasePagination
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from core.api_schema import PAGING_PARAMETERS, PublicSchema, filter_parameters, page_schema
from core.filter_fields import BadValue
from core.filters import LONGEST_VALUE, Problem, printable, raw_problem
from core.gone import redirect, what_became_of
from core.problems import InvalidParameters, WithdrawnEntry
from core.references import as_uuid, nearest, public_record, renamed_record
from editorial.bilingual import CHINESE, ENGLISH

ROOT = "/api/v1/"
LANGUAGES = (ENGLISH, CHINESE)


def language_of(request):
    """`lang` where it is one of ours, else the reader's best language, English where none fits. Cookies do not count."""
    asked = request.query_params.get("lang")
    if asked in LANGUAGES:
        return asked
    for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if code.split("-")[0] in ("en", "zh"):
            return CHINESE if code.startswith("zh") else ENGLISH
    return ENGLISH


def read_parameters(asked, fields):
    """Return {name: value} of the parameters in `asked`, each read by its form field. Raises InvalidParameters."""
    values, problems = {}, language_problems(asked)
    for name in asked:
        problem = raw_problem(name, asked.getlist(name), ["lang", *fields])
        if problem:
            problems.append(problem)
        elif name in fields:
            try:
                values[name] = fields[name].clean(asked[name])
            except BadValue as error:
                problems.append(Problem(name, " ".join(error.messages), error.nearest))
    if problems:
        raise InvalidParameters(problems)
    return values


def language_problems(asked):
    value = asked.get("lang", "")
    if not value.strip() or value in LANGUAGES or len(value) > LONGEST_VALUE:
        return []
    message = _("“%(value)s” is not a language here. Choose one of: %(choices)s.")
    found = tuple(nearest(value, LANGUAGES)) or LANGUAGES
    return [Problem("lang", message % {"value": printable(value), "choices": ", ".join(LANGUAGES)}, found)]


class PublicView(APIView):
    """Read-only, in the language asked for."""

    http_method_names = ["get", "head", "options"]
    schema = PublicSchema()

    def initial(self, request, *args, **kwargs):
        translation.activate(language_of(request))
        super().initial(request, *args, **kwargs)

    def options(self, request, *args, **kwargs):
        """The same everywhere, so that it tells nothing of what is there."""
        return Response(status=204)

    def get_serializer_context(self):
        origin = self.request.build_absolute_uri("/").rstrip("/")
        return {"request": self.request, "view": self, "origin": origin, "root": f"{origin}{ROOT}"}


class StrictFilterBackend(BaseFilterBackend):
    """Leaves the FilterSet it used at `view.filterset`, from which KeysetPagination takes the page."""

    def filter_queryset(self, request, queryset, view):
        asked = request.query_params
        view.filterset = view.filterset_class(asked, queryset=queryset, request=request, also=["lang"])
        problems = [*view.filterset.problems(), *language_problems(asked)]
        if problems:
            raise InvalidParameters(problems)
        return view.filterset.qs

    def get_schema_operation_parameters(self, view):
        return filter_parameters(view.filterset_class)


class KeysetPagination(BasePagination):
    def paginate_queryset(self, queryset, request, view=None):
        self.request, self.filterset = request, view.filterset
        self.page = view.filterset.page()
        return self.page.results

    def get_paginated_response(self, entries):
        page = self.page
        return Response({"results": entries, "next": self.link(page.next), "previous": self.link(page.previous)})

    def link(self, cursor):
        return self.request.build_absolute_uri(f"?{self.filterset.query(cursor=cursor)}") if cursor else None

    def get_schema_operation_parameters(self, view):
        return PAGING_PARAMETERS

    def get_paginated_response_schema(self, schema):
        return page_schema(schema)


class FactViewSet(ListModelMixin, PublicView, GenericViewSet):
    """Lists and entries of what is known by its id alone."""

    section = ""  # The last part of the list's address.
    filter_backends = [StrictFilterBackend]
    pagination_class = KeysetPagination
    filterset_class = None
    list_serializer_class = None
    serializer_class = None
    # The model whose publications the feed tells of; None for that of the rows.
    unit_model = None
    # Form fields of the parameters that an entry takes beside `lang`.
    entry_parameters = {}

    def get_queryset(self):
        return self.filterset_class.listing()

    def get_serializer_class(self):
        return (
            self.list_serializer_class
            if self.action == "list" and self.list_serializer_class
            else self.serializer_class
        )

    def retrieve(self, request, reference):
        """By id."""
        self.read_parameters()
        key = as_uuid(reference)
        return self.respond(self.get_queryset().filter(pk=key).first() if key else None, reference)

    def read_parameters(self):
        self.parameters = read_parameters(self.request.query_params, self.entry_parameters)

    def respond(self, entry, reference):
        if entry is None:
            return self.answer_for_missing(reference)
        return Response(self.get_serializer(entry).data)

    def answer_for_missing(self, reference):
        """A redirect to what replaces what once stood here, 410 with the reason, or 404."""
        model = self.unit_model or self.get_queryset().model
        key = as_uuid(reference)
        gone = what_became_of(model, key=key) if key else what_became_of(model, slug=reference)
        if gone is None:
            raise NotFound
        if gone.successor is None:
            raise WithdrawnEntry(gone)
        return self.redirect(gone.successor)

    def redirect(self, successor):
        return self.redirect_to(f"{ROOT}{self.section}/{successor.pk}/")

    def redirect_to(self, address):
        query = self.request.META.get("QUERY_STRING", "")
        return redirect(f"{address}?{query}" if query else address)


class RecordViewSet(FactViewSet):
    """Lists and entries of records. `dossier` makes of a row what `serializer_class` draws the entry from."""

    rows = None
    dossier = None

    def retrieve(self, request, reference):
        """By id or slug; a former slug, or one of the neighbouring section, redirects."""
        self.read_parameters()
        found = self.rows.public()
        record = public_record(found, reference) or renamed_record(found, reference)
        if record is None:
            return self.answer_for_missing(reference)
        if record.section != self.section or reference.lower() not in (record.slug.lower(), str(record.pk)):
            return self.redirect(record)
        return self.respond(self.dossier(record), reference)

    def redirect(self, record):
        return self.redirect_to(f"{ROOT}{record.section}/{record.slug}/")


class MissingView(PublicView):
    """Every other address under the API's: an error in the API's own shape, or the slash that was left off."""

    schema = None

    def get(self, request, path):
        if not path.endswith("/") and resolve(f"{request.path_info}/").func.cls is not type(self):
            query = request.META.get("QUERY_STRING", "")
            return HttpResponsePermanentRedirect(f"{request.path_info}/{'?' if query else ''}{query}")
        raise NotFound
