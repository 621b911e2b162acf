"""Short lists edited on the form of what they belong to."""

from functools import cached_property, partial

from django.contrib import admin
from django.forms.models import BaseInlineFormSet

from editorial.admin.forms import ClearForm
from editorial.admin.widgets import ChosenRows, OneChoice, SearchedChoices
from editorial.models import Record

# Longer lists have an admin of their own; a forged form of thousands of rows would keep the server busy for a minute.
MOST_ROWS = 500


class DeskFormSet(BaseInlineFormSet):
    @cached_property
    def chosen_rows(self):
        """`{field: ChosenRows}` of the columns that are chosen by search."""
        return {}

    def add_fields(self, form, index):
        """In a table the fields have a column heading but no label, so each says its name, the tick for deletion too."""
        super().add_fields(form, index)
        for name, field in form.fields.items():
            inner = getattr(field.widget, "widget", field.widget)
            if isinstance(inner, OneChoice):
                inner.chosen_rows = self.chosen_rows.setdefault(name, ChosenRows(self, name))
                field.to_python = partial(inner.chosen_rows.to_python, field)
            if field.label and not inner.is_hidden:
                inner.attrs.setdefault("aria-label", field.label)


class _DeskInline(SearchedChoices):
    form = ClearForm
    formset = DeskFormSet
    extra = 0
    max_num = MOST_ROWS

    def has_delete_permission(self, request, obj=None):
        """A row that goes is a change of the draft; deleting a whole entry is another right."""
        return self.has_change_permission(request, obj)

    def get_formset(self, request, obj=None, **kwargs):
        return super().get_formset(request, obj, **{"absolute_max": MOST_ROWS} | kwargs)


class DeskInline(_DeskInline, admin.TabularInline):
    pass


class DeskStackedInline(_DeskInline, admin.StackedInline):
    pass


class CardFormSet(DeskFormSet):
    """Rows that point at the card of the record on the form; a new record has its card only once it is saved."""

    def __init__(self, data=None, files=None, instance=None, **kwargs):
        self.subject = instance
        saved = instance is not None and not instance._state.adding
        super().__init__(data, files, instance=instance.record if saved else Record(), **kwargs)

    def save(self, commit=True):
        self.instance = self.subject.record
        return super().save(commit=commit)


class CardInline(DeskInline):
    """An inline of a model whose foreign key leads to `editorial.Record`."""

    formset = CardFormSet

    def __init__(self, parent_model, admin_site):
        super().__init__(Record, admin_site)
