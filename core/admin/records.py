"""What the forms of all records have in common: names, address, summary, citations."""

from django.contrib import admin, messages
from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.models import Name
from core.search.finding import LAST
from core.search.likeness import alike
from core.search.questions import AnyOf, names_with, own_words_with
from core.search.records import found_by
from editorial.admin import CardInline, MergingViews, PublishableAdmin
from editorial.bilingual import CHINESE, ENGLISH, reading_language
from editorial.sorting import folded

NAMES = (
    gettext_lazy("Name"),
    {
        "fields": ["name_en", "name_zh", "pinyin", "slug"],
        "description": gettext_lazy(
            "The official names only; every other name goes into the table of names below. A name in one language is enough."
        ),
    },
)
EVIDENCE = (
    gettext_lazy("Summary and evidence"),
    {
        "fields": ["summary_en", "summary_zh", "citations"],
        "description": gettext_lazy("At least one citation is needed before it can be published."),
    },
)


class NameInline(CardInline):
    model = Name
    fields = ["text", "language", "kind", "citation", "note_en", "note_zh"]
    autocomplete_fields = ["citation"]
    verbose_name = gettext_lazy("further name")
    verbose_name_plural = gettext_lazy("Further names: short, former, abbreviated, misspelt")


class RecordModelAdmin(MergingViews, PublishableAdmin):
    """A record: its `fieldsets` stand between the names and the keeping of every record's form."""

    list_display = ["__str__", "other_name", "state", "updated_at"]
    search_fields = ["name_en", "name_zh", "pinyin", "sort_key_zh", "slug", "record__names__text"]
    search_help_text = gettext_lazy("Names in English, Chinese and pinyin, other and former names, addresses.")
    ordering = ["sort_key", "pk"]
    actions = [*PublishableAdmin.actions[:-1], "merge_selected", *PublishableAdmin.actions[-1:]]
    inlines = [NameInline]
    fieldsets = []
    readonly_fields = [*PublishableAdmin.readonly_fields, "former_addresses"]

    KEEPING = (
        PublishableAdmin.KEEPING[0],
        PublishableAdmin.KEEPING[1] | {"fields": ["public_id", "former_addresses", "published_at", "updated_at"]},
    )

    def get_fieldsets(self, request, obj=None):
        return [NAMES, *super().get_fieldsets(request, obj)]

    def get_search_results(self, request, queryset, search_term):
        """What readers find by names and own words, or its address; of hidden entries whatever the columns have.

        Only the hidden ones, which are few, are read through; the others are looked up in the index of the search.
        """
        if not search_term.strip():
            return super().get_search_results(request, queryset, search_term)
        hidden, _repeats = super().get_search_results(request, queryset.filter(is_public=False), search_term)
        written = folded(search_term)
        names = Name.objects.filter(folded__gte=written, folded__lt=written + LAST)
        either = (
            Q(pk__in=hidden.order_by().values("pk"))
            | found_by(AnyOf((names_with(search_term), own_words_with(search_term))))
            | Q(pk__in=names.values("record"))
            | Q(slug=search_term.strip().lower())
        )
        return queryset.filter(either), False

    def response_add(self, request, obj, post_url_continue=None):
        """A new entry that comes close to another is named at once."""
        for card in alike(obj):
            sentence = _("“{other}” has a name close to this one. If both are the same, keep one of them.")
            other = format_html('<a href="{}">{}</a>', self.address_of_card(card), card)
            self.message_user(request, format_html(sentence, other=other), messages.WARNING)
        return super().response_add(request, obj, post_url_continue)

    def address_of_card(self, card):
        return reverse(f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_change", args=[card.pk])

    @admin.display(description=gettext_lazy("in the other language"))
    def other_name(self, obj):
        language = ENGLISH if reading_language() == CHINESE else CHINESE
        other = obj.name_en if language == ENGLISH else obj.name_zh
        return other if other != str(obj) else ""

    @admin.display(description=gettext_lazy("former addresses"))
    def former_addresses(self, obj):
        return ", ".join(obj.record.former_slugs.order_by("slug").values_list("slug", flat=True)) or "–"


class SourcedRecordAdmin(RecordModelAdmin):
    """A record whose existence and summary are cited."""

    autocomplete_fields = ["citations"]
    search_help_text = gettext_lazy("Names in English, Chinese and pinyin, other and former names, addresses.")

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        return [*fieldsets[:-1], EVIDENCE, fieldsets[-1]] if obj else [*fieldsets, EVIDENCE]
