"""Events and statements."""

from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.admin.figures import FACTS
from core.models import Event, EventParticipant, Statement
from core.verbs import event_type
from editorial.admin import DeskInline, PublishableAdmin
from editorial.admin.forms import DeskForm


class EventForm(DeskForm):
    """The type follows from the printed verb, as long as nobody chooses it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "kind" in self.fields:
            self.fields["kind"].required = False
            self.fields["kind"].help_text = _(
                "Left blank, it follows from the printed verb by a table; “unveiled” is not “opened”."
            )

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if "kind" in self.fields and not cleaned.get("kind") and "kind" not in self.errors:
            verb = cleaned.get("verb_as_printed", "")
            cleaned["kind"] = event_type(verb)
            if not verb:
                self.add_error("kind", _("Choose the type, or write the verb as printed and it is chosen for you."))
            elif not cleaned["kind"]:
                self.add_error(
                    "kind", _("The table of verbs does not know “%(verb)s”. Choose the type.") % {"verb": verb}
                )
        return cleaned


class EventParticipantInline(DeskInline):
    model = EventParticipant
    fields = ["record", "as_printed", "role"]
    autocomplete_fields = ["record"]
    verbose_name_plural = gettext_lazy("Who took part, whom it concerns, where")


@admin.register(Event)
class EventAdmin(PublishableAdmin):
    form = EventForm
    index_group = FACTS
    list_display = ["__str__", "date", "kind", "verb_as_printed", "series", "state", "updated_at"]
    list_select_related = ["series"]
    list_filter = ["is_public", "kind"]
    search_fields = [
        "title_en",
        "title_zh",
        "verb_as_printed",
        "participants__as_printed",
        "participants__record__name_en",
        "participants__record__name_zh",
    ]
    search_help_text = gettext_lazy("Words of the title in both languages, the verb, or who took part.")
    ordering = ["-date_earliest", "-pk"]
    autocomplete_fields = ["series", "citation"]
    inlines = [EventParticipantInline]
    page_section = "events"
    fieldsets = [
        (
            gettext_lazy("What happened"),
            {
                "fields": ["title_en", "title_zh", "verb_as_printed", "kind", "series"],
                "description": gettext_lazy(
                    "Keep the source's verb: a nod to a designation does not approve a target."
                ),
            },
        ),
        (
            gettext_lazy("When"),
            {
                "fields": ["date", "date_as_printed", "date_reasoning_en", "date_reasoning_zh"],
                "description": gettext_lazy(
                    "“Wednesday” in a report of 2020-10-15 is 2020-10-14; say how you found it."
                ),
            },
        ),
        (gettext_lazy("Evidence and notes"), {"fields": ["citation", "note_en", "note_zh"]}),
    ]


@admin.register(Statement)
class StatementAdmin(PublishableAdmin):
    index_group = FACTS
    list_display = ["summary", "speaker_as_printed", "speaker", "kind", "date", "state", "updated_at"]
    list_select_related = ["speaker"]
    list_filter = ["is_public", "kind"]
    search_fields = [
        "summary_en",
        "summary_zh",
        "speaker_as_printed",
        "speaker__name_en",
        "speaker__name_zh",
        "speaker__names__text",
    ]
    search_help_text = gettext_lazy("Words of the summary in both languages, or the speaker.")
    ordering = ["-date_earliest", "-pk"]
    autocomplete_fields = ["speaker", "about", "citation"]
    page_section = "statements"
    fieldsets = [
        (
            gettext_lazy("Who said it"),
            {
                "fields": ["speaker_as_printed", "speaker", "role_as_printed"],
                "description": gettext_lazy("A statement is never a fact: it is always shown with its speaker."),
            },
        ),
        (gettext_lazy("What was said"), {"fields": ["kind", "summary_en", "summary_zh", "date", "about", "citation"]}),
    ]
