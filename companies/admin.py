"""Organisations and people, what they make, where they are, and who owns whom."""

from django.contrib import admin
from django.utils.translation import gettext_lazy

from companies.models import Organisation, Person, Presence, Product, Role, Stake
from core.admin import SourcedRecordAdmin
from editorial.admin import PublishableAdmin

ACTORS = (40, gettext_lazy("Organisations and people"))
NAME_FIELDS = ("name_en", "name_zh", "pinyin", "record__names__text")


def names_of(*relations):
    """Search fields for all names of the records behind `relations`."""
    return [f"{relation}__{field}" for relation in relations for field in NAME_FIELDS]


@admin.register(Organisation)
class OrganisationAdmin(SourcedRecordAdmin):
    index_group = ACTORS
    list_display = ["__str__", "other_name", "kind", "level", "region", "state", "updated_at"]
    list_select_related = ["region"]
    list_filter = ["is_public", "kind", "level"]
    autocomplete_fields = ["region", "sectors", *SourcedRecordAdmin.autocomplete_fields]
    fieldsets = [
        (
            gettext_lazy("What and where"),
            {
                "fields": ["kind", "level", "region", "place_as_printed", "sectors", "website"],
                "description": gettext_lazy(
                    "Companies, investors and park operators are shown as firms, all others as institutions. In which park "
                    "it is, and as what, is entered under Presences."
                ),
            },
        )
    ]


@admin.register(Person)
class PersonAdmin(SourcedRecordAdmin):
    index_group = ACTORS
    fieldsets = [
        (
            gettext_lazy("Parts of the name"),
            {
                "fields": [("family_name_en", "given_name_en"), ("family_name_zh", "given_name_zh")],
                "description": gettext_lazy(
                    "He Fen: the family name is He. A wrong form such as “Managing Director Fen” goes into the names below as a "
                    "wrong form seen in a source. Only people with a public role."
                ),
            },
        )
    ]


@admin.register(Role)
class RoleAdmin(PublishableAdmin):
    index_group = ACTORS
    list_display = ["person", "title", "organisation_as_printed", "organisation", "period", "state", "updated_at"]
    list_select_related = ["person", "organisation"]
    search_fields = [*names_of("person", "organisation"), "title_en", "title_zh", "organisation_as_printed"]
    search_help_text = gettext_lazy("Names of the person or the organisation, or the role, in both languages.")
    ordering = ["-period_earliest", "pk"]
    autocomplete_fields = ["person", "organisation", "citation"]
    page_of = "person"
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "person",
                    "title_en",
                    "title_zh",
                    "organisation_as_printed",
                    "organisation",
                    "period",
                    "citation",
                ],
                "description": gettext_lazy(
                    "“Managing Director of the ZGC”: the role is Managing Director, the organisation as printed is the ZGC; which "
                    "one that is stays blank until a source says so."
                ),
            },
        ),
        (gettext_lazy("Notes for readers"), {"fields": ["note_en", "note_zh"]}),
    ]


@admin.register(Product)
class ProductAdmin(SourcedRecordAdmin):
    index_group = ACTORS
    list_display = ["__str__", "other_name", "maker", "state", "updated_at"]
    list_select_related = ["maker"]
    autocomplete_fields = ["maker", *SourcedRecordAdmin.autocomplete_fields]
    fieldsets = [(gettext_lazy("Who makes it"), {"fields": ["maker"]})]


@admin.register(Presence)
class PresenceAdmin(PublishableAdmin):
    index_group = ACTORS
    list_display = ["who", "role", "park", "as_printed", "period", "state", "updated_at"]
    list_select_related = ["park", "organisation", "product"]
    list_filter = ["is_public", "role"]
    search_fields = [*names_of("park", "organisation", "product"), "as_printed"]
    search_help_text = gettext_lazy("Names of the park, organisation or product in both languages, or the wording.")
    ordering = ["park_id", "role", "pk"]
    autocomplete_fields = ["park", "organisation", "product", "citation"]
    page_of = "park"
    fieldsets = [
        (
            gettext_lazy("Who is where, and as what"),
            {
                "fields": ["park", "organisation", "product", "role", "as_printed", "period", "citation"],
                "description": gettext_lazy(
                    "Choose an organisation or a product. Take the lowest rung that the source supports: a park that “supports” "
                    "DeepSeek does not house it, and “startups like Zhipu AI” is a mention."
                ),
            },
        ),
        (gettext_lazy("Notes for readers"), {"fields": ["note_en", "note_zh"]}),
    ]

    @admin.display(description=gettext_lazy("who"))
    def who(self, obj):
        return obj.who


@admin.register(Stake)
class StakeAdmin(PublishableAdmin):
    index_group = ACTORS
    list_display = ["owner", "kind", "owned", "as_printed", "share_percent", "state", "updated_at"]
    list_select_related = ["owner", "organisation", "product"]
    list_filter = ["is_public", "kind", "is_self_reported"]
    search_fields = [
        *names_of("organisation", "product"),
        "owner__name_en",
        "owner__name_zh",
        "owner__names__text",
        "as_printed",
    ]
    search_help_text = gettext_lazy("Names of the owner or the owned in both languages, or the wording.")
    ordering = ["owner_id", "pk"]
    autocomplete_fields = ["owner", "organisation", "product", "citation"]
    page_of = "owner"
    fieldsets = [
        (
            gettext_lazy("Who owns or funds whom"),
            {
                "fields": [
                    "owner",
                    "kind",
                    "organisation",
                    "product",
                    "as_printed",
                    "share_percent",
                    "is_self_reported",
                    "period",
                    "citation",
                ],
                "description": gettext_lazy(
                    "Choose an owned organisation or an owned product. “Involved with investments” is not a stake: enter it as a "
                    "figure or a statement."
                ),
            },
        ),
        (gettext_lazy("Notes for readers"), {"fields": ["note_en", "note_zh"]}),
    ]

    @admin.display(description=gettext_lazy("whom"))
    def owned(self, obj):
        return obj.owned
