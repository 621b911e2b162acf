"""Policies with their parts, and targets with their state."""

from datetime import date

from django.db.models import Prefetch
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from core.api import FactViewSet
from core.api_facts import PlainFigureSerializer, TargetNatureSerializer
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
from core.dossiers import EVIDENCE
from core.filter_fields import DayField
from core.models import Figure
from policies.filters import TargetFilterSet
from policies.models import Assessment, Instrument, Issuer, Policy, Relation, Scope, Target


class PlainIssuerSerializer(PublicSerializer):
    """Who issued a policy; as printed where the source is vague."""

    organisation = CardField(source="record")
    as_printed = serializers.CharField()


class IssuerSerializer(PlainIssuerSerializer):
    citation = CitationSerializer()


class PolicySummarySerializer(RecordSerializer):
    """A plan, strategy, law, programme or measure."""

    kind = WordField(Policy.Kind.choices)
    level = WordField(Policy.Level.choices)
    status = WordField(Policy.Status.choices)
    title_is_supplied = serializers.BooleanField(help_text="No source gives the title; the name describes it.")
    number_as_printed = serializers.CharField()
    issuers = PlainIssuerSerializer(many=True, source="public_issuers")
    signed = PartialDateField()
    published = PartialDateField()
    published_as_printed = serializers.CharField()
    effective = PartialDateField()
    expires = PartialDateField()
    scope_as_printed = serializers.CharField()


def public_policies():
    """Policies with `public_issuers`, each with its organisation."""
    issuers = Prefetch("issuers", queryset=Issuer.objects.public().select_related("record"), to_attr="public_issuers")
    return Policy.objects.public().prefetch_related(issuers)


class ScopeSerializer(PublicSerializer):
    """A park, region, sector, organisation or product that a policy concerns."""

    policy = CardField()
    record = CardField()
    effect = WordField(Scope.Effect.choices)
    as_printed = serializers.CharField()
    citation = CitationSerializer()


class IssuedPolicySerializer(PublicSerializer):
    """A policy as one that an organisation issued."""

    policy = CardField()
    as_printed = serializers.CharField()
    citation = CitationSerializer()


class InstrumentSerializer(PublicSerializer):
    """What a policy gives or does; amounts are figures."""

    kind = WordField(Instrument.Kind.choices)
    text = BilingualField()
    text_en = serializers.CharField()
    text_zh = serializers.CharField()
    to_whom_as_printed = serializers.CharField()
    citation = CitationSerializer()


class RuleSerializer(PublicSerializer):
    """One testable condition, with the clause it comes from."""

    clause = serializers.CharField()
    condition = BilingualField()
    condition_en = serializers.CharField()
    condition_zh = serializers.CharField()
    addressee_as_printed = serializers.CharField()
    citation = CitationSerializer()


class RelationSerializer(PublicSerializer):
    """How `policy` stands to `other`."""

    policy = CardField()
    kind = WordField(Relation.Kind.choices)
    other = CardField()
    citation = CitationSerializer()


class AssessmentSerializer(PublicSerializer):
    """What a source says became of a target."""

    outcome = WordField(Assessment.Outcome.choices)
    date = PartialDateField()
    note = BilingualField()
    note_en = serializers.CharField()
    note_zh = serializers.CharField()
    citation = CitationSerializer()


class PlainTargetSerializer(TargetNatureSerializer):
    """A figure with a horizon and an owner. Never a fact."""

    id = serializers.UUIDField(source="pk")
    href = HrefField("targets")
    figure = PlainFigureSerializer()


class TargetSerializer(PlainTargetSerializer):
    assessments = AssessmentSerializer(many=True, source="public_assessments")


class TargetViewSet(FactViewSet):
    """Figures with a horizon and an owner; the state is that of the day `on`, today in Shanghai by default."""

    section = "targets"
    filterset_class = TargetFilterSet
    serializer_class = TargetSerializer
    unit_model = Figure
    entry_parameters = {"on": DayField()}
    entry_parameter_schemas = [
        OpenApiParameter("on", date, description="The day of the state; today in Shanghai where not given.")
    ]

    def get_queryset(self):
        day = getattr(self, "parameters", {}).get("on")
        assessments = Assessment.objects.public().select_related(EVIDENCE).order_by("date_earliest", "pk")
        return (
            Target.objects.public()
            .for_listing(day)
            .prefetch_related(Prefetch("assessments", queryset=assessments, to_attr="public_assessments"))
        )
