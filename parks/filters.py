"""What can be asked of parks, schemes, batches and designations."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.dossiers import upper
from core.filters import (
    AnyRecordFilter,
    ChoiceFilter,
    DateFrom,
    DateTo,
    DayFilter,
    Problem,
    RecordFilter,
    RecordFilterSet,
    StrictFilterSet,
    SubtreeFilter,
    TextFilter,
)
from parks.models import Batch, Designation, Park, ParkAncestry, ParkSector, Scheme


def in_sectors(sectors):
    return Q(pk__in=ParkSector.objects.public().filter(sector__in=sectors).values("park"))


def with_organisation(organisation):
    presences = upper(Park, "presences").public().filter(organisation=organisation)
    return Q(pk__in=presences.values("park"))


def designated_under(**scheme_or_batch):
    found = Designation.objects.public().filter(designee__isnull=False, **scheme_or_batch)
    return Q(pk__in=found.values("designee"))


class ParkFilterSet(RecordFilterSet):
    kind = ChoiceFilter("kind", choices=Park.Kind.choices, label=gettext_lazy("Kind"))
    level = ChoiceFilter("level", choices=Park.Level.choices, label=gettext_lazy("Level"))
    region = SubtreeFilter(
        "region",
        "region",
        label=gettext_lazy("Region"),
        help_text=gettext_lazy("With the regions inside it, or the members of a group."),
    )
    sector = SubtreeFilter(
        "sector",
        condition=in_sectors,
        label=gettext_lazy("Sector"),
        help_text=gettext_lazy("With the sectors under it."),
    )
    within = RecordFilter(
        "park",
        condition=lambda park: Q(),
        label=gettext_lazy("Within"),
        help_text=gettext_lazy("Parks that this one contains, at any depth, at any time or on the day in “on”."),
    )
    on = DayFilter(
        condition=lambda day: Q(),
        label=gettext_lazy("On the day"),
        help_text=gettext_lazy("The day for “within”, for example 2023-10-15."),
    )
    organisation = RecordFilter(
        "organisation",
        condition=with_organisation,
        label=gettext_lazy("Organisation"),
        help_text=gettext_lazy("Parks where it is present in any role, a mere mention included."),
    )
    scheme = RecordFilter(
        "scheme", condition=lambda scheme: designated_under(scheme=scheme), label=gettext_lazy("Designated under")
    )

    facets = (
        "kind",
        "level",
        "region",
        "sector",
    )

    class Meta:
        model = Park
        fields = []

    def requirements(self):
        yield from super().requirements()
        if self.value("on") and not self.value("within"):
            yield Problem(
                "on",
                _("“on” needs “within” beside it: it is the day on which one park contained another."),
                ("within",),
            )

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        if zone := self.value("within"):
            queryset = queryset.filter(pk__in=self._ways_down(zone).values("descendant"))
        return queryset

    def _ways_down(self, zone):
        ways = ParkAncestry.objects.filter(ancestor=zone)
        day = self.value("on")
        return ways.filter(earliest__lte=day, latest__gte=day) if day else ways


class SchemeFilterSet(RecordFilterSet):
    issuer = RecordFilter("organisation", "issuer", label=gettext_lazy("Issuer"))

    class Meta:
        model = Scheme
        fields = []

    @classmethod
    def listing(cls):
        return Scheme.objects.public().select_related("issuer")


class BatchFilterSet(RecordFilterSet):
    scheme = RecordFilter("scheme", "scheme", label=gettext_lazy("Scheme"))
    date_from = DateFrom("date", label=gettext_lazy("From"))
    date_to = DateTo("date", label=gettext_lazy("To"))

    orderings = {**RecordFilterSet.orderings, "date": ("date_earliest", "pk")}
    spans = (("date_from", "date_to"),)

    facets = (
        "scheme",
        "year",
    )

    class Meta:
        model = Batch
        fields = []

    @classmethod
    def listing(cls):
        return Batch.objects.public().select_related("scheme")


class DesignationFilterSet(StrictFilterSet):
    q = TextFilter("title_en", "title_zh", "designee_as_printed")
    scheme = RecordFilter("scheme", "scheme", label=gettext_lazy("Scheme"))
    batch = RecordFilter("batch", "batch", label=gettext_lazy("Batch"))
    status = ChoiceFilter("status", choices=Designation.Status.choices, label=gettext_lazy("Status"))
    designee = AnyRecordFilter(
        "designee",
        label=gettext_lazy("Designee"),
        help_text=gettext_lazy("kind:slug or id of the record it is taken to be."),
    )
    issuer = RecordFilter("organisation", "issuer", label=gettext_lazy("Issuer"))
    published_from = DateFrom("published", label=gettext_lazy("From"))
    published_to = DateTo("published", label=gettext_lazy("To"))
    source = RecordFilter("source", "citation__source", label=gettext_lazy("Source"))

    orderings = {"published": ("published_earliest", "pk")}
    default_ordering = "-published"
    spans = (("published_from", "published_to"),)

    facets = (
        "status",
        "scheme",
        "batch",
        "year",
    )

    class Meta:
        model = Designation
        fields = []
