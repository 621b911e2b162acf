"""What a good developer writes in a day with Django and DRF: what the lists of the site are compared with."""

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.template import engines
from django.urls import path
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.pagination import PageNumberPagination

from companies.models import Organisation
from config.urls import *  # noqa: F403 -- the site itself stays as it is
from config.urls import urlpatterns as site
from core.models import Region, Sector

TEMPLATE = """<!doctype html><html lang="en"><title>Companies</title><h1>Companies ({{ page.paginator.count }})</h1>
{% for title, choices in facets %}<h2>{{ title }}</h2><ul>{% for choice in choices %}
<li><a href="?{{ title }}={{ choice.value }}">{{ choice.label }}</a> ({{ choice.entries }})</li>{% endfor %}</ul>{% endfor %}
<ol>{% for row in page %}<li><a href="/companies/{{ row.slug }}/">{{ row.name_en }}</a> {{ row.name_zh }}
<p>{{ row.get_kind_display }} {{ row.get_level_display }} {{ row.region.name_en }}</p><p>{{ row.summary_en }}</p></li>{% endfor %}</ol>
<p>Page {{ page.number }} of {{ page.paginator.num_pages }}</p></html>"""


def narrowed(asked):
    rows = Organisation.objects.filter(is_public=True, kind__in=Organisation.FIRM_KINDS)
    if kind := asked.get("kind"):
        rows = rows.filter(kind=kind)
    if region := asked.get("region"):
        rows = rows.filter(region__path__startswith=Region.objects.get(slug=region).path)
    if sector := asked.get("sector"):
        rows = rows.filter(sectors__path__startswith=Sector.objects.get(slug=sector).path).distinct()
    for word in asked.get("q", "").split():
        rows = rows.filter(Q(name_en__icontains=word) | Q(name_zh__icontains=word))
    return rows.select_related("region").prefetch_related("sectors").order_by(asked.get("ordering", "name_en"))


def facet(rows, value, label):
    counted = rows.order_by().values(value, label).annotate(entries=Count("pk", distinct=True)).order_by("-entries")
    return [{"value": row[value], "label": row[label], "entries": row["entries"]} for row in counted[:30]]


def companies(request):
    rows = narrowed(request.GET)
    paginator = Paginator(rows, 50)
    number = request.GET.get("page", 1)
    page = paginator.page(int(paginator.num_pages * 0.9) if number == "deep" else number)
    facets = [
        ("kind", facet(rows, "kind", "kind")),
        ("level", facet(rows, "level", "level")),
        ("region", facet(rows, "region__slug", "region__name_en")),
        ("sector", facet(rows, "sectors__slug", "sectors__name_en")),
    ]
    return HttpResponse(engines["django"].from_string(TEMPLATE).render({"page": page, "facets": facets}, request))


class OrganisationSerializer(serializers.ModelSerializer):
    id = serializers.UUIDField(source="pk")
    region_name = serializers.CharField(source="region.name_en", default=None)
    sectors = serializers.SlugRelatedField("slug", many=True, read_only=True)

    class Meta:
        model = Organisation
        fields = [
            "id", "slug", "name_en", "name_zh", "kind", "level", "region_name", "sectors", "website", "summary_en",
            "summary_zh", "published_at",
        ]  # fmt: skip


class Pages(PageNumberPagination):
    page_size = 50

    def get_page_number(self, request, paginator):
        number = super().get_page_number(request, paginator)
        return int(paginator.num_pages * 0.9) if number == "deep" else number


class Companies(ListAPIView):
    serializer_class = OrganisationSerializer
    pagination_class = Pages
    filter_backends = []

    def get_queryset(self):
        return narrowed(self.request.GET)


urlpatterns = [path("plain/companies/", companies), path("plain/api/companies/", Companies.as_view()), *site]
