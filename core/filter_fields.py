"""The values that parameters take: strictly read, refused in a sentence with the nearest valid value."""

import re
from decimal import Decimal, InvalidOperation

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core import edtf
from core.currencies import BY_CODE
from core.models import Indicator
from core.references import (
    as_uuid,
    merged_record,
    nearest,
    nearest_slugs,
    public_of_kind,
    public_record,
    renamed_record,
)
from core.trees import subtree_q
from editorial.models import Record, record_models

TRUE, FALSE = ("true", "1", "yes"), ("false", "0", "no")
NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
# What the column of a figure's ends holds: 24 digits before the point, 6 after it.
LARGEST, SMALLEST_STEP = Decimal(10) ** 24, Decimal("0.000001")


class BadValue(ValidationError):
    def __init__(self, message, nearest=()):
        super().__init__(message, code="invalid")
        self.nearest = tuple(nearest)


class StrictField(forms.CharField):
    """A text that `read()` turns into what the filter needs; empty means not asked for."""

    def __init__(self, **kwargs):
        super().__init__(**{"required": False, **kwargs})

    def clean(self, value):
        text = super().clean(value)
        return self.read(text) if text else None

    def read(self, text):
        return text


class WordsField(StrictField):
    """The words of a search, at most MOST_WORDS."""

    MOST_WORDS = 8

    def read(self, text):
        words = text.split()
        if len(words) > self.MOST_WORDS:
            raise BadValue(_("Search for at most %(count)d words.") % {"count": self.MOST_WORDS})
        return words


class ChoiceField(StrictField):
    def __init__(self, *, choices, **kwargs):
        super().__init__(**kwargs)
        self.choices = list(choices)
        self.widget = forms.Select(choices=[("", "---------"), *self.choices])

    def read(self, text):
        values = [str(value) for value, _label in self.choices]
        if text in values:
            return text
        message = _("“%(value)s” is not a choice here. Choose one of: %(choices)s.")
        raise BadValue(message % {"value": text, "choices": ", ".join(values)}, nearest(text, values))


class BooleanField(StrictField):
    def read(self, text):
        if text.lower() in TRUE:
            return True
        if text.lower() in FALSE:
            return False
        raise BadValue(_("“%(value)s” is neither true nor false.") % {"value": text}, ["true", "false"])


class NumberField(StrictField):
    """A Decimal in base units: 7e11, 700000000000, 29.5."""

    def read(self, text):
        if not NUMBER.fullmatch(text):
            raise BadValue(
                _("“%(value)s” is not a number. Write for example 700000000000, 7e11 or 29.5.") % {"value": text}
            )
        try:
            number = Decimal(text)
        except InvalidOperation as error:
            raise BadValue(_("“%(value)s” is not a number.") % {"value": text}) from error
        if abs(number) >= LARGEST:
            raise BadValue(_("“%(value)s” is too large: numbers stay below 1e24.") % {"value": text})
        if number != number.quantize(SMALLEST_STEP):
            raise BadValue(_("“%(value)s” is too fine: at most six digits stand after the point.") % {"value": text})
        return number


class CurrencyField(StrictField):
    def read(self, text):
        code = text.upper()
        if re.fullmatch(r"[A-Z]{3}", code):
            return code
        raise BadValue(
            _("“%(value)s” is not a currency. Write its three letters, for example CNY.") % {"value": text},
            nearest(code, list(BY_CODE)),
        )


class LanguageCodeField(StrictField):
    def read(self, text):
        if re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]{2,8})?", text.lower()):
            return text.lower()
        raise BadValue(
            _("“%(value)s” is not a language code. Write for example en or zh-hans.") % {"value": text},
            ["en", "zh-hans"],
        )


class PartialDateField(StrictField):
    """A core.edtf.PartialDate with both ends known."""

    def read(self, text):
        try:
            found = edtf.parse(text)
        except edtf.EDTFError as error:
            raise BadValue(str(error)) from error
        if found.earliest == edtf.UNKNOWN_EARLIEST or found.latest == edtf.UNKNOWN_LATEST:
            raise BadValue(
                _("“%(value)s” is open at one end. Give a date such as 2023, 2023-10 or 2023-10-15.") % {"value": text}
            )
        return found


