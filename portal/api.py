"""Records in the API: their lists, and their entries drawn from dossiers."""

from companies.api import OrganisationSummarySerializer, PersonSummarySerializer, ProductSummarySerializer
from companies.dossiers import organisation_dossier, person_dossier, product_dossier
from companies.filters import CompanyFilterSet, InstitutionFilterSet, PersonFilterSet, ProductFilterSet
from companies.models import Organisation, Person, Product
from core.api import RecordViewSet
from core.api_records import RegionSummarySerializer, SectorSummarySerializer, SourceSummarySerializer
from core.dossiers import region_dossier, sector_dossier, source_dossier
from core.filtersets import RegionFilterSet, SectorFilterSet, SourceFilterSet
from core.models import Region, Sector, Source
from parks.api import BatchSummarySerializer, ParkSummarySerializer, SchemeSummarySerializer
from parks.dossiers import batch_dossier, park_dossier, scheme_dossier
from parks.filters import BatchFilterSet, ParkFilterSet, SchemeFilterSet
from parks.models import Batch, Park, Scheme
from policies.api import PolicySummarySerializer, public_policies
from policies.dossiers import policy_dossier
from policies.filters import PolicyFilterSet
from policies.models import Policy
from portal import api_entries as entries
from portal.api_briefings import BriefingSummarySerializer
from portal.dossiers import briefing_dossier
from portal.filters import BriefingFilterSet
from portal.models import Briefing


class ParkViewSet(RecordViewSet):
    """Zones, parks of zones, bases, science cities, test sites."""

    section = "parks"
    filterset_class = ParkFilterSet
    list_serializer_class = ParkSummarySerializer
    serializer_class = entries.ParkSerializer
    rows = Park.objects.select_related("record", "region")
    dossier = staticmethod(park_dossier)


class CompanyViewSet(RecordViewSet):
    """Companies, investors and park operators."""

    section = "companies"
    filterset_class = CompanyFilterSet
    list_serializer_class = OrganisationSummarySerializer
    serializer_class = entries.OrganisationSerializer
    rows = Organisation.objects.select_related("record", "region")
    dossier = staticmethod(organisation_dossier)


class InstitutionViewSet(CompanyViewSet):
    """Public bodies, universities, institutes, publishers: every organisation that is not a firm."""

    section = "institutions"
    filterset_class = InstitutionFilterSet


class PersonViewSet(RecordViewSet):
    """People with a public role."""

    section = "people"
    filterset_class = PersonFilterSet
    list_serializer_class = PersonSummarySerializer
    serializer_class = entries.PersonSerializer
    rows = Person.objects.select_related("record")
    dossier = staticmethod(person_dossier)


class ProductViewSet(RecordViewSet):
    """What organisations make: models, platforms."""

    section = "products"
    filterset_class = ProductFilterSet
    list_serializer_class = ProductSummarySerializer
    serializer_class = entries.ProductSerializer
    rows = Product.objects.select_related("record", "maker")
    dossier = staticmethod(product_dossier)


class PolicyViewSet(RecordViewSet):
    """Plans, strategies, laws, programmes and measures."""

    section = "policies"
    filterset_class = PolicyFilterSet
    list_serializer_class = PolicySummarySerializer
    serializer_class = entries.PolicySerializer
    rows = Policy.objects.select_related("record")
    dossier = staticmethod(policy_dossier)

    def get_queryset(self):
        return public_policies()


class SchemeViewSet(RecordViewSet):
    """Programmes that designate."""

    section = "schemes"
    filterset_class = SchemeFilterSet
    list_serializer_class = SchemeSummarySerializer
    serializer_class = entries.SchemeSerializer
    rows = Scheme.objects.select_related("record", "issuer")
    dossier = staticmethod(scheme_dossier)


class BatchViewSet(RecordViewSet):
    """The rounds of schemes."""

    section = "batches"
    filterset_class = BatchFilterSet
    list_serializer_class = BatchSummarySerializer
    serializer_class = entries.BatchSerializer
    rows = Batch.objects.select_related("record", "scheme")
    dossier = staticmethod(batch_dossier)


class SourceViewSet(RecordViewSet):
    """The documents everything rests on. Their full texts are not given out; quotes are."""

    section = "sources"
    filterset_class = SourceFilterSet
    list_serializer_class = SourceSummarySerializer
    serializer_class = entries.SourceSerializer
    rows = Source.objects.select_related("record", "publisher", "origin")
    dossier = staticmethod(source_dossier)


class RegionViewSet(RecordViewSet):
    """Countries, provinces, cities, districts, and groups of them."""

    section = "regions"
    filterset_class = RegionFilterSet
    list_serializer_class = RegionSummarySerializer
    serializer_class = entries.RegionSerializer
    rows = Region.objects.select_related("record", "parent")
    dossier = staticmethod(region_dossier)


class SectorViewSet(RecordViewSet):
    """Industries, and fields in which technology is applied."""

    section = "sectors"
    filterset_class = SectorFilterSet
    list_serializer_class = SectorSummarySerializer
    serializer_class = entries.SectorSerializer
    rows = Sector.objects.select_related("record", "parent")
    dossier = staticmethod(sector_dossier)


class BriefingViewSet(RecordViewSet):
    """Editors' cards on something new: never facts, and machine-made blocks are labelled."""

    section = "briefings"
    filterset_class = BriefingFilterSet
    list_serializer_class = BriefingSummarySerializer
    serializer_class = entries.BriefingSerializer
    rows = Briefing.objects.select_related("record", "source__publisher")
    dossier = staticmethod(briefing_dossier)

    def get_queryset(self):
        return Briefing.objects.public().select_related("source__publisher")
