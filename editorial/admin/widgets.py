"""Choosing related records by search."""

from functools import cached_property

from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple, RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import ForeignObjectRel


class ChosenRows:
    """The rows chosen in one column of a table of rows, looked up together: Django asks for each row by itself."""

    def __init__(self, formset, name):
        self.formset, self.name = formset, name

    @cached_property
    def rows(self):
        """`{key as text: row}`."""
        field = self.formset.empty_form.fields[self.name]
        saved = {getattr(row, f"{self.name}_id") for row in self.formset.get_queryset()} - {None}
        sent = {key for key in self.keys_sent() if may_be_key(field, key)}
        return {str(row.pk): row for row in field.queryset.filter(pk__in=saved | sent)}

    def keys_sent(self):
        prefix, ending = f"{self.formset.prefix}-", f"-{self.name}"
        return {
            value
            for name, value in (self.formset.data or {}).items()
            if name.startswith(prefix) and name.endswith(ending) and isinstance(value, str)
        }

    def to_python(self, field, value):
        """What the choice `field` makes of `value`; Django asks again at every look at each row."""
        found = self.rows.get(value) if isinstance(value, str) else None
        return found if found is not None else type(field).to_python(field, value)


def may_be_key(field, value):
    """Whether `value`, as it was sent, can be the key of one of the choices of `field`."""
    try:
        return bool(field.queryset.model._meta.pk.to_python(value))
    except ValidationError:
        return False


class _KnownKeysOnly:
    """Leaves out submitted values that cannot be keys: Django looks them up again and fails on a malformed UUID."""

    # ChosenRows of the column; None outside of a table of rows.
    chosen_rows = None

    def optgroups(self, name, value, attrs=None):
        keys = [key for key in value if may_be_key(self.choices, key)]
        known = self.chosen_rows.rows if self.chosen_rows is not None and keys else {}
        if not keys or any(str(key) not in known for key in keys):
            return super().optgroups(name, keys, attrs)
        options = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        label = self.choices.field.label_from_instance
        options += [self.create_option(name, key, label(known[str(key)]), True, len(options)) for key in keys]
        return [(None, options, 0)]


class OneChoice(_KnownKeysOnly, AutocompleteSelect):
    pass


class ManyChoices(_KnownKeysOnly, AutocompleteSelectMultiple):
    def build_attrs(self, base_attrs, extra_attrs=None):
        """Each choice has its own cross; the one for all of them is an item that no list may hold."""
        return super().build_attrs(base_attrs, extra_attrs) | {"data-allow-clear": "false"}


class SearchedChoices:
    """For admins and inlines: autocompletes choose from what the related admin lists, joins included."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Without a cross that deletes the related record: an editor takes it for one that empties the field."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_delete_related = False
        return field

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        self.search_for_choices(db_field, request, kwargs, OneChoice)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        self.search_for_choices(db_field, request, kwargs, ManyChoices)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def search_for_choices(self, db_field, request, kwargs, widget):
        if db_field.name in self.get_autocomplete_fields(request):
            related = self.admin_site.get_model_admin(db_field.remote_field.model)
            kwargs.setdefault("widget", widget(db_field, self.admin_site))
            kwargs.setdefault("queryset", related.get_queryset(request))


class RelationChoices(AutocompleteJsonView):
    """Offers choices for a model's own relations only; Django fails on one that leads to it from another model."""

    def process_request(self, request):
        term, model_admin, source_field, to_field_name = super().process_request(request)
        if isinstance(source_field, ForeignObjectRel):
            raise PermissionDenied
        return term, model_admin, source_field, to_field_name


def autocomplete_view(request):
    return RelationChoices.as_view(admin_site=admin.site)(request)


admin.site.autocomplete_view = autocomplete_view