class DayField(StrictField):
    """A date: one day of the calendar."""

    def read(self, text):
        try:
            found = edtf.parse(text)
        except edtf.EDTFError as error:
            raise BadValue(str(error)) from error
        if found.earliest != found.latest:
            raise BadValue(_("“%(value)s” is not one day. Write for example 2023-10-15.") % {"value": text})
        return found.earliest


class RecordField(StrictField):
    """A public record of one kind, by its slug, a former slug or its id. What is not public is not there."""

    def __init__(self, *, kind, **kwargs):
        super().__init__(**kwargs)
        self.kind = kind

    def read(self, text):
        found = public_of_kind(self.kind)
        record = public_record(found, text) or renamed_record(found, text)
        if record is None:
            message = _("There is no %(kind)s “%(value)s”. Give the slug or the id of one.")
            label = record_models()[self.kind]._meta.verbose_name
            raise BadValue(message % {"kind": label, "value": text}, nearest_slugs(found, text))
        return record


# A subtree of so many nodes is asked for by their keys: the engines then know how many rows each of them has.
MOST_KEYS = 200


class SubtreeField(RecordField):
    """The public regions or sectors at or below the one named, for a group of regions at or below its members.

    Their keys: a list of them, a queryset where there are more than MOST_KEYS.
    """

    def read(self, text):
        node = super().read(text)
        condition = subtree_q(node.path)
        if getattr(node, "level", "") == "group":
            memberships = node.group_members.model.objects.public().filter(group=node)
            for path in memberships.values_list("region__path", flat=True).distinct():
                condition |= subtree_q(path)
        keys = type(node).objects.public().filter(condition).order_by().values_list("pk", flat=True)
        first = list(keys[: MOST_KEYS + 1])
        return first if len(first) <= MOST_KEYS else keys


class AnyRecordField(StrictField):
    """The card of a public record of any kind, by kind:slug or by its id."""

    def __init__(self, *, kinds=None, **kwargs):
        super().__init__(**kwargs)
        self.kinds = kinds

    def read(self, text):
        kinds = self.kinds or sorted(record_models())
        kind, colon, slug = text.partition(":")
        if not colon:
            return self._by_id(text, kinds)
        if kind not in kinds:
            message = _("“%(value)s” names no kind of record. Write kind:slug with one of: %(kinds)s.")
            raise BadValue(
                message % {"value": text, "kinds": ", ".join(kinds)},
                [f"{near}:{slug}" for near in nearest(kind, kinds)],
            )
        found = public_of_kind(kind)
        record = public_record(found, slug) or renamed_record(found, slug)
        if record is None:
            raise BadValue(
                _("There is no record “%(value)s”. Give its kind and slug, for example park:zhongguancun, or its id.")
                % {"value": text},
                [f"{kind}:{near}" for near in nearest_slugs(found, slug)],
            )
        return record.record

    def _by_id(self, text, kinds):
        cards = Record.objects.public().filter(kind__in=kinds)
        if key := as_uuid(text):
            card = cards.filter(pk=key).first() or merged_record(cards, key)
            if card:
                return card
        slugs = cards.filter(slug=text).order_by("kind").values_list("kind", flat=True) if not key else ()
        message = _("There is no record “%(value)s”. Give its kind and slug, for example park:zhongguancun, or its id.")
        raise BadValue(message % {"value": text}, [f"{kind}:{text}" for kind in slugs])


class IndicatorField(StrictField):
    def read(self, text):
        found = Indicator.objects.public()
        key = as_uuid(text)
        indicator = found.filter(**({"pk": key} if key else {"code": text})).first()
        if indicator is None:
            message = _("There is no indicator “%(value)s”. Give the code or the id of one.")
            raise BadValue(
                message % {"value": text}, nearest(text, list(found.values_list("code", flat=True).order_by("code")))
            )
        return indicator
