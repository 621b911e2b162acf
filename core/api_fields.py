"""The smallest pieces of every answer: cards, dates, amounts, citations. They read loaded rows and run no query."""

from datetime import date
from functools import cached_property, lru_cache

from django.core.exceptions import ObjectDoesNotExist
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core import edtf
from core.models import Citation, Source
from editorial.bilingual import pick, reading_language
from editorial.models import Record


class PublicSerializer(serializers.Serializer):
    """Read-only, and without the checks by which Serializer takes twice the time."""

    def to_representation(self, instance):
        return {name: self._read(field, instance) for name, field in self._public_fields}

    def value(self, instance, steps):
        """What `steps` (attribute names) lead to; None where one of them is None or a one-to-one has no other side."""
        for step in steps:
            if instance is None:
                return None
            try:
                instance = getattr(instance, step)
            except ObjectDoesNotExist:
                return None
        return instance

    @cached_property
    def _public_fields(self):
        return [(field.field_name, field) for field in self._readable_fields]

    def _read(self, field, instance):
        value = self.value(instance, field.source_attrs)
        return None if value is None else field.to_representation(value)


class PublicField(serializers.Field):
    def __init__(self, **kwargs):
        super().__init__(read_only=True, **kwargs)


def address(context, section, key):
    """The API's own address of an entry; `context["root"]` is that of `/api/v1/`."""
    return f"{context['root']}{section}/{key}/"


class WordField(serializers.ChoiceField):
    """A word of a fixed list; null where no source states it."""

    def __init__(self, choices, **kwargs):
        super().__init__(choices=choices, read_only=True, allow_null=True, **kwargs)

    def to_representation(self, value):
        return str(value) or None


class BilingualField(PublicField):
    """`title` for the columns `title_en` and `title_zh`: the text in the language asked for, else in the other one."""

    def __init__(self, **kwargs):
        super().__init__(source="*", **kwargs)

    def to_representation(self, instance):
        return pick(instance, self.field_name).text


extend_schema_field(str)(BilingualField)


class PartialDateSerializer(serializers.Serializer):
    """A date as far as it is known. `earliest` and `latest` are null where that end is open or unknown."""

    edtf = serializers.CharField(help_text="After EDTF (ISO 8601-2): 2025, 2025-10, 2012/..")
    earliest = serializers.DateField(allow_null=True, help_text="The first day it may mean.")
    latest = serializers.DateField(allow_null=True, help_text="The last day it may mean.")
    display = serializers.CharField(help_text="In words, in the language asked for.")


@extend_schema_field(PartialDateSerializer)
class PartialDateField(PublicField):
    """An object; null where the date is not known at all."""

    def __init__(self, **kwargs):
        super().__init__(allow_null=True, **kwargs)

    def to_representation(self, text):
        return dict(_partial_date(text, reading_language())) if text else None


@lru_cache(maxsize=4096)
def _partial_date(text, language):
    found = edtf.parse(text)
    return {
        "edtf": found.text,
        "earliest": None if found.earliest == date.min else found.earliest.isoformat(),
        "latest": None if found.latest == date.max else found.latest.isoformat(),
        "display": edtf.display(found.text, language),
    }


@extend_schema_field({"type": "string", "format": "decimal", "examples": ["700000000000", "29.5"]})
class AmountField(PublicField):
    """An exact decimal as a text without exponent or trailing zeros: no reader rounds it."""

    def to_representation(self, value):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text


class CardSerializer(serializers.Serializer):
    """A record in a few words, with the address of its whole entry."""

    id = serializers.UUIDField()
    record_kind = serializers.CharField(
        help_text="park, organisation, person, product, policy, scheme, batch, region, sector, source, briefing."
    )
    slug = serializers.CharField()
    name = serializers.CharField(help_text="In the language asked for, else in the other one.")
    name_en = serializers.CharField()
    name_zh = serializers.CharField()
    href = serializers.URLField()


@extend_schema_field(CardSerializer)
class CardField(PublicField):
    """A record or its card; null where there is none or it is not public."""

    def __init__(self, **kwargs):
        super().__init__(allow_null=True, **kwargs)

    def to_representation(self, record):
        return card(record, self.context) if record.is_public else None


@extend_schema_field(CardSerializer(many=True))
class CardsField(PublicField):
    """The public ones of several records."""

    def to_representation(self, records):
        context = self.context
        return [card(record, context) for record in records if record.is_public]


def card(record, context):
    return {
        "id": str(record.pk),
        "record_kind": record.kind if isinstance(record, Record) else record.record_kind,
        "slug": record.slug,
        "name": pick(record, "name").text,
        "name_en": record.name_en,
        "name_zh": record.name_zh,
        "href": address(context, record.section, record.slug),
    }


@extend_schema_field(serializers.URLField)
class HrefField(PublicField):
    """The address of an entry that is known by its id alone."""

    def __init__(self, section, **kwargs):
        super().__init__(source="pk", **kwargs)
        self.section = section

    def to_representation(self, key):
        return address(self.context, self.section, key)


class SourceReferenceSerializer(PublicSerializer):
    """The document behind a citation. `url` is where the document stands, `href` its entry here."""

    id = serializers.UUIDField(source="pk")
    slug = serializers.CharField()
    title = serializers.CharField(source="name", help_text="In the language asked for, else in the other one.")
    title_en = serializers.CharField(source="name_en")
    title_zh = serializers.CharField(source="name_zh")
    kind = WordField(Source.Kind.choices, source="kind_of_source")
    publisher = CardField()
    publisher_as_printed = serializers.CharField()
    published = PartialDateField()
    language = serializers.CharField()
    is_machine_written = serializers.BooleanField()
    url = serializers.CharField(help_text="Empty where the document stands nowhere online.")
    href = serializers.SerializerMethodField()

    def get_href(self, source) -> str:
        return address(self.context, "sources", source.slug)


class CitationSerializer(PublicSerializer):
    """The exact words a fact rests on, and where they stand."""

    id = serializers.UUIDField()
    quote = serializers.CharField()
    locator = serializers.CharField()
    attributed_to = serializers.CharField(help_text="Whom the source itself names for this.")
    check_state = WordField(Citation.Check.choices)
    source = SourceReferenceSerializer()


class RecordSerializer(PublicSerializer):
    """What every record has in a list."""

    id = serializers.UUIDField(source="pk", help_text="Stable, and never used again.")
    record_kind = serializers.CharField()
    slug = serializers.CharField(help_text="Its address; a former one redirects.")
    href = serializers.SerializerMethodField(help_text="Its entry in this API.")
    page = serializers.SerializerMethodField(help_text="Its page, in the language asked for.")
    name = serializers.CharField(help_text="In the language asked for, else in the other one.")
    name_en = serializers.CharField()
    name_zh = serializers.CharField()
    pinyin = serializers.CharField(help_text="Curated reading of the Chinese name; empty where there is none.")

    def get_href(self, record) -> str:
        return address(self.context, record.section, record.slug)

    def get_page(self, record) -> str:
        return f"{self.context['origin']}{record.get_absolute_url()}"
