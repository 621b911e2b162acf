"""What was done to a unit, by whom and when; any two of its states side by side; any of them again as a draft."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext as _

from editorial import drafting, snapshots, wording
from editorial.models import Change, Revision, Step, Unit

STEPS_PER_PAGE = 50
PUBLIC, PRESENT = "public", "draft"


class HistoryViews:
    """Mixed into PublishableAdmin, after ReviewViews."""

    def get_urls(self):
        return [
            path("<path:object_id>/history/", self.desk_view(self.history_page), name=self.url_name("history")),
            path("<path:object_id>/compare/", self.desk_view(self.compare_page), name=self.url_name("compare")),
            path(
                "<path:object_id>/restore/<uuid:revision>/",
                self.desk_view(self.restore_view),
                name=self.url_name("restore"),
            ),
            *super().get_urls(),
        ]

    def history_page(self, request, unit):
        steps = Step.objects.filter(**Unit.key_of(unit)).select_related("revision")
        page = Paginator(steps, STEPS_PER_PAGE).get_page(request.GET.get("page"))
        revisions = Revision.objects.filter(**Unit.key_of(unit)).order_by("-number").defer("snapshot", "base")
        published = Change.objects.filter(unit_id=unit.pk).order_by("-number")
        return self.page(
            request,
            unit,
            "desk_history",
            _("History of %(name)s") % {"name": unit},
            page=page,
            revisions=revisions[:200],
            published=[(change, wording.what_changed(self.model, change.changed)) for change in published[:200]],
            published_revisions=set(published.values_list("revision_id", flat=True)),
            is_live=unit.is_public,
            draft=drafting.draft_of(unit),
            may_restore=self.has_change_permission(request, unit),
        )

    def compare_page(self, request, unit):
        older, before = self.state_named(unit, request.GET.get("from", PUBLIC))
        newer, after = self.state_named(unit, request.GET.get("to", PRESENT))
        return self.page(
            request,
            unit,
            "desk_compare",
            _("Comparison of two states of %(name)s") % {"name": unit},
            older=older,
            newer=newer,
            lines=wording.lines(self.model, before, after),
            revisions=Revision.objects.filter(**Unit.key_of(unit)).order_by("-number").defer("snapshot", "base")[:200],
            asked={"from": request.GET.get("from", PUBLIC), "to": request.GET.get("to", PRESENT)},
        )

    def state_named(self, unit, name):
        """(what it is called, its snapshot) of "public", "draft" or the number of a revision. Raises Http404."""
        if name == PUBLIC:
            return _("the public version") if unit.is_public else _("the row as it is"), snapshots.read(unit)
        if name == PRESENT:
            return _("the draft"), drafting.present(unit)
        if not name.isdecimal() or len(name) > 9:
            raise Http404(_("There is no such state. Choose two from the history."))
        revision = get_object_or_404(Revision, **Unit.key_of(unit), number=int(name))
        return _("state %(number)d") % {"number": revision.number}, revision.snapshot

    def restore_view(self, request, unit, revision):
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_change_permission(request, unit):
            raise PermissionDenied
        wanted = get_object_or_404(Revision, **Unit.key_of(unit), pk=revision)
        try:
            kept = drafting.restore(unit, wanted, by=request.user)
        except drafting.CannotApply as error:
            self.tell(request, _("It cannot be restored as it was:"), error)
            return HttpResponseRedirect(reverse(f"admin:{self.url_name('history')}", args=[unit.pk]))
        if kept.revision is None:
            self.message_user(request, _("This is the present state already."), messages.INFO)
        else:
            self.message_user(
                request, _("State %(number)d is restored as a draft.") % {"number": wanted.number}, messages.SUCCESS
            )
        return HttpResponseRedirect(reverse(f"admin:{self.url_name('review')}", args=[unit.pk]))
