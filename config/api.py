"""The addresses under `/api/v1/`."""

from django.urls import path, re_path
from drf_spectacular.views import SpectacularJSONAPIView, SpectacularSwaggerSplitView
from rest_framework.response import Response

from core.api import MissingView, PublicView
from core.api_viewsets import EventViewSet, FigureViewSet, IndicatorViewSet, StatementViewSet
from parks.api import DesignationViewSet
from policies.api import TargetViewSet
from portal import api as portal
from portal.search.api import SearchView, SuggestView

VIEWSETS = (
    portal.ParkViewSet,
    portal.CompanyViewSet,
    portal.InstitutionViewSet,
    portal.PersonViewSet,
    portal.ProductViewSet,
    portal.PolicyViewSet,
    portal.SchemeViewSet,
    portal.BatchViewSet,
    DesignationViewSet,
    FigureViewSet,
    IndicatorViewSet,
    TargetViewSet,
    EventViewSet,
    StatementViewSet,
    portal.BriefingViewSet,
    portal.SourceViewSet,
    portal.RegionViewSet,
    portal.SectorViewSet,
)


class RootView(PublicView):
    """The addresses of all lists."""

    schema = None

    def get(self, request):
        root = self.get_serializer_context()["root"]
        lists = {viewset.section: f"{root}{viewset.section}/" for viewset in VIEWSETS}
        finding = {"search": f"{root}search/", "suggest": f"{root}suggest/"}
        return Response({**lists, **finding, "openapi": f"{root}openapi.json", "docs": f"{root}docs/"})


def addresses(viewset):
    return [
        path(f"{viewset.section}/", viewset.as_view({"get": "list"}), name=f"{viewset.section}-list"),
        path(
            f"{viewset.section}/<str:reference>/", viewset.as_view({"get": "retrieve"}), name=f"{viewset.section}-entry"
        ),
    ]


app_name = "api"
urlpatterns = [
    path("", RootView.as_view(), name="root"),
    path("openapi.json", SpectacularJSONAPIView.as_view(), name="openapi"),
    path(
        "docs/",
        SpectacularSwaggerSplitView.as_view(url_name="api:openapi", template_name="core/api_reference.html"),
        name="docs",
    ),
    *(address for viewset in VIEWSETS for address in addresses(viewset)),
    path("search/", SearchView.as_view(), name="search"),
    path("suggest/", SuggestView.as_view(), name="suggest"),
    re_path(r"^(?P<path>[\s\S]+)$", MissingView.as_view(), name="missing"),
]
