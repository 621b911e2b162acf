"""Leaks as they are really made: each is a piece of naive code put in the place of ours."""

import logging
from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Prefetch, Q
from django.http import Http404, HttpResponsePermanentRedirect
from rest_framework.response import Response

from companies.models import Presence
from core import api, api_fields, dossiers, filter_fields, filters, gone, record_pages
from core.list_pages import ListPage
from core.models import Citation, EventParticipant, Figure, Name
from core.record_pages import RecordPage
from editorial.drafting import draft_of
from editorial.models import Change, FormerSlug, PublishableQuerySet, Record, Schedule, record_models
from editorial.sorting import folded
from parks import filters as park_filters
from parks.models import Park
from policies.models import targets
from portal.search import results as search_results


class Leak(NamedTuple):
    """`plant(patch)` puts it in; it shows in the answers to the addresses that hold one of `where`, or in such pairs of
    hidden and missing addresses, or only once editors have looked (`is_looked_at`)."""

    name: str
    plant: object
    where: tuple
    is_looked_at: bool = False


def everything_is_public(patch):
    patch.setattr(PublishableQuerySet, "public", lambda self: self.all())


def scheduled_is_public(patch):
    planned = Schedule.objects.filter(action="publish").values("unit_id")
    patch.setattr(PublishableQuerySet, "public", lambda self: self.filter(self.model.public_q() | Q(pk__in=planned)))


def count_of_all_rows(patch):
    ours = api.KeysetPagination.get_paginated_response

    def with_count(self, entries):
        response = ours(self, entries)
        response.data["count"] = self.filterset.queryset.model.objects.count()
        return response

    patch.setattr(api.KeysetPagination, "get_paginated_response", with_count)


def every_participant(patch):
    everyone = EventParticipant.objects.select_related("record")
    patch.setattr(dossiers, "public_parties", lambda: Prefetch("participants", queryset=everyone, to_attr="parties"))


def every_member_of_a_count(patch):
    everyone = Record.objects.order_by("sort_key")
    patch.setattr(dossiers, "named_members", lambda path: Prefetch(path, queryset=everyone, to_attr="named"))


def every_quote(patch):
    patch.setattr(dossiers, "public_citations", lambda: Citation.objects.select_related("source__publisher"))


def sources_of_hidden_figures(patch):
    def sources(self):
        figures = Figure.objects.filter(subject=self.record.pk).select_related("citation__source__publisher")
        return list({figure.citation.source.pk: figure.citation.source for figure in figures}.values())

    patch.setattr(dossiers.Dossier, "sources", property(sources))


def former_address_of_a_hidden_record(patch):
    def redirect(request, queryset, slug):
        former = FormerSlug.objects.filter(kind=queryset.model.record_kind, slug=slug).first()
        if former is None:
            raise Http404
        return HttpResponsePermanentRedirect(former.record.get_absolute_url())

    patch.setattr(record_pages, "answer_for_missing", redirect)


def gone_by_the_row(patch):
    """Every row that is not public is taken for one that was."""
    patch.setattr(
        gone, "once_at", lambda model, slug=None, key=None: Change.objects.last() if slug in all_slugs(model) else None
    )


def all_slugs(model):
    return model.objects.values_list("slug", flat=True)


def forbidden_instead_of_missing(patch):
    ours = RecordPage.get

    def get(self, request, slug):
        if self.queryset.filter(slug=slug, is_public=False).exists():
            raise PermissionDenied
        return ours(self, request, slug)

    patch.setattr(RecordPage, "get", get)


def filter_across_a_hidden_relation(patch):
    def with_organisation(organisation):
        return Q(pk__in=Presence.objects.filter(organisation=organisation).values("park"))

    patch.setattr(park_filters.ParkFilterSet.base_filters["organisation"], "condition", with_organisation)


def filter_by_a_hidden_record(patch):
    patch.setattr(filter_fields, "public_of_kind", lambda kind: record_models()[kind].objects.all())


def search_in_hidden_names(patch):
    def condition(self, words):
        further = Name.objects.filter(record=OuterRef("pk"), folded__contains=folded(words[0]))
        return Q(name_en__icontains=words[0]) | Q(Exists(further)) | Q(record__names__text__icontains=words[0])

    patch.setattr(filters.NameFilter, "condition", condition)


