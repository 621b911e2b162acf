"""The search and its suggestions in the API: the hits, scores and reasons of the page."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from core.api import PublicView, language_problems
from core.api_fields import address
from core.problems import InvalidParameters
from core.search.finding import SECTIONS
from core.search.suggesting import suggest
from editorial.bilingual import pick
from portal.search.parameters import LAST_PAGE, LEVELS, SORTS, read
from portal.search.results import REASONS, RELATED, previous_page, results


class MatchSerializer(serializers.Serializer):
    """Why a record was found."""

    field = serializers.ChoiceField(choices=[(name, name) for name in REASONS])
    language = serializers.CharField(help_text="Of the text; empty where it is not known.")
    text = serializers.CharField(help_text="The text that has the words, cut to a few lines.")
    marks = serializers.ListField(
        child=serializers.ListField(child=serializers.IntegerField()),
        help_text="Begin and end of each word that was found, in code points of `text`.",
    )


class HitSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    section = serializers.ChoiceField(choices=[(name, name) for name in SECTIONS])
    slug = serializers.CharField()
    name = serializers.CharField()
    name_en = serializers.CharField()
    name_zh = serializers.CharField()
    href = serializers.URLField()
    score = serializers.IntegerField(
        help_text="100 for the official name; less the further from it. Of records like one: what both share, in per cent."
    )
    kind = serializers.CharField()
    level = serializers.CharField()
    date = serializers.DateField(allow_null=True, help_text="That `sort=date` and `year` go by.")
    match = MatchSerializer(allow_null=True)
    second_match = MatchSerializer(allow_null=True, help_text="Where the words stand that the first text has not.")


class NearSerializer(serializers.Serializer):
    """A record with a name near to what was asked."""

    id = serializers.UUIDField()
    section = serializers.ChoiceField(choices=[(name, name) for name in SECTIONS])
    slug = serializers.CharField()
    name = serializers.CharField()
    href = serializers.URLField()


class SearchSerializer(serializers.Serializer):
    results = HitSerializer(many=True)
    total = serializers.IntegerField(help_text="At most 10,001, which stands for more than 10,000.")
    types = serializers.DictField(child=serializers.IntegerField(), help_text="Records of each type.")
    instead = serializers.CharField(help_text="The words that were answered where those asked for find nothing.")
    nearest = NearSerializer(many=True, help_text="Where nothing is found: records with the nearest names.")
    also = serializers.CharField(help_text="A spelling that finds more than the few found.")
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)


class SuggestionSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    section = serializers.ChoiceField(choices=[(name, name) for name in SECTIONS])
    slug = serializers.CharField()
    name = serializers.CharField()
    href = serializers.URLField()
    matched = serializers.CharField(help_text="The name that begins as was typed.")
    field = serializers.ChoiceField(choices=[(name, name) for name in REASONS if name != RELATED])


class SuggestionsSerializer(serializers.Serializer):
    results = SuggestionSerializer(many=True)


WORDS = OpenApiParameter("q", str, description="Words in English, Chinese or pinyin.")
PARAMETERS = [
    WORDS,
    OpenApiParameter("like", str, description="Instead of words: records like this one, as kind:slug or id."),
    OpenApiParameter("type", str, enum=list(SECTIONS)),
    OpenApiParameter("sector", str, description="Slug or id: of this sector or one below it."),
    OpenApiParameter("region", str, description="Slug or id: of this region or one in it."),
    OpenApiParameter("level", str, enum=list(LEVELS)),
    OpenApiParameter("year", int),
    OpenApiParameter("sort", str, enum=[value for value, _label in SORTS]),
    OpenApiParameter("page", int, description=f"Of 20 hits each, 1 to {LAST_PAGE}."),
]


def parameters_of(request, names=None):
    """The Asked of the request. Raises InvalidParameters."""
    asked = read(request.query_params, names=names, also=("lang",))
    problems = [*asked.problems, *language_problems(request.query_params)]
    if problems:
        raise InvalidParameters(problems)
    return asked


class SearchView(PublicView):
    """Records of every type, ranked, each with the reason for which it was found."""

    @extend_schema(parameters=PARAMETERS, responses=SearchSerializer)
    def get(self, request):
        asked = parameters_of(request)
        found, context = results(asked), self.get_serializer_context()
        lang = request.query_params.get("lang")

        def page(number):
            return request.build_absolute_uri(f"?{asked.address(page=number, lang=lang)}")

        return Response(
            {
                "results": [hit(one, context) for one in found.hits],
                "total": found.total,
                "types": {section: count for section, _title, count, _query in found.sections},
                "instead": found.instead,
                "also": found.also,
                "nearest": [reference(one.document, context) for one in found.nearest],
                "next": page(asked.page + 1) if found.has_more else None,
                "previous": page(previous_page(asked, found)) if asked.page > 1 else None,
            }
        )


class SuggestView(PublicView):
    """Names that begin as was typed, in either script, by their reading or its initials."""

    @extend_schema(parameters=[WORDS], responses=SuggestionsSerializer)
    def get(self, request):
        asked, context = parameters_of(request, names=("q",)), self.get_serializer_context()
        rows = [one for rows in suggest(asked.values.get("q", "")).values() for one in rows]
        return Response(
            {
                "results": [
                    {
                        **reference(one.document, context),
                        "matched": one.text,
                        "field": one.kind,
                    }
                    for one in rows
                ]
            }
        )


def reference(document, context):
    return {
        "id": str(document.record_id),
        "section": document.section,
        "slug": document.slug,
        "name": pick(document, "name").text,
        "href": address(context, document.section, document.slug),
    }


def hit(one, context):
    return {
        **reference(one.document, context),
        "name_en": one.document.name_en,
        "name_zh": one.document.name_zh,
        "score": one.score,
        "kind": one.document.kind,
        "level": one.document.level,
        "date": one.document.day,
        "match": match(one.reasons[0]) if one.reasons else None,
        "second_match": match(one.reasons[1]) if one.reasons[1:] else None,
    }


def match(reason):
    marks, at = [], 0
    for part in reason.parts:
        if part.is_marked:
            marks.append([at, at + len(part.text)])
        at += len(part.text)
    return {"field": reason.kind, "language": reason.language, "text": reason.text, "marks": marks}
