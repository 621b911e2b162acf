from django.urls import path

from companies import views

companies = (
    [
        path("", views.CompanyList.as_view(), name="list"),
        path("<slug:slug>/", views.OrganisationPage.as_view(), name="detail"),
    ],
    "companies",
)
institutions = (
    [
        path("", views.InstitutionList.as_view(), name="list"),
        path("<slug:slug>/", views.OrganisationPage.as_view(), name="detail"),
    ],
    "institutions",
)
people = (
    [
        path("", views.PersonList.as_view(), name="list"),
        path("<slug:slug>/", views.PersonPage.as_view(), name="detail"),
    ],
    "people",
)
products = (
    [
        path("", views.ProductList.as_view(), name="list"),
        path("<slug:slug>/", views.ProductPage.as_view(), name="detail"),
    ],
    "products",
)
