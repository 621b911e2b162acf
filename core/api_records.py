"""Sources, regions and sectors in lists."""

from rest_framework import serializers

from core.api_fields import (
    BilingualField,
    CardField,
    CitationSerializer,
    PartialDateField,
    PublicSerializer,
    RecordSerializer,
    WordField,
)
from core.models import Region, Sector, Source, SourceTitle


class SourceSummarySerializer(RecordSerializer):
    """A document. `url` is where it stands; its full text is not given out."""

    kind = WordField(Source.Kind.choices, source="kind_of_source")
    seen = WordField(Source.Seen.choices, help_text="Whether it was read, or only named by another source.")
    publisher = CardField()
    publisher_as_printed = serializers.CharField()
    language = serializers.CharField()
    published = PartialDateField()
    published_as_printed = serializers.CharField()
    is_machine_written = serializers.BooleanField(help_text="It can never support a fact.")
    title_is_supplied = serializers.BooleanField(help_text="The document has no headline; an editor described it.")
    url = serializers.CharField()


class SourceTitleSerializer(PublicSerializer):
    text = serializers.CharField()
    language = serializers.CharField()
    version = WordField(SourceTitle.Version.choices)
    note = serializers.CharField()


class RegionSummarySerializer(RecordSerializer):
    level = WordField(Region.Level.choices)
    code = serializers.CharField(help_text="Administrative division code.")
    parent = CardField()


class SectorSummarySerializer(RecordSerializer):
    axis = WordField(Sector.Axis.choices)
    parent = CardField()
    definition = BilingualField()
    definition_en = serializers.CharField()
    definition_zh = serializers.CharField()


class RegionMembershipSerializer(PublicSerializer):
    """A region in a group, as one source has it."""

    group = CardField()
    region = CardField()
    period = PartialDateField()
    citation = CitationSerializer()
