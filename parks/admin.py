"""Parks, how they nest, and what they were designated as."""

from django.contrib import admin
from django.utils.translation import gettext_lazy

from core.admin import NameInline, SourcedRecordAdmin
from editorial.admin import DeskInline, PublishableAdmin
from parks.models import Batch, Designation, Membership, Park, ParkSector, Scheme

PARKS = (30, gettext_lazy("Parks and designations"))


class ParkSectorInline(DeskInline):
    model = ParkSector
    fields = ["sector", "role", "as_printed", "citation"]
    autocomplete_fields = ["sector", "citation"]
    verbose_name = gettext_lazy("sector")
    verbose_name_plural = gettext_lazy("Sectors: what it is about, and how firmly")


@admin.register(Park)
class ParkAdmin(SourcedRecordAdmin):
    index_group = PARKS
    list_display = ["__str__", "other_name", "kind", "level", "region", "state", "updated_at"]
    list_select_related = ["region"]
    list_filter = ["is_public", "kind", "level"]
    autocomplete_fields = ["region", *SourcedRecordAdmin.autocomplete_fields]
    inlines = [NameInline, ParkSectorInline]
    fieldsets = [
        (
            gettext_lazy("What and where"),
            {
                "fields": ["kind", "level", "region", "place_as_printed"],
                "description": gettext_lazy(
                    "A park is not its district. What it is part of is entered under Memberships, who is in it under Presences."
                ),
            },
        ),
        (
            gettext_lazy("Position"),
            {
                "fields": [("latitude", "longitude"), "datum"],
                "classes": ["collapse"],
                "description": gettext_lazy(
                    "Only a point that one of the citations gives. Without one the map shows the middle of the region, and says so."
                ),
            },
        ),
    ]


@admin.register(Membership)
class MembershipAdmin(PublishableAdmin):
    index_group = PARKS
    list_display = ["child", "role", "parent", "period", "state", "updated_at"]
    list_display_links = ["child", "parent"]
    list_select_related = ["child", "parent"]
    list_filter = ["is_public", "role"]
    search_fields = [
        f"{side}__{field}"
        for side in ("child", "parent")
        for field in ("name_en", "name_zh", "pinyin", "record__names__text")
    ]
    search_help_text = gettext_lazy("Names of either park in both languages.")
    ordering = ["child_id", "parent_id", "role", "period"]
    autocomplete_fields = ["child", "parent", "citation"]
    page_of = "child"
    fieldsets = [
        (
            None,
            {
                "fields": ["child", "role", "parent", "period", "citation"],
                "description": gettext_lazy(
                    "Haidian Park is part of Zhongguancun. Give the years as far as a source does: 2012/.. is “since 2012”."
                ),
            },
        )
    ]


@admin.register(Scheme)
class SchemeAdmin(SourcedRecordAdmin):
    index_group = PARKS
    list_display = ["__str__", "other_name", "issuer", "issuer_as_printed", "started", "state", "updated_at"]
    list_select_related = ["issuer"]
    autocomplete_fields = ["issuer", *SourcedRecordAdmin.autocomplete_fields]
    fieldsets = [
        (
            gettext_lazy("The programme"),
            {"fields": ["issuer", "issuer_as_printed", "started", "started_as_printed"]},
        )
    ]


@admin.register(Batch)
class BatchAdmin(SourcedRecordAdmin):
    index_group = PARKS
    list_display = ["__str__", "other_name", "scheme", "number", "date", "state", "updated_at"]
    list_select_related = ["scheme"]
    autocomplete_fields = ["scheme", *SourcedRecordAdmin.autocomplete_fields]
    fieldsets = [
        (
            gettext_lazy("The round"),
            {
                "fields": ["scheme", "number", "date", "date_as_printed"],
                "description": gettext_lazy(
                    "How many were designated is a figure of this batch, with a count claim: 23 stated, those named listed."
                ),
            },
        )
    ]


@admin.register(Designation)
class DesignationAdmin(PublishableAdmin):
    index_group = PARKS
    list_display = ["designee_as_printed", "designee", "title", "scheme", "published", "status", "state"]
    list_select_related = ["designee", "scheme"]
    list_filter = ["is_public", "status"]
    search_fields = [
        "designee_as_printed", "title_en", "title_zh", "designee__name_en", "designee__name_zh", "designee__names__text",
        "scheme__name_en", "scheme__name_zh",
    ]  # fmt: skip
    search_help_text = gettext_lazy("The designee as printed or as resolved, the title, the scheme, in both languages.")
    ordering = ["-published_earliest", "-pk"]
    autocomplete_fields = ["scheme", "batch", "designee", "issuer", "citation"]
    page_section = "designations"
    fieldsets = [
        (
            gettext_lazy("Designated as what, by whom"),
            {
                "fields": [
                    "scheme",
                    "batch",
                    "title_en",
                    "title_zh",
                    "issuer",
                    "issuer_as_printed",
                    "status",
                    "citation",
                ]
            },
        ),
        (
            gettext_lazy("Who was designated"),
            {
                "fields": ["designee_as_printed", "designee", "resolution_note_en", "resolution_note_zh"],
                "description": gettext_lazy(
                    "First as the source names it, then the record it is taken to be. Leave the record blank while that is unsettled."
                ),
            },
        ),
        (
            gettext_lazy("Dates"),
            {
                "fields": ["signed", "published", "effective", "reported", "date_reasoning_en", "date_reasoning_zh"],
                "description": gettext_lazy(
                    "Signed, published, in force and reported are four dates: fill in those a source gives."
                ),
            },
        ),
    ]
