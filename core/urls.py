from django.urls import path

from core import views

sources = (
    [
        path("", views.SourceList.as_view(), name="list"),
        path("<slug:slug>/", views.SourcePage.as_view(), name="detail"),
    ],
    "sources",
)
regions = (
    [
        path("", views.RegionList.as_view(), name="list"),
        path("<slug:slug>/", views.RegionPage.as_view(), name="detail"),
    ],
    "regions",
)
sectors = (
    [
        path("", views.SectorList.as_view(), name="list"),
        path("<slug:slug>/", views.SectorPage.as_view(), name="detail"),
    ],
    "sectors",
)
figures = (
    [
        path("", views.FigureList.as_view(), name="list"),
        path("<uuid:pk>/", views.FigurePage.as_view(), name="detail"),
    ],
    "figures",
)
indicators = (
    [
        path("", views.IndicatorList.as_view(), name="list"),
        path("<slug:code>/", views.IndicatorPage.as_view(), name="detail"),
    ],
    "indicators",
)
events = (
    [
        path("", views.EventList.as_view(), name="list"),
        path("<uuid:pk>/", views.EventPage.as_view(), name="detail"),
    ],
    "events",
)
statements = (
    [
        path("", views.StatementList.as_view(), name="list"),
        path("<uuid:pk>/", views.StatementPage.as_view(), name="detail"),
    ],
    "statements",
)
