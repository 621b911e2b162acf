from django.urls import path

from portal import views

pages = [
    path("", views.FrontPage.as_view(), name="home"),
    path("search/", views.Search.as_view(), name="search"),
]
briefings = (
    [
        path("", views.BriefingList.as_view(), name="list"),
        path("<slug:slug>/", views.BriefingPage.as_view(), name="detail"),
    ],
    "briefings",
)
