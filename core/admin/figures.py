"""Indicators and figures."""

from decimal import Decimal

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from core.models import CountClaim, Figure, Indicator
from editorial.admin import PublishableAdmin
from editorial.admin.forms import DeskForm
from editorial.admin.inlines import DeskStackedInline

FACTS = (60, gettext_lazy("Figures, events, statements"))
INTERVAL = ("low", "low_open", "high", "high_open", "hedge", "scale", "currency")


@admin.register(Indicator)
class IndicatorAdmin(PublishableAdmin):
    index_group = FACTS
    list_display = ["__str__", "name_en", "name_zh", "family", "unit", "code", "state"]
    list_filter = ["is_public", "family", "unit"]
    search_fields = ["code", "name_en", "name_zh"]
    search_help_text = gettext_lazy("Names in both languages, codes.")
    ordering = ["code"]
    autocomplete_fields = ["comparable_with"]
    fieldsets = [
        (
            None,
            {
                "fields": ["name_en", "name_zh", "code", "family", "unit"],
                "description": gettext_lazy(
                    "Two families, such as output and revenue, never share an axis or a series."
                ),
            },
        ),
        (gettext_lazy("Definition"), {"fields": ["definition_en", "definition_zh", "comparable_with"]}),
    ]

    def page_address(self, obj):
        return reverse("indicators:list")


def without_trailing_zeros(number):
    """50000000000 for the 50000000000.000000 of the database."""
    return Decimal(f"{number.normalize():f}")


class FigureForm(DeskForm):
    """The unit follows from the indicator, and the interval from a new wording, as long as nobody sets them by hand."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("low", "high"):
            if isinstance(self.initial.get(name), Decimal):
                self.initial[name] = without_trailing_zeros(self.initial[name])
        if "unit" in self.fields:
            self.fields["unit"].required = False
            self.fields["unit"].help_text = _("Left blank, it is that of the indicator.")

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("unit") and cleaned.get("indicator"):
            cleaned["unit"] = cleaned["indicator"].unit
        if self.instance._state.adding is False and self.has_left_the_interval_behind():
            cleaned |= {"low": None, "high": None, "low_open": False, "high_open": False}
        return cleaned

    def has_left_the_interval_behind(self):
        """The wording changed, but the interval is still what the former wording had proposed."""
        changed = set(self.changed_data)
        if "as_printed" not in changed or changed & set(INTERVAL):
            return False
        former = Figure(unit=self.initial["unit"], as_printed=self.initial["as_printed"])
        try:
            former.propose_from_print()
        except ValidationError:
            return False
        return all(getattr(former, name) == self.initial[name] for name in ("low", "low_open", "high", "high_open"))


class CountClaimInline(DeskStackedInline):
    model = CountClaim
    extra = 1
    fields = ["what_en", "what_zh", "members"]
    autocomplete_fields = ["members"]
    verbose_name = gettext_lazy("count claim")
    verbose_name_plural = gettext_lazy("Count claim: for “23 stated, 0 named”")
    classes = ["collapse"]


class FigureAdmin(PublishableAdmin):
    """Registered by the app `policies`, which adds the target."""

    form = FigureForm
    index_group = FACTS
    index_position = 1
    list_display = ["shown_en", "shown_zh", "subject", "indicator", "kind", "period_shown", "state"]
    list_display_links = ["shown_en", "shown_zh"]
    list_select_related = ["subject", "indicator", "citation__source"]
    list_filter = ["is_public", "kind", "indicator__family", "period_not_stated", "is_cumulative", "is_self_reported"]
    search_fields = [
        "as_printed", "population_en", "population_zh", "indicator__name_en", "indicator__name_zh",
        "subject__name_en", "subject__name_zh", "subject__names__text",
    ]  # fmt: skip
    search_help_text = gettext_lazy("Wording, indicator, or names of the subject in both languages.")
    ordering = ["-period_earliest", "-pk"]
    autocomplete_fields = ["subject", "indicator", "base", "citation", "further_citations"]
    readonly_fields = [*PublishableAdmin.readonly_fields, "shown_en", "shown_zh"]
    page_section = "figures"
    inlines = [CountClaimInline]
    fieldsets = [
        (
            gettext_lazy("What is measured"),
            {
                "fields": ["subject", "indicator", "kind", "population_en", "population_zh", "base", "base_as_printed"],
                "description": gettext_lazy(
                    "One number of one record. “The 23 parks combined” is a population of their zone, not a record."
                ),
            },
        ),
        (
            gettext_lazy("The number as printed"),
            {
                "fields": ["as_printed", "unit", "citation", "further_citations"],
                "description": gettext_lazy(
                    "Type the number with its hedge exactly as the source has it; the interval is read from it when you save. "
                    "Where the source writes only $ or ¥, fill in interval and currency by hand."
                ),
            },
        ),
        (
            gettext_lazy("When"),
            {"fields": ["period", "period_not_stated", "period_as_printed", "is_cumulative", "is_self_reported"]},
        ),
        (
            gettext_lazy("The interval"),
            {
                "fields": [("low", "low_open"), ("high", "high_open"), "hedge", "scale", "currency"],
                "description": gettext_lazy(
                    "Leave it blank to have it read from the wording. By hand: base units (700000000000, not 700 billion; 30 for "
                    "30 per cent), a blank end where the wording leaves it open, a tick where the end itself is excluded."
                ),
            },
        ),
        (gettext_lazy("Notes for readers"), {"fields": ["note_en", "note_zh"]}),
    ]
    PREVIEW = (gettext_lazy("How it is shown"), {"fields": ["shown_en", "shown_zh"]})

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        return [self.PREVIEW, *fieldsets] if obj else fieldsets

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("subject", "indicator", "citation__source")

    @admin.display(description=gettext_lazy("in English"), ordering="low")
    def shown_en(self, obj):
        with override("en"):
            return obj.display("en")

    @admin.display(description=gettext_lazy("in Chinese"), ordering="high")
    def shown_zh(self, obj):
        with override("zh-hans"):
            return obj.display("zh-hans")

    @admin.display(description=gettext_lazy("period"), ordering="period_earliest")
    def period_shown(self, obj):
        return obj.period or (_("not stated") if obj.period_not_stated else "–")
