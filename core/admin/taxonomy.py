"""Regions, groups of regions, sectors."""

from django.contrib import admin
from django.utils.translation import gettext_lazy

from core.admin.records import RecordModelAdmin, SourcedRecordAdmin
from core.models import Region, RegionMembership, Sector
from editorial.admin import PublishableAdmin

PLACES = (20, gettext_lazy("Regions and sectors"))


@admin.register(Region)
class RegionAdmin(SourcedRecordAdmin):
    index_group = PLACES
    list_display = ["__str__", "other_name", "level", "parent", "code", "state", "updated_at"]
    list_select_related = ["parent"]
    list_filter = ["is_public", "level"]
    search_fields = [*SourcedRecordAdmin.search_fields, "code"]
    autocomplete_fields = ["parent", *SourcedRecordAdmin.autocomplete_fields]
    fieldsets = [
        (
            gettext_lazy("Place in the tree"),
            {
                "fields": ["level", "parent", "code"],
                "description": gettext_lazy(
                    "A group such as Jing-Jin-Ji stands outside the tree: it has members, not a parent."
                ),
            },
        ),
        (
            gettext_lazy("Centroid"),
            {"fields": [("latitude", "longitude"), "datum"], "classes": ["collapse"]},
        ),
    ]


@admin.register(RegionMembership)
class RegionMembershipAdmin(PublishableAdmin):
    index_group = PLACES
    list_display = ["region", "group", "period", "state", "updated_at"]
    list_display_links = ["region", "group"]
    list_select_related = ["region", "group"]
    search_fields = ["region__name_en", "region__name_zh", "group__name_en", "group__name_zh"]
    search_help_text = gettext_lazy("Names of the region or the group in both languages.")
    ordering = ["group_id", "region_id"]
    autocomplete_fields = ["group", "region", "citation"]
    page_of = "region"
    fieldsets = [
        (
            None,
            {
                "fields": ["group", "region", "period", "citation"],
                "description": gettext_lazy("Sources differ on who belongs to a group: enter what each of them says."),
            },
        )
    ]


@admin.register(Sector)
class SectorAdmin(RecordModelAdmin):
    index_group = PLACES
    list_display = ["__str__", "other_name", "axis", "parent", "state", "updated_at"]
    list_select_related = ["parent"]
    list_filter = ["is_public", "axis"]
    autocomplete_fields = ["parent"]
    fieldsets = [
        (
            gettext_lazy("Place in the tree"),
            {
                "fields": ["axis", "parent"],
                "description": gettext_lazy(
                    "Industries and application fields are two trees; the second is what technology is applied to."
                ),
            },
        ),
        (gettext_lazy("Definition"), {"fields": ["definition_en", "definition_zh"]}),
    ]
