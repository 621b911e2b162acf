"""The desk's pages for tables: upload, choice of columns, dry run."""

import csv
import tempfile
from functools import wraps

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponseRedirect, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from editorial.models.drafts import desk_address
from editorial.tables.cells import GUARD, guarded
from editorial.tables.limits import MEBIBYTE, UPLOAD_BYTES
from editorial.tables.problems import UnreadableTable
from editorial.tables.reading import too_large
from portal.import_models import Import, ImportRow
from portal.imports import review
from portal.imports.column_forms import ColumnForm
from portal.imports.mapping import propose_mapping, target_names
from portal.imports.proposals import OUTCOMES, REFUSED
from portal.imports.review import gone, may_decide, steps_of, writes_anything
from portal.imports.rights import may_import, may_let_in
from portal.imports.running import MODELS, advance, check_again, choose, fates, first_rows, keep, tally
from portal.imports.writing import remove, write

LISTED = 50
ROWS_PER_PAGE = 50
# Besides the file a form carries little.
FORM_BYTES = MEBIBYTE


class Gone(Exception):
    """The import whose page was open does not exist (any more)."""


def desk_page(view):
    """A page of the desk for those who may import, or let in what others import."""

    @wraps(view)
    def guarded_view(request, *args, **kwargs):
        if not (may_import(request.user) or may_let_in(request.user)):
            raise PermissionDenied
        try:
            return view(request, *args, **kwargs)
        except Gone:
            messages.error(request, gone())
            return HttpResponseRedirect(reverse("imports:index"))

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
        need(may_import(request.user))
        try:
            kept = receive(request)
        except UnreadableTable as error:
            problem, status = error.sentence, 400
        else:
            return HttpResponseRedirect(reverse("imports:columns", args=[kept.pk]))
    imports = Import.objects.exclude(state=Import.State.READING).select_related("uploader", "reviewed_by")[:LISTED]
    context = {"imports": imports, "problem": problem, "may_import": may_import(request.user)}
    return page(request, "index", _("Imports of tables"), status, **context)


def need(right):
    if not right:
        raise PermissionDenied


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
    need(may_import(request.user))
    kept = whole_import(pk)
    rows = first_rows(kept)
    form = ColumnForm(kept, request.POST or None)
    status = 200
    if request.method == "POST":
        is_other_kind = form.model._meta.label_lower != kept.label
        if is_other_kind or not form.problems:
            mapping = propose_mapping(form.model, kept.headings, rows) if is_other_kind else form.mapping
            target = "columns" if is_other_kind else "report"
            return told(request, pk, target, lambda: choose(kept, form.model, mapping, by=request.user))
        status = 400
    return page(request, "columns", kept.file_name, status, kept=kept, form=form, columns=form.columns(rows))


def told(request, pk, target, act, done=""):
    """Do it, say what came of it, and go on to the page `target`."""
    try:
        act()
    except ValidationError as error:
        for sentence in error.messages:
            messages.error(request, sentence)
        target = "report"
    else:
        if done:
            messages.success(request, done)
    return HttpResponseRedirect(reverse(f"imports:{target}", args=[pk]))


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def report(request, pk):
    """What each row would do, or did. Each POST does some more of the work, until none is left."""
    kept = whole_import(pk)
    if request.method == "POST":
        return told(request, pk, "report", lambda: go_on(kept, request.user))
    counted, fated = tally(kept), fates(kept)
    outcome, fate = request.GET.get("outcome", ""), request.GET.get("fate", "")
    rows = kept.rows.filter(outcome=outcome) if outcome in OUTCOMES else kept.rows.all()
    rows = rows.filter(fate=fate) if fate in ImportRow.Fate.values else rows
    model = MODELS[kept.label]
    context = {
        "kept": kept,
        "kind": capfirst(model._meta.verbose_name_plural),
        "choices": [(code, label, counted[code]) for code, label in ImportRow.Outcome.choices],
        "fates": [(code, label, fated[code]) for code, label in ImportRow.Fate.choices if fated[code]],
        "outcome": outcome,
        "fate": fate,
        "page": Paginator(rows.order_by("number"), ROWS_PER_PAGE).get_page(request.GET.get("page")),
        "steps": steps_of(kept),
        "is_at_work": is_at_work(kept, request.user),
        "last_row": kept.rows.count() and kept.rows.order_by("-number").values_list("number", flat=True)[0],
        **buttons(kept, request.user),
    }
    label_rows(context["page"], model)
    return page(request, "report", kept.file_name, **context)


def is_at_work(kept, user):
    """Whether something is left to do that goes on by itself, as long as someone who may do it looks on."""
    if kept.state == Import.State.APPROVED:
        return not kept.failure and may_let_in(user)
    return may_import(user) and (kept.state == Import.State.CHECKING or bool(kept.written and not kept.finished_at))


