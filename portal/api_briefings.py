"""Briefings in the API: every block says who wrote it."""

from rest_framework import serializers

from core.api_fields import (
    BilingualField,
    CardsField,
    PartialDateField,
    PublicSerializer,
    RecordSerializer,
    SourceReferenceSerializer,
    WordField,
)
from portal.models import BriefingBlock


class BriefingSummarySerializer(RecordSerializer):
    """An editor's card on something new. Never a source of facts."""

    source = SourceReferenceSerializer(help_text="The document it sums up.")
    date = PartialDateField()
    audience = BilingualField()
    audience_en = serializers.CharField()
    audience_zh = serializers.CharField()
    reading_seconds = serializers.IntegerField(allow_null=True)


class BriefingBlockSerializer(PublicSerializer):
    """Machine-made text is unverified, and nothing may cite it."""

    kind = WordField(BriefingBlock.Kind.choices)
    author = WordField(BriefingBlock.Author.choices)
    is_machine_made = serializers.BooleanField()
    text = BilingualField()
    text_en = serializers.CharField()
    text_zh = serializers.CharField()
    quote = serializers.CharField()
    locator = serializers.CharField()
    date = PartialDateField()
    about = CardsField(source="subjects")
