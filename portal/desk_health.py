"""What needs work, for everyone at the desk: one page of sections, and the full list of each.

A section is one line in SECTIONS; what it finds comes from the app that knows it.
"""

from collections.abc import Callable
from functools import cached_property
from typing import NamedTuple

from django.contrib import admin
from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from editorial.models import Draft, Record, record_models
from editorial.roles import may
from portal import desk_rows

MOST, FIRST_ROWS, PAGE_ROWS = 500, 20, 50

# Models without a form of their own: the relation whose form edits them.
FORM_OF = {
    "countclaim": "figure",
    "name": "record",
    "instrument": "policy",
    "rule": "policy",
    "assessment": "target",
    "briefingblock": "briefing",
}


class Section(NamedTuple):
    """`found()` returns what has `total`, at most MOST + 1, and `rows(start, stop)`, a list of `desk_rows.Row`. Without the
    right `right` (of editorial.roles) a section is not there."""

    slug: str
    title: str
    why: str
    remedy: str
    found: Callable
    right: str = ""

    def is_shown_to(self, user):
        return not self.right or may(user, self.right)


class Queried:
    """The rows of several querysets one after another, each described by a function of its own."""

    def __init__(self, *parts):
        self.parts = parts

    @cached_property
    def sizes(self):
        return [queryset.order_by()[: MOST + 1].count() for queryset, _describe in self.parts]

    @property
    def total(self):
        return min(sum(self.sizes), MOST + 1)

    def rows(self, start, stop):
        found = []
        for size, (queryset, describe) in zip(self.sizes, self.parts, strict=True):
            if start < size and stop > 0:
                found += [describe(row) for row in queryset[max(start, 0) : min(stop, size)]]
            start, stop = start - size, stop - size
        return found


class Conflicts:
    @cached_property
    def total(self):
        return desk_rows.count_conflicts(MOST + 1)

    def rows(self, start, stop):
        return [desk_rows.conflict(figures) for figures in desk_rows.conflicts(stop)[start:]] if self.total else []


SECTIONS = (
    Section(
        "checks",
        gettext_lazy("Evidence due for a check"),
        gettext_lazy("Pages are changed and corrected, and these quotes were not looked for in the last year."),
        gettext_lazy(
            "Open the source, look for the quote, and enter the day as the source's “last checked on”. Correct a quote "
            "that was not found."
        ),
        lambda: Queried(*desk_rows.checks()),
    ),
    Section(
        "links",
        gettext_lazy("Links of sources"),
        gettext_lazy("Readers who follow these links may not find the document."),
        gettext_lazy(
            "Open the link. Enter the new address, or that of an archived copy. Where the site only refuses programs, enter "
            "the day as the source's “last checked on”. The command check_links looks again."
        ),
        lambda: Queried(*desk_rows.links()),
    ),
    Section(
        "conflicts",
        gettext_lazy("Figures in conflict"),
        gettext_lazy("These public figures are of the same thing and time, and they cannot all be right."),
        gettext_lazy(
            "Compare the sources. Correct a slip; if one counts something else, say so in “of whom” or choose another "
            "indicator. Where sources really differ, keep both."
        ),
        Conflicts,
    ),
    Section(
        "counts",
        gettext_lazy("Gaps in counts"),
        gettext_lazy("A source states a number, and not as many members are named."),
        gettext_lazy("Look for sources that name the others, and add them to the members of the count claim."),
        lambda: Queried(*desk_rows.counts()),
    ),
    Section(
        "names",
        gettext_lazy("Printed names without a record"),
        gettext_lazy("Readers cannot go from the printed name to the record it stands for, nor back."),
        gettext_lazy("Choose the record it is taken to be. Leave it blank as long as no source settles it."),
        lambda: Queried(*desk_rows.unresolved()),
    ),
    Section(
        "translations",
        gettext_lazy("Missing translations"),
        gettext_lazy("Readers of one language see these public texts in the other."),
        gettext_lazy("Fill in what is named here. Leave an official name blank as long as no source gives it."),
        lambda: Queried(*desk_rows.translations()),
    ),
    Section(
        "idle",
        gettext_lazy("Drafts lying idle"),
        gettext_lazy("Nobody has saved or decided on these drafts for 30 days."),
        gettext_lazy("Finish and submit them, hand them to someone else, or discard them."),
        lambda: Queried(*desk_rows.idle_drafts()),
        right="read_unpublished",
    ),
)
BY_SLUG = {section.slug: section for section in SECTIONS}


def overview(request):
    sections = []
    for section in SECTIONS:
        if not section.is_shown_to(request.user):
            continue
        found = section.found()
        rows = shown_rows(request, found.rows(0, FIRST_ROWS))
        sections.append({"section": section, "size": size_label(found.total), "rows": rows, "total": found.total})
    return page(request, "admin/health.html", {"title": _("What needs work"), "sections": sections})


def section_list(request, slug):
    """The first MOST rows of one section, page by page; a page that does not exist is the nearest one."""
    section = BY_SLUG.get(slug)
    if section is None or not section.is_shown_to(request.user):
        raise Http404
    found = section.found()
    pages = Paginator(range(min(found.total, MOST)), PAGE_ROWS)
    shown = pages.get_page(request.GET.get("page"))
    start = (shown.number - 1) * PAGE_ROWS
    context = {
        "title": section.title,
        "section": section,
        "size": size_label(found.total),
        "rows": shown_rows(request, found.rows(start, min(start + PAGE_ROWS, MOST))),
        "start": start + 1,
        "shown": shown,
        "most": MOST if found.total > MOST else None,
    }
    return page(request, "admin/health_section.html", context)


def page(request, template, context):
    request.current_app = admin.site.name
    return TemplateResponse(request, template, admin.site.each_context(request) | context)


def size_label(total):
    return _("more than %(count)d") % {"count": MOST} if total > MOST else str(total)


def shown_rows(request, rows):
    """The rows with addresses for templates."""
    return [
        {
            "text": row.text,
            "address": address_for(request, row.target),
            "notes": [{"text": note.text, "address": address_for(request, note.target)} for note in row.notes],
        }
        for row in rows
    ]


def address_for(request, target):
    """The form that edits `target`, None for those who may not open it."""
    while target is not None and target._meta.model_name in FORM_OF:
        target = getattr(target, FORM_OF[target._meta.model_name])
    if target is None:
        return None
    if isinstance(target, Draft):
        return target.form_address
    model = record_models()[target.kind] if isinstance(target, Record) else type(target)
    if not admin.site.get_model_admin(model).has_view_permission(request):
        return None
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[quote(target.pk)])


def may_see_content(request):
    """Whether the member of staff may read everything at the desk: much of what needs work is not public yet."""
    return may(request.user, "read_unpublished")


def for_the_desk(view):
    """For members of staff who may read everything; others log in first, or are refused."""

    def guarded(request, **parts):
        if not may_see_content(request):
            raise PermissionDenied
        return view(request, **parts)

    return admin.site.admin_view(guarded)


urls = (
    [
        path("", for_the_desk(overview), name="overview"),
        path("<slug:slug>/", for_the_desk(section_list), name="section"),
    ],
    "health",
)