def go_on(kept, user):
    if kept.state == Import.State.CHECKING:
        need(may_import(user))
        advance(kept)
    elif kept.state == Import.State.APPROVED:
        need(may_let_in(user))
        write(kept)
    elif kept.written:
        remove(kept)


def buttons(kept, user):
    """What this user may do with the import as it is."""
    state, lets_in = kept.state, may_let_in(user)
    is_checked = state in (Import.State.CHECKED, Import.State.RETURNED)
    waits = state == Import.State.IN_REVIEW
    return {
        "may_submit": is_checked and not kept.written and may_import(user) and writes_anything(kept),
        "may_recall": waits and may_import(user),
        "may_return": waits and lets_in,
        "may_approve": waits and lets_in and may_decide(kept, user),
        "is_own": waits and lets_in and not may_decide(kept, user),
        "is_alone": waits and review.is_own(kept, user),
        "may_go_on": state == Import.State.APPROVED and lets_in,
        "may_call_off": state == Import.State.APPROVED and (lets_in or may_import(user)),
        "may_check": may_import(user) and not kept.written and (is_checked or waits),
        "may_choose": may_import(user) and not kept.written and state not in (Import.State.APPROVED, Import.State.DONE),
        "may_delete": may_import(user) and not kept.written and state not in (Import.State.APPROVED, Import.State.DONE),
    }


@desk_page
@require_POST
def act(request, pk):
    """One of the buttons below the report."""
    whole_import(pk)
    posted = request.POST
    right, function, done = ACTIONS.get(posted.get("act", ""), (None, None, None))
    if function is None:
        return told(request, pk, "report", refuse_unknown)
    need(right(request.user))
    options = {"run": posted.get("run", ""), "by": request.user}
    if function in (review.submit, review.send_back, review.approve):
        options["note"] = posted.get("note", "").strip()
    if function is review.submit:
        options |= {name: posted.get(name, "").strip() for name in ("note_en", "note_zh")}
        options |= {name: name in posted for name in ("is_minor", "keeps_drafts")}
    return told(request, pk, "report", lambda: function(pk, **options), done)


def refuse_unknown():
    raise ValidationError(_("There is no such button. Load the page again."))


def may_either(user):
    return may_import(user) or may_let_in(user)


ACTIONS = {
    "submit": (may_import, review.submit, gettext_lazy("The table is submitted for review.")),
    "recall": (may_import, review.recall, gettext_lazy("The table is back from review.")),
    "return": (may_let_in, review.send_back, gettext_lazy("The table is returned to its editor.")),
    "approve": (may_let_in, review.approve, gettext_lazy("The table is approved. It is written now.")),
    "retry": (may_let_in, review.retry, ""),
    "call_off": (
        may_either,
        review.call_off,
        gettext_lazy("The approval is taken back. Nothing of the table is public."),
    ),
    "check": (may_import, check_again, gettext_lazy("All rows are checked anew.")),
}


def label_rows(rows, model):
    """Put what the desk calls the fields before their changes and problems."""
    names = target_names(model)
    for row in rows:
        row.shown_changes = [(names.get(name, name), before, after) for name, before, after in row.changes]
        row.address = address_of(row)
        row.shown_problems = [(names.get(name, ""), sentence) for name, sentence in row.problems]


def address_of(row):
    """The desk's page of the entry that the row belongs to, where there is one."""
    if not row.unit_id:
        return ""
    try:
        return desk_address(row.unit_kind, "history", row.unit_id)
    except NoReverseMatch:
        return ""


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
    need(may_import(request.user))
    kept = whole_import(pk)
    try:
        review.delete(pk, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return HttpResponseRedirect(reverse("imports:report", args=[pk]))
    messages.success(request, _("The table “%(file)s” is no longer kept.") % {"file": kept.file_name})
    return HttpResponseRedirect(reverse("imports:index"))


def whole_import(pk):
    """The import whose table was read to its end. Raises Gone."""
    people = ("uploader", "submitted_by", "reviewed_by")
    kept = Import.objects.exclude(state=Import.State.READING).select_related(*people).filter(pk=pk).first()
    if kept is None:
        raise Gone
    return kept


app_name = "imports"
urlpatterns = [
    path("", upload, name="index"),
    path("<uuid:pk>/", report, name="report"),
    path("<uuid:pk>/act/", act, name="act"),
    path("<uuid:pk>/columns/", columns, name="columns"),
    path("<uuid:pk>/refused.csv", refused, name="refused"),
    path("<uuid:pk>/delete/", delete, name="delete"),
]
