"""Policies with their parts, targets with what became of them."""

from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext_lazy

from core.admin import FigureAdmin, NameInline, SourcedRecordAdmin
from core.admin.figures import FACTS
from core.models import Figure
from editorial.admin import DeskInline
from editorial.admin.drafting import DraftingAdmin
from editorial.admin.inlines import DeskStackedInline
from policies.models import Assessment, Instrument, Issuer, Policy, Relation, Rule, Scope, Target, TargetState

POLICIES = (50, gettext_lazy("Policies"))


class IssuerInline(DeskInline):
    model = Issuer
    fields = ["as_printed", "record", "citation"]
    autocomplete_fields = ["record", "citation"]
    verbose_name_plural = gettext_lazy("Who issued it")


class ScopeInline(DeskInline):
    model = Scope
    fields = ["effect", "record", "as_printed", "citation"]
    autocomplete_fields = ["record", "citation"]
    verbose_name_plural = gettext_lazy("Whom it concerns")


class InstrumentInline(DeskInline):
    model = Instrument
    fields = ["kind", "text_en", "text_zh", "to_whom_as_printed", "citation"]
    autocomplete_fields = ["citation"]
    verbose_name_plural = gettext_lazy("What it gives or does (amounts are figures)")


class RuleInline(DeskInline):
    model = Rule
    fields = ["clause", "condition_en", "condition_zh", "addressee_as_printed", "citation"]
    autocomplete_fields = ["citation"]
    verbose_name_plural = gettext_lazy("What it demands: one testable condition a row")


class RelationInline(DeskInline):
    model = Relation
    fk_name = "policy"
    fields = ["kind", "other", "citation"]
    autocomplete_fields = ["other", "citation"]
    verbose_name_plural = gettext_lazy("How it stands to other policies")


@admin.register(Policy)
class PolicyAdmin(SourcedRecordAdmin):
    index_group = POLICIES
    list_display = ["__str__", "other_name", "kind", "level", "published", "status", "state"]
    list_filter = ["is_public", "kind", "level", "status"]
    search_fields = [*SourcedRecordAdmin.search_fields, "number_as_printed"]
    ordering = ["-published_earliest", "-pk"]
    inlines = [NameInline, IssuerInline, ScopeInline, InstrumentInline, RuleInline, RelationInline]
    fieldsets = [
        (
            gettext_lazy("What it is"),
            {
                "fields": ["title_is_supplied", "kind", "level", "status", "number_as_printed", "scope_as_printed"],
                "description": gettext_lazy(
                    "Where no source gives the title, describe it as the name and tick “title is supplied”. “Not stated” is a "
                    "legal value of level and status."
                ),
            },
        ),
        (gettext_lazy("Dates"), {"fields": ["signed", "published", "published_as_printed", "effective", "expires"]}),
    ]


class AssessmentInline(DeskInline):
    model = Assessment
    fields = ["outcome", "date", "citation", "note_en", "note_zh"]
    autocomplete_fields = ["citation"]
    verbose_name_plural = gettext_lazy("What sources say became of it")


@admin.register(Target)
class TargetAdmin(DraftingAdmin):
    """What is said of a target, drafted with its figure, on whose form a target is begun."""

    index_group = FACTS
    list_display = ["figure_shown", "subject", "horizon", "owner_as_printed", "policy", "state_today"]
    list_select_related = ["figure__subject", "owner", "policy"]
    search_fields = [
        "figure__as_printed", "figure__subject__name_en", "figure__subject__name_zh", "figure__subject__names__text",
        "owner_as_printed", "policy__name_en", "policy__name_zh",
    ]  # fmt: skip
    search_help_text = gettext_lazy("The figure's wording, names of its subject, the owner, the policy.")
    ordering = ["horizon_latest", "pk"]
    autocomplete_fields = ["figure", "owner", "policy"]
    inlines = [AssessmentInline]
    fieldsets = [
        (
            None,
            {
                "fields": ["figure", "owner_as_printed", "owner", "policy"],
                "description": gettext_lazy(
                    "The number itself is a figure of the kind “target”: enter the target on its form."
                ),
            },
        ),
        (
            gettext_lazy("By when"),
            {
                "fields": ["horizon", "horizon_as_printed", "horizon_reasoning_en", "horizon_reasoning_zh"],
                "description": gettext_lazy(
                    "“Over the next three to five years”, said in October 2020, is 2023-10/2025-10. Whether it is open, due or "
                    "lapsed is worked out from the calendar."
                ),
            },
        ),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).with_state().select_related("figure__subject", "owner", "policy")

    def has_add_permission(self, request):
        return False

    def get_readonly_fields(self, request, obj=None):
        return ["figure"]

    def has_delete_permission(self, request, obj=None):
        return False

    def view_on_site(self, obj):
        return reverse("targets:detail", args=[obj.pk]) if obj.figure.is_public else None

    @admin.display(description=gettext_lazy("target"))
    def figure_shown(self, obj):
        return obj.figure.display()

    @admin.display(description=gettext_lazy("of"))
    def subject(self, obj):
        return obj.figure.subject

    @admin.display(description=gettext_lazy("today"))
    def state_today(self, obj):
        return TargetState(obj.state).label


class TargetInline(DeskStackedInline):
    model = Target
    extra = 1
    fields = [
        "horizon",
        "horizon_as_printed",
        "horizon_reasoning_en",
        "horizon_reasoning_zh",
        "owner_as_printed",
        "owner",
        "policy",
    ]
    autocomplete_fields = ["owner", "policy"]
    verbose_name = gettext_lazy("target")
    verbose_name_plural = gettext_lazy("Target: horizon and owner, for a figure of the kind “target”")
    classes = ["collapse"]


@admin.register(Figure)
class FigureWithTargetAdmin(FigureAdmin):
    inlines = [TargetInline, *FigureAdmin.inlines]
