"""Parks, schemes, batches and designations in the API."""

from rest_framework import serializers

from core.api import FactViewSet
from core.api_fields import (
    BilingualField,
    CardField,
    CitationSerializer,
    HrefField,
    PartialDateField,
    PublicSerializer,
    RecordSerializer,
    WordField,
)
from parks.filters import DesignationFilterSet
from parks.models import Designation, Membership, Park, ParkSector


class ParkSummarySerializer(RecordSerializer):
    """A zone, a park of a zone, a base, a science city, a test site."""

    kind = WordField(Park.Kind.choices)
    level = WordField(Park.Level.choices)
    region = CardField(help_text="The smallest region a source names.")
    place_as_printed = serializers.CharField()


class MembershipSerializer(PublicSerializer):
    """One park inside another, for a time."""

    child = CardField()
    parent = CardField()
    role = WordField(Membership.Role.choices)
    period = PartialDateField()
    citation = CitationSerializer()


class ParkSectorSerializer(PublicSerializer):
    """What a park is about, and how firmly."""

    park = CardField()
    sector = CardField()
    role = WordField(ParkSector.Role.choices)
    as_printed = serializers.CharField()
    citation = CitationSerializer()


class SchemeSummarySerializer(RecordSerializer):
    """A programme that designates."""

    issuer = CardField()
    issuer_as_printed = serializers.CharField()
    started = PartialDateField()
    started_as_printed = serializers.CharField()


class BatchSummarySerializer(RecordSerializer):
    """One round of a scheme. Its stated count is a figure with a count claim."""

    scheme = CardField()
    number = serializers.IntegerField(allow_null=True)
    date = PartialDateField()
    date_as_printed = serializers.CharField()


class DesignationSerializer(PublicSerializer):
    """One designee of a scheme, as printed and as resolved."""

    id = serializers.UUIDField(source="pk")
    href = HrefField("designations")
    scheme = CardField()
    batch = CardField()
    title = BilingualField()
    title_en = serializers.CharField()
    title_zh = serializers.CharField()
    designee_as_printed = serializers.CharField()
    designee = CardField(help_text="The record it is taken to be; null while that is unsettled.")
    resolution_note = BilingualField()
    resolution_note_en = serializers.CharField()
    resolution_note_zh = serializers.CharField()
    issuer = CardField()
    issuer_as_printed = serializers.CharField()
    status = WordField(Designation.Status.choices)
    signed = PartialDateField()
    published = PartialDateField()
    effective = PartialDateField()
    reported = PartialDateField()
    date_reasoning = BilingualField()
    date_reasoning_en = serializers.CharField()
    date_reasoning_zh = serializers.CharField()
    citation = CitationSerializer()


class DesignationViewSet(FactViewSet):
    """Who was designated as what, under which scheme, as printed and as resolved."""

    section = "designations"
    filterset_class = DesignationFilterSet
    serializer_class = DesignationSerializer
