"""How lists, entries and errors are described in the OpenAPI document. Nothing of it comes from the database."""

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from core.paging import DEFAULT_LIMIT, MAX_LIMIT
from core.problems import CONTENT_TYPE
from editorial.bilingual import CHINESE, ENGLISH

LANGUAGE = OpenApiParameter(
    "lang",
    str,
    enum=[ENGLISH, CHINESE],
    description="Language of `name`, `display` and every message; else the one of Accept-Language, else English.",
)
REFERENCE = OpenApiParameter(
    "reference", str, OpenApiParameter.PATH, description="Slug (of records; of indicators, code) or id."
)
PAGING_PARAMETERS = [
    {
        "name": "limit",
        "in": "query",
        "schema": {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT},
        "description": "Entries in a page.",
    },
    {
        "name": "cursor",
        "in": "query",
        "schema": {"type": "string"},
        "description": "From `next` or `previous`; good for the same filters and order only.",
    },
]


class ParameterErrorSerializer(serializers.Serializer):
    parameter = serializers.CharField()
    reason = serializers.CharField(help_text="What is wrong and how to put it right.")
    nearest = serializers.ListField(
        child=serializers.CharField(), help_text="Valid names or values it may have been meant for."
    )


class ProblemSerializer(serializers.Serializer):
    """Problem details after RFC 9457."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    parameters = ParameterErrorSerializer(many=True, required=False)


class WithdrawnSerializer(ProblemSerializer):
    """Problem details of what once stood at an address."""

    reason = serializers.CharField(
        allow_null=True, help_text="error, replaced or withdrawn; null where what it rested on was."
    )
    withdrawn_at = serializers.DateTimeField()
    note_en = serializers.CharField()
    note_zh = serializers.CharField()


ERRORS = {
    (400, CONTENT_TYPE): OpenApiResponse(
        ProblemSerializer, "A parameter is unknown, repeated or malformed; each is named."
    ),
    (404, CONTENT_TYPE): OpenApiResponse(ProblemSerializer, "There is nothing at this address."),
    (410, CONTENT_TYPE): OpenApiResponse(WithdrawnSerializer, "What once stood at this address was withdrawn."),
    (405, CONTENT_TYPE): OpenApiResponse(ProblemSerializer, "The API is read-only."),
    (406, CONTENT_TYPE): OpenApiResponse(ProblemSerializer, "The answers are JSON."),
}
MOVED = {301: OpenApiResponse(description="A former slug, or what was replaced: the record stands at another address.")}


class PublicSchema(AutoSchema):
    def get_override_parameters(self):
        parameters = [LANGUAGE]
        if "{reference}" in self.path:
            parameters.append(REFERENCE)
            parameters += getattr(self.view, "entry_parameter_schemas", [])
        return parameters

    def get_response_serializers(self):
        found = super().get_response_serializers()
        if isinstance(found, dict):
            return found
        errors = {
            key: value for key, value in ERRORS.items() if key[0] not in (404, 410) or not self._is_list_view(found)
        }
        return {
            200: found,
            **(MOVED if hasattr(self.view, "respond") and not self._is_list_view(found) else {}),
            **errors,
        }

    def get_operation_id(self):
        return (
            f"{self.view.section}_{'list' if self.view.action == 'list' else 'entry'}"
            if hasattr(self.view, "section")
            else super().get_operation_id()
        )


def filter_parameters(filterset_class):
    """The OpenAPI parameters of a FilterSet."""
    filterset = filterset_class(queryset=filterset_class._meta.model.objects.none())
    return [
        {
            "name": name,
            "in": "query",
            "schema": item.schema,
            "description": ". ".join(str(part).rstrip(".") for part in described(item)),
        }
        for name, item in filterset.filters.items()
    ]


def described(item):
    return [part for part in (item.label, item.extra.get("help_text")) if part]


def page_schema(entries):
    link = {"type": ["string", "null"], "format": "uri"}
    return {
        "type": "object",
        "required": ["results", "next", "previous"],
        "properties": {
            "results": entries,
            "next": {**link, "description": "The address of the following page; null on the last."},
            "previous": {**link, "description": "The address of the page before; null on the first."},
        },
    }
