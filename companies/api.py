"""Organisations, people, products, and how they stand to parks and to each other."""

from rest_framework import serializers

from companies.models import Organisation, Presence, Stake
from core.api_fields import (
    AmountField,
    BilingualField,
    CardField,
    CitationSerializer,
    PartialDateField,
    PublicSerializer,
    RecordSerializer,
    WordField,
)


class OrganisationSummarySerializer(RecordSerializer):
    """Anything that acts: firms under companies, the rest under institutions."""

    kind = WordField(Organisation.Kind.choices)
    level = WordField(Organisation.Level.choices, help_text="Of public bodies: how far their authority reaches.")
    region = CardField(help_text="Where a source places it.")
    place_as_printed = serializers.CharField()
    website = serializers.CharField()


class PersonSummarySerializer(RecordSerializer):
    """Someone with a public role."""

    family_name_en = serializers.CharField()
    given_name_en = serializers.CharField()
    family_name_zh = serializers.CharField()
    given_name_zh = serializers.CharField()


class ProductSummarySerializer(RecordSerializer):
    maker = CardField(help_text="Only where a source says who makes it.")


class PresenceSerializer(PublicSerializer):
    """An organisation or product in a park. Supported, investee and mentioned are not tenancy."""

    park = CardField()
    organisation = CardField()
    product = CardField()
    role = WordField(Presence.Role.choices)
    is_tenancy = serializers.BooleanField()
    as_printed = serializers.CharField()
    period = PartialDateField()
    note = BilingualField()
    note_en = serializers.CharField()
    note_zh = serializers.CharField()
    citation = CitationSerializer()


class StakeSerializer(PublicSerializer):
    """Who owns or funds whom, worded as printed."""

    owner = CardField()
    organisation = CardField()
    product = CardField()
    kind = WordField(Stake.Kind.choices)
    as_printed = serializers.CharField()
    share_percent = AmountField(allow_null=True, help_text="Only as a source states it.")
    is_self_reported = serializers.BooleanField()
    period = PartialDateField()
    note = BilingualField()
    note_en = serializers.CharField()
    note_zh = serializers.CharField()
    citation = CitationSerializer()


class RoleSerializer(PublicSerializer):
    """What a person is in an organisation, as a source has it."""

    person = CardField()
    organisation = CardField(help_text="Null while it is unsettled which organisation is meant.")
    organisation_as_printed = serializers.CharField()
    title = BilingualField()
    title_en = serializers.CharField()
    title_zh = serializers.CharField()
    period = PartialDateField()
    note = BilingualField()
    note_en = serializers.CharField()
    note_zh = serializers.CharField()
    citation = CitationSerializer()
