"""What points at a record: every foreign key and link to its card or its row, found from the models themselves."""

from dataclasses import dataclass
from functools import cache

from django.apps import apps
from django.db import models

from editorial.models import Record, ValidatedModel


@dataclass(frozen=True)
class Key:
    """A foreign key of `model` that leads to a record."""

    model: type
    field: models.ForeignKey


@dataclass(frozen=True)
class Link:
    """A many-to-many field of `owner` whose links lead to records; `here` and `there` are the columns of a link."""

    owner: type
    field: models.ManyToManyField

    @property
    def through(self):
        return self.field.remote_field.through

    @property
    def here(self):
        return f"{self.field.m2m_field_name()}_id"

    @property
    def there(self):
        return f"{self.field.m2m_reverse_field_name()}_id"


@cache
def keys_to(model):
    """The keys by which rows of content point at a record of `model`, at its row or its card.

    Computed tables (the closure of parks) and those of the desk are no content: they follow by themselves.
    """
    targets = (model, Record)
    return [
        Key(one, field)
        for one in content_models()
        for field in one._meta.concrete_fields
        if field.remote_field and field.related_model in targets and not field.primary_key
    ]


@cache
def links_to(model):
    """The plain many-to-many fields that may link to a record of `model`; one with a model of its own is two keys."""
    return [
        Link(one, field)
        for one in content_models()
        for field in one._meta.many_to_many
        if field.related_model in (model, Record) and field.remote_field.through._meta.auto_created
    ]


def content_models():
    """Every model whose rows an editor writes."""
    return [model for model in apps.get_models() if issubclass(model, ValidatedModel)]


def rows_at(model, keys, *, locked=False):
    """`{(model, key of the row): (row, names of its columns)}` of every row that points at one of the records `keys`.

    In one order on both engines, so that two who lock them do not wait for each other.
    """
    found = {}
    for key in keys_to(model):
        rows = key.model._base_manager.filter(**{f"{key.field.attname}__in": keys}).order_by("pk")
        for row in rows.select_for_update(of=("self",)) if locked else rows:
            found.setdefault((key.model, row.pk), (row, []))[1].append(key.field.attname)
    return found
