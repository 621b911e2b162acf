from django.urls import path

from portal import views
from portal.maps.views import ParkMap
from portal.readers import views as readers
from portal.search import views as search

pages = [
    path("", views.FrontPage.as_view(), name="home"),
    path("search/", search.Search.as_view(), name="search"),
    path("suggest/", search.Suggest.as_view(), name="suggest"),
    path("corrections/", readers.CorrectionsLog.as_view(), name="corrections"),
    path("corrections/new/<slug:kind>/<uuid:pk>/", readers.ReportFact.as_view(), name="report"),
    path("comments/new/<uuid:pk>/", readers.WriteComment.as_view(), name="write_comment"),
    path("sent/<str:token>/", readers.SentPage.as_view(), name="sent"),
    path("about/", views.StandingPage.as_view(template_name="portal/about.html"), name="about"),
    path("method/", views.StandingPage.as_view(template_name="portal/method.html"), name="method"),
    path("accessibility/", views.StandingPage.as_view(template_name="portal/accessibility.html"), name="accessibility"),
    path("privacy/", views.StandingPage.as_view(template_name="portal/privacy.html"), name="privacy"),
]
# The name of its one page is that of a list, as the menus have it.
maps = ([path("", ParkMap.as_view(), name="list")], "map")
briefings = (
    [
        path("", views.BriefingList.as_view(), name="list"),
        path("<slug:slug>/", views.BriefingPage.as_view(), name="detail"),
    ],
    "briefings",
)
