"""Sources and citations."""

from django.contrib import admin
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.admin.records import RecordModelAdmin
from core.models import Citation, Source, SourceTitle
from editorial.admin import DeskInline, PublishableAdmin

SOURCES = (10, gettext_lazy("Sources and citations"))
SHOWN_FACTS = 50


class SourceTitleInline(DeskInline):
    model = SourceTitle
    fields = ["text", "language", "version", "note"]
    verbose_name_plural = gettext_lazy("Further titles of the document")


@admin.register(Source)
class SourceAdmin(RecordModelAdmin):
    index_group = SOURCES
    list_display = ["__str__", "other_name", "publisher", "published", "kind_of_source", "state", "updated_at"]
    list_select_related = ["publisher"]
    list_filter = ["is_public", "kind_of_source", "seen", "is_machine_written"]
    search_fields = [*RecordModelAdmin.search_fields, "titles__text", "publisher_as_printed", "url"]
    ordering = ["-published_earliest", "pk"]
    autocomplete_fields = ["publisher", "origin"]
    inlines = [SourceTitleInline]
    readonly_fields = [*RecordModelAdmin.readonly_fields, "its_citations"]
    fieldsets = [
        (
            gettext_lazy("The document"),
            {
                "fields": [
                    "title_is_supplied", "kind_of_source", "publisher", "publisher_as_printed", "language", "url", "rights",
                ],
                "description": gettext_lazy(
                    "Its headline is its name. Where it has none, describe it and tick “title is supplied”."
                ),
            },
        ),
        (
            gettext_lazy("Dates"),
            {"fields": ["published", "published_as_printed", "date_note", "retrieved_on", "checked_on"]},
        ),
        (
            gettext_lazy("Where it comes from"),
            {
                "fields": ["origin", "origin_relation", "seen", "is_machine_written"],
                "description": gettext_lazy(
                    "Two copies of one report are one piece of evidence: name the document this one repeats, translates or "
                    "sums up."
                ),
            },
        ),
        (gettext_lazy("Notes for readers"), {"fields": ["note_en", "note_zh"]}),
        (
            gettext_lazy("Private text"),
            {
                "fields": ["private_text", "text_hash"],
                "classes": ["collapse"],
                "description": gettext_lazy("Seen at the desk only, never published. Quotes are checked against it."),
            },
        ),
    ]  # fmt: skip

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        return [*fieldsets, (gettext_lazy("Citations"), {"fields": ["its_citations"]})] if obj else fieldsets

    @admin.display(description=gettext_lazy("quotes kept from it"))
    def its_citations(self, obj):
        address = reverse("admin:core_citation_changelist")
        return format_html('<a href="{}?source__exact={}">{}</a>', address, obj.pk, obj.citations.count())


@admin.register(Citation)
class CitationAdmin(PublishableAdmin):
    index_group = SOURCES
    list_display = ["quote", "source", "locator", "check_state", "state"]
    list_select_related = ["source"]
    list_filter = ["is_public", "check_state", "source__kind_of_source"]
    linked_lookups = ["source__exact"]
    search_fields = ["quote", "locator", "attributed_to", "source__name_en", "source__name_zh"]
    search_help_text = gettext_lazy("Words of the quote, of the source's name, or of the place.")
    ordering = ["source_id", "quote", "locator"]
    autocomplete_fields = ["source"]
    readonly_fields = [*PublishableAdmin.readonly_fields, "check_state", "checked_at", "rests_on_it"]
    page_of = "source"
    fieldsets = [
        (
            None,
            {
                "fields": ["source", "quote", "locator", "attributed_to"],
                "description": gettext_lazy(
                    "One citation for each quote, shared by every fact that rests on it. Copy the words exactly, one sentence "
                    "at most; where the source's text is kept, they are looked for in it."
                ),
            },
        )
    ]
    AFTERWARDS = (gettext_lazy("Use"), {"fields": ["check_state", "checked_at", "rests_on_it"]})

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        return [*fieldsets, self.AFTERWARDS] if obj else fieldsets

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("source")

    @admin.display(description=gettext_lazy("what rests on it"))
    def rests_on_it(self, obj):
        facts = list(self.facts_of(obj))
        return (
            format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((fact,) for fact in facts)))
            if facts
            else _("nothing")
        )

    def facts_of(self, citation):
        """Links to the facts that cite it, at most SHOWN_FACTS of each kind; one query per kind and row."""
        for relation in Citation._meta.related_objects:
            model, field = relation.related_model, relation.field.name
            for fact in model._default_manager.filter(**{field: citation})[:SHOWN_FACTS]:
                label = f"{capfirst(model._meta.verbose_name)}: {fact}"
                try:
                    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[fact.pk])
                except NoReverseMatch:
                    yield label
                else:
                    yield format_html('<a href="{}">{}</a>', address, label)
