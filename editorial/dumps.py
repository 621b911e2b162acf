"""Rows that are deleted and come back: kept column by column, with everything that goes along with them."""

from django.apps import apps
from django.db import models, transaction

from editorial import snapshots
from editorial.locks import check_keys
from editorial.models import Publishable, ValidatedModel
from editorial.touched import label


def dump(row):
    """`[{model, key, columns}]` of `row` and of everything that is deleted along with it, owners first."""
    found = [{"model": label(type(row)), "key": str(row.pk), "columns": snapshots.columns(row)}]
    for relation in row._meta.get_fields(include_hidden=True):
        if getattr(relation, "on_delete", None) is not models.CASCADE or relation.concrete:
            continue
        for below in relation.related_model._base_manager.filter(**{relation.field.attname: row.pk}).order_by("pk"):
            found += dump(below)
    return found


def bring_back(dumped):
    """Insert what `dump` kept, under the same keys, as public as it was. Raises ValidationError or IntegrityError."""
    with transaction.atomic():
        rows = [row for one in dumped if (row := _insert(one)) is not None]
        check_keys()
        for row, was in rows:
            if isinstance(row, Publishable) and was.get("is_public"):
                state = ("is_public", "published_at", "withdrawn_at")
                type(row)._base_manager.filter(pk=row.pk).update(**{name: getattr(was["row"], name) for name in state})
                type(row)._base_manager.get(pk=row.pk).save()


def _insert(dumped):
    model = apps.get_model(dumped["model"])
    known = {one.attname: one for one in model._meta.concrete_fields}
    values = {
        name: known[name].to_python(value) if value is not None else None
        for name, value in dumped["columns"].items()
        if name in known
    }
    if not issubclass(model, ValidatedModel):
        return _insert_plain(model, known, values)
    wanted = model(**values)
    row = model(**values | ({"is_public": False} if "is_public" in values else {}))
    row.save(force_insert=True)
    return row, {"is_public": getattr(wanted, "is_public", False), "row": wanted}


def _insert_plain(model, known, values):
    """A link, or a row of the desk. Who is no longer there is left blank; a link to what is gone is left out."""
    for name, one in known.items():
        key = values.get(name)
        if one.remote_field and key is not None and not one.related_model._base_manager.filter(pk=key).exists():
            if not one.null:
                return None
            values[name] = None
    if isinstance(model._meta.pk, models.AutoField):
        values.pop(model._meta.pk.attname)
    row = model(**values)
    row.save_base(raw=True, force_insert=True)
    return row, {}
