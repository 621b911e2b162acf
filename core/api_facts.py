"""Names, figures, events and statements, each with its whole nature and its evidence."""

from rest_framework import serializers

from core.api_fields import (
    AmountField,
    BilingualField,
    CardField,
    CardsField,
    CitationSerializer,
    HrefField,
    PartialDateField,
    PublicSerializer,
    WordField,
    address,
)
from core.models import EventParticipant, Figure, Indicator, Name, Statement, Unit
from core.quantities import HEDGE_CHOICES
from core.verbs import EventType


class NameSerializer(PublicSerializer):
    """A further name of a record. A wrong form seen in a source is one too, of the kind misspelling."""

    text = serializers.CharField()
    language = serializers.CharField()
    kind = WordField(Name.Kind.choices)
    note = BilingualField()
    note_en = serializers.CharField()
    note_zh = serializers.CharField()
    citation = CitationSerializer(allow_null=True)


class IndicatorReferenceSerializer(PublicSerializer):
    """What is measured. Figures of two families never belong into one series."""

    id = serializers.UUIDField()
    code = serializers.CharField()
    name = BilingualField()
    name_en = serializers.CharField()
    name_zh = serializers.CharField()
    definition = BilingualField()
    definition_en = serializers.CharField()
    definition_zh = serializers.CharField()
    family = WordField(Indicator.Family.choices)
    unit = WordField(Unit.choices)
    href = serializers.SerializerMethodField()

    def get_href(self, indicator) -> str:
        return address(self.context, "indicators", indicator.code)


class IndicatorSerializer(IndicatorReferenceSerializer):
    comparable_with = IndicatorReferenceSerializer(
        many=True, source="comparable", help_text="Others it may be compared with."
    )


class PlainFigureSerializer(PublicSerializer):
    """A number as an interval in base units (yuan, not billions; 30 for 30 per cent).

    `low` or `high` is null where the wording leaves that end open: “over CNY 700 billion” has the low end
    700000000000, excluded, and no high end. A single value has two equal ends.
    """

    id = serializers.UUIDField(source="pk")
    href = HrefField("figures")
    subject = CardField(help_text="The record it is a number of.")
    indicator = IndicatorReferenceSerializer()
    kind = WordField(Figure.Kind.choices, help_text="A target, plan or forecast is never a fact.")
    is_target = serializers.SerializerMethodField()
    display = serializers.SerializerMethodField(help_text="With hedge, unit and currency, in the language asked for.")
    as_printed = serializers.CharField(help_text="As the source prints it.")
    low = AmountField(allow_null=True)
    low_open = serializers.BooleanField(help_text="The low end itself is excluded, or there is none.")
    high = AmountField(allow_null=True)
    high_open = serializers.BooleanField(help_text="The high end itself is excluded, or there is none.")
    hedge = WordField(HEDGE_CHOICES)
    has_derived_ends = serializers.BooleanField(
        help_text="An end follows from the table of hedges (“nearly”, “about”) and serves filters; no source prints it."
    )
    unit = WordField(Unit.choices)
    scale = serializers.CharField(help_text="As printed: billion, 亿. The ends are already in base units.")
    currency = serializers.SerializerMethodField(help_text="ISO 4217; null for what is not money.")
    period = PartialDateField()
    period_not_stated = serializers.BooleanField(help_text="The source gives no period, and none is assumed.")
    period_as_printed = serializers.CharField()
    population = BilingualField(help_text="Of whom, as printed: the 23 parks combined.")
    population_en = serializers.CharField()
    population_zh = serializers.CharField()
    base = CardField(help_text="For a share: the record whose whole is 100 per cent.")
    base_as_printed = serializers.CharField()
    is_self_reported = serializers.BooleanField()
    is_cumulative = serializers.BooleanField()
    note = BilingualField()
    note_en = serializers.CharField()
    note_zh = serializers.CharField()
    citation = CitationSerializer()

    def get_is_target(self, figure) -> bool:
        return figure.kind == Figure.Kind.TARGET

    def get_display(self, figure) -> str:
        return figure.display()

    def get_currency(self, figure) -> str | None:
        return figure.currency or None


class PlainCountClaimSerializer(PublicSerializer):
    """A stated count beside those that the sources name."""

    what = BilingualField()
    what_en = serializers.CharField()
    what_zh = serializers.CharField()
    stated = serializers.SerializerMethodField(help_text="The number as displayed.")
    named_count = serializers.SerializerMethodField()
    named = CardsField()

    def get_stated(self, claim) -> str:
        return claim.figure.display()

    def get_named_count(self, claim) -> int:
        return len(claim.named)


class CountClaimSerializer(PlainCountClaimSerializer):
    figure = PlainFigureSerializer(help_text="The stated number.")


class TargetNatureSerializer(PublicSerializer):
    """What makes a figure a target. Its state follows from the calendar and from assessments."""

    state = serializers.CharField(
        help_text="open, due, lapsed (without evidence), met, met_late, missed or revised; as of today in Shanghai or of the day asked for."
    )
    horizon = PartialDateField(help_text="When it is to be reached.")
    horizon_as_printed = serializers.CharField()
    horizon_reasoning = BilingualField()
    horizon_reasoning_en = serializers.CharField()
    horizon_reasoning_zh = serializers.CharField()
    owner = CardField(help_text="Who set it.")
    owner_as_printed = serializers.CharField()
    policy = CardField()


class FigureSerializer(PlainFigureSerializer):
    target = TargetNatureSerializer(allow_null=True)
    count_claim = PlainCountClaimSerializer(allow_null=True)
    further_citations = CitationSerializer(many=True, source="public_further_citations")


class ParticipantSerializer(PublicSerializer):
    role = WordField(EventParticipant.Role.choices)
    record = CardField()
    as_printed = serializers.CharField()


class EventReferenceSerializer(PublicSerializer):
    id = serializers.UUIDField(source="pk")
    title = BilingualField()
    title_en = serializers.CharField()
    title_zh = serializers.CharField()
    href = HrefField("events")

    def to_representation(self, event):
        return super().to_representation(event) if event.is_public else None


class EventSerializer(EventReferenceSerializer):
    """Something dated. The type follows from the printed verb: “unveiled” is not “opened”."""

    kind = WordField(EventType.choices)
    verb_as_printed = serializers.CharField()
    date = PartialDateField()
    date_as_printed = serializers.CharField()
    is_date_derived = serializers.BooleanField(help_text="The date was worked out from other words of the source.")
    date_reasoning = BilingualField()
    date_reasoning_en = serializers.CharField()
    date_reasoning_zh = serializers.CharField()
    participants = ParticipantSerializer(many=True, source="parties")
    series = EventReferenceSerializer(allow_null=True)
    note = BilingualField()
    note_en = serializers.CharField()
    note_zh = serializers.CharField()
    citation = CitationSerializer()


class StatementSerializer(PublicSerializer):
    """What someone said. Never a fact: always with its speaker."""

    id = serializers.UUIDField(source="pk")
    href = HrefField("statements")
    kind = WordField(Statement.Kind.choices)
    speaker = CardField()
    speaker_as_printed = serializers.CharField()
    role_as_printed = serializers.CharField()
    summary = BilingualField()
    summary_en = serializers.CharField()
    summary_zh = serializers.CharField()
    date = PartialDateField()
    about = CardsField(source="subjects")
    citation = CitationSerializer()
