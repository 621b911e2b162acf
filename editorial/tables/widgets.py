"""From the text of a cell to the value of a field, and back: one widget for each sort of field."""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import override
from import_export import widgets

from editorial.sorting import folded
from editorial.tables.cells import guarded, unguarded
from editorial.tables.references import Names, natural_key

TRUTH = {
    **dict.fromkeys(("yes", "y", "true", "1", "是", "真", "✓"), True),
    **dict.fromkeys(("no", "n", "false", "0", "", "否", "假"), False),
}
SEPARATORS = str.maketrans({"；": ";", "\n": ";"})
LANGUAGES = ("en", "zh-hans")
# Spreadsheet programs keep 15 digits of a number; longer ones leave as text.
EXACT_DIGITS = 15


class TextWidget(widgets.CharWidget):
    """The model's own field reads the text, partial dates included."""

    def __init__(self, field):
        super().__init__()
        self.field = field

    def clean(self, value, row=None, **kwargs):
        text = unguarded(value)
        if not text:
            return None if self.field.null else ""
        return self.field.to_python(text)

    def render(self, value, obj=None, **kwargs):
        return guarded(value or "")


class ChoiceWidget(TextWidget):
    """The stored code, or what readers see for it in either language."""

    def __init__(self, field):
        super().__init__(field)
        self.meanings = {}
        for language in LANGUAGES:
            with override(language):
                labels = {folded(str(label)): code for code, label in field.flatchoices if code}
            self.meanings = labels | self.meanings
        self.meanings |= {folded(str(code)): code for code, _label in field.flatchoices}

    def clean(self, value, row=None, **kwargs):
        text = super().clean(value)
        if not text:
            return text
        if folded(text) not in self.meanings:
            raise ValidationError(
                _("“%(text)s” is none of the choices: %(choices)s.")
                % {
                    "text": text[:80],
                    "choices": ", ".join(str(code) for code, _label in self.field.flatchoices if code),
                }
            )
        return self.meanings[folded(text)]


class TruthWidget(widgets.BooleanWidget):
    def clean(self, value, row=None, **kwargs):
        text = unguarded(value)
        if folded(text) not in TRUTH:
            raise ValidationError(_("Write yes or no, not “%(text)s”.") % {"text": text[:80]})
        return TRUTH[folded(text)]

    def render(self, value, obj=None, **kwargs):
        return "yes" if value else "no"


class NumberWidget(widgets.NumberWidget):
    """Whole and decimal numbers, with a point; as numbers in a workbook while they fit."""

    def __init__(self, field):
        super().__init__()
        self.field = field

    def clean(self, value, row=None, **kwargs):
        text = unguarded(value)
        if self.field.name.endswith("_percent"):
            text = text.removesuffix("%").rstrip()
        if not text:
            return None if self.field.null else self.field.get_default()
        try:
            if not Decimal(text).is_finite():
                raise InvalidOperation
        except InvalidOperation as error:
            raise ValidationError(
                _("Write a number with digits and a point, not “%(text)s”.") % {"text": text[:80]}
            ) from error
        return self.field.to_python(text)

    def render(self, value, obj=None, **kwargs):
        if value is None:
            return ""
        exact = Decimal(value)
        text = format(exact, "f")
        text = text.rstrip("0").rstrip(".") if "." in text else text
        if kwargs.get("force_native_type") and len(exact.normalize().as_tuple().digits) <= EXACT_DIGITS:
            return Decimal(text)
        return text


class DayWidget(widgets.Widget):
    def __init__(self, field):
        super().__init__()
        self.field = field

    def clean(self, value, row=None, **kwargs):
        text = unguarded(value)
        return self.field.to_python(text.replace("/", "-")) if text else None

    def render(self, value, obj=None, **kwargs):
        return value.isoformat() if isinstance(value, date | datetime) else ""


class OneWidget(widgets.Widget):
    """A foreign key. `names` is filled by look_up() for a batch of rows before their cells are cleaned."""

    def __init__(self, field, identity):
        super().__init__()
        self.field = field
        target = field.related_model
        self.names = Names(target._default_manager.complex_filter(field.get_limit_choices_to()), identity)

    def texts(self, value):
        """What the cell names."""
        text = unguarded(value)
        return [text] if text else []

    def look_up(self, cells):
        self.names.look_up({text for value in cells for text in self.texts(value)})

    def clean(self, value, row=None, **kwargs):
        texts = self.texts(value)
        return self.names.one(texts[0]) if texts else None

    def render(self, value, obj=None, **kwargs):
        return guarded(natural_key(value)) if value else ""


class ManyWidget(OneWidget):
    """A many-to-many relation: names separated by semicolons."""

    def texts(self, value):
        return [part.strip() for part in unguarded(value).translate(SEPARATORS).split(";") if part.strip()]

    def clean(self, value, row=None, **kwargs):
        return [self.names.one(text) for text in dict.fromkeys(self.texts(value))]

    def render(self, value, obj=None, **kwargs):
        return guarded(";".join(sorted(natural_key(one) for one in value.all()))) if value is not None else ""


def widget_for(field, identity):
    """The widget for a field of a model."""
    if field.many_to_many:
        return ManyWidget(field, identity)
    if field.remote_field:
        return OneWidget(field, identity)
    if isinstance(field, models.BooleanField):
        return TruthWidget()
    if isinstance(field, models.DateField):
        return DayWidget(field)
    if isinstance(field, models.DecimalField | models.IntegerField):
        return NumberWidget(field)
    return ChoiceWidget(field) if field.choices else TextWidget(field)
