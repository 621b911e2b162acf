"""The cards of all records: searched when a form asks for any record, never edited by hand."""

from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy

from editorial.admin.desk import ReadOnlyAdmin
from editorial.models import Draft, Record, record_models
from editorial.roles import may


@admin.register(Record)
class RecordAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "name_en", "name_zh", "is_public"]
    list_filter = ["is_public"]
    search_fields = ["name_en", "name_zh", "sort_key", "slug", "names__text"]
    search_help_text = gettext_lazy("Names in English and Chinese, former and other names, addresses.")
    ordering = ["is_public", "sort_key", "pk"]

    def get_queryset(self, request):
        """Whoever may not read the unpublished finds what is public and what they began themselves.

        What was merged into another record is chosen nowhere any more.
        """
        cards = super().get_queryset(request).filter(merged_into=None)
        if may(request.user, "read_unpublished"):
            return cards
        begun = Draft.objects.filter(unit_id=OuterRef("pk"), author=request.user)
        return cards.filter(Record.public_q() | Exists(begun))

    def has_module_permission(self, request):
        return False

    def has_view_permission(self, request, obj=None):
        """Whoever may do anything with some kind of record may look up the names of all."""
        labels = {model._meta.app_label for model in record_models().values()}
        return any(request.user.has_module_perms(label) for label in labels)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """The form of the park, organisation, … that the card stands for."""
        card = self.get_object(request, object_id)
        model = card and record_models().get(card.kind)
        if model is None or not self.has_view_permission(request, card):
            return super().change_view(request, object_id, form_url, extra_context)
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[card.pk])
        query = request.GET.urlencode()
        return HttpResponseRedirect(f"{address}?{query}" if query else address)
