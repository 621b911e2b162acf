from django.urls import path

from parks import views

parks = (
    [
        path("", views.ParkList.as_view(), name="list"),
        path("<slug:slug>/", views.ParkPage.as_view(), name="detail"),
    ],
    "parks",
)
schemes = (
    [
        path("", views.SchemeList.as_view(), name="list"),
        path("<slug:slug>/", views.SchemePage.as_view(), name="detail"),
    ],
    "schemes",
)
batches = (
    [
        path("", views.BatchList.as_view(), name="list"),
        path("<slug:slug>/", views.BatchPage.as_view(), name="detail"),
    ],
    "batches",
)
designations = (
    [
        path("", views.DesignationList.as_view(), name="list"),
        path("<uuid:pk>/", views.DesignationPage.as_view(), name="detail"),
    ],
    "designations",
)
