"""The sections of the site as outputs see them: what each list holds, and how one of its rows is found, named, addressed."""

from django.urls import reverse
from django.utils.translation import gettext as _

from core.api_viewsets import EventViewSet, FigureViewSet, IndicatorViewSet, StatementViewSet
from core.models import Event, Figure, Indicator, Statement
from editorial.bilingual import pick
from editorial.models import Record, RecordModel
from parks.api import DesignationViewSet
from parks.models import Designation
from policies.api import TargetViewSet
from policies.models import Target
from portal import api

# {section: viewset}. A table has the columns of the API's list, a feed the rows of the same FilterSet.
LISTS = {
    viewset.section: viewset
    for viewset in (
        api.ParkViewSet,
        api.CompanyViewSet,
        api.InstitutionViewSet,
        api.PersonViewSet,
        api.ProductViewSet,
        api.PolicyViewSet,
        api.SchemeViewSet,
        api.BatchViewSet,
        DesignationViewSet,
        FigureViewSet,
        IndicatorViewSet,
        TargetViewSet,
        EventViewSet,
        StatementViewSet,
        api.BriefingViewSet,
        api.SourceViewSet,
        api.RegionViewSet,
        api.SectorViewSet,
    )
}
RECORDS = {section: viewset for section, viewset in LISTS.items() if issubclass(viewset, api.RecordViewSet)}
# Facts with a page of their own, known by their id alone.
FACTS = {"figures": Figure, "events": Event, "statements": Statement, "designations": Designation}


class SectionConverter:
    """A path part that names a section with a list."""

    regex = "|".join(LISTS)

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


class PagedSectionConverter(SectionConverter):
    """A section whose rows have pages of their own."""

    regex = "|".join((*RECORDS, *FACTS))


class RecordSectionConverter(SectionConverter):
    regex = "|".join(RECORDS)


class FactSectionConverter(SectionConverter):
    regex = "|".join(FACTS)


def unit_model(section):
    """The model whose publications the feed of changes tells of."""
    viewset = LISTS[section]
    return viewset.unit_model or viewset.filterset_class._meta.model


def title_of(unit):
    """The heading of a row, in the reader's language: a name, or who is told what of a fact."""
    if isinstance(unit, (Record, RecordModel)):
        return str(unit.name)
    if isinstance(unit, Target):
        return title_of(unit.figure)
    if isinstance(unit, Figure):
        words = {"subject": unit.subject.name, "indicator": unit.indicator.name, "value": unit.display()}
        return _("%(subject)s: %(indicator)s, %(value)s (%(kind)s)") % {**words, "kind": unit.get_kind_display()}
    if isinstance(unit, Statement):
        return _("%(speaker)s: %(summary)s") % {"speaker": unit.speaker_as_printed, "summary": pick(unit, "summary")}
    if isinstance(unit, Designation):
        return _("%(designee)s: %(title)s") % {"designee": unit.designee_as_printed, "title": pick(unit, "title")}
    return str(pick(unit, "name" if isinstance(unit, Indicator) else "title"))


def summary_of(unit):
    """A sentence or two on a row, the empty text where nothing is written."""
    if isinstance(unit, Target):
        return summary_of(unit.figure)
    if isinstance(unit, (Figure, Statement, Designation, Event)):
        return unit.citation.quote
    for field in ("summary", "definition", "note"):
        if hasattr(unit, f"{field}_en"):
            return str(pick(unit, field))
    return ""


def address_of(unit):
    """The path of the page that shows `unit`, in the reader's language."""
    if isinstance(unit, (Record, RecordModel)):
        return unit.get_absolute_url()
    if isinstance(unit, Indicator):
        return f"{reverse('indicators:list')}#{unit.code}"
    section = (
        "figures" if isinstance(unit, Target) else next(s for s, model in FACTS.items() if isinstance(unit, model))
    )
    return reverse(f"{section}:detail", args=[unit.pk])
