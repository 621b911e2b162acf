"""The desk's forms for what readers send: to look at and decide, never to edit."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from editorial import wording
from editorial.admin import DeskAdmin
from editorial.admin.exports import ExportActions
from editorial.admin.forms import DeskForm
from editorial.models import Change, unit_models
from portal.models import Comment, Correction
from portal.reader_models import FromReader
from portal.readers.deciding import decide, may_moderate, may_see_addresses
from portal.readers.letters import write_to_reader
from portal.readers.tokens import link_token
from portal.readers.views import shown_fact

READERS = (6, gettext_lazy("From readers"))
OFFERED_CHANGES = 50
EXCERPT = 80


class DecisionForm(DeskForm):
    """`seen` is the decision that the form was opened on: a later one of somebody else is not overwritten unread."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["seen"] = as_seen(self.instance)

    def clean(self):
        cleaned = super().clean()
        now = type(self.instance).objects.select_for_update().get(pk=self.instance.pk)
        if cleaned.get("seen") != as_seen(now):
            raise ValidationError(
                _("Meanwhile %(who)s decided: %(state)s. Your input was not saved. Open the form again to decide anew.")
                % {"who": now.decided_by or _("someone"), "state": now.get_state_display()}
            )
        return cleaned


def as_seen(message):
    return f"{message.state}@{message.decided_at.isoformat() if message.decided_at else ''}"


class ChangeChoice(forms.ModelChoiceField):
    def label_from_instance(self, change):
        model = unit_models().get(change.unit_kind)
        names = ", ".join(wording.what_changed(model, change.changed)) if model else ""
        label = f"{date_format(localtime(change.at), 'DATETIME_FORMAT')}: {change.get_action_display()}"
        return f"{label} – {names}" if names else label


class CorrectionDecisionForm(DecisionForm):
    change = ChangeChoice(
        queryset=Change.objects.none(),
        required=False,
        label=gettext_lazy("Settled by"),
        help_text=gettext_lazy(
            "What was published or withdrawn to put it right, of the fact itself and of the record it stands with. Shown in "
            "the corrections log."
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "change" in self.fields:
            units = [self.instance.fact_id, self.instance.record_id]
            newest = Change.objects.filter(unit_id__in=[unit for unit in units if unit]).order_by("-number")
            kept = list(newest.values_list("pk", flat=True)[:OFFERED_CHANGES])
            offered = [*kept, *([self.instance.change_id] if self.instance.change_id else [])]
            self.fields["change"].queryset = Change.objects.filter(pk__in=offered).order_by("-number")


class FromReaderAdmin(DeskAdmin):
    """For whoever moderates, and nobody else; the e-mail address only for whoever may see addresses."""

    index_group = READERS
    form = DecisionForm
    actions = ["mark_as_spam"]
    list_display = ["what", "state", "excerpt", "sent_at", "decided_by"]
    list_filter = ["state", "language"]
    list_select_related = ["record", "decided_by"]
    search_fields = ["text", "display_name"]
    search_help_text = gettext_lazy("Words of the text, or the name to be shown.")
    ordering = ["-sent_at", "-pk"]

    sent_fields = ["about", "text_as_sent", "display_name", "email", "language", "sent_at"]
    decision_fields = ["state", "answer_en", "answer_zh", "hides_name", "seen"]
    kept_fields = ["decided_at", "decided_by", "what_the_reader_sees"]

    def get_fieldsets(self, request, obj=None):
        sent = [name for name in self.sent_fields if name != "email" or may_see_addresses(request.user)]
        return [
            (_("What the reader sent"), {"fields": sent}),
            (
                _("Decision"),
                {
                    "fields": self.decision_fields,
                    "description": _(
                        "Nothing of it is public while it is held. The reader sees the decision and the answer on a private "
                        "page; of spam only that it was not accepted."
                    ),
                },
            ),
            (_("So far"), {"fields": self.kept_fields}),
        ]

    def get_readonly_fields(self, request, obj=None):
        return [*self.sent_fields, *self.kept_fields]

    # Rights

    def has_module_permission(self, request):
        return may_moderate(request.user)

    def has_view_permission(self, request, obj=None):
        return may_moderate(request.user)

    def has_change_permission(self, request, obj=None):
        """What was erased at its sender's wish is not decided on again."""
        return may_moderate(request.user) and (obj is None or obj.erased_at is None)

    def has_moderate_permission(self, request):
        return may_moderate(request.user)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_actions(self, request):
        """Without the exports: what readers send leaves by the command export_person alone."""
        return super(ExportActions, self).get_actions(request)

    # Deciding

    def save_model(self, request, obj, form, change):
        is_new = decide(obj, state=obj.state, by=request.user)
        if is_new and obj.is_decided and obj.state != FromReader.State.SPAM:
            with override(obj.language):
                address = request.build_absolute_uri(reverse("sent", args=[link_token(obj)]))
            write_to_reader(obj, address)

    @admin.action(permissions=["moderate"], description=gettext_lazy("Mark selected %(verbose_name_plural)s as spam"))
    def mark_as_spam(self, request, queryset):
        with transaction.atomic():
            held = list(queryset.select_for_update(of=("self",)).filter(state=FromReader.State.HELD))
            for message in held:
                decide(message, state=FromReader.State.SPAM, by=request.user)
        text = _("Marked as spam: %(count)d. What had been decided on before was left as it is.") % {"count": len(held)}
        self.message_user(request, text, messages.SUCCESS)

    # Columns and fields

    @admin.display(description=gettext_lazy("what"))
    def what(self, obj):
        return str(obj.record) if obj.record else str(obj)

    @admin.display(description=gettext_lazy("text"))
    def excerpt(self, obj):
        return Truncator(obj.text).chars(EXCERPT)

    @admin.display(description=gettext_lazy("text"))
    def text_as_sent(self, obj):
        return obj.text or _("erased")

    @admin.display(description=gettext_lazy("about"))
    def about(self, obj):
        shown = shown_fact(obj)
        if shown.address:
            return format_html('<a href="{}">{}</a>', shown.address, shown.title)
        return shown.title or _("something that is no longer public")

    @admin.display(description=gettext_lazy("what the reader sees"))
    def what_the_reader_sees(self, obj):
        if obj.erased_at:
            return _("erased")
        return format_html(
            '<a href="{}">{}</a>', reverse("sent", args=[link_token(obj)]), _("The reader's private page")
        )


@admin.register(Correction)
class CorrectionAdmin(FromReaderAdmin):
    index_position = 1
    form = CorrectionDecisionForm
    list_display = ["what", "state", "excerpt", "sent_at", "decided_by"]
    search_fields = ["text", "display_name", "title_en", "title_zh"]
    sent_fields = ["about", "text_as_sent", "evidence_url", "display_name", "email", "language", "sent_at"]
    decision_fields = ["state", "answer_en", "answer_zh", "change", "hides_name", "seen"]

    @admin.display(description=gettext_lazy("what"))
    def what(self, obj):
        return str(obj.title)


@admin.register(Comment)
class CommentAdmin(FromReaderAdmin):
    index_position = 2
