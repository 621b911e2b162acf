"""What can be asked of figures, indicators, events, statements, sources, regions and sectors."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.dossiers import public_indicators
from core.filters import (
    AnyRecordFilter,
    BooleanFilter,
    ChoiceFilter,
    CurrencyFilter,
    DateFrom,
    DateTo,
    IndicatorFilter,
    LanguageCodeFilter,
    NumberFilter,
    Problem,
    RecordFilter,
    RecordFilterSet,
    StrictFilterSet,
    SubtreeFilter,
    TextFilter,
)
from core.models import (
    Event,
    EventParticipant,
    Figure,
    Indicator,
    Region,
    RegionMembership,
    Sector,
    Source,
    Statement,
    Unit,
)
from core.verbs import EventType

FROM, TO = gettext_lazy("From"), gettext_lazy("To")


class FigureFilterSet(StrictFilterSet):
    subject = AnyRecordFilter(
        "subject",
        label=gettext_lazy("Subject"),
        help_text=gettext_lazy("kind:slug or id of the record it is a number of."),
    )
    indicator = IndicatorFilter("indicator", label=gettext_lazy("Indicator"))
    family = ChoiceFilter("indicator__family", choices=Indicator.Family.choices, label=gettext_lazy("Family"))
    kind = ChoiceFilter("kind", choices=Figure.Kind.choices, label=gettext_lazy("Kind"))
    unit = ChoiceFilter("unit", choices=Unit.choices, label=gettext_lazy("Unit"))
    currency = CurrencyFilter(condition=lambda code: Q(unit=Unit.MONEY, currency=code), label=gettext_lazy("Currency"))
    value_min = NumberFilter(
        label=gettext_lazy("At least"),
        help_text=gettext_lazy("Figures whose low end is at least this, in base units: 7e11."),
        condition=lambda value: Q(low__gte=value),
    )
    value_max = NumberFilter(
        label=gettext_lazy("At most"),
        help_text=gettext_lazy("Figures whose high end is at most this, in base units."),
        condition=lambda value: Q(high__lte=value),
    )
    value = NumberFilter(
        label=gettext_lazy("Exactly"),
        help_text=gettext_lazy("Figures stated as exactly this; never one with a hedge such as “over”."),
        condition=lambda value: Q(low=value, high=value, low_open=False, high_open=False),
    )
    period_from = DateFrom("period", label=FROM)
    period_to = DateTo("period", label=TO)
    source = RecordFilter("source", "citation__source", label=gettext_lazy("Source"))

    orderings = {"period": ("period_earliest", "pk")}
    default_ordering = "-period"
    spans = (("period_from", "period_to"),)

    facets = (
        "kind",
        "family",
        "unit",
        "year",
    )

    class Meta:
        model = Figure
        fields = []

    def requirements(self):
        yield from super().requirements()
        if self.value("indicator") or self.value("unit"):
            return
        for name in ("value_min", "value_max", "value"):
            if self.value(name) is not None:
                message = _(
                    "“%(name)s” needs “indicator” or “unit” beside it: numbers of different measures cannot be compared."
                )
                yield Problem(name, message % {"name": name}, ("indicator", "unit"))


class IndicatorFilterSet(StrictFilterSet):
    q = TextFilter("name_en", "name_zh", label=gettext_lazy("Search in names"))
    family = ChoiceFilter("family", choices=Indicator.Family.choices, label=gettext_lazy("Family"))
    unit = ChoiceFilter("unit", choices=Unit.choices, label=gettext_lazy("Unit"))

    orderings = {"code": ("code",)}
    default_ordering = "code"

    facets = (
        "family",
        "unit",
    )

    class Meta:
        model = Indicator
        fields = []

    @classmethod
    def listing(cls):
        return public_indicators()


def with_participant(card):
    return Q(pk__in=EventParticipant.objects.public().filter(record=card).values("event"))


class EventFilterSet(StrictFilterSet):
    q = TextFilter("title_en", "title_zh")
    kind = ChoiceFilter("kind", choices=EventType.choices, label=gettext_lazy("Type"))
    participant = AnyRecordFilter(
        condition=with_participant,
        label=gettext_lazy("Participant"),
        help_text=gettext_lazy("kind:slug or id of a record it concerns."),
    )
    date_from = DateFrom("date", label=FROM)
    date_to = DateTo("date", label=TO)
    source = RecordFilter("source", "citation__source", label=gettext_lazy("Source"))

    orderings = {"date": ("date_earliest", "pk")}
    default_ordering = "-date"
    spans = (("date_from", "date_to"),)

    facets = (
        "kind",
        "year",
    )

    class Meta:
        model = Event
        fields = []


class StatementFilterSet(StrictFilterSet):
    q = TextFilter(
        "summary_en", "summary_zh", "speaker_as_printed", label=gettext_lazy("Search in what was said, and by whom")
    )
    kind = ChoiceFilter("kind", choices=Statement.Kind.choices, label=gettext_lazy("Kind"))
    speaker = AnyRecordFilter(
        "speaker",
        label=gettext_lazy("Speaker"),
        help_text=gettext_lazy("kind:slug or id of the person or organisation."),
    )
    about = AnyRecordFilter(
        condition=lambda card: Q(pk__in=Statement.about.through.objects.filter(record=card).values("statement")),
        label=gettext_lazy("About"),
        help_text=gettext_lazy("kind:slug or id of a record it is about."),
    )
    date_from = DateFrom("date", label=FROM)
    date_to = DateTo("date", label=TO)
    source = RecordFilter("source", "citation__source", label=gettext_lazy("Source"))

    orderings = {"date": ("date_earliest", "pk")}
    default_ordering = "-date"
    spans = (("date_from", "date_to"),)

    facets = (
        "kind",
        "year",
    )

    class Meta:
        model = Statement
        fields = []


class SourceFilterSet(RecordFilterSet):
    kind = ChoiceFilter("kind_of_source", choices=Source.Kind.choices, label=gettext_lazy("Kind"))
    seen = ChoiceFilter("seen", choices=Source.Seen.choices, label=gettext_lazy("How it was read"))
    publisher = RecordFilter("organisation", "publisher", label=gettext_lazy("Publisher"))
    language = LanguageCodeFilter("language", label=gettext_lazy("Language"))
    machine_written = BooleanFilter("is_machine_written", label=gettext_lazy("Machine-written"))
    origin = RecordFilter(
        "source",
        "origin",
        label=gettext_lazy("Original"),
        help_text=gettext_lazy("Documents that repeat, translate or sum up this one."),
    )
    published_from = DateFrom("published", label=FROM)
    published_to = DateTo("published", label=TO)

    orderings = {**RecordFilterSet.orderings, "published": ("published_earliest", "pk")}
    default_ordering = "-published"
    spans = (("published_from", "published_to"),)

    facets = (
        "kind",
        "seen",
        "machine_written",
        "publisher",
        "year",
    )

    class Meta:
        model = Source
        fields = []


def in_group(group):
    return Q(pk__in=RegionMembership.objects.public().filter(group=group).values("region"))


class RegionFilterSet(RecordFilterSet):
    level = ChoiceFilter("level", choices=Region.Level.choices, label=gettext_lazy("Level"))
    parent = RecordFilter("region", "parent", label=gettext_lazy("Directly in"))
    within = SubtreeFilter("region", "pk", label=gettext_lazy("In, at any depth"))
    group = RecordFilter("region", condition=in_group, label=gettext_lazy("Member of the group"))

    facets = (
        "level",
        "parent",
    )

    class Meta:
        model = Region
        fields = []


class SectorFilterSet(RecordFilterSet):
    axis = ChoiceFilter("axis", choices=Sector.Axis.choices, label=gettext_lazy("Axis"))
    parent = RecordFilter("sector", "parent", label=gettext_lazy("Directly under"))
    within = SubtreeFilter("sector", "pk", label=gettext_lazy("Under, at any depth"))

    facets = (
        "axis",
        "parent",
    )

    class Meta:
        model = Sector
        fields = []
