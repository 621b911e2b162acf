"""Briefings, and what was loaded."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.admin import RecordModelAdmin
from core.models import SourcedRecord
from editorial.admin import ReadOnlyAdmin
from editorial.admin.inlines import DeskStackedInline
from editorial.models import Record, record_models
from portal.imports.rights import may_import
from portal.models import Briefing, BriefingBlock, DataLoad, Import

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

    def save_related(self, request, form, formsets, change):
        """No block of a public briefing lets go of a record that is public because of it alone."""
        named = list(Record.objects.filter(briefing_blocks_about__briefing=form.instance).distinct())
        super().save_related(request, form, formsets, change)
        if form.instance.is_public and (groundless := public_without_ground(named)):
            raise ValidationError(
                [
                    _("Withdraw or cite “%(record)s” first: only this briefing names it.") % {"record": record}
                    for record in groundless
                ]
            )


def public_without_ground(cards):
    """The public records of `cards` that have no citation and that no public briefing names."""
    named = [card.pk for card in cards if not card.briefing_blocks_about.public().exists()]
    return [
        record
        for model in record_models().values()
        if issubclass(model, SourcedRecord)
        for record in model.objects.public().filter(pk__in=named, citations=None)
    ]


@admin.register(DataLoad)
class DataLoadAdmin(ReadOnlyAdmin):
    list_display = ["name", "fingerprint", "loaded_at"]


@admin.register(Import)
class ImportAdmin(ReadOnlyAdmin):
    """Only the entry on the desk: tables have pages of their own."""

    def has_module_permission(self, request):
        return may_import(request.user)

    def has_view_permission(self, request, obj=None):
        return may_import(request.user)

    def changelist_view(self, request, extra_context=None):
        return HttpResponseRedirect(reverse("imports:index"))

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return HttpResponseRedirect(reverse("imports:index"))
