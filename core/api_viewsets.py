"""Figures, indicators, events and statements in the API."""

from core.api import FactViewSet
from core.api_facts import EventSerializer, FigureSerializer, IndicatorSerializer, StatementSerializer
from core.dossiers import public_events, public_figures, public_indicators, public_statements
from core.filtersets import EventFilterSet, FigureFilterSet, IndicatorFilterSet, StatementFilterSet
from core.references import public_record


class FigureViewSet(FactViewSet):
    """Numbers with their whole nature: interval, hedge, unit, currency, period, kind and source."""

    section = "figures"
    filterset_class = FigureFilterSet
    serializer_class = FigureSerializer

    def get_queryset(self):
        return public_figures()


class IndicatorViewSet(FactViewSet):
    """What figures measure: definition, family, unit, and what it may be compared with."""

    section = "indicators"
    filterset_class = IndicatorFilterSet
    serializer_class = IndicatorSerializer

    def get_queryset(self):
        return public_indicators()

    def retrieve(self, request, reference):
        """By code or id."""
        self.read_parameters()
        return self.respond(public_record(self.get_queryset(), reference, slug_field="code"), reference)


class EventViewSet(FactViewSet):
    """What happened, with the verb as printed and the date as far as it is known."""

    section = "events"
    filterset_class = EventFilterSet
    serializer_class = EventSerializer

    def get_queryset(self):
        return public_events()


class StatementViewSet(FactViewSet):
    """What someone said: opinions, forecasts, positions. Never facts."""

    section = "statements"
    filterset_class = StatementFilterSet
    serializer_class = StatementSerializer

    def get_queryset(self):
        return public_statements()
