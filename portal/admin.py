"""Briefings, the links of sources, and what was loaded."""

from django.contrib import admin
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy

from core.admin import RecordModelAdmin
from core.admin.evidence import SOURCES
from core.models import Source
from editorial.admin import ReadOnlyAdmin
from editorial.admin.inlines import DeskStackedInline
from editorial.roles import may
from editorial.tables.references import as_uuid
from portal.admin_readers import CommentAdmin, CorrectionAdmin
from portal.imports.rights import may_import, may_let_in
from portal.models import Briefing, BriefingBlock, DataLoad, Import, SourceLink

__all__ = ["CommentAdmin", "CorrectionAdmin"]

BRIEFINGS = (70, gettext_lazy("Briefings"))


class BriefingBlockInline(DeskStackedInline):
    model = BriefingBlock
    fields = [("position", "kind", "author"), "text_en", "text_zh", "quote", "locator", "date", "about"]
    autocomplete_fields = ["about"]
    verbose_name = gettext_lazy("block")
    verbose_name_plural = gettext_lazy("Blocks, in the order of their positions")


@admin.register(Briefing)
class BriefingAdmin(RecordModelAdmin):
    index_group = BRIEFINGS
    list_display = ["__str__", "other_name", "source", "date", "state", "updated_at"]
    list_select_related = ["source"]
    ordering = ["-date_earliest", "-pk"]
    autocomplete_fields = ["source", "about"]
    inlines = [BriefingBlockInline]
    fieldsets = [
        (
            gettext_lazy("What it sums up"),
            {
                "fields": ["source", "date", "about", "audience_en", "audience_zh", "reading_seconds"],
                "description": gettext_lazy(
                    "Machine-made text is labelled block by block; nothing in a briefing can be cited as a fact."
                ),
            },
        )
    ]


@admin.register(DataLoad)
class DataLoadAdmin(ReadOnlyAdmin):
    list_display = ["name", "fingerprint", "loaded_at"]


@admin.register(SourceLink)
class SourceLinkAdmin(ReadOnlyAdmin):
    index_group = SOURCES
    list_display = ["source", "state", "status", "problem", "checked_at"]
    list_filter = ["state"]
    list_select_related = ["source"]
    ordering = ["checked_at", "pk"]

    def get_queryset(self, request):
        """Whoever may not read the unpublished finds the links of public sources."""
        links = super().get_queryset(request)
        return links if may(request.user, "read_unpublished") else links.filter(Source.public_q("source__"))


@admin.register(Import)
class ImportAdmin(ReadOnlyAdmin):
    """Only the entry on the desk: tables have pages of their own."""

    def has_module_permission(self, request):
        return may_import(request.user) or may_let_in(request.user)

    def has_view_permission(self, request, obj=None):
        return self.has_module_permission(request)

    def changelist_view(self, request, extra_context=None):
        return HttpResponseRedirect(reverse("imports:index"))

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return HttpResponseRedirect(reverse("imports:index"))

    def history_view(self, request, object_id, extra_context=None):
        """Where the log of the desk leads."""
        key = as_uuid(object_id)
        return HttpResponseRedirect(reverse("imports:report", args=[key]) if key else reverse("imports:index"))
