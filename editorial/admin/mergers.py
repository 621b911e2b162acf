"""The list of mergers, and the page of one: what it does or did, and who decides on it."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from editorial import merging
from editorial.admin.merging import grouped, sides, told
from editorial.admin.queues import WORK, UnitList
from editorial.joining import fillable
from editorial.models import DeskSetting, Merger
from editorial.models.drafts import desk_address
from editorial.roles import may
from editorial.wording import label_of


@admin.register(Merger)
class MergerAdmin(UnitList):
    index_group = WORK
    index_position = 6
    own_field = "proposed_by"
    list_display = ["what", "kind", "state", "proposed_by_name", "proposed_at", "decided_by_name", "decided_at"]
    list_filter = ["state", "unit_kind"]
    search_fields = ["title", "survivor_title"]
    search_help_text = gettext_lazy("Names of either record, as they were when the merger was proposed.")
    ordering = ["-proposed_at", "pk"]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("journal", "stayed")

    def get_urls(self):
        page = path("<uuid:merger>/", self.admin_site.admin_view(self.merger_view), name="editorial_merger_page")
        return [page, *super().get_urls()]

    @admin.display(description=gettext_lazy("what"), ordering="title")
    def what(self, obj):
        return format_html('<a href="{}">{}</a>', obj.get_absolute_url(), obj)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        merger = self.get_object(request, object_id)
        if merger is None:
            return super().change_view(request, object_id, form_url, extra_context)
        return HttpResponseRedirect(merger.get_absolute_url())

    # The page of one

    def merger_view(self, request, merger):
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = Merger.objects.filter(pk=merger).first()
        if found is None:
            raise Http404(_("There is no such merger."))
        if not may(request.user, "read_unpublished", author=found.proposed_by):
            raise PermissionDenied
        if request.method == "POST":
            return self.decide(request, found)
        return self.merger_page(request, found)

    def decisions_open(self, request, merger):
        """What this editor may do with it as it stands."""
        own, publishes = merger.proposed_by_id == request.user.pk, may(request.user, "publish")
        proposed = merger.state == Merger.State.PROPOSED
        found = {
            "approve": proposed and publishes and (not own or DeskSetting.current().solo_publishing),
            "decline": proposed and (own or publishes),
            "take_back": merger.state == Merger.State.DONE and publishes,
        }
        return {name for name, is_open in found.items() if is_open}

    def decide(self, request, merger):
        decision = request.POST.get("decision", "")
        verbs = {"approve": self.approve, "decline": self.decline, "take_back": self.take_back}
        if decision not in verbs:
            self.message_user(request, _("Choose what to do with the merger."), messages.ERROR)
        elif decision not in self.decisions_open(request, merger):
            self.refuse(request, merger, decision)
        else:
            try:
                self.message_user(request, verbs[decision](request, merger), messages.SUCCESS)
            except ValidationError as error:
                for sentence in error.messages:
                    self.message_user(request, sentence, messages.ERROR)
        return HttpResponseRedirect(merger.get_absolute_url())

    def refuse(self, request, merger, decision):
        """In words where the state forbids it; 403 where the role does."""
        own = merger.proposed_by_id == request.user.pk
        if not may(request.user, "publish") and not (decision == "decline" and own):
            raise PermissionDenied
        if decision == "approve" and own and merger.state == Merger.State.PROPOSED:
            sentence = _("You proposed this merger, so someone else must approve it.")
        else:
            sentence = _("This merger has been decided or taken back meanwhile.")
        self.message_user(request, sentence, messages.ERROR)

    def approve(self, request, merger):
        merging.approve(merger, by=request.user, fingerprint=request.POST.get("fingerprint", ""))
        return _("The two are one now.")

    def decline(self, request, merger):
        merging.decline(merger, by=request.user, note=request.POST.get("note", "")[:2000])
        return _("The proposal is off; both stay as they are.")

    def take_back(self, request, merger):
        done = merging.take_back(merger, by=request.user)
        if done.stayed:
            return _("The two are separate again. What was changed since the merger stayed where it is; see below.")
        return _("The two are separate again, as they were.")

    def merger_page(self, request, merger):
        survivor, merged = (
            merger.model._base_manager.filter(pk=key).first() if merger.model else None
            for key in (merger.survivor_id, merger.unit_id)
        )
        decisions = self.decisions_open(request, merger)
        context = {"plan": None, "back": None, "journal": merger.journal}
        if merger.state == Merger.State.PROPOSED and survivor and merged:
            context["plan"] = merging.plan_of(merger, survivor, merged)
            context["journal"] = context["plan"].journal
        elif "back" in request.GET and "take_back" in decisions and survivor and merged:
            context["back"] = merging.plan_back(merger)
        return TemplateResponse(
            request,
            "admin/desk_merger.html",
            {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "title": str(merger),
                "merger": merger,
                "survivor": survivor,
                "merged": merged,
                "sides": sides(survivor, merged) if survivor and merged else [],
                "told": told(context["journal"]),
                "filled": [label_of(merger.model, name) for name in filled(merger, survivor, merged)],
                "stayed": grouped(context["back"].stays if context["back"] else merger.stayed),
                "decisions": decisions,
                "own": merger.proposed_by_id == request.user.pk,
                "solo": DeskSetting.current().solo_publishing,
                "forms": form_addresses(merger),
                **context,
            },
        )


def filled(merger, survivor, merged):
    """The columns that are filled from the other, or were."""
    if merger.state != Merger.State.PROPOSED:
        return list(merger.journal.get("filled", {}))
    offered = {one.attname for one in fillable(survivor, merged)} if survivor and merged else ()
    return [name for name in merger.choices if name in offered]


def form_addresses(merger):
    return {
        "survivor": desk_address(merger.unit_kind, "history", merger.survivor_id),
        "merged": desk_address(merger.unit_kind, "history", merger.unit_id),
    }