def search_counts_hidden_records(patch):
    ours = search_results.find

    def find(query, narrowing=None):
        found = ours(query, narrowing)
        found.total += Record.objects.filter(name_en__icontains=query.text).count()
        return found

    patch.setattr(search_results, "find", find)


def state_by_hidden_assessments(patch):
    patch.setattr(targets, "public_q", lambda *paths, prefix="": Q())


def last_modified_over_all_rows(patch):
    ours = ListPage.get

    def get(self, request):
        response = ours(self, request)
        response.headers["ETag"] = f'"{Park.objects.aggregate(last=Max("updated_at"))["last"]}"'
        return response

    patch.setattr(ListPage, "get", get)


def options_list_the_choices(patch):
    patch.setattr(api.PublicView, "options", lambda self, *_, **__: Response(list(Park.objects.values_list("slug"))))


def card_of_a_hidden_record(patch):
    patch.setattr(api_fields.CardField, "to_representation", lambda self, record: api_fields.card(record, self.context))


def every_column(patch):
    ours = api_fields.RecordSerializer.to_representation
    patch.setattr(
        api_fields.RecordSerializer,
        "to_representation",
        lambda self, row: ours(self, row) | {"private_text": getattr(row, "private_text", "")},
    )


def draft_on_the_public_page(patch):
    ours = RecordPage.get_context_data

    def get_context_data(self, record):
        if draft := draft_of(record):
            record.name_en = draft.title
        return ours(self, record)

    patch.setattr(RecordPage, "get_context_data", get_context_data)


def preview_that_stays(patch):
    patch.setattr(transaction, "set_rollback", lambda *_, **__: None)


def names_in_the_log(patch):
    ours = RecordPage.get

    def get(self, request, slug):
        logging.getLogger("core").warning("Near it: %s", list(Park.objects.values_list("name_en", flat=True)))
        return ours(self, request, slug)

    patch.setattr(RecordPage, "get", get)


LEAKS = [
    Leak("everything is public", everything_is_public, ("/en/parks/", "/api/v1/figures/")),
    Leak("what is scheduled is public", scheduled_is_public, ("/en/parks/", "/api/v1/parks/?limit")),
    Leak("a list says how many rows there are", count_of_all_rows, ("/api/v1/parks/?limit",)),
    Leak("every participant of an event", every_participant, ("/en/events/",)),
    Leak("every member of a count", every_member_of_a_count, ("/en/batches/first-batch/",)),
    Leak("every further quote of a figure", every_quote, ("/en/figures/",)),
    Leak("sources of hidden figures", sources_of_hidden_figures, ("/en/parks/campus/",)),
    Leak("a former address of a hidden record", former_address_of_a_hidden_record, ("/en/parks/",)),
    Leak("gone instead of missing", gone_by_the_row, ("/en/people/",)),
    Leak("forbidden instead of missing", forbidden_instead_of_missing, ("/en/people/",)),
    Leak("a filter across a hidden relation", filter_across_a_hidden_relation, ("/api/v1/parks/?organisation",)),
    Leak("a filter by a hidden record", filter_by_a_hidden_record, ("/api/v1/parks/?region",)),
    Leak("a search in hidden names", search_in_hidden_names, ("/api/v1/parks/?q",)),
    Leak("a search counts hidden records", search_counts_hidden_records, ("/en/search/", "/api/v1/search/")),
    Leak("a state by hidden assessments", state_by_hidden_assessments, ("/en/targets/",)),
    Leak("a validator over all rows", last_modified_over_all_rows, ("/en/parks/",)),
    Leak("choices in the answer to OPTIONS", options_list_the_choices, ("/api/v1/parks/",)),
    Leak("the card of a hidden record", card_of_a_hidden_record, ("/api/v1/products/", "/api/v1/statements/")),
    Leak("every column of a source", every_column, ("/api/v1/sources/",)),
    Leak("a draft on the public page", draft_on_the_public_page, ("/en/parks/campus/",)),
    Leak("a preview that stays", preview_that_stays, ("/en/parks/", "/en/figures/"), is_looked_at=True),
    Leak("hidden names in the log", names_in_the_log, ("/en/parks/campus/",)),
]
