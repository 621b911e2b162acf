"""One resource for each model, made from the model: its columns, how their cells are read and written."""

from functools import cache

from django.db import models
from import_export.fields import Field
from import_export.resources import ModelResource

from editorial.models import Record, RecordModel
from editorial.tables.references import code_columns
from editorial.tables.widgets import widget_for

ID = "id"
# Full texts that only the desk may keep are taken in but never given out.
PRIVATE = "private_"


def columns_of(model):
    """The fields of `model` that an editor fills, many-to-many ones included, in the order of the model."""
    many = [field for field in model._meta.many_to_many if field.remote_field.through._meta.auto_created]
    return [field for field in (*model._meta.concrete_fields, *many) if field.editable and not is_automatic(field)]


def is_automatic(field):
    return bool(getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False))


def no_identity(model, text):
    return None


class TableResource(ModelResource):
    """Reads and writes the cells of one model. Rows are found, compared and saved elsewhere."""

    def export_queryset(self, queryset):
        """`queryset` with what its cells name, whatever the number of rows."""
        one, many = [], []
        for field in columns_of(self._meta.model):
            if field.many_to_many:
                many.append(field.name)
            elif field.remote_field and has_words(field.related_model):
                one.append(field.name)
        queryset = queryset.select_related(*one) if one else queryset
        return queryset.prefetch_related(*many) if many else queryset


class KeyField(Field):
    """A relation whose row has no other name than its id: the id is at hand without the row."""

    def export(self, instance, **kwargs):
        key = getattr(instance, self.attribute + "_id")
        return str(key) if key else ""


def has_words(model):
    """Whether rows of `model` are named by something else than their id."""
    return model is Record or issubclass(model, RecordModel) or bool(code_columns(model))


def column(field, identity):
    is_bare_key = field.remote_field and not field.many_to_many and not has_words(field.related_model)
    kind = KeyField if is_bare_key else Field
    return kind(attribute=field.name, column_name=field.name, widget=widget_for(field, identity))


def make_resource(model, identity=no_identity):
    """A new TableResource for `model`. `identity(model, text)` knows keys of data sets: see Names."""
    return _resource_class(model, identity)()


@cache
def _resource_class(model, identity):
    fields = {field.name: column(field, identity) for field in columns_of(model)}
    order = [ID, *fields]
    declared = {ID: Field(attribute="pk", column_name=ID, readonly=True), **fields}
    meta = type("Meta", (), {"model": model, "fields": order, "export_order": order, "import_id_fields": [ID]})
    return type(TableResource)(f"{model.__name__}Table", (TableResource,), {**declared, "Meta": meta})


def export_names(model):
    """The headings of an exported table."""
    return [ID, *(field.name for field in columns_of(model) if not field.name.startswith(PRIVATE))]


def required(field):
    """Whether a new row needs a value for `field`."""
    return not (field.many_to_many or field.blank or field.has_default() or isinstance(field, models.BooleanField))
