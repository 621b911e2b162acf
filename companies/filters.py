"""What can be asked of companies, institutions, people and products."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy

from companies.models import Organisation, Person, Presence, Product, Role
from core.filters import BooleanFilter, ChoiceFilter, RecordFilter, RecordFilterSet, SubtreeFilter
from parks.models import ParkAncestry

FIRMS = [choice for choice in Organisation.Kind.choices if choice[0] in Organisation.FIRM_KINDS]
INSTITUTIONS = [choice for choice in Organisation.Kind.choices if choice[0] not in Organisation.FIRM_KINDS]


def in_sectors(sectors):
    return Q(pk__in=Organisation.sectors.through.objects.filter(sector__in=sectors).values("organisation"))


def sectors_of(keys):
    return Organisation.sectors.through.objects.filter(organisation__in=keys).values_list("organisation", "sector")


def unused(_value):
    """For a filter that its FilterSet applies together with others."""
    return Q()


class OrganisationFilterSet(RecordFilterSet):
    """`park`, `within`, `role` and `tenant` are asked of one and the same presence."""

    level = ChoiceFilter("level", choices=Organisation.Level.choices, label=gettext_lazy("Level"))
    region = SubtreeFilter(
        "region",
        "region",
        label=gettext_lazy("Region"),
        help_text=gettext_lazy("With the regions inside it, or the members of a group."),
    )
    sector = SubtreeFilter(
        "sector",
        condition=in_sectors,
        pairs=sectors_of,
        label=gettext_lazy("Sector"),
        help_text=gettext_lazy("With the sectors under it."),
    )
    park = RecordFilter("park", condition=unused, label=gettext_lazy("Present in the park"))
    within = RecordFilter("park", condition=unused, label=gettext_lazy("Present in the park or a park inside it"))
    role = ChoiceFilter(condition=unused, choices=Presence.Role.choices, label=gettext_lazy("Role there"))
    tenant = BooleanFilter(
        condition=unused,
        label=gettext_lazy("Really there"),
        help_text=gettext_lazy(
            "true leaves out the merely supported, invested in or mentioned; false keeps only those."
        ),
    )

    facets = (
        "kind",
        "level",
        "region",
        "sector",
    )

    class Meta:
        model = Organisation
        fields = []

    @property
    def is_wide(self):
        return any(self.value(name) is not None for name in ("park", "within", "role", "tenant"))

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        if self.is_wide:
            queryset = queryset.filter(self._present())
        return queryset

    def _present(self):
        """By the presences of one park where one is named; a role alone fits so many that each organisation is asked."""
        presences = self._presences()
        if self.value("park") or self.value("within"):
            return Q(pk__in=presences.values("organisation"))
        return Q(Exists(presences.filter(organisation=OuterRef("pk"))))

    def _presences(self):
        found = Presence.objects.shown_of_public().filter(organisation__isnull=False)
        if park := self.value("park"):
            found = found.filter(park=park)
        if zone := self.value("within"):
            inside = ParkAncestry.objects.filter(ancestor=zone).values("descendant")
            found = found.filter(Q(park=zone) | Q(park__in=inside))
        if role := self.value("role"):
            found = found.filter(role=role)
        if self.value("tenant") is not None:
            condition = Q(role__in=Presence.TENANT_ROLES)
            found = found.filter(condition if self.value("tenant") else ~condition)
        return found


class CompanyFilterSet(OrganisationFilterSet):
    kind = ChoiceFilter("kind", choices=FIRMS, label=gettext_lazy("Kind"))

    @classmethod
    def listing(cls):
        return Organisation.objects.public().firms().for_listing()


class InstitutionFilterSet(OrganisationFilterSet):
    kind = ChoiceFilter("kind", choices=INSTITUTIONS, label=gettext_lazy("Kind"))

    @classmethod
    def listing(cls):
        return Organisation.objects.public().institutions().for_listing()


class PersonFilterSet(RecordFilterSet):
    organisation = RecordFilter(
        "organisation",
        label=gettext_lazy("Organisation"),
        condition=lambda organisation: Q(
            pk__in=Role.objects.public().filter(organisation=organisation).values("person")
        ),
    )

    class Meta:
        model = Person
        fields = []


class ProductFilterSet(RecordFilterSet):
    maker = RecordFilter("organisation", "maker", label=gettext_lazy("Maker"))
    park = RecordFilter(
        "park",
        label=gettext_lazy("Present in the park"),
        condition=lambda park: Q(
            pk__in=Presence.objects.public().filter(park=park, product__isnull=False).values("product")
        ),
    )

    facets = ("maker",)

    class Meta:
        model = Product
        fields = []

    @classmethod
    def listing(cls):
        return Product.objects.public().select_related("maker")
