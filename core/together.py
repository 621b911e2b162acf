"""Several small look-ups in one statement, for pages that show parts of many kinds.

Each row comes back as JSON and becomes the instance that its own queryset would have given, with the relations of its
`select_related` in memory. Neither engine has another way to send unlike rows in one answer.
"""

import json
from datetime import datetime
from decimal import Decimal

from django.db import connection, models
from django.db.models import F, Value, Window, prefetch_related_objects
from django.db.models.functions import RowNumber
from django.utils.timezone import is_naive, make_aware

BUILDERS = {"sqlite": "JSON_OBJECT", "postgresql": "JSONB_BUILD_OBJECT"}


def together(querysets):
    """`{name: [instances]}` of `{name: queryset}`, in the order of each queryset. One query, and those of the prefetches.

    A queryset may carry `select_related` of named relations, an order by columns, and prefetches; no annotations, no slice.
    """
    names = list(querysets)
    branches = [_branch(number, querysets[name]) for number, name in enumerate(names)]
    found = {name: [] for name in names}
    for number, _place, rows in sorted(branches[0].union(*branches[1:], all=True), key=lambda row: row[:2]):
        found[names[number]].append(_instance(querysets[names[number]], rows))
    for name, queryset in querysets.items():
        if queryset._prefetch_related_lookups:
            prefetch_related_objects(found[name], *queryset._prefetch_related_lookups)
    return found


def _branch(number, queryset):
    model = queryset.model
    order = queryset.query.order_by or (model._meta.ordering if queryset.query.default_ordering else ())
    rows = [RowAsJSON(model, path) for path, model in _paths(model, queryset.query.select_related or {})]
    return (
        queryset.prefetch_related(None)
        .order_by()
        .values_list(Value(number), Window(RowNumber(), order_by=[*order, "pk"]), JSONArray(*rows))
    )


def _paths(model, related, prefix=""):
    """`(path, model)` of a row and of everything joined to it, depth first; "" is the row itself."""
    yield prefix, model
    for name, deeper in related.items():
        yield from _paths(model._meta.get_field(name).related_model, deeper, f"{prefix}{name}__")


class RowAsJSON(models.Func):
    """All public columns of the row at `path`. Named as text, since resolving each by itself would take longer than the query."""

    output_field = models.JSONField()

    def __init__(self, model, path):
        super().__init__(F(f"{path}{anchor(model).name}" if path else "pk"))
        self.model = model

    def as_sql(self, compiler, connection, **_context):
        [column] = self.source_expressions
        alias, quote = compiler.quote_name_unless_alias(column.alias), connection.ops.quote_name
        columns = ", ".join(f"'{field.column}', {alias}.{quote(field.column)}" for field in shown_fields(self.model))
        return f"{BUILDERS[connection.vendor]}({columns})", []


def anchor(model):
    """Any column but a key: Django reads the key of a joined row from the row before it, which leaves out the join."""
    return next(field for field in model._meta.concrete_fields if not (field.primary_key or field.is_relation))


class JSONArray(models.Func):
    output_field = models.JSONField()

    def as_sqlite(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, function="JSON_ARRAY", **context)

    def as_postgresql(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, function="JSONB_BUILD_ARRAY", **context)


def shown_fields(model):
    """The columns of `model` but those no reader sees; they stay deferred."""
    private = getattr(model, "private_fields", ())
    return [field for field in model._meta.concrete_fields if field.name not in private]


def _instance(queryset, rows):
    """The instance of `queryset` with all that is joined to it, from one JSON object for each."""
    instances = {}
    for (path, model), row in zip(_paths(queryset.model, queryset.query.select_related or {}), rows, strict=True):
        if isinstance(row, str):
            row = json.loads(row)
        instances[path] = _from_row(model, row)
        if path:
            before, name = path.removesuffix("__").rpartition("__")[::2]
            owner = instances[f"{before}__" if before else ""]
            if owner is not None:
                owner._meta.get_field(name).set_cached_value(owner, instances[path])
    found = instances[""]
    for field, known in queryset._known_related_objects.items():
        if not field.is_cached(found):
            setattr(found, field.name, known[getattr(found, field.attname)])
    return found


def _from_row(model, row):
    """None for the empty row of an outer join."""
    if row[model._meta.pk.column] is None:
        return None
    fields = shown_fields(model)
    return model.from_db(
        connection.alias, [field.attname for field in fields], [value_of(field, row[field.column]) for field in fields]
    )


def value_of(field, value):
    """The value that the column of `field` holds, from how the engine writes it in JSON."""
    if value is None:
        return None
    value = field.target_field.to_python(value) if field.is_relation else field.to_python(value)
    if isinstance(value, datetime) and is_naive(value):
        return make_aware(value, connection.timezone)
    if isinstance(value, Decimal):
        return value.quantize(Decimal(1).scaleb(-field.decimal_places))
    return value
