"""The entry of a record: what the list has, and all its public parts, whatever app keeps them.

Each serializer reads a dossier: an attribute is a part of the dossier, else a column of its record.
"""

from rest_framework import serializers

from companies.api import (
    OrganisationSummarySerializer,
    PersonSummarySerializer,
    PresenceSerializer,
    ProductSummarySerializer,
    RoleSerializer,
    StakeSerializer,
)
from core.api_facts import (
    CountClaimSerializer,
    EventSerializer,
    FigureSerializer,
    NameSerializer,
    StatementSerializer,
)
from core.api_fields import (
    BilingualField,
    CardField,
    CardsField,
    CitationSerializer,
    PublicSerializer,
    WordField,
)
from core.api_records import (
    RegionMembershipSerializer,
    RegionSummarySerializer,
    SectorSummarySerializer,
    SourceSummarySerializer,
    SourceTitleSerializer,
)
from core.models import Source
from parks.api import (
    BatchSummarySerializer,
    DesignationSerializer,
    MembershipSerializer,
    ParkSectorSerializer,
    ParkSummarySerializer,
    SchemeSummarySerializer,
)
from policies.api import (
    InstrumentSerializer,
    IssuedPolicySerializer,
    IssuerSerializer,
    PlainTargetSerializer,
    PolicySummarySerializer,
    RelationSerializer,
    RuleSerializer,
    ScopeSerializer,
)
from portal.api_briefings import BriefingBlockSerializer, BriefingSummarySerializer


class EntrySerializer(PublicSerializer):
    """The parts every kind of record may have."""

    names = NameSerializer(many=True)
    figures = FigureSerializer(many=True)
    targets = PlainTargetSerializer(many=True, help_text="Set for it or by it.")
    count_claims = CountClaimSerializer(many=True)
    counted_in = CountClaimSerializer(
        many=True, source="memberships_in_counts", help_text="Stated counts of which it is a named member."
    )
    designations = DesignationSerializer(many=True)
    concerning_policies = ScopeSerializer(many=True, source="scopes", help_text="Policies that concern it.")
    events = EventSerializer(many=True)
    statements = StatementSerializer(many=True)
    briefings = CardsField()

    def value(self, dossier, steps):
        if steps and not hasattr(dossier, steps[0]):
            return super().value(dossier.record, steps)
        return super().value(dossier, steps)

    def to_representation(self, dossier):
        return {name: self._read(field, self._subject(field, dossier)) for name, field in self._public_fields}

    def _subject(self, field, dossier):
        """Fields that read several columns at once take the record itself."""
        return dossier if field.source_attrs else dossier.record


class SourcedEntrySerializer(EntrySerializer):
    summary = BilingualField()
    is_known_only_from_machine_text = serializers.BooleanField(
        help_text="No citation shows that it exists: only the machine-made blocks of a briefing name it."
    )
    summary_en = serializers.CharField()
    summary_zh = serializers.CharField()
    citations = CitationSerializer(many=True, help_text="The words that show it exists and is what the summary says.")


class PositionedSerializer(serializers.Serializer):
    latitude = serializers.DecimalField(max_digits=9, decimal_places=6, allow_null=True)
    longitude = serializers.DecimalField(max_digits=9, decimal_places=6, allow_null=True)
    datum = serializers.CharField(help_text="Of the point, as its source states it. Never converted.")


class ParkSerializer(SourcedEntrySerializer, PositionedSerializer, ParkSummarySerializer):
    parents = MembershipSerializer(many=True, help_text="What it is part of, at any time.")
    children = MembershipSerializer(many=True, help_text="What is part of it, at any time.")
    ancestors = CardsField(help_text="All it lies in today, nearest first.")
    sectors = ParkSectorSerializer(many=True)
    presences = PresenceSerializer(
        many=True, help_text="From headquarters down to a mere mention, at most 50 of each role: the lists take `park`."
    )
    stakes_held = StakeSerializer(many=True)


class SchemeSerializer(SourcedEntrySerializer, SchemeSummarySerializer):
    batches = CardsField()
    made = DesignationSerializer(many=True, help_text="The designations under it.")


class BatchSerializer(SourcedEntrySerializer, BatchSummarySerializer):
    made = DesignationSerializer(many=True, help_text="The designations in it.")


