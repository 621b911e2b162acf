"""Model fields of the shared vocabulary."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy

from core import edtf

DATE_HELP = gettext_lazy(
    "As far as known, after EDTF: 2025, 2025-10, 2025-10-15, 2020/2023, 2012/.. (since 2012), 2010~ (about 2010)."
)


def validate_partial_date(text):
    try:
        edtf.parse(text)
    except edtf.EDTFError as error:
        raise ValidationError(str(error), code="edtf") from error


class PartialDateField(models.CharField):
    """An EDTF text; empty means unknown. Stand an EarliestDay and a LatestDay beside it to sort and filter by."""

    default_validators = [validate_partial_date]

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 64)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        kwargs.setdefault("help_text", DATE_HELP)
        super().__init__(*args, **kwargs)

    def to_python(self, value):
        value = super().to_python(value)
        try:
            return edtf.parse(value).text if value else ""
        except edtf.EDTFError:
            return value


class _ComputedDay(models.DateField):
    bound = ""

    def __init__(self, source, **kwargs):
        self.source = source
        kwargs["editable"] = False
        kwargs.setdefault("default", getattr(edtf.parse(""), self.bound))
        super().__init__(**kwargs)

    def deconstruct(self):
        name, path, _args, kwargs = super().deconstruct()
        return name, path, [self.source], {k: v for k, v in kwargs.items() if k != "editable"}

    def pre_save(self, instance, add):
        day = getattr(edtf.parse(getattr(instance, self.source)), self.bound)
        setattr(instance, self.attname, day)
        return day


class EarliestDay(_ComputedDay):
    """The first day the partial date in `source` may mean; date.min where it is unknown or open. Never null."""

    bound = "earliest"


class LatestDay(_ComputedDay):
    """The last day the partial date in `source` may mean; date.max where it is unknown or open. Never null."""

    bound = "latest"
