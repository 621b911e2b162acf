"""The desk's pages for tables: upload, choice of columns, dry run."""

import csv
import tempfile
from functools import wraps

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from editorial.tables.cells import GUARD, guarded
from editorial.tables.limits import MEBIBYTE, UPLOAD_BYTES
from editorial.tables.problems import UnreadableTable
from editorial.tables.reading import too_large
from portal.import_models import Import, ImportRow
from portal.imports.column_forms import ColumnForm
from portal.imports.mapping import propose_mapping, target_names
from portal.imports.proposals import OUTCOMES, REFUSED
from portal.imports.rights import may_import
from portal.imports.running import MODELS, advance, choose, first_rows, keep, tally

LISTED = 50
ROWS_PER_PAGE = 50
# Besides the file a form carries little.
FORM_BYTES = MEBIBYTE


def desk_page(view):
    """A page of the desk for those who may import."""

    @wraps(view)
    def guarded_view(request, *args, **kwargs):
        if not may_import(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return admin.site.admin_view(guarded_view)


def page(request, template, title, status=200, **context):
    context = {**admin.site.each_context(request), "title": title, **context}
    return TemplateResponse(request, f"admin/imports/{template}.html", context, status=status)


@csrf_exempt
def upload(request):
    """The list. A file that is too large is refused by its announced size, before anything of it is read; the protection
    against forged forms, which would read it, comes after."""
    announced = request.META.get("CONTENT_LENGTH") or "0"
    if request.method == "POST" and announced.isdecimal() and int(announced) > UPLOAD_BYTES + FORM_BYTES:
        return refuse_size(request)
    return index(request)


def refuse_size(request):
    response = HttpResponseRedirect(reverse("imports:index"))
    if request.user.is_authenticated:
        messages.error(request, too_large())
    return response


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def index(request):
    problem, status = "", 200
    if request.method == "POST":
        try:
            kept = receive(request)
        except UnreadableTable as error:
            problem, status = error.sentence, 400
        else:
            return HttpResponseRedirect(reverse("imports:columns", args=[kept.pk]))
    imports = Import.objects.exclude(state=Import.State.READING).select_related("uploader")[:LISTED]
    return page(request, "index", _("Imports of tables"), status, imports=imports, problem=problem)


def receive(request):
    """The Import of the uploaded file. Raises UnreadableTable."""
    uploaded = request.FILES.get("table")
    if uploaded is None:
        raise UnreadableTable(_("Choose the file that holds the table."))
    if uploaded.size > UPLOAD_BYTES:
        raise UnreadableTable(too_large())
    with tempfile.NamedTemporaryFile() as file:
        for chunk in uploaded.chunks():
            file.write(chunk)
        file.flush()
        return keep(file.name, uploaded.name, request.user)


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request, pk):
    kept = whole_import(pk)
    rows = first_rows(kept)
    form = ColumnForm(kept, request.POST or None)
    status = 200
    if request.method == "POST":
        if form.model._meta.label_lower != kept.label:
            with transaction.atomic():
                choose(kept, form.model, propose_mapping(form.model, kept.headings, rows))
            return HttpResponseRedirect(reverse("imports:columns", args=[pk]))
        if not form.problems:
            choose(kept, form.model, form.mapping)
            return HttpResponseRedirect(reverse("imports:report", args=[pk]))
        status = 400
    return page(request, "columns", kept.file_name, status, kept=kept, form=form, columns=form.columns(rows))


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def report(request, pk):
    """The dry run: each POST checks some more rows, until none is left."""
    kept = whole_import(pk)
    if request.method == "POST":
        advance(kept)
        return HttpResponseRedirect(reverse("imports:report", args=[pk]))
    counted = tally(kept)
    outcome = request.GET.get("outcome", "")
    rows = kept.rows.filter(outcome=outcome) if outcome in OUTCOMES else kept.rows.all()
    model = MODELS[kept.label]
    context = {
        "kept": kept,
        "kind": capfirst(model._meta.verbose_name_plural),
        "choices": [(code, label, counted[code]) for code, label in ImportRow.Outcome.choices],
        "outcome": outcome,
        "page": Paginator(rows.order_by("number"), ROWS_PER_PAGE).get_page(request.GET.get("page")),
    }
    label_rows(context["page"], model)
    return page(request, "report", kept.file_name, **context)


def label_rows(rows, model):
    """Put what the desk calls the fields before their changes and problems."""
    names = target_names(model)
    for row in rows:
        row.shown_changes = [(names.get(name, name), before, after) for name, before, after in row.changes]
        row.shown_problems = [(names.get(name, ""), sentence) for name, sentence in row.problems]


@desk_page
@require_GET
def refused(request, pk):
    """The refused rows as they came, each with its reasons: corrected, they can be uploaded again."""
    kept = whole_import(pk)
    response = StreamingHttpResponse(refused_rows(kept), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="refused.csv"'
    return response


def refused_rows(kept):
    writer = csv.writer(_Echo())
    names = target_names(MODELS[kept.label])
    yield "\ufeff" + writer.writerow([guarded(text) for text in ("row", "problem", *kept.headings)])
    for row in kept.rows.filter(outcome=REFUSED).order_by("number").iterator(chunk_size=500):
        reasons = " ".join(f"{names[name]}: {text}" if name in names else text for name, text in row.problems)
        yield writer.writerow([row.number, guarded(reasons), *map(guarded_once, row.raw)])


def guarded_once(cell):
    """A cell as it was uploaded may be guarded already."""
    return cell if cell.startswith(GUARD) else guarded(cell)


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text):
        return text


@desk_page
@require_POST
def delete(request, pk):
    kept = get_object_or_404(Import, pk=pk)
    kept.delete()
    messages.success(request, _("The table “%(file)s” is no longer kept.") % {"file": kept.file_name})
    return HttpResponseRedirect(reverse("imports:index"))


def whole_import(pk):
    return get_object_or_404(Import.objects.exclude(state=Import.State.READING), pk=pk)


app_name = "imports"
urlpatterns = [
    path("", upload, name="index"),
    path("<uuid:pk>/", report, name="report"),
    path("<uuid:pk>/columns/", columns, name="columns"),
    path("<uuid:pk>/refused.csv", refused, name="refused"),
    path("<uuid:pk>/delete/", delete, name="delete"),
]
