"""Pages by key: exact while rows come and go, at any depth, without counting."""

import base64
import binascii
import json
from dataclasses import dataclass

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models.constants import LOOKUP_SEP
from django.db.models.sql.where import WhereNode
from django.utils.crypto import constant_time_compare, salted_hmac

DEFAULT_LIMIT, MAX_LIMIT = 50, 200


class BadCursor(ValueError):
    """The cursor was not given out for this list, these filters and this order."""


@dataclass(frozen=True)
class Page:
    """`next` and `previous` are cursors, None where nothing follows or precedes."""

    results: list
    next: str | None = None
    previous: str | None = None


class RowBeyond(models.Func):
    """`(a, b) > (x, y)` in SQL, which both engines serve from the composite index of an order."""

    output_field = models.BooleanField()

    def __init__(self, columns, values, operator):
        super().__init__(*columns, *values)
        self.operator = operator

    def as_sql(self, compiler, connection, **_context):
        compiled = [compiler.compile(expression) for expression in self.source_expressions]
        half = len(compiled) // 2
        left, right = (", ".join(sql for sql, _ in part) for part in (compiled[:half], compiled[half:]))
        return f"({left}) {self.operator} ({right})", [value for _, parameters in compiled for value in parameters]


class Keyset:
    """One order of one model: non-null columns, all in the same direction, unique together.

    `binding` is any JSON-able value a cursor must agree with: the filters it was given out for.
    """

    def __init__(self, model, ordering, binding=()):
        self.model = model
        self.names = [name.removeprefix("-") for name in ordering]
        self.is_descending = ordering[0].startswith("-")
        self.salt = json.dumps([model._meta.label_lower, ordering, binding], ensure_ascii=False)

    def page(self, queryset, cursor="", limit=DEFAULT_LIMIT):
        """The page behind `cursor`, the first one for an empty cursor. Raises BadCursor. One query."""
        if not cursor:
            rows = list(self.beyond(queryset, None)[: limit + 1])
            return Page(rows[:limit], next=self._cursor_beyond(rows, limit))
        is_backwards, position = self.read(cursor)
        rows = list(self.beyond(queryset, position, is_backwards)[: limit + 1])
        if is_backwards:
            return self._page_before(rows, limit)
        previous = self._write(True, self._values(rows[0]) if rows else position)
        return Page(rows[:limit], next=self._cursor_beyond(rows, limit), previous=previous)

    def chunks(self, queryset, size):
        """Yield all rows in order, in lists of at most `size`, each by a query of its own: memory stays flat, and no
        transaction stays open while a slow reader takes them."""
        position, rows = None, None
        while rows is None or len(rows) == size:
            rows = list(self.beyond(queryset, position)[:size])
            if rows:
                yield rows
                position = self._values(rows[-1])

    def read(self, cursor):
        """Return (is_backwards, values) of a cursor. Raises BadCursor."""
        seal, _, payload = cursor.partition(".")
        if not constant_time_compare(seal, self._seal(payload)):
            raise BadCursor(cursor)
        try:
            is_backwards, *texts = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        except (binascii.Error, ValueError) as error:
            raise BadCursor(cursor) from error
        return bool(is_backwards), [field.to_python(text) for field, text in zip(self._fields(), texts, strict=True)]

    def _page_before(self, rows, limit):
        """Nothing before any more: the reader is sent to the first page, whose rows are the ones that follow."""
        found = rows[:limit][::-1]
        if not found:
            return Page([])
        previous = self._write(True, self._values(found[0])) if len(rows) > limit else None
        return Page(found, next=self._write(False, self._values(found[-1])), previous=previous)

    def beyond(self, queryset, position, is_backwards=False):
        """The rows after the one with the values `position` (all for None), in order; those before it, nearest first."""
        is_descending = self.is_descending != is_backwards
        if position is not None:
            columns = [models.F(name) for name in self.names]
            values = [models.Value(value, output_field=f) for value, f in zip(position, self._fields(), strict=True)]
            queryset = queryset.all()
            beyond = RowBeyond(columns, values, "<" if is_descending else ">").resolve_expression(queryset.query)
            # As a node of its own: Django 6.1 compares a bare expression with True on SQLite, which loses the index.
            queryset = queryset.filter(WhereNode([beyond]))
        sign = "-" if is_descending else ""
        return queryset.order_by(*(f"{sign}{name}" for name in self.names))

    def _cursor_beyond(self, rows, limit):
        return self._write(False, self._values(rows[limit - 1])) if len(rows) > limit else None

    def _values(self, row):
        values = []
        for name in self.names:
            value = row
            for step in name.split(LOOKUP_SEP):
                value = getattr(value, step)
            values.append(getattr(value, "pk", value))
        return values

    def _fields(self):
        return [_plain_field(self.model, name) for name in self.names]

    def _write(self, is_backwards, values):
        text = json.dumps([int(is_backwards), *(str(value) for value in values)], ensure_ascii=False)
        payload = base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")
        return f"{self._seal(payload)}.{payload}"

    def _seal(self, payload):
        return salted_hmac(f"core.paging {self.salt}", payload, algorithm="sha256").hexdigest()[:24]


def _plain_field(model, name):
    """The column that `name` (a lookup path, or "pk") ends in; of a key, the column it points at."""
    for step in name.split(LOOKUP_SEP):
        try:
            field = model._meta.pk if step == "pk" else model._meta.get_field(step)
        except FieldDoesNotExist as error:
            raise ValueError(f"{model.__name__} has no column {name} to order by.") from error
        model = field.related_model
    while field.is_relation:
        field = field.target_field
    return field
