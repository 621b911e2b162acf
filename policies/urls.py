from django.urls import path

from policies import views

policies = (
    [
        path("", views.PolicyList.as_view(), name="list"),
        path("<slug:slug>/", views.PolicyPage.as_view(), name="detail"),
    ],
    "policies",
)
targets = (
    [
        path("", views.TargetList.as_view(), name="list"),
        path("<uuid:pk>/", views.TargetPage.as_view(), name="detail"),
    ],
    "targets",
)