class OrganisationSerializer(SourcedEntrySerializer, OrganisationSummarySerializer):
    presences = PresenceSerializer(many=True, help_text="From headquarters down to a mere mention.")
    stakes_in = StakeSerializer(many=True, help_text="Who owns or funds it.")
    stakes_held = StakeSerializer(many=True, help_text="Whom it owns or funds.")
    products = CardsField()
    roles = RoleSerializer(many=True)
    policies_issued = IssuedPolicySerializer(many=True)
    schemes_issued = CardsField()
    designations_issued = DesignationSerializer(many=True)
    sources_published = CardsField()


class PersonSerializer(SourcedEntrySerializer, PersonSummarySerializer):
    roles = RoleSerializer(many=True)


class ProductSerializer(SourcedEntrySerializer, ProductSummarySerializer):
    presences = PresenceSerializer(many=True)
    stakes_in = StakeSerializer(many=True, help_text="Who owns or funds it.")


class PolicySerializer(SourcedEntrySerializer, PolicySummarySerializer):
    issuers = IssuerSerializer(many=True)
    concerns = ScopeSerializer(many=True, help_text="Whom it concerns.")
    instruments = InstrumentSerializer(many=True)
    rules = RuleSerializer(many=True)
    relations = RelationSerializer(many=True, help_text="How it stands to others.")
    relations_from = RelationSerializer(many=True, help_text="How others stand to it.")
    policy_targets = PlainTargetSerializer(many=True, help_text="The targets it sets.")


class RegionSerializer(SourcedEntrySerializer, PositionedSerializer, RegionSummarySerializer):
    parents = CardsField(help_text="What it lies in, the largest first.")
    children = CardsField()
    members = RegionMembershipSerializer(many=True, help_text="Of a group: its regions.")
    groups = RegionMembershipSerializer(many=True)
    parks = CardsField(help_text="In it, at any depth.")
    organisations = CardsField(help_text="In it, at any depth.")
    figures_as_base = FigureSerializer(many=True, help_text="Shares of which it is the whole.")


class SectorSerializer(EntrySerializer, SectorSummarySerializer):
    parents = CardsField(help_text="What it stands under, the widest first.")
    children = CardsField()
    park_sectors = ParkSectorSerializer(many=True, help_text="Parks in it, or in what stands under it.")
    organisations = CardsField()


class SupportSerializer(serializers.Serializer):
    """Something public that rests on a quote."""

    id = serializers.UUIDField()
    what = serializers.CharField(help_text="figure, event, presence, membership, park, …")


class QuoteSerializer(PublicSerializer):
    """A quote taken from the document, and what rests on it."""

    id = serializers.SerializerMethodField()
    quote = serializers.SerializerMethodField()
    locator = serializers.SerializerMethodField()
    attributed_to = serializers.SerializerMethodField()
    supports = serializers.SerializerMethodField()

    def get_id(self, resting) -> str:
        return str(resting[0].pk)

    def get_quote(self, resting) -> str:
        return resting[0].quote

    def get_locator(self, resting) -> str:
        return resting[0].locator

    def get_attributed_to(self, resting) -> str:
        return resting[0].attributed_to

    def get_supports(self, resting) -> SupportSerializer(many=True):
        return [{"id": str(item.pk), "what": item._meta.model_name} for item in resting[1]]


class SourceSerializer(EntrySerializer, SourceSummarySerializer):
    published_as_printed = serializers.CharField()
    date_note = serializers.CharField()
    retrieved_on = serializers.DateField(allow_null=True)
    checked_on = serializers.DateField(allow_null=True)
    note = BilingualField()
    note_en = serializers.CharField()
    note_zh = serializers.CharField()
    rights = serializers.CharField()
    titles = SourceTitleSerializer(many=True)
    origin = CardField(help_text="The document this one repeats, translates or sums up.")
    origin_relation = WordField(Source.OriginRelation.choices)
    chain = CardsField(help_text="The documents behind it, nearest first.")
    descendants = CardsField(help_text="Documents that rest on it.")
    quotes = QuoteSerializer(many=True, source="resting")


class BriefingSerializer(EntrySerializer, BriefingSummarySerializer):
    subjects = CardsField(help_text="The records it is about.")
    blocks = BriefingBlockSerializer(many=True)
